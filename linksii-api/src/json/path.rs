//! Where in a JSON document its reader gave up.

use std::fmt::Write as _;

use crate::text::prefix;

/// A step from an object or an array to what is in it.
enum Step<'a> {
    /// A key as it is written; nothing before the first.
    Key(Option<&'a str>),
    Index(usize),
}

/// The path to where a reader gave up: `data[0].name`; `.` is the document as a whole.
///
/// What comes before has been read, so it is well-formed, and only strings, brackets and commas need to be
/// distinguished. A second reader that keeps the path as it goes (`serde_path_to_error`) would be
/// compiled again for each type.
pub(crate) fn path_to(text: &str, error: &serde_json::Error) -> String {
    // Counted from 1, and in bytes.
    let lines_before = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1));
    let end = lines_before.map(str::len).sum::<usize>() + error.column();
    let read = prefix(text, end);
    path_of_last(before_value(read, error))
}

/// The text without the start of a list or an object that is itself the mistake: that is meant, and
/// not what is in it.
fn before_value<'a>(read: &'a str, error: &serde_json::Error) -> &'a str {
    if let Some(before) = read.strip_suffix(['{', '[']) {
        return before;
    }
    // A reader that takes any value has looked at the first one of a list.
    let is_list = error.to_string().starts_with("invalid type: sequence");
    let before_first = read
        .char_indices()
        .next_back()
        .map(|(at, _)| read[..at].trim_end());
    let list = before_first
        .filter(|_| is_list)
        .and_then(|before| before.strip_suffix('['));
    list.unwrap_or(read)
}

/// The path to the value that a text ends with, or in.
fn path_of_last(read: &str) -> String {
    let mut steps = Vec::new();
    let mut key_is_next = false;
    let mut rest = read;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match (first, steps.last_mut()) {
            (' ' | '\t' | '\r' | '\n', _) => continue,
            ('{', _) => steps.push(Step::Key(None)),
            ('[', _) => steps.push(Step::Index(0)),
            ('}' | ']', _) => drop(steps.pop()),
            (',', Some(Step::Index(index))) => *index += 1,
            ('"', Some(Step::Key(key))) if key_is_next => {
                *key = token
                    .strip_prefix('"')
                    .and_then(|key| key.strip_suffix('"'));
            }
            _ => {}
        }
        key_is_next = matches!(first, '{' | ',');
    }
    shown(&steps)
}

/// How long the string is that a text begins with, its quotes included.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'"' if !escaped => return at + 1,
            b'\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    text.len()
}

fn shown(steps: &[Step<'_>]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Key(None) => {}
            Step::Key(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Index(index) => {
                // Writing to text cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    if path.is_empty() {
        path.push('.');
    }
    path
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::Page;
    use crate::types::{Analysis, Template, TrackingRun, Workspace};

    fn path<T: DeserializeOwned>(text: &str) -> Option<String> {
        let error = serde_json::from_str::<T>(text).err()?;
        Some(path_to(text, &error))
    }

    /// The path by a reader that keeps it as it goes.
    fn kept_path<T: DeserializeOwned>(text: &str) -> Option<String> {
        let mut json = serde_json::Deserializer::from_str(text);
        let error = serde_path_to_error::deserialize::<_, T>(&mut json).err()?;
        Some(error.path().to_string())
    }

    /// The document with each of its parts wrong in some way, one at a time.
    fn spoilt(document: &Value) -> Vec<Value> {
        let mut all: Vec<Value> = [
            json!(null),
            json!(-1.5),
            json!("x"),
            json!([7]),
            json!({"a": 7}),
        ]
        .into();
        match document {
            Value::Object(members) => {
                for (key, value) in members {
                    let mut without = members.clone();
                    without.remove(key);
                    all.push(without.into());
                    for value in spoilt(value) {
                        let mut with = members.clone();
                        with.insert(key.clone(), value);
                        all.push(with.into());
                    }
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    for item in spoilt(item) {
                        let mut with = items.clone();
                        with[at] = item;
                        all.push(with.into());
                    }
                }
            }
            _ => {}
        }
        all
    }

    fn check<T: DeserializeOwned>(document: &Value) {
        let mut wrong = 0;
        for document in spoilt(document) {
            let pretty = serde_json::to_string_pretty(&document).unwrap();
            for text in [document.to_string(), pretty] {
                let (path, kept) = (path::<T>(&text), kept_path::<T>(&text));
                assert_eq!(path, kept, "{text}");
                wrong += usize::from(path.is_some());
            }
        }
        assert!(wrong > 20, "{wrong}");
    }

    #[test]
    fn it_is_the_path_that_a_reader_would_keep() {
        let meta = json!({"total": 2, "limit": 20, "offset": 0});
        let runs = [TrackingRun::example(), TrackingRun::example()];
        check::<Page<TrackingRun>>(&json!({"data": runs, "meta": meta}));
        check::<Page<Workspace>>(&json!({"data": [Workspace::example()], "meta": meta}));
        check::<Page<Template>>(&json!({"data": [Template::example()], "meta": meta}));
        check::<Analysis>(&json!(Analysis::example()));
    }

    #[test]
    fn strings_hide_brackets_and_quotes() {
        let text = r#"{"a\"]": [{"b": "}\\", "c": "[\"{"}, {"d": [1, "ü,"], "e": x}]}"#;
        assert_eq!(path::<Value>(text).unwrap(), r#"a\"][1].e"#);
        assert_eq!(path::<Value>("[[1, 2], [3, \"").unwrap(), "[1][1]");
    }

    #[test]
    fn what_stops_or_goes_on_too_long_has_a_path() {
        for (text, expected) in [
            ("", "."),
            ("<html>", "."),
            ("{} x", "."),
            ("{\n\"a\": 1,\n\"b\": [0,\n", "b[1]"),
            (r#"{"a": {"b": 1 "c": 2}}"#, "a.b"),
        ] {
            assert_eq!(path::<Value>(text).unwrap(), expected, "{text:?}");
        }
    }
}
