//! Keeping keys out of what people read.

use std::borrow::Cow;

use crate::generated::service::KEY_PREFIX;

/// The text without what looks like an API key. A service may repeat one, or send a new one.
pub(crate) fn keys(text: &str) -> Cow<'_, str> {
    let mut redacted = String::new();
    let mut rest = text;
    while let Some(key) = rest.find(KEY_PREFIX).filter(|_| !KEY_PREFIX.is_empty()) {
        let (before, secret) = rest.split_at(key + KEY_PREFIX.len());
        redacted.push_str(before);
        redacted.push_str("[redacted]");
        let end = secret.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        rest = &secret[end.unwrap_or(secret.len())..];
    }
    if redacted.is_empty() {
        return Cow::Borrowed(text);
    }
    redacted.push_str(rest);
    Cow::Owned(redacted)
}

#[cfg(test)]
mod tests {
    use super::keys;

    #[test]
    fn keys_are_cut_out_and_the_rest_stays() {
        assert_eq!(keys("no key here"), "no key here");
        assert_eq!(
            keys(r#"{"key": "lnk_a1-B2_c", "n": 1}"#),
            r#"{"key": "lnk_[redacted]", "n": 1}"#
        );
        assert_eq!(keys("lnk_a lnk_b"), "lnk_[redacted] lnk_[redacted]");
    }
}
