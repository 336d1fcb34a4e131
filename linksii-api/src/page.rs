//! A page of a collection.

use std::slice;
use std::vec;

use serde::{Deserialize, Deserializer, Serialize};

use crate::error::ReplyInfo;
use crate::meta::{Meta, Position, cursor};
use crate::rate_limit::RateLimit;

/// A page of a collection, with its position in it.
///
/// ```
/// use linksii_api::{Meta, Page};
/// use linksii_api::types::Workspace;
///
/// // In a test, a page of one's own.
/// let page = Page::new(vec![Workspace::example()], Meta::new(1, 20, 0));
/// assert_eq!(page.data.len() as u64, page.meta.total);
/// assert!(page.rate_limit().is_none());
/// for workspace in page {
///     println!("{}", workspace.name);
/// }
/// ```
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Body<T>", bound(deserialize = "T: Deserialize<'de>"))]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub data: Vec<T>,
    /// The page's position.
    pub meta: Meta,
    #[serde(skip)]
    rate_limit: Option<Box<RateLimit>>,
    #[serde(skip)]
    request_id: Option<Box<str>>,
    /// Where the next page starts, in a collection that is fetched by cursor.
    #[serde(skip)]
    cursor: Option<Box<str>>,
}

/// Two pages are equal if they hold the same, however they came.
impl<T: PartialEq> PartialEq for Page<T> {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data && self.meta == other.meta && self.cursor == other.cursor
    }
}

impl<T> Page<T> {
    /// A page that no service sent, for tests.
    pub fn new(data: Vec<T>, meta: Meta) -> Self {
        Self {
            data,
            meta,
            rate_limit: None,
            request_id: None,
            cursor: None,
        }
    }

    pub(crate) fn of_cursor(mut self, cursor: Option<Box<str>>) -> Self {
        self.cursor = cursor;
        self
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    pub(crate) fn of_reply(mut self, reply: ReplyInfo) -> Self {
        self.rate_limit = reply.rate_limit.map(Box::new);
        self.request_id = reply.trace.request_id;
        self
    }

    /// The rate limit's state, if the reply reports it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.rate_limit.as_deref()
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.data.iter()
    }
}

/// A page as services send it. A page is not lost to what its user does not need: its position may be
/// missing in part or as a whole, and a list of nothing may be null. The cursor of the next page is in
/// `meta` or beside `data`.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Body<T> {
    #[serde(deserialize_with = "list_or_null")]
    data: Vec<T>,
    meta: Option<Position>,
    #[serde(default, alias = "nextCursor", deserialize_with = "cursor")]
    next_cursor: Option<Box<str>>,
}

impl<T> From<Body<T>> for Page<T> {
    fn from(body: Body<T>) -> Self {
        let mut position = body.meta.unwrap_or_default();
        let cursor = body.next_cursor.or_else(|| position.next_cursor.take());
        let meta = position.of(body.data.len() as u64);
        Self::new(body.data, meta).of_cursor(cursor)
    }
}

/// Null as a list of nothing.
fn list_or_null<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(page: &Value) -> Page<u32> {
        serde_json::from_str(&page.to_string()).unwrap()
    }

    #[test]
    fn a_position_is_read_in_any_form_and_may_be_missing() {
        let data = [1, 2];
        for (meta, total, limit, offset) in [
            (
                json!({"total": 9, "limit": 2, "offset": 4}),
                Some(9),
                2,
                Some(4),
            ),
            (
                json!({"total": "9", "limit": 2.0, "offset": " 4 "}),
                Some(9),
                2,
                Some(4),
            ),
            (
                json!({"total": -1, "limit": null, "offset": 4}),
                None,
                2,
                Some(4),
            ),
            (
                json!({"total": "many", "limit": [], "offset": {}}),
                None,
                2,
                None,
            ),
            (json!({"total": 1.5, "limit": false}), None, 2, None),
            (json!({}), None, 2, None),
            (json!(null), None, 2, None),
        ] {
            let page = read(&json!({"data": data, "meta": meta}));
            assert_eq!(page.data, data);
            let position = page.meta;
            assert_eq!(position.reported_total(), total, "{meta}");
            assert_eq!(position.reported_offset(), offset, "{meta}");
            assert_eq!(position.limit, limit, "{meta}");
            let known = position.offset + 2;
            assert_eq!(position.total, total.unwrap_or(known), "{meta}");
        }
        let page = read(&json!({"data": data}));
        assert_eq!((page.meta.total, page.meta.has_total()), (2, false));
    }

    #[test]
    fn the_cursor_of_the_next_page_is_in_meta_or_beside_the_data() {
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
            (json!({"data": [1], "next_cursor": false}), None),
            (json!({"data": [1]}), None),
        ] {
            assert_eq!(read(&json).cursor(), cursor, "{json}");
        }
    }

    #[test]
    fn a_page_is_written_as_it_is_documented() {
        let page = Page::new(vec![1], Meta::new(9, 2, 4));
        let json = json!({"data": [1], "meta": {"total": 9, "limit": 2, "offset": 4}});
        assert_eq!(serde_json::to_value(&page).unwrap(), json);
        assert_eq!(read(&json), page);
    }
}
