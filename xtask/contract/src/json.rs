//! A body as JSON: as the client reads it, with what of it is not as RFC 8259 has it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use codegen::document::escape;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value as Json};

/// The names that are there more than once, by the JSON pointer of their object.
pub(crate) type Duplicates = BTreeMap<String, BTreeSet<String>>;

/// A body that is JSON.
#[derive(Clone, Debug, Default)]
pub(crate) struct Body {
    /// What it holds.
    pub(crate) value: Json,
    /// What is odd about its text.
    pub(crate) oddities: Vec<&'static str>,
    pub(crate) duplicates: Duplicates,
}

/// Reads a body.
///
/// # Errors
///
/// What keeps it from being JSON.
pub(crate) fn read(bytes: &[u8]) -> Result<Body, String> {
    let mut body = Body::default();
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, Cow::Owned(_)) {
        body.oddities.push("bytes that are not UTF-8");
    }
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if unmarked.len() < text.len() {
        body.oddities.push("a byte order mark");
    }
    let repaired = without_lone_surrogates(unmarked);
    if repaired.is_some() {
        body.oddities.push("half of a surrogate pair");
    }
    let mut reader = serde_json::Deserializer::from_str(repaired.as_deref().unwrap_or(unmarked));
    let seed = Value {
        pointer: String::new(),
        duplicates: &mut body.duplicates,
    };
    let value = seed.deserialize(&mut reader);
    body.value = value
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|it| reason(&it))?;
    Ok(body)
}

/// What is wrong, without where: that is another place in each reply.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (reason, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
    reason.to_owned()
}

/// The text with each `\ud83d` that has lost its other half as `\ufffd`, if there is one.
fn without_lone_surrogates(text: &str) -> Option<String> {
    let unit = |at: usize| u16::from_str_radix(text.get(at..at + 6)?.strip_prefix("\\u")?, 16).ok();
    let mut repaired = String::new();
    let (mut copied, mut at) = (0, 0);
    while let Some(found) = text[at..].find('\\') {
        at += found;
        match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                repaired.push_str(&text[copied..at]);
                repaired.push_str("\\ufffd");
                at += 6;
                copied = at;
            }
            // With the character that is escaped.
            _ => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    (copied > 0).then(|| repaired + &text[copied..])
}

/// Reads a value, with its place for the names that are there twice.
struct Value<'d> {
    pointer: String,
    duplicates: &'d mut Duplicates,
}

impl Value<'_> {
    fn inside(&mut self, step: &str) -> Value<'_> {
        Value {
            pointer: format!("{}/{step}", self.pointer),
            duplicates: self.duplicates,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inside(&list.len().to_string()))? {
            list.push(item);
        }
        Ok(Json::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.inside(&escape(&name)))?;
            if object.insert(name.clone(), value).is_some() {
                let names = self.duplicates.entry(self.pointer.clone()).or_default();
                names.insert(name);
            }
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_client_reads_is_read_and_what_is_odd_is_named() {
        for (bytes, value, oddities) in [
            (
                &b"[1, 1.0, -2e0, null, true]"[..],
                json!([1, 1.0, -2.0, null, true]),
                &[][..],
            ),
            (b"\xef\xbb\xbf[]", json!([]), &["a byte order mark"]),
            (
                b"\"Zo\xeb\"",
                json!("Zo\u{fffd}"),
                &["bytes that are not UTF-8"],
            ),
            (
                br#""\ud83d \\ud83d \ud83d\ude00""#,
                json!("\u{fffd} \\ud83d 😀"),
                &["half of a surrogate pair"],
            ),
        ] {
            let body = read(bytes).unwrap();
            assert_eq!((body.value, body.oddities.as_slice()), (value, oddities));
        }
    }
}
