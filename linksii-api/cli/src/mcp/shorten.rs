//! JSON that is shortened until it fits: texts are cut, lists and objects lose their later parts.

use linksii_sanitize::{Sanitizer, escape_json};
use unicode_segmentation::UnicodeSegmentation;

use crate::raw::Raw;

/// How long a name in the position of a cut may be, in bytes.
const NAME: usize = 60;

/// How long a number may be, in digits.
const NUMBER: usize = 1000;

/// JSON that is short enough, and what was cut.
pub(super) struct Short {
    pub(super) json: String,
    /// What was cut: where, and how much there was.
    pub(super) cuts: Vec<String>,
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

/// What the service sent, in at most this many bytes.
pub(super) fn shorten(raw: &Raw, path: &str, most: usize, sanitizer: &Sanitizer) -> Short {
    // What is far too long is not written whole first, blanks between its parts or not.
    let tried = usize::from(raw.as_str().len() / 4 > most);
    for limits in &LIMITS[tried..] {
        let limits = *limits;
        let mut writer = Writer {
            limits,
            sanitizer,
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
pub(super) fn sent(json: &str) -> usize {
    json.len() + json.bytes().filter(|it| matches!(it, b'"' | b'\\')).count()
}

struct Writer<'a> {
    limits: Limits,
    sanitizer: &'a Sanitizer,
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
            _ if text.len() > self.limits.text.min(NUMBER) => self.leave_out(path),
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
            let name = self.sanitizer.redact_own_key(name);
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
        let shown = self.sanitizer.redact_own_key(&text);
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

/// A text as JSON, with nothing hidden in it from whoever reads it.
pub(super) fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    escape_json(&json).into_owned()
}
