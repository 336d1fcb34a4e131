//! What a call gives, with the reply that it came in.

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};

use crate::error::ReplyInfo;
use crate::rate_limit::RateLimit;

/// What a call gives, with the head of the reply that it came in, from
/// [`Call::response`](crate::Call::response).
///
/// ```no_run
/// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
/// let reply = client.keys().create("My Integration").response().await?;
/// println!("{} after {} attempts", reply.status(), reply.attempts());
/// let key = reply.into_inner();
/// # let _ = key;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Response<T> {
    info: ReplyInfo,
    headers: HeaderMap,
    base: Url,
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new(info: ReplyInfo, headers: HeaderMap, base: Url, value: T) -> Self {
        Self {
            info,
            headers,
            base,
            value,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.info.status
    }

    /// The headers, as they came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The URL in the header `Location`, if there is one: of a 201 what was made, of a 202 where to see how
    /// far it is. [`Client::request`](crate::Client::request) takes it.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// use linksii_api::Method;
    /// use serde_json::Value;
    ///
    /// let made = client.request(Method::POST, "/reports").response::<Value>().await?;
    /// if let Some(location) = made.location() {
    ///     let report: Value = client.request(Method::GET, location).send().await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn location(&self) -> Option<String> {
        let location = self.headers.get(LOCATION)?.to_str().ok()?;
        let is_whole = location.starts_with('/') || Url::parse(location).is_ok();
        let url = self.base.join(location).ok().filter(|_| is_whole)?;
        Some(url.into())
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.info.trace.request_id.as_deref()
    }

    /// The rate limit's state, if the reply reports it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.info.rate_limit.as_ref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.info.trace.attempts
    }

    /// What the call gives.
    pub fn get_ref(&self) -> &T {
        &self.value
    }

    /// What the call gives, without the reply.
    pub fn into_inner(self) -> T {
        self.value
    }
}
