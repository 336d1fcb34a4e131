//! What the sandbox answers.

use bytes::Bytes;
use hyper::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, DATE, HeaderName, HeaderValue, RETRY_AFTER,
};
use hyper::{Response, StatusCode};
use serde::Serialize;

use crate::body::Body;
use crate::limits::Standing;

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

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

/// A success, written as JSON.
pub(crate) fn success(status: StatusCode, body: &impl Serialize) -> Response<Body> {
    match serde_json::to_vec(body) {
        Ok(body) => json_response(status, body.into()),
        Err(_) => refusal(&Refusal::Server),
    }
}

pub(crate) fn refusal(refusal: &Refusal) -> Response<Body> {
    let (status, body) = refusal.parts();
    let body = serde_json::to_vec(&body).unwrap_or_default();
    json_response(status, body.into())
}

/// A response of this JSON.
pub(crate) fn json_response(status: StatusCode, body: Bytes) -> Response<Body> {
    response(status, "application/json", body)
}

/// A page for people.
pub(crate) fn html(status: StatusCode, page: String) -> Response<Body> {
    let mut response = response(status, "text/html; charset=utf-8", page.into());
    // All that it needs stands in it, and what clients sent is to be seen, not run.
    let policy = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'");
    response
        .headers_mut()
        .insert(CONTENT_SECURITY_POLICY, policy);
    response
}

fn response(status: StatusCode, kind: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// Adds the headers that every response carries.
pub(crate) fn tell(response: &mut Response<Body>, standing: &Standing) {
    let headers = response.headers_mut();
    // The other times are by this clock, which may have been moved.
    let date = httpdate::fmt_http_date(standing.now.into());
    if let Ok(date) = HeaderValue::from_str(&date) {
        headers.insert(DATE, date);
    }
    headers.insert(&LIMIT, HeaderValue::from(standing.limit));
    headers.insert(&REMAINING, HeaderValue::from(standing.remaining));
    headers.insert(&RESET, HeaderValue::from(standing.reset));
    if let Some(wait) = standing.retry_after {
        headers.insert(RETRY_AFTER, HeaderValue::from(wait));
    }
}
