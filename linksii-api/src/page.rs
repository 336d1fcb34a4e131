//! A page of a collection.

use std::fmt;
use std::marker::PhantomData;
use std::slice;
use std::vec;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize as DeriveDeserialize, Serialize};

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
#[derive(Clone, Debug, DeriveDeserialize, Serialize)]
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

    #[allow(dead_code, reason = "a document may have no cursors")]
    pub(crate) fn of_cursor(mut self, cursor: Option<Box<str>>) -> Self {
        self.cursor = cursor;
        self
    }

    pub(crate) fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    pub(crate) fn of_reply(
        mut self,
        rate_limit: Option<RateLimit>,
        request_id: Option<Box<str>>,
    ) -> Self {
        self.rate_limit = rate_limit.map(Box::new);
        self.request_id = request_id;
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

/// A page's position in its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Meta {
    /// How many items the collection holds. Where the service does not say, or says something that
    /// is not a count, it is how many are known of: see [`has_total`](Self::has_total).
    pub total: u64,
    /// The most items that a page holds, as the service counts.
    pub limit: u64,
    /// How many items come before the page's first.
    pub offset: u64,
    #[serde(skip)]
    reported: Reported,
}

/// What the service said of a page's position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reported {
    total: bool,
    offset: bool,
}

impl Meta {
    /// A position, for tests.
    pub fn new(total: u64, limit: u64, offset: u64) -> Self {
        Self {
            total,
            limit,
            offset,
            reported: Reported {
                total: true,
                offset: true,
            },
        }
    }

    /// Whether the service said how many items the collection holds.
    pub fn has_total(&self) -> bool {
        self.reported.total
    }

    /// How many items the collection holds, if the service said so.
    pub(crate) fn reported_total(&self) -> Option<u64> {
        Some(self.total).filter(|_| self.reported.total)
    }

    /// How many items come before the page's first, if the service said so.
    pub(crate) fn reported_offset(&self) -> Option<u64> {
        Some(self.offset).filter(|_| self.reported.offset)
    }
}

/// A page as services send it. A page is not lost to what its user does not need: its position may be
/// missing in part or as a whole, and a list of nothing may be null.
#[derive(DeriveDeserialize)]
#[serde(bound(deserialize = "T: Deserialize<'de>"))]
struct Body<T> {
    #[serde(deserialize_with = "list_or_null")]
    data: Vec<T>,
    #[serde(default, deserialize_with = "position_or_null")]
    meta: Position,
}

#[derive(Clone, Copy, Default, DeriveDeserialize)]
#[serde(default)]
pub(crate) struct Position {
    #[serde(deserialize_with = "count")]
    total: Option<u64>,
    #[serde(deserialize_with = "count")]
    limit: Option<u64>,
    #[serde(deserialize_with = "count")]
    offset: Option<u64>,
}

impl Position {
    pub(crate) fn of(self, rows: u64) -> Meta {
        let offset = self.offset.unwrap_or(0);
        Meta {
            total: self.total.unwrap_or(offset.saturating_add(rows)),
            limit: self.limit.unwrap_or(rows),
            offset,
            reported: Reported {
                total: self.total.is_some(),
                offset: self.offset.is_some(),
            },
        }
    }
}

impl<T> From<Body<T>> for Page<T> {
    fn from(body: Body<T>) -> Self {
        let meta = body.meta.of(body.data.len() as u64);
        Self::new(body.data, meta)
    }
}

impl<'de> Deserialize<'de> for Meta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Position::deserialize(deserializer).map(|position| position.of(0))
    }
}

/// Null as a list of nothing.
pub(crate) fn list_or_null<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct List<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E>(self) -> Result<Vec<T>, E> {
            Ok(Vec::new())
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(item) = items.next_element()? {
                list.push(item);
            }
            Ok(list)
        }
    }

    deserializer.deserialize_any(List(PhantomData))
}

/// Null as no position.
fn position_or_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Position, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A count in any form. What is not one is nothing: most calls do not need it.
fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    struct Count;

    impl<'de> Visitor<'de> for Count {
        type Value = Option<u64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a count")
        }

        fn visit_u64<E>(self, value: u64) -> Result<Option<u64>, E> {
            Ok(Some(value))
        }

        fn visit_i64<E>(self, value: i64) -> Result<Option<u64>, E> {
            Ok(u64::try_from(value).ok())
        }

        fn visit_f64<E: Error>(self, value: f64) -> Result<Option<u64>, E> {
            Ok(crate::number::whole(value).and_then(|whole| u64::try_from(whole).ok()))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Option<u64>, E> {
            Ok(text.trim().parse().ok())
        }

        fn visit_bool<E>(self, _: bool) -> Result<Option<u64>, E> {
            Ok(None)
        }

        fn visit_unit<E>(self) -> Result<Option<u64>, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<u64>, A::Error> {
            while items.next_element::<IgnoredAny>()?.is_some() {}
            Ok(None)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<u64>, A::Error> {
            while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            Ok(None)
        }
    }

    deserializer.deserialize_any(Count)
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
    fn a_list_of_nothing_may_be_null_but_not_missing() {
        assert!(read(&json!({"data": null})).data.is_empty());
        for wrong in [
            r#"{"meta": {}}"#,
            "[]",
            r#"{"data": {}}"#,
            r#"{"data": "no"}"#,
        ] {
            serde_json::from_str::<Page<u32>>(wrong).unwrap_err();
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
