//! Text from outside, fit to be shown: without the key, escaped and bounded.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value as Json;

/// What replaces the key.
const HIDDEN: &str = "[key]";

/// The longest message, in characters.
pub(crate) const MESSAGE: usize = 300;

/// The longest name: a field's, a header's, a value of an enum.
pub(crate) const NAME: usize = 64;

/// How much of the key base64 has to show for it to count, in its characters.
const SHORTEST: usize = 8;

/// Knows the key, in the forms in which a service may send it back.
#[derive(Clone)]
pub struct Sanitizer {
    key: Vec<u8>,
    /// What of the key base64 always writes the same, by how many bytes are before it.
    base64: Vec<String>,
}

impl Sanitizer {
    /// Redacts this key.
    pub fn new(key: &str) -> Self {
        let key = key.trim().as_bytes();
        let mut base64 = Vec::new();
        for skipped in 0..3.min(key.len()) {
            // Groups of three bytes are written alone; what is left over mixes with its neighbours.
            let whole = &key[skipped..];
            let whole = &whole[..whole.len() / 3 * 3];
            base64.push(BASE64_STANDARD_NO_PAD.encode(whole));
            base64.push(BASE64_URL_SAFE_NO_PAD.encode(whole));
        }
        base64.retain(|text| text.len() >= SHORTEST);
        base64.dedup();
        Self {
            key: key.to_ascii_lowercase(),
            base64,
        }
    }

    /// The text without the key: as it is, in any case, percent-encoded, escaped as JSON does it, or
    /// in base64.
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        if !self.key.is_empty() {
            let bytes = text.as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                match self.length_at(&bytes[at..]) {
                    Some(length) => {
                        found.push((at, at + length));
                        at += length;
                    }
                    None => at += 1,
                }
            }
        }
        for encoded in &self.base64 {
            let matches = text.match_indices(encoded);
            found.extend(matches.map(|(start, it)| around(text, start, start + it.len())));
        }
        if found.is_empty() {
            return Cow::Borrowed(text);
        }
        found.sort_unstable();
        let mut shown = String::with_capacity(text.len());
        let mut end = 0;
        for (start, stop) in found {
            if start >= end {
                shown.push_str(&text[end..start]);
                shown.push_str(HIDDEN);
            }
            end = end.max(stop);
        }
        shown.push_str(&text[end..]);
        Cow::Owned(shown)
    }

    /// How long the key is at the start of a text, if it is there, each byte in any spelling.
    fn length_at(&self, text: &[u8]) -> Option<usize> {
        let mut at = 0;
        for byte in &self.key {
            let rest = &text[at..];
            at += match rest.first()? {
                first if first.eq_ignore_ascii_case(byte) => 1,
                b'%' if hex(rest, 1, 2) == Some(u32::from(*byte)) => 3,
                b'\\' if rest.get(1) == Some(byte) => 2,
                b'\\'
                    if rest.get(1) == Some(&b'u') && hex(rest, 2, 4) == Some(u32::from(*byte)) =>
                {
                    6
                }
                _ => return None,
            };
        }
        Some(at)
    }

    /// The text on one line, without the key, escaped, and cut after `longest` characters.
    pub fn line(&self, text: &str, longest: usize) -> String {
        // The key may be cut in two by the bound, so it is redacted first.
        let most = longest.saturating_mul(4) + 4096;
        let end = text
            .char_indices()
            .nth(most)
            .map_or(text.len(), |(end, _)| end);
        bounded(&self.redact(&text[..end]), longest)
    }

    /// JSON without the key, be it in values or in names. Escapes are read by now.
    pub(crate) fn json(&self, value: Json) -> Json {
        match value {
            Json::String(text) => match self.redact(&text) {
                Cow::Borrowed(_) => Json::String(text),
                Cow::Owned(redacted) => Json::String(redacted),
            },
            Json::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Json::Object(members) => {
                let members = members.into_iter();
                members
                    .map(|(name, value)| (self.redact(&name).into_owned(), self.json(value)))
                    .collect()
            }
            other => other,
        }
    }
}

/// The number that some hexadecimal digits are, in the case of a letter that does not matter.
fn hex(text: &[u8], start: usize, digits: usize) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(start..start + digits)?).ok()?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    Some(char::from_u32(number)?.to_ascii_lowercase().into())
}

/// All of the base64 that a match is part of.
fn around(text: &str, start: usize, end: usize) -> (usize, usize) {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let bytes = text.as_bytes();
    let before = bytes[..start].iter().rev().take_while(|it| belongs(it));
    let after = bytes[end..].iter().take_while(|it| belongs(it));
    (start - before.count(), end + after.count())
}

/// The text with what would change how other text is shown as escapes, cut after this many characters.
pub(crate) fn bounded(text: &str, longest: usize) -> String {
    let mut line = String::with_capacity(text.len().min(longest));
    for (count, character) in text.chars().enumerate() {
        if count == longest {
            line.push('…');
            break;
        }
        if is_unsafe(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Whether a name may be written into the document and shown as it is.
pub(crate) fn is_plain(name: &str) -> bool {
    name.chars().count() <= NAME && !name.contains(is_unsafe) && !name.contains(HIDDEN)
}

/// Control characters, those that change the direction of text, and invisible ones.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KEY: &str = "lnk_a.b+c/d=e7";

    #[test]
    fn the_key_is_redacted_as_it_is_and_encoded() {
        let sanitizer = Sanitizer::new(KEY);
        for echo in [
            KEY.to_owned(),
            KEY.to_uppercase(),
            "lnk_a.b%2Bc%2fd%3De7".to_owned(),
            KEY.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            r"lnk_a.b+c\/d=e7".to_owned(),
            r"lnk\u005fa.b\u002Bc\/d=e7".to_owned(),
        ] {
            let shown = sanitizer
                .redact(&format!("ü '{echo}' is revoked"))
                .into_owned();
            assert_eq!(shown, "ü '[key]' is revoked", "{echo}");
        }
    }

    #[test]
    fn the_key_is_redacted_in_base64_wherever_it_starts() {
        let sanitizer = Sanitizer::new(KEY);
        for before in ["", ":", "a:", "Bearer ", "user:"] {
            for after in ["", ".", "..", "\n"] {
                let text = format!("{before}{KEY}{after}");
                for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
                    let echo = format!("Basic {}==, denied", engine.encode(&text));
                    assert_eq!(sanitizer.redact(&echo), "Basic [key], denied", "{text:?}");
                }
            }
        }
    }

    #[test]
    fn the_key_is_redacted_in_names_and_values() {
        let redacted = Sanitizer::new("lnk_Abc").json(json!({"lnk_Abc": ["x lnk_abc", 1]}));
        assert_eq!(redacted, json!({"[key]": ["x [key]", 1]}));
        assert_eq!(Sanitizer::new(" ").redact("a b"), "a b");
    }

    #[test]
    fn text_from_outside_is_one_bounded_line_without_the_key() {
        let sanitizer = Sanitizer::new(KEY);
        let text = format!("\u{1b}[2J\r\n\u{202e}{KEY}{}", "x".repeat(99));
        let line = sanitizer.line(&text, 40);
        assert!(line.starts_with(r"\u{1b}[2J\r\n\u{202e}[key]xxx"), "{line}");
        assert!(line.ends_with("x…"));
        for length in 280..MESSAGE {
            let text = format!("{}{KEY}", "x".repeat(length));
            assert!(!sanitizer.line(&text, MESSAGE).contains("lnk"));
        }
    }
}
