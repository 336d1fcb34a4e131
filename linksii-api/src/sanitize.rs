//! Text from outside, fit to be shown: without keys, escaped, and bounded.
//!
//! Whatever a service, a proxy or a header says goes through [`Sanitizer::line`] before it is part
//! of an error, a log or `Debug`.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::Arc;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use zeroize::Zeroizing;

use crate::generated::service::KEY_PREFIX;
use crate::secret::Secret;
use crate::text::prefix;

/// What replaces a key.
const REDACTED: &str = "[redacted]";

/// The longest message, in characters.
pub(crate) const MESSAGE: usize = 500;

/// The longest name: a request id, a code, a location, a path in JSON.
pub(crate) const NAME: usize = 200;

/// Knows the client's own key, so that it can be found wherever it is echoed.
#[derive(Clone, Default)]
pub(crate) struct Sanitizer {
    /// The key as it is and as JSON and URLs write it, the longest first.
    spellings: Arc<[Zeroizing<String>]>,
}

/// Without the key.
impl fmt::Debug for Sanitizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sanitizer")
    }
}

impl Sanitizer {
    pub(crate) fn new(key: &Secret) -> Self {
        let key = key.expose().trim();
        let mut spellings = vec![
            key.to_owned(),
            key.replace('\\', r"\\")
                .replace('"', "\\\"")
                .replace('/', r"\/"),
            utf8_percent_encode(key, NON_ALPHANUMERIC).to_string(),
            Cow::from(utf8_percent_encode(key, URL)).into_owned(),
        ];
        spellings.retain(|spelling| !spelling.is_empty());
        spellings.sort_by_key(|spelling| std::cmp::Reverse(spelling.len()));
        spellings.dedup();
        Self {
            spellings: spellings.into_iter().map(Zeroizing::new).collect(),
        }
    }

    /// The text on one line, without keys, with control and direction characters escaped, and cut
    /// after `longest` characters.
    pub(crate) fn line(&self, text: &str, longest: usize) -> String {
        // The key may be cut in two by the bound, so it is redacted first; a text of megabytes is
        // cut before, at a length that leaves room for any key.
        let most = longest.saturating_mul(4) + 4096;
        let start = prefix(text, most);
        bounded(&self.redact(start), longest, start.len() < text.len())
    }

    /// The text without keys, otherwise as it is.
    pub(crate) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for spelling in self.spellings.iter() {
            if text.contains(spelling.as_str()) {
                text =
                    Cow::Owned(text.replace(spelling.as_str(), &format!("{KEY_PREFIX}{REDACTED}")));
            }
        }
        match other_keys(&text) {
            Some(redacted) => Cow::Owned(redacted),
            None => text,
        }
    }
}

/// What URLs leave as it is, of what a key may hold.
const URL: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The text without what looks like a key, if there is any: a service may send a new one, or one of
/// another program.
fn other_keys(text: &str) -> Option<String> {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(KEY_PREFIX).filter(|_| !KEY_PREFIX.is_empty()) {
        let (before, secret) = rest.split_at(at + KEY_PREFIX.len());
        redacted.push_str(before);
        rest = secret.strip_prefix(REDACTED).unwrap_or(secret);
        let end = rest
            .find(|c: char| !belongs_to_key(c))
            .unwrap_or(rest.len());
        redacted.push_str(REDACTED);
        rest = &rest[end..];
    }
    if redacted.is_empty() {
        return None;
    }
    redacted.push_str(rest);
    Some(redacted)
}

/// Whether a character can be part of a key, and not what ends it in a text or in JSON.
fn belongs_to_key(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-.~+/=%".contains(character)
}

/// The text with what would change how other text is shown written as an escape.
fn bounded(text: &str, longest: usize, cut: bool) -> String {
    let mut line = String::with_capacity(text.len().min(longest));
    for (count, character) in text.chars().enumerate() {
        if count == longest {
            line.push('…');
            return line;
        }
        match character {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            // Writing to text cannot fail.
            _ if is_unsafe(character) => drop(write!(line, "\\u{{{:x}}}", u32::from(character))),
            _ => line.push(character),
        }
    }
    if cut {
        line.push('…');
    }
    line
}

/// Control characters, those that change the direction of text, and invisible ones that can hide
/// other text. The joiners that emoji and some scripts need are not among them.
fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// A URL without the user name and the password that it may hold, for settings that are shown.
pub(crate) fn without_credentials(url: &str) -> Cow<'_, str> {
    let start = url.find("://").map_or(0, |at| at + 3);
    let authority = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    match url[start..authority].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{REDACTED}{}", &url[..start], &url[start + at..])),
        None => Cow::Borrowed(url),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sanitizer() -> Sanitizer {
        Sanitizer::new(&Secret::from("lnk_abc.def+ghi/jkl=="))
    }

    #[test]
    fn the_own_key_is_redacted_as_a_whole_in_every_spelling() {
        for echo in [
            "lnk_abc.def+ghi/jkl==",
            r"lnk_abc.def+ghi\/jkl==",
            "lnk%5Fabc%2Edef%2Bghi%2Fjkl%3D%3D",
            "lnk_abc.def%2Bghi%2Fjkl%3D%3D",
        ] {
            let shown = sanitizer().line(&format!("key '{echo}' is revoked"), MESSAGE);
            assert_eq!(shown, "key 'lnk_[redacted]' is revoked", "{echo}");
        }
    }

    #[test]
    fn a_key_with_any_printable_character_is_redacted() {
        let key = "lnk_a\"b,c;d)e]f}g<h>i\\j'k";
        let sanitizer = Sanitizer::new(&Secret::from(key));
        let json = serde_json::json!({ "error": key }).to_string();
        for text in [key.to_owned(), json] {
            let shown = sanitizer.line(&text, MESSAGE);
            assert!(!shown.contains("b,c") && !shown.contains("j'k"), "{shown}");
        }
    }

    #[test]
    fn other_keys_are_redacted_and_the_rest_stays() {
        let clean = |text: &str| sanitizer().redact(text).into_owned();
        assert_eq!(clean("no key here"), "no key here");
        assert_eq!(
            clean(r#"{"key": "lnk_a1-B2_c", "n": 1}"#),
            r#"{"key": "lnk_[redacted]", "n": 1}"#
        );
        assert_eq!(clean("lnk_a lnk_b"), "lnk_[redacted] lnk_[redacted]");
        assert_eq!(
            clean("lnk_abc.def+ghi/jkl== lnk_other"),
            "lnk_[redacted] lnk_[redacted]"
        );
    }

    #[test]
    fn a_key_that_a_bound_cuts_is_not_shown_in_part() {
        for length in 480..MESSAGE {
            let text = format!("{}lnk_abc.def+ghi/jkl==", "x".repeat(length));
            let shown = sanitizer().line(&text, MESSAGE);
            assert!(!shown.contains("abc"), "{shown}");
        }
        let most = MESSAGE * 4 + 4096;
        for before in most - 30..most {
            let text = format!("{}lnk_abc.def+ghi/jkl==", "x".repeat(before));
            let cut = &text[..most.min(text.len())];
            assert!(!sanitizer().redact(cut).contains("abc"));
        }
    }

    #[test]
    fn control_and_direction_characters_are_escaped() {
        let text = "down\r\n2026-01-01 INFO admin\t\u{1b}[2J \u{202e}txt.exe\u{200b} \u{85}\u{7f}";
        assert_eq!(
            sanitizer().line(text, MESSAGE),
            "down\\r\\n2026-01-01 INFO admin\\t\\u{1b}[2J \\u{202e}txt.exe\\u{200b} \\u{85}\\u{7f}"
        );
        for kept in [
            "Zoë 東京",
            "👩\u{200d}👧 می\u{200c}خواهم",
            "\"quotes\" \\ stay",
        ] {
            assert_eq!(sanitizer().line(kept, MESSAGE), kept);
        }
    }

    #[test]
    fn a_text_of_any_length_is_bounded() {
        for (length, expected) in [(10, 10), (20, 20), (21, 21), (1 << 20, 21)] {
            let shown = sanitizer().line(&"ü".repeat(length), 20);
            assert_eq!(shown.chars().count(), expected);
            assert_eq!(shown.ends_with('…'), length > 20);
        }
    }

    #[test]
    fn a_url_is_shown_without_its_credentials() {
        for (url, shown) in [
            ("http://h/x", "http://h/x"),
            ("http://me:pass@h/x", "http://[redacted]@h/x"),
            ("http://me:p@ss@h", "http://[redacted]@h"),
            ("me:pass@h/x", "[redacted]@h/x"),
            ("http://h/x@y", "http://h/x@y"),
        ] {
            assert_eq!(without_credentials(url), shown);
        }
    }
}
