//! What the body of a refusal says.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What the body of a refusal says, as it says it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Message {
    /// Empty if it says nothing.
    pub(super) text: String,
    pub(super) code: Option<String>,
    /// Whether it is the documented JSON: an object whose `error` is text.
    pub(super) is_documented: bool,
}

impl Message {
    /// Finds the words for a person in any body at all: the documented `{"error": "…"}`, the same
    /// one level deeper, `{"message": "…"}`, or text.
    pub(super) fn of_body(body: &str) -> Self {
        let found: Found = serde_json::from_str(body).unwrap_or_default();
        let text = found.text.unwrap_or_else(|| first_words(body));
        Self {
            text: text.trim().to_owned(),
            code: found.code,
            is_documented: found.is_documented,
        }
    }
}

/// What has been found in a part of a body.
#[derive(Default)]
struct Found {
    text: Option<String>,
    code: Option<String>,
    is_string: bool,
    is_documented: bool,
}

/// Of any JSON, so that nothing is refused. `serde_json::Value` would do as well, with four
/// times the code.
impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Found;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what an error says")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Found, E> {
        Ok(Found {
            text: Some(text.to_owned()),
            is_string: true,
            ..Found::default()
        })
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Found, E> {
        Ok(Found {
            text: Some(number.to_string()),
            ..Found::default()
        })
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Found, E> {
        Ok(Found {
            text: Some(number.to_string()),
            ..Found::default()
        })
    }

    fn visit_f64<E>(self, _: f64) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Found, A::Error> {
        while items.next_element::<Found>()?.is_some() {}
        Ok(Found::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        while let Some(name) = members.next_key::<String>()? {
            let value: Found = members.next_value()?;
            match name.as_str() {
                "error" => {
                    found.is_documented = value.is_string;
                    found.text = value.text.or(found.text);
                    found.code = value.code.or(found.code);
                }
                "message" => found.text = found.text.or(value.text),
                "code" => found.code = found.code.or(value.text),
                _ => {}
            }
        }
        Ok(found)
    }
}

/// The title of a page, or else the first line that is not empty.
fn first_words(body: &str) -> String {
    let body = body.trim();
    if !body.starts_with('<') {
        return body.lines().next().unwrap_or_default().to_owned();
    }
    let mut parts = body.split(['<', '>']);
    let title = parts
        .find(|part| part.eq_ignore_ascii_case("title"))
        .and_then(|_| parts.next())
        .map(str::trim);
    match title {
        Some(title) if !title.is_empty() => title.to_owned(),
        _ => "a page of HTML".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (String, Option<String>) {
        let Message { text, code, .. } = Message::of_body(body);
        (text, code)
    }

    #[test]
    fn the_words_are_found_in_any_shape() {
        for (body, text, code) in [
            (r#"{"error": "No", "status": 401}"#, "No", None),
            (r#"{"error": "No", "code": "X"}"#, "No", Some("X")),
            (r#"{"error": "No", "code": 7}"#, "No", Some("7")),
            (
                r#"{"error": {"message": "No", "code": "X"}}"#,
                "No",
                Some("X"),
            ),
            (r#"{"message": "No"}"#, "No", None),
            (
                r#"{"code": -7, "message": "Oops", "error": "No", "more": [{"code": 1}, 2.5, null]}"#,
                "No",
                Some("-7"),
            ),
            ("[1, 2]", "[1, 2]", None),
            (r#"{"detail": "No"}"#, r#"{"detail": "No"}"#, None),
            ("true", "true", None),
            ("\n\n upstream is down\nmore", "upstream is down", None),
            (
                "<html><head><TITLE> 502 Bad Gateway </TITLE></head></html>",
                "502 Bad Gateway",
                None,
            ),
            ("<p>", "a page of HTML", None),
            ("<title> </title>", "a page of HTML", None),
            ("", "", None),
            (r#"{"error": " "}"#, "", None),
        ] {
            assert_eq!(
                read(body),
                (text.to_owned(), code.map(str::to_owned)),
                "{body}"
            );
        }
    }

    #[test]
    fn only_the_documented_json_is_documented() {
        for (body, is_documented) in [
            (r#"{"error": "No", "status": 403}"#, true),
            (r#"{"error": {"message": "No"}}"#, false),
            (r#"{"message": "Forbidden"}"#, false),
            ("<title>Attention Required!</title>", false),
            ("error", false),
            (r#"["error", "No"]"#, false),
            ("", false),
        ] {
            assert_eq!(
                Message::of_body(body).is_documented,
                is_documented,
                "{body}"
            );
        }
    }
}
