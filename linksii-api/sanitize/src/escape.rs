//! Which characters are unsafe to show, and how they are written instead.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character changes how other text is shown, or hides some: control characters, those that
/// change the direction of text, and invisible ones.
///
/// The joiners and the variation selectors that emoji and some scripts need are not among them.
pub fn is_unsafe(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_control();
    }
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The text on one line, with each unsafe character as `\n`, `\r`, `\t` or `\u{…}`.
///
/// ```
/// use linksii_sanitize::escape;
///
/// assert_eq!(escape("Zoë 東京 👩\u{200d}👧"), "Zoë 東京 👩\u{200d}👧");
/// assert_eq!(escape("a\n\u{202e}b"), r"a\n\u{202e}b");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() * 2);
    for character in text.chars() {
        match character {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            // Writing to text cannot fail.
            _ if is_unsafe(character) => drop(write!(line, "\\u{{{:x}}}", u32::from(character))),
            _ => line.push(character),
        }
    }
    Cow::Owned(line)
}

/// The text as by [`escape`], and cut after this many of its own characters. Where some is left out, it
/// ends with `…`.
///
/// ```
/// assert_eq!(linksii_sanitize::bounded("a\nbc", 3), r"a\nb…");
/// ```
pub fn bounded(text: &str, longest: usize) -> String {
    // No text has more characters than bytes.
    let end = (text.len() > longest).then(|| text.char_indices().nth(longest));
    match end.flatten() {
        Some((end, _)) => format!("{}…", escape(&text[..end])),
        None => escape(text).into_owned(),
    }
}

/// JSON with each unsafe character as `\u…`: its value stays the same, and nothing is hidden from
/// whoever reads it. The line breaks and tabs between its parts stay as well.
///
/// ```
/// assert_eq!(linksii_sanitize::escape_json("[\n\"a\u{202e}\"]"), "[\n\"a\\u202e\"]");
/// ```
pub fn escape_json(json: &str) -> Cow<'_, str> {
    // Inside a text, JSON has these three as escapes already.
    let is_hidden = |c: char| is_unsafe(c) && !matches!(c, '\n' | '\r' | '\t');
    if !json.contains(is_hidden) {
        return Cow::Borrowed(json);
    }
    let mut escaped = String::with_capacity(json.len() * 2);
    for character in json.chars() {
        if is_hidden(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to text cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_escaped_and_the_rest_stays() {
        let text = "down\r\n2026-01-01 INFO admin\t\u{1b}[2J \u{202e}txt.exe\u{200b} \u{85}\u{7f}\u{e0041}";
        assert_eq!(
            escape(text),
            "down\\r\\n2026-01-01 INFO admin\\t\\u{1b}[2J \\u{202e}txt.exe\\u{200b} \\u{85}\\u{7f}\\u{e0041}"
        );
        for kept in [
            "",
            "Zoë 東京",
            "👩\u{200d}👧 ❤\u{fe0f} می\u{200c}خواهم",
            "\"quotes\" \\ stay",
        ] {
            assert_eq!(escape(kept), kept);
        }
    }

    #[test]
    fn a_text_of_any_length_is_bounded() {
        for (length, expected) in [(0, 0), (19, 19), (20, 20), (21, 21), (1 << 20, 21)] {
            let shown = bounded(&"ü".repeat(length), 20);
            assert_eq!(shown.chars().count(), expected);
            assert_eq!(shown.ends_with('…'), length > 20);
        }
    }

    #[test]
    fn escaped_json_has_the_same_value() {
        let json = "{\n\t\"a\u{202e}\u{e0041}\": \"\\n\u{7f}\"\r\n}";
        assert_eq!(
            escape_json(json),
            "{\n\t\"a\\u202e\\udb40\\udc41\": \"\\n\\u007f\"\r\n}"
        );
        assert_eq!(escape_json("[1, \"ü\"]"), "[1, \"ü\"]");
    }
}
