//! What the sandbox answers.

use bytes::Bytes;
use hyper::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

use crate::body::Body;

/// The media type of what the API answers.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The documentation's words.
const NOT_FOUND: &str = "Not Found — resource does not exist";

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request is wrong, and why, with a code for machines.
    BadRequest(String, &'static str),
    /// There is no room for more of it, and why. Which status says so is not documented.
    Exhausted(String, &'static str),
    Unauthorized,
    Forbidden,
    /// There is no such thing, and which one it is: `workspace "ws_1"`.
    NotFound(String),
    /// The document has no such path.
    NoSuchPath(String),
    /// No control of the sandbox is asked for so.
    NoSuchControl,
    MethodNotAllowed,
    RateLimited,
    NotImplemented(String),
    Server,
    /// A status that was asked for.
    Status(StatusCode),
}

impl Refusal {
    /// The error's status and body, in the documentation's words where it has some.
    fn parts(&self) -> (StatusCode, ErrorBody) {
        let documented = |status: StatusCode, error: &str| {
            let body = ErrorBody {
                error: error.to_owned(),
                status: Some(status.as_u16()),
                code: None,
            };
            (status, body)
        };
        match self {
            Self::BadRequest(error, code) => {
                let body = ErrorBody {
                    error: error.clone(),
                    status: None,
                    code: Some(code),
                };
                (StatusCode::BAD_REQUEST, body)
            }
            Self::Exhausted(error, code) => {
                let (status, mut body) = documented(StatusCode::FORBIDDEN, error);
                body.code = Some(code);
                (status, body)
            }
            Self::NotFound(what) => {
                documented(StatusCode::NOT_FOUND, &format!("{NOT_FOUND}: {what}"))
            }
            Self::NoSuchPath(path) => documented(
                StatusCode::NOT_FOUND,
                &format!("Not Found — the document has no path {path}"),
            ),
            Self::NoSuchControl => documented(
                StatusCode::NOT_FOUND,
                "Not Found — the sandbox has no such control; GET /_sandbox lists them",
            ),
            Self::NotImplemented(operation) => documented(
                StatusCode::NOT_IMPLEMENTED,
                &format!(
                    "Not Implemented — the sandbox has no handler for `{operation}`; \
                     add one to `handle` in tests/sandbox/src/handlers.rs"
                ),
            ),
            Self::Status(status) => documented(*status, words(*status)),
            Self::Unauthorized => Self::Status(StatusCode::UNAUTHORIZED).parts(),
            Self::Forbidden => Self::Status(StatusCode::FORBIDDEN).parts(),
            Self::MethodNotAllowed => Self::Status(StatusCode::METHOD_NOT_ALLOWED).parts(),
            Self::RateLimited => Self::Status(StatusCode::TOO_MANY_REQUESTS).parts(),
            Self::Server => Self::Status(StatusCode::INTERNAL_SERVER_ERROR).parts(),
        }
    }
}

/// What the documentation says of a status, or anyone.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Unauthorized — invalid or missing API key",
        StatusCode::FORBIDDEN => "Forbidden — your plan does not include API access",
        StatusCode::NOT_FOUND => NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED => {
            "Method Not Allowed — the document has no such method here; Allow tells which"
        }
        StatusCode::TOO_MANY_REQUESTS => "Rate Limited — slow down and retry after the reset time",
        StatusCode::INTERNAL_SERVER_ERROR => "Server Error — retry with exponential backoff",
        other => other
            .canonical_reason()
            .unwrap_or("a status that was asked for"),
    }
}

/// What an error says. The documentation shows `error` with `status` on one page, with `code` on another.
#[derive(Serialize)]
struct ErrorBody {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// A single resource, in the documented envelope.
#[derive(Serialize)]
pub(crate) struct Envelope<T> {
    pub(crate) data: T,
}

/// What is answered: JSON, before the headers that go with it are known.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) json: Bytes,
}

impl Reply {
    /// With these headers, which tell what it is, too.
    pub(crate) fn with(self, headers: HeaderMap) -> Response<Body> {
        let mut response = Response::new(Body::from(self.json));
        *response.status_mut() = self.status;
        *response.headers_mut() = headers;
        response
    }
}

/// Apart from the API, a reply tells nothing but what it is.
impl From<Reply> for Response<Body> {
    fn from(reply: Reply) -> Self {
        reply.with(HeaderMap::from_iter([(CONTENT_TYPE, JSON)]))
    }
}

/// A success, written as JSON.
pub(crate) fn success(status: StatusCode, body: &impl Serialize) -> Reply {
    match serde_json::to_vec(body) {
        Ok(body) => Reply {
            status,
            json: body.into(),
        },
        Err(_) => refusal(&Refusal::Server),
    }
}

pub(crate) fn refusal(refusal: &Refusal) -> Reply {
    let (status, body) = refusal.parts();
    let json = serde_json::to_vec(&body).unwrap_or_default().into();
    Reply { status, json }
}

/// A page for people.
pub(crate) fn html(status: StatusCode, page: String) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("text/html; charset=utf-8");
    headers.insert(CONTENT_TYPE, kind);
    // All that it needs stands in it, and what clients sent is to be seen, not run.
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    headers.insert(CONTENT_SECURITY_POLICY, policy);
    response
}
