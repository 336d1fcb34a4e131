//! What the sandbox answers.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, DATE, HeaderName, HeaderValue, RETRY_AFTER};
use hyper::{Response, StatusCode};
use serde::Serialize;
use serde_json::json;

use crate::body::Body;
use crate::limits::Standing;

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The request is wrong, and why, with a code for machines.
    BadRequest(String, &'static str),
    /// There is no room for more of it, and why. Which status says so is not documented.
    Exhausted(String, &'static str),
    Unauthorized,
    Forbidden,
    NotFound,
    MethodNotAllowed,
    RateLimited,
    NotImplemented(String),
    Server,
    /// A status that was asked for.
    Status(StatusCode),
}

impl Refusal {
    /// The error's status and body, in the documentation's words where it has some.
    fn parts(&self) -> (StatusCode, serde_json::Value) {
        let documented = |status: StatusCode, error: &str| {
            (status, json!({"error": error, "status": status.as_u16()}))
        };
        match self {
            Self::Status(StatusCode::UNAUTHORIZED) => Self::Unauthorized.parts(),
            Self::Status(StatusCode::FORBIDDEN) => Self::Forbidden.parts(),
            Self::Status(StatusCode::NOT_FOUND) => Self::NotFound.parts(),
            Self::Status(StatusCode::TOO_MANY_REQUESTS) => Self::RateLimited.parts(),
            Self::Status(StatusCode::INTERNAL_SERVER_ERROR) => Self::Server.parts(),
            Self::Status(status) => documented(
                *status,
                status
                    .canonical_reason()
                    .unwrap_or("a status that was asked for"),
            ),
            Self::BadRequest(error, code) => (
                StatusCode::BAD_REQUEST,
                json!({"error": error, "code": code}),
            ),
            Self::Exhausted(error, code) => (
                StatusCode::FORBIDDEN,
                json!({"error": error, "status": 403, "code": code}),
            ),
            Self::Unauthorized => documented(
                StatusCode::UNAUTHORIZED,
                "Unauthorized — invalid or missing API key",
            ),
            Self::Forbidden => documented(
                StatusCode::FORBIDDEN,
                "Forbidden — your plan does not include API access",
            ),
            Self::NotFound => {
                documented(StatusCode::NOT_FOUND, "Not Found — resource does not exist")
            }
            Self::MethodNotAllowed => documented(
                StatusCode::METHOD_NOT_ALLOWED,
                "Method Not Allowed — the documentation has no such method here",
            ),
            Self::RateLimited => documented(
                StatusCode::TOO_MANY_REQUESTS,
                "Rate Limited — slow down and retry after the reset time",
            ),
            Self::NotImplemented(operation) => documented(
                StatusCode::NOT_IMPLEMENTED,
                &format!("Not Implemented — the sandbox does not play `{operation}` yet"),
            ),
            Self::Server => documented(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Server Error — retry with exponential backoff",
            ),
        }
    }
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
    json_response(status, body.to_string().into())
}

/// A response with this JSON.
pub(crate) fn json_response(status: StatusCode, body: Bytes) -> Response<Body> {
    response(status, "application/json", body)
}

/// A page for people.
pub(crate) fn html(status: StatusCode, page: String) -> Response<Body> {
    response(status, "text/html; charset=utf-8", page.into())
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
