//! What a tool answers: the service's JSON as it came, but bounded and without the client's key.

use std::borrow::Cow;

use linksii_api::Page;
use linksii_sanitize::{Sanitizer, escape_json};
use serde::Serialize;

use super::shorten::{quoted, sent, shorten};
use crate::raw::Raw;

/// How long the data of an answer may be, as it is sent. Clients refuse more than about 25,000 tokens.
const DATA: usize = 48_000;

/// How long one item of a page may be.
const ITEM: usize = 16_000;

/// How many cuts an answer lists.
const CUTS: usize = 10;

/// How long each of them may be, in characters.
const CUT: usize = 200;

/// An object that is written member by member.
pub(super) struct Answer<'a> {
    sanitizer: &'a Sanitizer,
    members: Vec<String>,
    cuts: Vec<String>,
}

impl<'a> Answer<'a> {
    pub(super) fn new(sanitizer: &'a Sanitizer) -> Self {
        Self {
            sanitizer,
            members: Vec::new(),
            cuts: Vec::new(),
        }
    }

    /// Adds a member that is made here.
    pub(super) fn value(&mut self, name: &str, value: &impl Serialize) {
        if let Ok(json) = serde_json::to_string(value) {
            let json = self.sanitizer.redact_own_key(&json);
            self.json(name, &escape_json(&json));
        }
    }

    /// Adds a member that is JSON already.
    pub(super) fn json(&mut self, name: &str, json: &str) {
        self.members.push(format!("{}:{json}", quoted(name)));
    }

    /// What the service sent, in at most this many bytes.
    pub(super) fn raw(&mut self, path: &str, raw: &Raw, most: usize) -> String {
        let short = shorten(raw, path, most, self.sanitizer);
        self.cuts.extend(short.cuts);
        short.json
    }

    /// A list of what the service sent, in at most this many bytes, and how many items are in it: at least
    /// one, if there is one.
    pub(super) fn items(&mut self, path: &str, items: &[Raw], most: usize) -> (String, usize) {
        let mut list = String::from("[");
        let (mut shown, mut length) = (0, 0);
        for (index, item) in items.iter().enumerate() {
            let short = shorten(
                item,
                &format!("{path}[{index}]"),
                ITEM.min(most),
                self.sanitizer,
            );
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
            let cuts: Vec<String> = cuts.iter().map(|cut| quoted(&end(cut))).collect();
            self.json("cut", &format!("[{}]", cuts.join(",")));
        }
        format!("{{{}}}", self.members.join(","))
    }
}

/// The end of a cut's words, which says more than the beginning.
fn end(cut: &str) -> Cow<'_, str> {
    match cut.char_indices().nth_back(CUT) {
        Some((at, _)) => Cow::Owned(format!("…{}", &cut[at..])),
        None => Cow::Borrowed(cut),
    }
}

/// A page, where it is in its collection, and how to get the next one.
pub(super) fn page(page: &Page<Raw>, asked: u64, sanitizer: &Sanitizer) -> String {
    let mut answer = Answer::new(sanitizer);
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
pub(super) fn single(data: Option<&Raw>, sanitizer: &Sanitizer) -> String {
    let mut answer = Answer::new(sanitizer);
    let data = match data {
        Some(data) => answer.raw("data", data, DATA),
        None => "null".to_owned(),
    };
    answer.json("data", &data);
    answer.finish()
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
            single(Some(&raw(json)), &Sanitizer::default()),
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
                &Sanitizer::default(),
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
                &Sanitizer::default(),
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
        let key = Sanitizer::new("lnk_secret_key", "lnk_");
        let json = r#"{"lnk_secret_key":1,"a":"x lnk_secret_key","b":"\u006cnk_secret_key"}"#;
        assert_eq!(
            single(Some(&raw(json)), &key),
            r#"{"data":{"lnk_[redacted]":1,"a":"x lnk_[redacted]","b":"lnk_[redacted]"}}"#
        );
    }

    #[test]
    fn cuts_are_short_too() {
        let name = "n".repeat(50);
        let json = format!("{}0{}", format!("{{\"{name}\":").repeat(70), "}".repeat(70));
        let answer = read(&single(Some(&raw(json)), &Sanitizer::default()));
        let cut = answer["cut"][0].as_str().unwrap();
        assert!(cut.len() < 220 && cut.ends_with("n: left out"), "{cut}");
    }

    #[test]
    fn a_page_says_how_to_get_the_next() {
        let two = || vec![raw("1"), raw("2")];
        let answer =
            |meta, asked| read(&page(&Page::new(two(), meta), asked, &Sanitizer::default()));
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
