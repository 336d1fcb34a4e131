//! What the body of a refusal says.

use crate::json::Any;

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
        let json = serde_json::from_str(body).unwrap_or(Any::Other);
        let text = text(&json).unwrap_or_else(|| first_words(body));
        Self {
            text: text.trim().to_owned(),
            code: code(&json),
            is_documented: matches!(json.get("error"), Some(Any::Text(_))),
        }
    }
}

fn text(json: &Any) -> Option<String> {
    match json {
        Any::Text(text) => Some(text.clone()),
        Any::Unsigned(number) => Some(number.to_string()),
        Any::Signed(number) => Some(number.to_string()),
        _ => ["error", "message"]
            .into_iter()
            .find_map(|name| text(json.get(name)?)),
    }
}

fn code(json: &Any) -> Option<String> {
    let nested = json.get("error").and_then(code);
    nested.or_else(|| text(json.get("code")?))
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
}
