//! JSON as services really send it.
//!
//! What is read in one go when it is as it should be costs nothing here. What is not is looked at
//! again: a byte order mark, bytes that are not UTF-8 and surrogates that were cut in half are read,
//! the latter two as U+FFFD.

mod any;
mod path;

use std::borrow::Cow;

use serde::de::DeserializeOwned;

pub(crate) use self::any::Any;

/// Where a text is not what was to be read.
#[derive(Debug)]
pub(crate) struct Mismatch {
    /// `data[0].name`; `.` is the text as a whole.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// Reads a body.
///
/// It is checked as UTF-8 once, as a whole: string by string takes a fifth longer.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Mismatch> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(text).or_else(|error| reread(text, &error))
}

#[cold]
fn reread<T: DeserializeOwned>(text: &str, error: &serde_json::Error) -> Result<T, Mismatch> {
    let mismatch = |text: &str, error: &serde_json::Error| Mismatch {
        path: path::path_to(text, error),
        message: error.to_string(),
    };
    match without_lone_surrogates(text) {
        Some(text) => serde_json::from_str(&text).map_err(|error| mismatch(&text, &error)),
        None => Err(mismatch(text, error)),
    }
}

/// The text with each `\ud83d` that has lost its other half as `\ufffd`, if there is one.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let mut repaired = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        at += found;
        let Some(unit) = unit(text, at) else {
            // `\\` and the like.
            let escaped = text[at + 1..].chars().next();
            at += 1 + escaped.map_or(0, char::len_utf8);
            continue;
        };
        let low = unit_in(text, at + 6, 0xdc00..0xe000);
        let is_pair = (0xd800..0xdc00).contains(&unit) && low;
        if is_pair {
            at += 12;
            continue;
        }
        if (0xd800..0xe000).contains(&unit) {
            repaired.push_str(&text[copied..at]);
            repaired.push_str("\\ufffd");
            copied = at + 6;
        }
        at += 6;
    }
    (copied > 0).then(|| repaired + &text[copied..])
}

/// The UTF-16 code unit of an escape such as `\ud83d`.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

fn unit_in(text: &str, at: usize, range: std::ops::Range<u16>) -> bool {
    unit(text, at).is_some_and(|unit| range.contains(&unit))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn text(json: &str) -> String {
        read(json.as_bytes()).unwrap()
    }

    #[test]
    fn a_surrogate_that_lost_its_other_half_is_a_replacement_character() {
        for (json, expected) in [
            (r#""Acme \ud83d""#, "Acme \u{fffd}"),
            (r#""\ude00 Acme""#, "\u{fffd} Acme"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\uD83D\n\uDE00""#, "\u{fffd}\n\u{fffd}"),
            (r#""\\ud83d \ud83d""#, "\\ud83d \u{fffd}"),
            (r#""\ud83d\\ude00""#, "\u{fffd}\\ude00"),
            (r#""ü\ud83dü""#, "ü\u{fffd}ü"),
        ] {
            assert_eq!(text(json), expected, "{json}");
        }
        let page: Value = read(br#"{"\ud800": ["\udfff", 1]}"#).unwrap();
        assert_eq!(page, json!({"\u{fffd}": ["\u{fffd}", 1]}));
    }

    #[test]
    fn what_is_whole_stays() {
        for whole in [r#""\ud83d\ude00""#, r#""\\ud83d""#, r#""\u00fc""#, "\"\""] {
            assert_eq!(without_lone_surrogates(whole), None, "{whole}");
        }
        assert_eq!(text(r#""\ud83d\ude00""#), "😀");
    }

    #[test]
    fn an_escape_that_is_none_is_still_an_error() {
        for broken in [
            r#""\ud83""#,
            r#""\udzzz""#,
            r#""\u+123""#,
            "\"\\ü\"",
            "\"\\",
        ] {
            read::<String>(broken.as_bytes()).unwrap_err();
        }
    }

    #[test]
    fn the_path_is_that_in_the_text_that_was_read() {
        let mismatch = read::<Vec<String>>("\u{feff}[\"\\ud83d\", 7]".as_bytes()).unwrap_err();
        assert_eq!(mismatch.path, "[1]");
    }
}
