//! What the runtime needs of each generated operation.

#[cfg(test)]
#[allow(clippy::unwrap_used, unreachable_pub)]
mod kinds;

use std::fmt::Debug;

use reqwest::{Method, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::limit::Limit;
use crate::page::Page;
use crate::reply::Reply;

/// An operation with its arguments. The crate's own [`resources`](crate::resources) implement it;
/// it cannot be implemented elsewhere.
pub trait Operation: Clone + Debug + Send + Sync + Unpin + 'static {
    /// What a call of it gives.
    type Output: Send + 'static;

    #[doc(hidden)]
    const INFO: OperationInfo;

    /// Builds the request: each attempt needs a new one.
    #[doc(hidden)]
    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error>;

    #[doc(hidden)]
    fn decode(reply: Reply) -> Result<Self::Output, Error>;
}

/// An operation that answers with a page of a collection. As [`Operation`], it cannot be implemented
/// elsewhere.
pub trait Paged: Operation<Output = Page<Self::Item>> {
    /// What the collection holds.
    type Item: Clone + PartialEq + Serialize + DeserializeOwned + Send + Unpin + 'static;

    /// The arguments that choose a page.
    #[doc(hidden)]
    fn paging(&mut self) -> Paging<'_>;
}

/// The arguments of a collection that choose a page.
pub struct Paging<'a> {
    /// Nothing where the size of a page is the service's to choose.
    pub(crate) limit: Option<&'a mut Option<u32>>,
    pub(crate) start: Start<'a>,
}

/// Where a page starts.
pub(crate) enum Start<'a> {
    /// After this many items.
    Offset(&'a mut Option<u64>),
    /// Where the page before says: a setter.
    Cursor(Box<dyn FnMut(&str) + 'a>),
}

impl<'a> Paging<'a> {
    pub(crate) fn by_offset(
        limit: Option<&'a mut Option<u32>>,
        offset: &'a mut Option<u64>,
    ) -> Self {
        let start = Start::Offset(offset);
        Self { limit, start }
    }

    pub(crate) fn by_cursor(
        limit: Option<&'a mut Option<u32>>,
        set_cursor: impl FnMut(&str) + 'a,
    ) -> Self {
        let start = Start::Cursor(Box::new(set_cursor));
        Self { limit, start }
    }
}

/// What there is to know of an operation without its arguments.
#[derive(Clone, Debug)]
pub struct OperationInfo {
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// The path template.
    pub(crate) path: &'static str,
    pub(crate) limit: &'static Limit,
}
