//! What the sandbox reads of a request.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::Request;
use hyper::body::{Body, Incoming};
use hyper::http::request::Parts;
use tokio::time::timeout;
use url::form_urlencoded;

use crate::clock::Clock;
use crate::reply::Refusal;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A request, read whole.
pub(crate) struct Received {
    /// By the sandbox's clock.
    pub(crate) at: DateTime<Utc>,
    pub(crate) parts: Parts,
    pub(crate) body: Bytes,
    /// Why there is no body, where one could not be read.
    pub(crate) unread: Option<Refusal>,
}

impl Received {
    pub(crate) async fn read(request: Request<Incoming>, clock: &Clock) -> Self {
        let (parts, body) = request.into_parts();
        let (body, unread) = if body.is_end_stream() {
            (Bytes::new(), None)
        } else {
            // In a box, as it is large and most requests have none.
            match Box::pin(read(body)).await {
                Ok(body) => (body, None),
                Err(why) => (Bytes::new(), Some(Refusal::BadRequest(why, "INVALID_BODY"))),
            }
        };
        Self {
            at: clock.now(),
            parts,
            body,
            unread,
        }
    }
}

/// Reads a request's body, or says why it cannot be read.
async fn read(body: Incoming) -> Result<Bytes, String> {
    let too_large =
        || format!("the body is larger than {LARGEST_BODY} bytes, the most that the sandbox reads");
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(too_large());
    }
    let body = timeout(BODY_TIME, Limited::new(body, LARGEST_BODY).collect());
    match body.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(format!("the body cannot be read: {error}")),
        Err(_) => Err(format!(
            "the body did not arrive within {} s",
            BODY_TIME.as_secs()
        )),
    }
}

/// A query's parameters, decoded, in their order.
pub(crate) fn query(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}
