//! How much is shown and suggested of text from outside, and JSON without the key.

use std::borrow::Cow;

use linksii_sanitize::{REDACTED, is_unsafe};
pub(crate) use linksii_sanitize::{Sanitizer, bounded};
use serde_json::Value as Json;

/// The longest message, in characters.
pub(crate) const MESSAGE: usize = 300;

/// The longest name: a field's, a header's, a value of an enum.
pub(crate) const NAME: usize = 64;

/// JSON without the key, be it in values or in names. Escapes are read by now.
pub(crate) fn json(value: Json, sanitizer: &Sanitizer) -> Json {
    match value {
        Json::String(text) => match sanitizer.redact_own_key(&text) {
            Cow::Borrowed(_) => Json::String(text),
            Cow::Owned(redacted) => Json::String(redacted),
        },
        Json::Array(items) => items.into_iter().map(|it| json(it, sanitizer)).collect(),
        Json::Object(members) => {
            let members = members.into_iter();
            let redacted = |name: String| sanitizer.redact_own_key(&name).into_owned();
            members
                .map(|(name, value)| (redacted(name), json(value, sanitizer)))
                .collect()
        }
        other => other,
    }
}

/// Whether a name may be written into the document and shown as it is.
pub(crate) fn is_plain(name: &str) -> bool {
    name.chars().count() <= NAME && !name.contains(is_unsafe) && !name.contains(REDACTED)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Sanitizer;

    #[test]
    fn the_key_is_redacted_in_names_and_values() {
        let sanitizer = Sanitizer::new("lnk_Abc", "lnk_");
        let value = json!({"lnk_Abc": ["x lnk_abc", 1, "lnk_other"]});
        let redacted = json!({"lnk_[redacted]": ["x lnk_[redacted]", 1, "lnk_other"]});
        assert_eq!(super::json(value, &sanitizer), redacted);
    }
}
