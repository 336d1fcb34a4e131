//! Keys, found in a text and replaced.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::escape::{bounded, escape};
use crate::spelling;

/// What replaces a secret.
pub const REDACTED: &str = "[redacted]";

/// How long the base64 of a key has to be to count, and a key that does not begin as keys do: anything
/// shorter may be a part of a word.
const SHORTEST: usize = 8;

/// Knows a key, so that it can be found wherever it is repeated, and what keys begin with.
///
/// A clone is cheap. The default knows nothing, and redacts nothing.
#[derive(Clone, Default)]
pub struct Sanitizer(Option<Arc<Secrets>>);

struct Secrets {
    /// What the key spells.
    key: Zeroizing<Vec<u8>>,
    /// Whether the key begins as keys do.
    has_prefix: bool,
    /// What that spells with which keys begin.
    prefix: Vec<u8>,
    /// What replaces a key that begins with it.
    replacement: String,
    /// What of the key base64 always writes in the same way, by how many bytes are before it.
    base64: Vec<Zeroizing<String>>,
    /// Whether a byte can be the first of any of these.
    is_first: [bool; 256],
}

/// Without the key.
impl fmt::Debug for Sanitizer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sanitizer")
    }
}

impl Sanitizer {
    /// Redacts this key, and all that begins with what keys begin with. Either may be empty.
    ///
    /// A key without the prefix that is shorter than 8 bytes is taken for a word, and stays.
    pub fn new(key: &str, prefix: &str) -> Self {
        // A backslash at the end would quote what follows it in a text.
        let key = key.trim().trim_end_matches('\\');
        let has_prefix = !prefix.is_empty() && key.len() > prefix.len() && key.starts_with(prefix);
        let is_known = has_prefix || key.len() >= SHORTEST;
        let key = if is_known { key.as_bytes() } else { b"" };
        let mut secrets = Secrets {
            key: Zeroizing::new(spelling::characters(key).collect()),
            has_prefix,
            prefix: spelling::characters(prefix.as_bytes()).collect(),
            replacement: format!("{prefix}{REDACTED}"),
            base64: base64_of(key),
            is_first: [false; 256],
        };
        secrets.is_first = secrets.first_bytes();
        Self(Some(Arc::new(secrets)))
    }

    /// The text without keys, otherwise as it is.
    ///
    /// The sanitizer's own key is replaced as it is, in any case, percent-encoded, escaped as JSON or HTML
    /// do it, and in base64; other keys are replaced as far as a key reaches.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redacted(text, text.len(), true).0
    }

    /// The text without the sanitizer's own key. Other keys stay: a service may give one out.
    pub fn redact_own_key<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redacted(text, text.len(), false).0
    }

    /// The text on one line, without keys, escaped, and cut after `longest` characters.
    ///
    /// ```
    /// use linksii_sanitize::Sanitizer;
    ///
    /// let sanitizer = Sanitizer::new("lnk_a1b2", "lnk_");
    /// assert_eq!(sanitizer.line("of lnk_a1b2 and lnk_c3d4\n", 200), r"of lnk_[redacted] and lnk_[redacted]\n");
    /// assert_eq!(sanitizer.line("of lnk_a1b2", 5), "of ln…");
    /// ```
    pub fn line(&self, text: &str, longest: usize) -> String {
        // A text of megabytes is not searched whole. Redaction makes it shorter.
        let most = longest.saturating_mul(4).saturating_add(4096);
        let (redacted, end) = self.redacted(text, most, true);
        let mut line = bounded(&redacted, longest);
        if end < text.len() && !line.ends_with('…') {
            line.push('…');
        }
        line
    }

    /// The text without keys, each of its lines escaped: for words of our own that may quote others.
    ///
    /// ```
    /// use linksii_sanitize::Sanitizer;
    ///
    /// let sanitizer = Sanitizer::new("lnk_a1b2", "lnk_");
    /// assert_eq!(sanitizer.lines("lnk_a1b2\n\u{7}b"), "lnk_[redacted]\n\\u{7}b");
    /// ```
    pub fn lines(&self, text: &str) -> String {
        let redacted = self.redact(text);
        let lines: Vec<_> = redacted.lines().map(escape).collect();
        lines.join("\n")
    }

    /// The start of a text without keys, and where it ends: after `most` bytes, or after the key there.
    fn redacted<'t>(&self, text: &'t str, most: usize, others: bool) -> (Cow<'t, str>, usize) {
        let mut ends = (0..=most.min(text.len())).rev();
        let most = ends.find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let mut redacted = String::new();
        let (mut at, mut copied) = (0, 0);
        if let Some(secrets) = &self.0 {
            while at < most {
                let Some((range, replacement)) = secrets.at(text.as_bytes(), at, copied, others)
                else {
                    at += 1;
                    continue;
                };
                redacted.push_str(&text[copied..range.start]);
                redacted.push_str(replacement);
                (at, copied) = (range.end, range.end);
            }
        }
        let end = most.max(copied);
        if copied == 0 {
            return (Cow::Borrowed(&text[..end]), end);
        }
        redacted.push_str(&text[copied..end]);
        (Cow::Owned(redacted), end)
    }
}

impl Secrets {
    /// The secret that is found at this byte, if one is, and what replaces it. It may begin before, but
    /// not before `from`.
    fn at(
        &self,
        text: &[u8],
        at: usize,
        from: usize,
        others: bool,
    ) -> Option<(Range<usize>, &str)> {
        let rest = &text[at..];
        if !self.is_first[usize::from(*rest.first()?)] {
            return None;
        }
        if let Some(length) = spelling::length(rest, &self.key, true).filter(|it| *it > 0) {
            let end = at + length;
            return Some(match self.has_prefix {
                // What follows may be the rest of a longer key that begins in the same way.
                true if others => (at..end + key_length(&text[end..]), &self.replacement),
                true => (at..end, &self.replacement),
                false => (at..end, REDACTED),
            });
        }
        if others
            && let Some(length) = spelling::length(rest, &self.prefix, true).filter(|it| *it > 0)
        {
            let secret = key_length(&rest[length..]);
            if secret > 0 {
                return Some((at..at + length + secret, &self.replacement));
            }
        }
        let mut base64 = self.base64.iter();
        let length = base64.find_map(|it| spelling::length(rest, it.as_bytes(), false))?;
        let before = text[from..at].iter().rev();
        let mut before = before.take_while(|byte| is_base64(**byte)).count();
        if text[from..at - before].ends_with(b"\\") {
            // The first of these belong to an escape, as in `\n`, without which JSON is not JSON.
            let escape = if text[at - before] == b'u' { 5 } else { 1 };
            before -= escape.min(before);
        }
        let after = text[at + length..].iter();
        let after = after.take_while(|byte| is_base64(**byte) || **byte == b'=');
        Some((at - before..at + length + after.count(), REDACTED))
    }

    fn first_bytes(&self) -> [bool; 256] {
        let mut is_first = [false; 256];
        let base64 = self.base64.iter().map(|it| it.as_bytes());
        let secrets = base64.chain([self.key.as_slice(), &self.prefix]);
        for first in secrets.filter_map(<[u8]>::first) {
            let escapes = [b'\\', b'%', b'&'];
            let spelled = [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
            for byte in escapes.into_iter().chain(spelled) {
                is_first[usize::from(byte)] = true;
            }
        }
        is_first
    }
}

/// How many bytes at the start of a text can belong to a key, in any spelling, and do not end it.
fn key_length(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some((byte, length)) = spelling::character(&text[at..]) {
        if !byte.is_ascii_alphanumeric() && !b"_-.~+/=%".contains(&byte) {
            break;
        }
        at += length;
    }
    at
}

/// The base64 of a key wherever it begins: groups of three bytes are written by themselves, and what is
/// left over mixes with its neighbours.
fn base64_of(key: &[u8]) -> Vec<Zeroizing<String>> {
    let mut base64 = Vec::new();
    for skipped in 0..3.min(key.len()) {
        let whole = &key[skipped..];
        let whole = &whole[..whole.len() / 3 * 3];
        for engine in [BASE64_STANDARD_NO_PAD, BASE64_URL_SAFE_NO_PAD] {
            base64.push(Zeroizing::new(engine.encode(whole)));
        }
    }
    base64.retain(|text| text.len() >= SHORTEST);
    base64.dedup();
    base64
}

/// Whether base64 writes a byte, but for its end.
fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"+/-_%".contains(&byte)
}

#[cfg(test)]
mod tests;
