//! A refusal by the service.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::body::Said;
use super::context;
use crate::RateLimit;
use crate::redact;
use crate::reply::Reply;

/// What the service said when it refused.
#[derive(Clone)]
pub struct ApiError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    status: StatusCode,
    message: String,
    code: Option<String>,
    retry_after: Option<Duration>,
    rate_limit: Option<RateLimit>,
    request_id: Option<Box<str>>,
    attempts: u32,
    body: String,
}

/// What kind of refusal it is, by its status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// 400: the request's body or its parameters are wrong.
    BadRequest,
    /// 401: the key is missing or invalid.
    Unauthorized,
    /// 403: the plan does not include access to the API.
    Forbidden,
    /// 404: the resource does not exist.
    NotFound,
    /// 429: too many requests.
    RateLimited,
    /// 5xx: the service failed.
    Server,
    /// Any other status.
    Other,
}

impl ApiError {
    pub(crate) fn new(reply: &Reply, retry_after: Option<Duration>) -> Self {
        let body = redact::keys(&String::from_utf8_lossy(reply.body())).into_owned();
        let said = Said::in_body(&body);
        Self(Box::new(Inner {
            status: reply.status(),
            message: said.message.unwrap_or_else(|| unsaid(reply)),
            code: said.code,
            retry_after,
            rate_limit: reply.rate_limit().cloned(),
            request_id: reply.request_id().map(Into::into),
            attempts: reply.attempts(),
            body,
        }))
    }

    /// A quota that this client knows to be spent.
    pub(crate) fn quota_spent(message: String, wait: Duration, attempts: u32) -> Self {
        Self(Box::new(Inner {
            status: StatusCode::TOO_MANY_REQUESTS,
            message,
            code: None,
            retry_after: Some(wait),
            rate_limit: None,
            request_id: None,
            attempts,
            body: String::new(),
        }))
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> ErrorKind {
        match self.0.status.as_u16() {
            400 => ErrorKind::BadRequest,
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited,
            500..=599 => ErrorKind::Server,
            _ => ErrorKind::Other,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What the service said, in its own words; where it said nothing, what the status means.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The machine-readable code, such as `MISSING_PARAM`. Few errors have one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// How long the service wants to be left alone, counted from its answer, at most a year.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The limit's state as the service told it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.0.rate_limit.as_ref()
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many times the request was sent; 0 where this client refused to send it.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The body as it came, up to its first 64 KiB.
    pub fn body(&self) -> &str {
        &self.0.body
    }
}

/// Without the body, which may be a page of HTML.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("status", &self.status())
            .field("message", &self.message())
            .field("code", &self.code())
            .field("retry_after", &self.retry_after())
            .field("request_id", &self.request_id())
            .field("attempts", &self.attempts())
            .finish_non_exhaustive()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let context = context(self.request_id(), self.attempts());
        let name = crate::generated::service::NAME;
        write!(
            f,
            "{name} answered {}: {}{context}",
            self.0.status,
            self.message()
        )?;
        let variable = crate::generated::service::KEY_VARIABLE;
        match self.kind() {
            ErrorKind::BadRequest => f.write_str(". Check the arguments of the call."),
            ErrorKind::Unauthorized => write!(
                f,
                ". Check the key in {variable}: it may be mistyped or revoked. \
                 Keys are made under Settings → API Keys."
            ),
            // A code tells of another reason than the documented one.
            ErrorKind::Forbidden if self.code().is_some() => Ok(()),
            ErrorKind::Forbidden => {
                f.write_str(". API access is part of the Enterprise plan: see Settings → Billing.")
            }
            ErrorKind::NotFound => {
                f.write_str(". Check the ids: list the resource to see which there are.")
            }
            ErrorKind::RateLimited => match self.retry_after() {
                Some(wait) => write!(
                    f,
                    ". Slow down, and try again in {} s.",
                    wait.as_secs().max(1)
                ),
                None => f.write_str(". Slow down, and try again after the reset time."),
            },
            ErrorKind::Server => f.write_str(". The fault is the service's: try again later."),
            ErrorKind::Other => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

fn unsaid(reply: &Reply) -> String {
    if reply.status().is_redirection() {
        return match reply.location() {
            Some(location) => {
                format!("redirected to {location}, which this client does not follow")
            }
            None => "redirected nowhere".to_owned(),
        };
    }
    let reason = reply
        .status()
        .canonical_reason()
        .unwrap_or("no reason given");
    format!("{reason} (the body was empty)")
}
