//! A page of a collection that is fetched by cursor, as services send it.
#![allow(dead_code, reason = "a document may have no cursors")]

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::Value;

use crate::page::{self, Meta, Page};

/// A page with the cursor of the next one, in `meta` or beside `data`.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
pub(crate) struct CursorPage<T> {
    #[serde(deserialize_with = "page::list_or_null")]
    data: Vec<T>,
    #[serde(default, alias = "nextCursor", deserialize_with = "cursor")]
    next_cursor: Option<Box<str>>,
    #[serde(default)]
    meta: Option<CursorMeta>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CursorMeta {
    #[serde(alias = "nextCursor", deserialize_with = "cursor")]
    next_cursor: Option<Box<str>>,
    #[serde(flatten)]
    position: page::Position,
}

impl<T> From<CursorPage<T>> for Page<T> {
    fn from(page: CursorPage<T>) -> Self {
        let CursorPage {
            data,
            next_cursor,
            meta,
        } = page;
        let meta = meta.unwrap_or_default();
        let position: Meta = meta.position.of(data.len() as u64);
        Self::new(data, position).of_cursor(next_cursor.or(meta.next_cursor))
    }
}

/// A text or a number. What is neither is nothing, and so is an empty text.
fn cursor<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Box<str>>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) if !text.is_empty() => Some(text.into_boxed_str()),
        Value::Number(number) => Some(number.to_string().into_boxed_str()),
        _ => None,
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &Value) -> Page<u32> {
        serde_json::from_str::<CursorPage<u32>>(&json.to_string())
            .unwrap()
            .into()
    }

    #[test]
    fn the_cursor_is_in_meta_or_beside_the_data() {
        for (json, cursor) in [
            (json!({"data": [1], "next_cursor": "c"}), Some("c")),
            (json!({"data": [1], "nextCursor": "c"}), Some("c")),
            (
                json!({"data": [1], "meta": {"next_cursor": "c"}}),
                Some("c"),
            ),
            (
                json!({"data": [1], "meta": {"next_cursor": 17}}),
                Some("17"),
            ),
            (json!({"data": [1], "meta": {"next_cursor": null}}), None),
            (json!({"data": [1], "meta": {"next_cursor": ""}}), None),
            (json!({"data": [1], "meta": {}}), None),
            (json!({"data": [1], "meta": null}), None),
            (json!({"data": [1], "next_cursor": false}), None),
            (json!({"data": [1]}), None),
        ] {
            let page = read(&json);
            assert_eq!(page.cursor(), cursor, "{json}");
            assert_eq!(page.data, [1]);
        }
    }

    #[test]
    fn a_position_is_read_as_on_any_other_page() {
        let page =
            read(&json!({"data": null, "meta": {"next_cursor": "c", "total": "9", "limit": 2}}));
        assert!(page.data.is_empty());
        assert_eq!((page.meta.total, page.meta.limit), (9, 2));
        assert!(page.meta.has_total());
        let page = read(&json!({"data": [1, 2]}));
        assert_eq!((page.meta.total, page.meta.has_total()), (2, false));
    }
}
