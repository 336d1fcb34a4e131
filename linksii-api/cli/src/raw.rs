//! JSON as it came: the digits of its numbers and the order of its members are the service's.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A piece of JSON as it came.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Raw(Box<RawValue>);

/// Two are equal if they are written in the same way.
impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Raw {
    /// Any text that is JSON.
    pub(crate) fn of(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.get()
    }

    /// The members of an object, in their order; nothing if it is not one.
    pub(crate) fn members(&self) -> Option<Vec<(String, Self)>> {
        let text = self.as_str();
        let members: Members = serde_json::from_str(text)
            .or_else(|_| serde_json::from_str(&without_lone_surrogates(text)))
            .ok()?;
        Some(members.0)
    }

    /// A member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<Self> {
        let members = self.members()?.into_iter().rev();
        members
            .into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The items of a list; nothing if it is not one.
    pub(crate) fn items(&self) -> Option<Vec<Self>> {
        serde_json::from_str(self.as_str()).ok()
    }

    /// The text that it is. Half of a surrogate pair becomes U+FFFD.
    pub(crate) fn text(&self) -> Option<String> {
        let text = self.as_str();
        if !text.starts_with('"') {
            return None;
        }
        let read = serde_json::from_str(text);
        read.or_else(|_| serde_json::from_str(&without_lone_surrogates(text)))
            .ok()
    }

    pub(crate) fn is_null(&self) -> bool {
        self.as_str() == "null"
    }

    pub(crate) fn is_number(&self) -> bool {
        self.as_str()
            .starts_with(|first: char| first == '-' || first.is_ascii_digit())
    }

    /// On one line, without blanks between its parts.
    pub(crate) fn compact(&self) -> String {
        let text = self.as_str();
        let mut compact = String::with_capacity(text.len());
        for token in Tokens(text) {
            compact.push_str(token);
        }
        compact
    }

    /// With a line for each part, moved in by two blanks a level.
    pub(crate) fn pretty(&self) -> String {
        let mut pretty = String::with_capacity(self.as_str().len() * 2);
        let mut depth: usize = 0;
        let mut tokens = Tokens(self.as_str()).peekable();
        let line = |pretty: &mut String, depth| {
            // Writing to text cannot fail.
            let _ = write!(pretty, "\n{:width$}", "", width = depth * 2);
        };
        while let Some(token) = tokens.next() {
            match token {
                "{" | "[" => {
                    pretty.push_str(token);
                    if matches!(tokens.peek(), Some(&("}" | "]"))) {
                        pretty.push_str(tokens.next().unwrap_or_default());
                    } else {
                        depth += 1;
                        line(&mut pretty, depth);
                    }
                }
                "}" | "]" => {
                    depth = depth.saturating_sub(1);
                    line(&mut pretty, depth);
                    pretty.push_str(token);
                }
                "," => {
                    pretty.push(',');
                    line(&mut pretty, depth);
                }
                ":" => pretty.push_str(": "),
                _ => pretty.push_str(token),
            }
        }
        pretty
    }
}

/// An object's members, also where a name is there twice.
struct Members(Vec<(String, Raw)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Members;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Visitor)
    }
}

/// The tokens of a text that is JSON, without the blanks between them.
struct Tokens<'a>(&'a str);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_ascii_start();
        let length = match rest.bytes().next()? {
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            b'"' => string_length(rest),
            _ => rest
                .find(|c: char| c.is_ascii_whitespace() || "{}[],:\"".contains(c))
                .unwrap_or(rest.len()),
        };
        let (token, rest) = rest.split_at(length);
        self.0 = rest;
        Some(token)
    }
}

/// How long the string is that a text begins with.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// JSON with each half of a surrogate pair as `\ufffd`.
fn without_lone_surrogates(text: &str) -> String {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut result = String::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = text[at..].find('\\') {
        at += found;
        match (unit(at), unit(at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => at += 12,
            (Some(0xd800..0xe000), _) => {
                result.push_str(&text[copied..at]);
                result.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            (Some(_), _) => at += 6,
            (None, _) => {
                // What follows may be any character.
                let escaped = text[at + 1..].chars().next();
                at += 1 + escaped.map_or(0, char::len_utf8);
            }
        }
    }
    result + &text[copied..]
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const ROW: &str = "{ \"n\" : [ 9007199254740993,18446744073709551615 , -0, 1.10,1e-7 ],\n \"s\": \"a \\\" {\", \"e\": { } }";

    fn row() -> Raw {
        Raw::of(ROW.to_owned()).unwrap()
    }

    #[test]
    fn digits_are_kept_on_one_line_and_on_several() {
        assert_eq!(
            row().compact(),
            r#"{"n":[9007199254740993,18446744073709551615,-0,1.10,1e-7],"s":"a \" {","e":{}}"#
        );
        assert_eq!(
            row().pretty(),
            "{\n  \"n\": [\n    9007199254740993,\n    18446744073709551615,\n    -0,\n    1.10,\n    \
             1e-7\n  ],\n  \"s\": \"a \\\" {\",\n  \"e\": {}\n}"
        );
    }

    #[test]
    fn members_come_in_their_order_and_as_they_are_written() {
        let members = row().members().unwrap();
        let names: Vec<_> = members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["n", "s", "e"]);
        assert_eq!(
            row().member("n").unwrap().items().unwrap()[3].as_str(),
            "1.10"
        );
        assert_eq!(row().member("s").unwrap().text().unwrap(), "a \" {");
    }

    #[test]
    fn half_of_a_surrogate_pair_is_a_replacement_character() {
        let text = |json: &str| Raw::of(json.to_owned()).unwrap().text().unwrap();
        assert_eq!(text(r#""Acme \ud83d""#), "Acme \u{fffd}");
        assert_eq!(text(r#""\ud83d\ude00 \\ud83d""#), "😀 \\ud83d");
    }
}
