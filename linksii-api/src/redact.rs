//! Keeping keys out of what people read.

use std::borrow::Cow;

use crate::generated::service::KEY_PREFIX;

/// The text without what looks like an API key. A service may repeat one, or send a new one.
pub(crate) fn keys(text: &str) -> Cow<'_, str> {
    if KEY_PREFIX.is_empty() || !text.contains(KEY_PREFIX) {
        return Cow::Borrowed(text);
    }
    let mut redacted = String::with_capacity(text.len());
    let mut parts = text.split(KEY_PREFIX);
    redacted.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let secret = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        redacted.push_str(KEY_PREFIX);
        redacted.push_str("[redacted]");
        redacted.push_str(&part[secret.unwrap_or(part.len())..]);
    }
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
