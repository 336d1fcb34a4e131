//! What a tool answers: the service's JSON as it came, but bounded and without the client's key.

use std::borrow::Cow;

use linksii_api::Page;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::raw::Raw;
use crate::terminal::is_unsafe;

/// How long the data of an answer may be, as it is sent. Clients refuse more than about 25,000 tokens.
const DATA: usize = 48_000;

/// How long one item of a page may be.
const ITEM: usize = 16_000;

/// How many cuts an answer lists.
const CUTS: usize = 10;

/// How long a name in the position of a cut may be, in bytes.
const NAME: usize = 60;

/// How a key is shown.
const REDACTED: &str = "[redacted]";

/// A key is longer; anything shorter may be a part of a word.
const SHORTEST_KEY: usize = 8;

/// The client's own key, which no answer shows.
#[derive(Clone, Default)]
pub(super) struct OwnKey(Option<String>);

impl OwnKey {
    pub(super) fn new(key: Option<&str>) -> Self {
        Self(key.map(str::to_owned).filter(|it| it.len() >= SHORTEST_KEY))
    }

    /// The text without the key.
    pub(super) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Some(key) if text.contains(key) => Cow::Owned(text.replace(key, REDACTED)),
            _ => Cow::Borrowed(text),
        }
    }
}

/// An object that is written member by member.
pub(super) struct Answer<'a> {
    key: &'a OwnKey,
    members: Vec<String>,
    cuts: Vec<String>,
}

impl<'a> Answer<'a> {
    pub(super) fn new(key: &'a OwnKey) -> Self {
        Self {
            key,
            members: Vec::new(),
            cuts: Vec::new(),
        }
    }

    /// Adds a member that is made here.
    pub(super) fn value(&mut self, name: &str, value: &impl Serialize) {
        if let Ok(json) = serde_json::to_string(value) {
            self.json(name, &json);
        }
    }

    /// Adds a member that is JSON already.
    pub(super) fn json(&mut self, name: &str, json: &str) {
        self.members.push(format!("{}:{json}", quoted(name)));
    }

    /// What the service sent, in at most this many bytes.
    pub(super) fn raw(&mut self, path: &str, raw: &Raw, most: usize) -> String {
        let short = shorten(raw, path, most, self.key);
        self.cuts.extend(short.cuts);
        short.json
    }

    /// A list of what the service sent, in at most this many bytes, and how many items are in it: at least
    /// one, if there is one.
    pub(super) fn items(&mut self, path: &str, items: &[Raw], most: usize) -> (String, usize) {
        let mut list = String::from("[");
        let (mut shown, mut length) = (0, 0);
        for (index, item) in items.iter().enumerate() {
            let short = shorten(item, &format!("{path}[{index}]"), ITEM.min(most), self.key);
            length += sent(&short.json) + 1;
            if length > most && shown > 0 {
                break;
            }
            if shown > 0 {
                list.push(',');
            }
            list += &short.json;
            self.cuts.extend(short.cuts);
            shown += 1;
        }
        list.push(']');
        (list, shown)
    }

    /// The object. What was cut is listed at its end.
    pub(super) fn finish(mut self) -> String {
        let more = self.cuts.len().saturating_sub(CUTS);
        self.cuts.truncate(CUTS);
        if more > 0 {
            self.cuts.push(format!("and {more} more"));
        }
        if !self.cuts.is_empty() {
            let cuts = std::mem::take(&mut self.cuts);
            let cuts: Vec<String> = cuts.iter().map(|cut| quoted(cut)).collect();
            self.json("cut", &format!("[{}]", cuts.join(",")));
        }
        format!("{{{}}}", self.members.join(","))
    }
}

/// A page, where it is in its collection, and how to get the next one.
pub(super) fn page(page: &Page<Raw>, asked: u64, key: &OwnKey) -> String {
    let mut answer = Answer::new(key);
    let (data, shown) = answer.items("data", &page.data, DATA);
    let count = shown as u64;
    // A service that does not say where its page is gave what was asked for.
    let offset = match page.meta.offset {
        0 => asked,
        offset => offset,
    };
    let end = offset.saturating_add(count);
    let total = page.meta.has_total().then_some(page.meta.total);
    let is_last = count == 0 || (shown == page.data.len() && total.is_some_and(|it| end >= it));
    let next = (!is_last).then_some(end);
    answer.value("total", &total);
    answer.value("offset", &offset);
    answer.value("count", &count);
    answer.value("next_offset", &next);
    if let Some(next) = next {
        let of = total.map_or(String::new(), |total| format!(" of {total}"));
        let more = if total.is_some() {
            "There are more"
        } else {
            "There may be more"
        };
        let note = format!("{count}{of}. {more}: call again with offset {next}.");
        answer.value("note", &note);
    }
    answer.json("data", &data);
    answer.finish()
}

/// Anything that is not a page.
pub(super) fn single(data: Option<&Raw>, key: &OwnKey) -> String {
    let mut answer = Answer::new(key);
    let data = match data {
        Some(data) => answer.raw("data", data, DATA),
        None => "null".to_owned(),
    };
    answer.json("data", &data);
    answer.finish()
}

/// JSON that is short enough, and what was cut.
struct Short {
    json: String,
    cuts: Vec<String>,
}

/// How much of a value is written.
#[derive(Clone, Copy)]
struct Limits {
    /// Bytes of a text.
    text: usize,
    /// Items of a list, and members of an object.
    items: usize,
    /// Levels.
    depth: usize,
}

/// What is tried one after another until it is short enough.
const LIMITS: [Limits; 5] = [
    Limits {
        text: usize::MAX,
        items: usize::MAX,
        depth: 60,
    },
    Limits {
        text: 4000,
        items: 200,
        depth: 12,
    },
    Limits {
        text: 1000,
        items: 50,
        depth: 8,
    },
    Limits {
        text: 300,
        items: 20,
        depth: 5,
    },
    Limits {
        text: 100,
        items: 5,
        depth: 3,
    },
];

fn shorten(raw: &Raw, path: &str, most: usize, key: &OwnKey) -> Short {
    // What is far too long is not written whole first, blanks between its parts or not.
    let tried = usize::from(raw.as_str().len() / 4 > most);
    for limits in &LIMITS[tried..] {
        let limits = *limits;
        let mut writer = Writer {
            limits,
            key,
            json: String::new(),
            cuts: Vec::new(),
        };
        writer.value(raw, path, 0);
        if sent(&writer.json) <= most {
            return Short {
                json: writer.json,
                cuts: writer.cuts,
            };
        }
    }
    Short {
        json: "null".to_owned(),
        cuts: vec![format!("{path}: left out")],
    }
}

/// How long JSON is inside a text, as it is sent.
fn sent(json: &str) -> usize {
    json.len() + json.bytes().filter(|it| matches!(it, b'"' | b'\\')).count()
}

struct Writer<'a> {
    limits: Limits,
    key: &'a OwnKey,
    json: String,
    cuts: Vec<String>,
}

impl Writer<'_> {
    fn value(&mut self, raw: &Raw, path: &str, depth: usize) {
        let text = raw.as_str();
        match text.as_bytes().first() {
            Some(b'"') => self.text(raw, path),
            Some(b'{' | b'[') if depth >= self.limits.depth => self.leave_out(path),
            Some(b'{') => self.object(raw, path, depth),
            Some(b'[') => self.list(raw, path, depth),
            _ if text.len() > self.limits.text.min(ITEM) => self.leave_out(path),
            _ => self.json.push_str(text),
        }
    }

    fn leave_out(&mut self, path: &str) {
        self.json.push_str("null");
        self.cuts.push(format!("{path}: left out"));
    }

    fn object(&mut self, raw: &Raw, path: &str, depth: usize) {
        let Some(members) = raw.members() else {
            return self.leave_out(path);
        };
        self.json.push('{');
        for (index, (name, value)) in members.iter().take(self.limits.items).enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            let name = self.key.redact(name);
            let path = format!("{path}.{}", start(&name, NAME));
            let kept = start(&name, self.limits.text);
            if kept.len() < name.len() {
                self.cuts.push(format!("{path}: the name"));
            }
            self.json += &quoted(kept);
            self.json.push(':');
            self.value(value, &path, depth + 1);
        }
        self.json.push('}');
        self.count(path, "members", members.len());
    }

    fn list(&mut self, raw: &Raw, path: &str, depth: usize) {
        let Some(items) = raw.items() else {
            return self.leave_out(path);
        };
        self.json.push('[');
        for (index, item) in items.iter().take(self.limits.items).enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            self.value(item, &format!("{path}[{index}]"), depth + 1);
        }
        self.json.push(']');
        self.count(path, "items", items.len());
    }

    fn text(&mut self, raw: &Raw, path: &str) {
        let Some(text) = raw.text() else {
            return self.leave_out(path);
        };
        let shown = self.key.redact(&text);
        let kept = start(&shown, self.limits.text);
        if kept.len() < shown.len() {
            self.json += &quoted(&format!("{kept}…"));
            let (part, whole) = (kept.chars().count(), shown.chars().count());
            self.cuts
                .push(format!("{path}: {part} of {whole} characters"));
        } else {
            self.json += &quoted(kept);
        }
    }

    fn count(&mut self, path: &str, what: &str, whole: usize) {
        let part = self.limits.items;
        if part < whole {
            self.cuts.push(format!("{path}: {part} of {whole} {what}"));
        }
    }
}

/// The first bytes of a text, without half of a grapheme.
fn start(text: &str, most: usize) -> &str {
    if text.len() <= most {
        return text;
    }
    let ends = text.grapheme_indices(true).map(|(at, it)| at + it.len());
    let end = ends.take_while(|end| *end <= most).last().unwrap_or(0);
    &text[..end]
}

/// Whether a character is not seen, or changes how others are: a text may hide something in them.
pub(super) fn is_hidden(c: char) -> bool {
    is_unsafe(c) || matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// A text as JSON. Characters that are not seen, or that change how others are, are written as escapes: the
/// value is the same, and nothing is hidden from whoever reads it.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    if !json.contains(is_hidden) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() * 2);
    for c in json.chars() {
        if is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                escaped += &format!("\\u{unit:04x}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use linksii_api::Meta;
    use serde_json::Value;

    use super::*;

    fn raw(json: impl Into<String>) -> Raw {
        Raw::of(json.into()).unwrap()
    }

    fn read(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn digits_are_as_they_came() {
        let json = r#"{"n":[9007199254740993,18446744073709551615,-0,1.10,1e-7]}"#;
        assert_eq!(
            single(Some(&raw(json)), &OwnKey::default()),
            format!(r#"{{"data":{json}}}"#)
        );
    }

    #[test]
    fn pages_that_are_too_long_go_on_where_they_were_cut() {
        let items: Vec<Raw> = (0..100)
            .map(|id| raw(format!(r#"{{"id":{id},"text":"{}"}}"#, "x".repeat(2000))))
            .collect();
        let (mut offset, mut ids) = (0, Vec::new());
        while offset < 100 {
            let rest = items[offset as usize..].to_vec();
            let json = page(
                &Page::new(rest, Meta::new(100, 100, offset)),
                offset,
                &OwnKey::default(),
            );
            assert!(json.len() < 60_000);
            let answer = read(&json);
            ids.extend(
                answer["data"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|it| it["id"].clone()),
            );
            offset = answer["next_offset"].as_u64().unwrap_or(100);
        }
        assert_eq!(ids, (0..100).map(Value::from).collect::<Vec<_>>());
    }

    #[test]
    fn one_huge_value_of_any_kind_is_cut_and_the_rest_is_kept() {
        let huge = 1 << 20;
        for value in [
            format!("\"{}\"", "x".repeat(huge)),
            format!("\"{}\"", "\\\"".repeat(huge / 2)),
            format!("\"a{}\"", "\u{301}".repeat(huge / 2)),
            "9".repeat(huge),
            format!("[{}0]", "0,".repeat(huge / 2)),
            format!("[{}0]", "\"a\",".repeat(huge / 4)),
            format!("{{{}\"z\":0}}", "\"a\":{\"b\":[1,2]},".repeat(huge / 16)),
            format!("{}{}", "[".repeat(100), "]".repeat(100)),
            format!("{{\"{}\":1}}", "k".repeat(huge)),
        ] {
            let item = raw(format!(r#"{{"id":"t1","value":{value}}}"#));
            let json = page(
                &Page::new(vec![item], Meta::new(1, 20, 0)),
                0,
                &OwnKey::default(),
            );
            assert!(sent(&json) < 60_000);
            let answer = read(&json);
            assert_eq!(answer["data"][0]["id"], "t1");
            assert!(
                answer["cut"][0]
                    .as_str()
                    .unwrap()
                    .starts_with("data[0].value")
            );
        }
    }

    #[test]
    fn the_key_is_not_in_it_however_it_is_written() {
        let key = OwnKey::new(Some("lnk_secret_key"));
        let json = r#"{"lnk_secret_key":1,"a":"x lnk_secret_key","b":"\u006cnk_secret_key"}"#;
        assert_eq!(
            single(Some(&raw(json)), &key),
            r#"{"data":{"[redacted]":1,"a":"x [redacted]","b":"[redacted]"}}"#
        );
    }

    #[test]
    fn what_is_not_seen_is_escaped_and_the_value_stays() {
        let text = "a\u{202e}b\u{e0041}c\u{200b}";
        let json = quoted(text);
        assert_eq!(json, r#""a\u202eb\udb40\udc41c\u200b""#);
        assert_eq!(read(&json), text);
        assert_eq!(
            single(Some(&raw(r#""\ud83d""#)), &OwnKey::default()),
            "{\"data\":\"\u{fffd}\"}"
        );
    }

    #[test]
    fn a_page_says_how_to_get_the_next() {
        let two = || vec![raw("1"), raw("2")];
        let answer = |meta, asked| read(&page(&Page::new(two(), meta), asked, &OwnKey::default()));
        let first = answer(Meta::new(5, 2, 0), 0);
        assert_eq!(
            first["note"],
            "2 of 5. There are more: call again with offset 2."
        );
        assert_eq!(answer(Meta::new(5, 2, 3), 3)["next_offset"], Value::Null);
        // The service does not say where the page is.
        assert_eq!(answer(Meta::new(5, 2, 0), 2)["next_offset"], 4);
    }
}
