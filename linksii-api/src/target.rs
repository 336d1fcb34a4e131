//! What is called.

use reqwest::Method;

use crate::limit::Limit;

/// What is called, as far as limits, retries and logs are concerned.
pub(crate) struct Target<'a> {
    pub(crate) method: Method,
    /// The path template, or for a request of the caller's own its path. A budget is found by it.
    pub(crate) path: &'a str,
    pub(crate) limit: &'static Limit,
    /// The document's operation id. Without one the path may hold ids, which stay out of logs.
    #[cfg_attr(
        not(feature = "tracing"),
        expect(dead_code, reason = "only spans show it")
    )]
    pub(crate) operation: Option<&'static str>,
}
