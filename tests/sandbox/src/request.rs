//! What the sandbox reads of a request.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use hyper::header::HeaderMap;
use hyper::{Method, Uri};
use tokio::time::timeout;

use crate::refusal::Refusal;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A request, read whole.
#[derive(Debug)]
pub(crate) struct Request {
    /// By the sandbox's clock.
    pub(crate) at: DateTime<Utc>,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    /// What was sent, or why it cannot be read.
    pub(crate) body: Result<Bytes, Refusal>,
}

impl Request {
    pub(crate) async fn read(at: DateTime<Utc>, request: hyper::Request<Incoming>) -> Self {
        let (parts, body) = request.into_parts();
        let body = if body.is_end_stream() {
            Ok(Bytes::new())
        } else {
            read(body)
                .await
                .map_err(|why| Refusal::invalid("INVALID_BODY", &why))
        };
        Self {
            at,
            method: parts.method,
            uri: parts.uri,
            headers: parts.headers,
            body,
        }
    }

    /// The path, decoded. A slash that was encoded stays so: it separates nothing.
    ///
    /// # Errors
    ///
    /// If an escape is not two hexadecimal digits, or what it gives is not UTF-8.
    pub(crate) fn path(&self) -> Result<Cow<'_, str>, Refusal> {
        let path = self.uri.path();
        if !path.contains('%') {
            return Ok(path.into());
        }
        let mut pieces = path.split('%');
        let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
        for piece in pieces {
            let digits = piece.get(..2).filter(|it| !it.starts_with('+'));
            match digits.map(|it| u8::from_str_radix(it, 16)) {
                Some(Ok(b'/')) => bytes.extend(b"%2F"),
                Some(Ok(byte)) => bytes.push(byte),
                _ => return Err(self.bad_path("`%` is not followed by two hexadecimal digits")),
            }
            bytes.extend_from_slice(&piece.as_bytes()[2..]);
        }
        let path = String::from_utf8(bytes);
        path.map(Cow::Owned)
            .map_err(|_| self.bad_path("it is not UTF-8 once decoded"))
    }

    fn bad_path(&self, why: &str) -> Refusal {
        let why = format!("the path {:?}: {why}", self.uri.path());
        Refusal::invalid("INVALID_PATH", &why)
    }
}

/// Reads a request's body, or says why it cannot be read.
async fn read(body: Incoming) -> Result<Bytes, String> {
    let too_large =
        || format!("the body is larger than {LARGEST_BODY} bytes, the most that the sandbox reads");
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Err(too_large());
    }
    match timeout(BODY_TIME, Limited::new(body, LARGEST_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
        Ok(Err(error)) => Err(format!("the body cannot be read: {error}")),
        Err(_) => Err(format!(
            "the body did not arrive within {} s",
            BODY_TIME.as_secs()
        )),
    }
}
