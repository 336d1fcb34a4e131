//! Why a request is refused, in the documented shape of an error.

use hyper::StatusCode;
use linksii_sanitize::bounded;
use serde::Serialize;

/// How many characters of an error are shown, as it may repeat what a client sent.
const SHOWN: usize = 400;

/// The documentation's words.
const NOT_FOUND: &str = "Not Found — resource does not exist";

/// Why a request is refused. The documentation shows `error` with `status` on one page, with `code` on
/// another.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Refusal {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip)]
    pub(crate) http_status: StatusCode,
    /// The methods that the path has, where the request's is none of them.
    #[serde(skip)]
    pub(crate) allow: Option<String>,
}

impl Refusal {
    fn new(http_status: StatusCode, error: &str, code: Option<&'static str>) -> Self {
        Self {
            error: bounded(error, SHOWN),
            status: code.is_none().then_some(http_status.as_u16()),
            code,
            http_status,
            allow: None,
        }
    }

    /// A status, in the documentation's words where it has some.
    pub(crate) fn of(status: StatusCode) -> Self {
        Self::new(status, words(status), None)
    }

    /// The request is wrong, with a code for machines.
    pub(crate) fn invalid(code: &'static str, why: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, why, Some(code))
    }

    /// The request is understood and not allowed, with a code for machines.
    pub(crate) fn forbidden(code: &'static str, why: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, why, Some(code))
    }

    /// The sandbox holds as much as it can.
    pub(crate) fn full(why: &str) -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, why, Some("SANDBOX_FULL"))
    }

    /// There is no resource of this kind and id.
    pub(crate) fn no_resource(kind: &str, id: &str) -> Self {
        let error = format!("{NOT_FOUND}: {kind} {id:?}");
        Self::new(StatusCode::NOT_FOUND, &error, None)
    }

    /// There is nothing at this path, and why.
    pub(crate) fn not_found(why: &str) -> Self {
        let error = format!("Not Found — {why}");
        Self::new(StatusCode::NOT_FOUND, &error, None)
    }

    pub(crate) fn method_not_allowed(allow: String) -> Self {
        Self {
            allow: Some(allow),
            ..Self::of(StatusCode::METHOD_NOT_ALLOWED)
        }
    }

    pub(crate) fn not_implemented(operation: &str) -> Self {
        let error = format!("Not Implemented — the sandbox has no handler for `{operation}`");
        Self::new(StatusCode::NOT_IMPLEMENTED, &error, None)
    }
}

/// What the documentation says of a status, or else HTTP.
fn words(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "Unauthorized — invalid or missing API key",
        StatusCode::FORBIDDEN => "Forbidden — your plan does not include API access",
        StatusCode::NOT_FOUND => NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED => {
            "Method Not Allowed — the document has no such method here; Allow lists those it has"
        }
        StatusCode::TOO_MANY_REQUESTS => "Rate Limited — slow down and retry after the reset time",
        StatusCode::INTERNAL_SERVER_ERROR => "Server Error — retry with exponential backoff",
        other => other
            .canonical_reason()
            .unwrap_or("a status that was asked for"),
    }
}
