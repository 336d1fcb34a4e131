//! Keeps the key out of whatever is told, should the service send it back.

use serde_json::Value as Json;

/// What stands in its place.
const HIDDEN: &str = "[key]";

/// Takes a key out of texts.
#[derive(Clone)]
pub struct Redactor(String);

impl Redactor {
    /// Takes out this key.
    pub fn new(key: &str) -> Self {
        Self(key.trim().to_ascii_lowercase())
    }

    /// The text without the key, however its letters are cased.
    pub fn text(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        // ASCII alone changes, so the bytes stay where they are.
        let lower = text.to_ascii_lowercase();
        let mut shown = String::new();
        let mut end = 0;
        for (start, found) in lower.match_indices(&self.0) {
            shown.push_str(&text[end..start]);
            shown.push_str(HIDDEN);
            end = start + found.len();
        }
        shown.push_str(&text[end..]);
        shown
    }

    /// JSON without the key, be it in values or in names. Escapes are read by now.
    pub(super) fn json(&self, value: Json) -> Json {
        match value {
            Json::String(text) => Json::String(self.text(&text)),
            Json::Array(items) => items.into_iter().map(|item| self.json(item)).collect(),
            Json::Object(members) => {
                let members = members.into_iter();
                members
                    .map(|(name, value)| (self.text(&name), self.json(value)))
                    .collect()
            }
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_key_is_taken_out_of_texts_names_and_values() {
        let redactor = Redactor::new("lnk_Abc");
        assert_eq!(redactor.text("ü lnk_abc, LNK_ABC!"), "ü [key], [key]!");
        assert_eq!(
            redactor.json(json!({"lnk_Abc": ["x lnk_Abc", 1]})),
            json!({"[key]": ["x [key]", 1]})
        );
    }

    #[test]
    fn no_key_takes_out_nothing() {
        assert_eq!(Redactor::new(" ").text("a b"), "a b");
    }
}
