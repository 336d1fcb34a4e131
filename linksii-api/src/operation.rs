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

    /// How the next page is asked for.
    #[doc(hidden)]
    const PAGING: Paging = Paging::Offset;

    #[doc(hidden)]
    fn set_cursor(&mut self, _cursor: &str) {}

    #[doc(hidden)]
    fn limit(&self) -> Option<u32>;

    #[doc(hidden)]
    fn set_limit(&mut self, limit: u32);

    #[doc(hidden)]
    fn offset(&self) -> Option<u64>;

    #[doc(hidden)]
    fn set_offset(&mut self, offset: u64);
}

/// How the next page of a collection is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(test), allow(dead_code, reason = "a document may have one kind"))]
pub enum Paging {
    /// By how many items come before it.
    Offset,
    /// By what the page before says.
    Cursor,
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
