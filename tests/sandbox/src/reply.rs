//! What the sandbox answers.

use std::fmt;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{
    ALLOW, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, TRANSFER_ENCODING,
};
use hyper::{Response, StatusCode};
use serde::Serialize;

use crate::refusal::Refusal;

/// Room for most pages, in bytes; others get more.
const PAGE: usize = 4 << 10;

/// An answer, whole.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// A body of some media type.
    pub(crate) fn new(
        status: StatusCode,
        media_type: &'static str,
        body: impl Into<Bytes>,
    ) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        Self {
            status,
            headers,
            body: body.into(),
        }
    }

    /// A body of JSON. No type that is written here can fail, as none has a map with keys that are not text.
    pub(crate) fn json(status: StatusCode, body: &impl Serialize) -> Self {
        let json = serde_json::to_vec(body).unwrap_or_default();
        Self::new(status, "application/json", json)
    }

    /// A success in the documented envelope: one resource, or what a control has to say.
    pub(crate) fn data(status: StatusCode, data: impl Serialize) -> Self {
        #[derive(Serialize)]
        struct Envelope<T> {
            data: T,
        }
        Self::json(status, &Envelope { data })
    }

    /// A page of a collection: `list` writes the items, which are JSON already.
    pub(crate) fn page(
        total: usize,
        limit: u64,
        offset: u64,
        list: impl FnOnce(&mut String),
    ) -> Self {
        let mut json = String::with_capacity(PAGE);
        json.push_str(r#"{"data":["#);
        list(&mut json);
        json.push_str(r#"],"meta":{"total":"#);
        json.push_str(&total.to_string());
        json.push_str(r#","limit":"#);
        json.push_str(&limit.to_string());
        json.push_str(r#","offset":"#);
        json.push_str(&offset.to_string());
        json.push_str("}}");
        Self::new(StatusCode::OK, "application/json", json)
    }

    /// Whether the headers say how long the body is, rightly or not.
    pub(crate) fn has_framing(&self) -> bool {
        self.headers.contains_key(CONTENT_LENGTH) || self.headers.contains_key(TRANSFER_ENCODING)
    }
}

impl From<Refusal> for Reply {
    fn from(refusal: Refusal) -> Self {
        let mut reply = Self::json(refusal.http_status, &refusal);
        if let Some(Ok(methods)) = refusal.allow.as_deref().map(HeaderValue::from_str) {
            reply.headers.insert(ALLOW, methods);
        }
        reply
    }
}

impl From<Reply> for Response<Full<Bytes>> {
    fn from(reply: Reply) -> Self {
        let mut response = Self::new(Full::new(reply.body));
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        response
    }
}

/// Bytes that are sent in place of a reply, after which the connection is closed.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) bytes: Bytes,
    /// The status that they begin with, if that is known.
    pub(crate) status: Option<StatusCode>,
}

impl Raw {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self {
            bytes,
            status: None,
        }
    }

    /// A reply of which only the first bytes of the body are sent, however long its head says it is.
    pub(crate) fn of(reply: &Reply, sent: usize) -> Self {
        let reason = reply.status.canonical_reason().unwrap_or_default();
        let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", reply.status.as_u16()).into_bytes();
        for (name, value) in &reply.headers {
            bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        if !reply.has_framing() {
            bytes.extend(format!("content-length: {}\r\n", reply.body.len()).into_bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&reply.body[..sent]);
        Self {
            bytes: bytes.into(),
            status: Some(reply.status),
        }
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a fault ends the connection")
    }
}

impl std::error::Error for Raw {}
