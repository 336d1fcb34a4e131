//! A page of a collection.

use serde::{Deserialize, Serialize};

use crate::RateLimit;

/// A page of a collection, with where it stands in it.
///
/// ```
/// use linksii_api::{Meta, Page};
/// use linksii_api::types::Workspace;
///
/// // In a test, a page of one's own.
/// let page = Page::new(vec![Workspace::example()], Meta::new(1, 20, 0));
/// assert_eq!(page.data.len() as u64, page.meta.total);
/// assert!(page.rate_limit().is_none());
/// ```
#[derive(Clone, Debug, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items.
    pub data: Vec<T>,
    /// Where the page stands.
    pub meta: Meta,
    #[serde(skip)]
    rate_limit: Option<Box<RateLimit>>,
    #[serde(skip)]
    request_id: Option<Box<str>>,
}

/// Two pages are the same if they hold the same, however they came.
impl<T: PartialEq> PartialEq for Page<T> {
    fn eq(&self, other: &Self) -> bool {
        self.data == other.data && self.meta == other.meta
    }
}

impl<T> Page<T> {
    /// A page that came from nowhere, for tests.
    pub fn new(data: Vec<T>, meta: Meta) -> Self {
        Self {
            data,
            meta,
            rate_limit: None,
            request_id: None,
        }
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

    /// The limit's state as the reply told it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.rate_limit.as_deref()
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }
}

/// Where a page stands in its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Meta {
    /// How many items the collection holds.
    #[serde(deserialize_with = "crate::number::integer")]
    pub total: u64,
    /// The most items that a page holds, as the service counts.
    #[serde(deserialize_with = "crate::number::integer")]
    pub limit: u64,
    /// How many items stand before the page's first.
    #[serde(deserialize_with = "crate::number::integer")]
    pub offset: u64,
}

impl Meta {
    /// Where a page stands, for tests.
    pub fn new(total: u64, limit: u64, offset: u64) -> Self {
        Self {
            total,
            limit,
            offset,
        }
    }
}
