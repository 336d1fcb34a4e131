//! What the body of a refusal says.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What the body of a refusal says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) message: Option<String>,
    pub(super) code: Option<String>,
}

impl Said {
    /// Finds the words for a person in any body at all: the documented `{"error": "…"}`, the same
    /// one level deeper, `{"message": "…"}`, or text.
    pub(super) fn in_body(body: &str) -> Self {
        let said: Self = serde_json::from_str(body).unwrap_or_default();
        let message = said.message.unwrap_or_else(|| text(body));
        let message = message.trim();
        Self {
            message: (!message.is_empty()).then(|| message.to_owned()),
            code: said.code,
        }
    }
}

/// Of any JSON, so that nothing is refused. `serde_json::Value` would do as well, with four
/// times the code.
impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;

        impl<'de> Visitor<'de> for Any {
            type Value = Said;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("what an error says")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Said, E> {
                let message = Some(text.to_owned());
                Ok(Said {
                    message,
                    code: None,
                })
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Said, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Said, E> {
                self.visit_str(&number.to_string())
            }

            fn visit_f64<E>(self, _: f64) -> Result<Said, E> {
                Ok(Said::default())
            }

            fn visit_bool<E>(self, _: bool) -> Result<Said, E> {
                Ok(Said::default())
            }

            fn visit_unit<E>(self) -> Result<Said, E> {
                Ok(Said::default())
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Said, A::Error> {
                while items.next_element::<Said>()?.is_some() {}
                Ok(Said::default())
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Said, A::Error> {
                let mut said = Said::default();
                while let Some(name) = members.next_key::<String>()? {
                    let value: Said = members.next_value()?;
                    match name.as_str() {
                        "error" => {
                            said.message = value.message.or(said.message);
                            said.code = value.code.or(said.code);
                        }
                        "message" => said.message = said.message.or(value.message),
                        "code" => said.code = said.code.or(value.message),
                        _ => {}
                    }
                }
                Ok(said)
            }
        }

        deserializer.deserialize_any(Any)
    }
}

/// The title of a page, or else the first line.
fn text(body: &str) -> String {
    let body = body.trim();
    if !body.starts_with('<') {
        return first_part(body.lines().next().unwrap_or_default());
    }
    let mut parts = body.split(['<', '>']);
    match parts
        .find(|part| *part == "title")
        .and_then(|_| parts.next())
    {
        Some(title) => first_part(title.trim()),
        None => "a page of HTML".to_owned(),
    }
}

/// As much of a text as an error message bears.
pub(super) fn first_part(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> (Option<String>, Option<String>) {
        let Said { message, code } = Said::in_body(body);
        (message, code)
    }

    #[test]
    fn the_words_are_found_in_any_shape() {
        let some =
            |message: &str, code: Option<&str>| (Some(message.to_owned()), code.map(str::to_owned));
        assert_eq!(said(r#"{"error": "No", "status": 401}"#), some("No", None));
        assert_eq!(
            said(r#"{"error": "No", "code": "X"}"#),
            some("No", Some("X"))
        );
        assert_eq!(said(r#"{"error": "No", "code": 7}"#), some("No", Some("7")));
        assert_eq!(
            said(r#"{"error": {"message": "No", "code": "X"}}"#),
            some("No", Some("X"))
        );
        assert_eq!(said(r#"{"message": "No"}"#), some("No", None));
        assert_eq!(
            said(
                r#"{"code": -7, "message": "Oops", "error": "No", "more": [{"code": 1}, 2.5, null]}"#
            ),
            some("No", Some("-7"))
        );
        for unknown in ["[1, 2]", r#"{"detail": "No"}"#, "true"] {
            assert_eq!(said(unknown), some(unknown, None));
        }
        assert_eq!(
            said("upstream is down\nmore"),
            some("upstream is down", None)
        );
        assert_eq!(
            said("<html><head><title> 502 Bad Gateway </title></head></html>"),
            some("502 Bad Gateway", None)
        );
        assert_eq!(said("<p>"), some("a page of HTML", None));
        assert_eq!(said(""), (None, None));
        assert_eq!(said(r#"{"error": " "}"#), (None, None));
    }
}
