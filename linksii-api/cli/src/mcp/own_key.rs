//! The client's own key, which no answer shows.

use std::borrow::Cow;

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
