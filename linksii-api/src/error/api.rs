//! A refusal by the service.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;

use super::message::Message;
use super::reply_info::ReplyInfo;
use crate::generated::service;
use crate::rate_limit::RateLimit;
use crate::sanitize::{MESSAGE, NAME, Sanitizer};

/// What the service said when it refused.
///
/// What it says is escaped and bounded, so that it can be shown and logged; only
/// [`body`](Self::body) is as it came. API keys are redacted everywhere.
///
/// In a test, one's own:
///
/// ```
/// use std::time::Duration;
/// use linksii_api::{ApiError, Error, ErrorKind, StatusCode};
///
/// let error = ApiError::builder(StatusCode::TOO_MANY_REQUESTS)
///     .body(r#"{"error": "Slow down", "status": 429}"#)
///     .retry_after(Duration::from_secs(7))
///     .build();
/// assert_eq!((error.kind(), error.message()), (ErrorKind::RateLimited, "Slow down"));
/// let error = Error::from(error);
/// assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
/// ```
#[derive(Clone)]
pub struct ApiError(pub(super) Box<Inner>);

#[derive(Clone)]
pub(super) struct Inner {
    pub(super) info: ReplyInfo,
    message: String,
    code: Option<String>,
    /// Whether the body is the documented JSON, and not a proxy's or a firewall's page.
    is_documented: bool,
    retry_after: Option<Duration>,
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
    /// A refusal as it arrived. `location` is where it redirects to.
    pub(crate) fn new(
        info: ReplyInfo,
        body: &[u8],
        location: Option<&str>,
        retry_after: Option<Duration>,
        sanitizer: &Sanitizer,
    ) -> Self {
        let body = String::from_utf8_lossy(body);
        let body = sanitizer
            .redact(body.trim_start_matches('\u{feff}'))
            .into_owned();
        let mut message = Message::of_body(&body);
        if message.text.is_empty() {
            message.text = default_message(info.status, location);
        }
        Self(Box::new(Inner {
            info,
            message: sanitizer.line(&message.text, MESSAGE),
            code: message.code.map(|code| sanitizer.line(&code, NAME)),
            is_documented: message.is_documented,
            retry_after,
            body,
        }))
    }

    /// The same with other words, where there are any.
    pub(super) fn with_words(mut self, message: Option<String>, code: Option<String>) -> Self {
        if let Some(message) = message {
            self.0.message = message;
            self.0.is_documented = true;
        }
        self.0.code = code.or(self.0.code);
        self
    }

    /// What kind of refusal it is.
    pub fn kind(&self) -> ErrorKind {
        match self.0.info.status.as_u16() {
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
        self.0.info.status
    }

    /// What the service said, in its own words; where it said nothing, what the status means. At
    /// most 500 characters.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The machine-readable code, such as `MISSING_PARAM`. Few errors have one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// How long the service asks callers to wait, counted from its answer, at most a year.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The rate limit's state, if the reply reports it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.0.info.rate_limit.as_ref()
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.info.trace.request_id.as_deref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.info.trace.attempts
    }

    /// The body as it came, up to its first 64 KiB, without API keys. It may hold anything: escape it
    /// before showing it.
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
        let trace = &self.0.info.trace;
        let sentence = trace.sentence(self.message());
        write!(
            f,
            "{} answered {}: {sentence}",
            service::NAME,
            self.status()
        )?;
        if let Some(advice) = trace.effect.advice() {
            return write!(f, " {advice}");
        }
        let variable = service::KEY_VARIABLE;
        match self.kind() {
            ErrorKind::RateLimited => match self.retry_after() {
                Some(wait) => {
                    write!(
                        f,
                        " Slow down, and try again in {} s.",
                        wait.as_secs().max(1)
                    )
                }
                None => f.write_str(" Slow down, and try again after a minute."),
            },
            ErrorKind::Server => f.write_str(" The fault is the service's: try again later."),
            // A page of a firewall or a proxy says nothing about keys, plans and ids.
            _ if !self.0.is_documented => Ok(()),
            ErrorKind::BadRequest => f.write_str(" Check the arguments of the call."),
            ErrorKind::Unauthorized => write!(
                f,
                " Check the key in {variable}: it may be mistyped or revoked. \
                 Keys are made under Settings → API Keys."
            ),
            // A code names another reason than the documented one.
            ErrorKind::Forbidden if self.code().is_some() => Ok(()),
            ErrorKind::Forbidden => {
                f.write_str(" API access is part of the Enterprise plan: see Settings → Billing.")
            }
            ErrorKind::NotFound => {
                f.write_str(" Check the ids: list the resource to see which there are.")
            }
            ErrorKind::Other => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

/// What a refusal means that says nothing.
fn default_message(status: StatusCode, location: Option<&str>) -> String {
    match location {
        Some(location) if status.is_redirection() => {
            format!("redirected to {location}, which this client does not follow")
        }
        _ => {
            let reason = status.canonical_reason().unwrap_or("no reason given");
            format!("{reason} (the body was empty)")
        }
    }
}
