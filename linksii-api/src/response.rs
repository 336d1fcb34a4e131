//! What a call gives, with the reply that it came in.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

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
    value: T,
}

impl<T> Response<T> {
    pub(crate) fn new((info, headers): (ReplyInfo, HeaderMap), value: T) -> Self {
        Self {
            info,
            headers,
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

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.info.request_id.as_deref()
    }

    /// The rate limit's state, if the reply reports it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.info.rate_limit.as_ref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.info.attempts
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
