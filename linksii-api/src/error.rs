//! Why a call gave no result, and what to do about it.

mod api;
mod api_builder;
mod body;
mod cause;
mod decode;
mod effect;
mod message;
mod not_sent;
mod reply_info;
mod transport;
mod transport_kind;

use std::fmt;
use std::time::Duration;

pub use api::{ApiError, ErrorKind};
pub use api_builder::ApiErrorBuilder;
pub(crate) use body::BodyError;
pub use decode::DecodeError;
pub(crate) use effect::{Effect, is_write};
pub use not_sent::{NotSentError, NotSentReason};
pub(crate) use reply_info::{ReplyInfo, Trace};
use reqwest::StatusCode;
pub use transport::TransportError;
pub use transport_kind::TransportKind;

/// Why a call gave no result.
///
#[doc = include_str!("error/table.md")]
///
/// A `POST` or a `PATCH` that the service may have acted on is not sent again, as it might act twice;
/// [`RetryPolicy::repeat_writes`](crate::RetryPolicy::repeat_writes) changes that. Where such a call
/// fails, [`may_have_acted`](Self::may_have_acted) says whether to look before repeating it.
///
/// ```
/// use linksii_api::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Config(_) => "fix the program or its environment",
///         Error::Api(api) if api.kind() == ErrorKind::Forbidden => "upgrade the plan",
///         error if error.may_have_acted() => "look whether it was made before repeating it",
///         error if error.retry_after().is_some() => "wait",
///         Error::Transport(_) => "check the network",
///         _ => "read the message",
///     }
/// }
/// # let _ = advice;
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The caller asked for something that cannot be sent.
    Config(ConfigError),
    /// This client did not send the request, as a limit is spent for longer than the call may wait.
    NotSent(NotSentError),
    /// The service answered, and refused.
    Api(ApiError),
    /// The service could not be reached, or its answer did not arrive whole.
    Transport(TransportError),
    /// The service answered, and its answer is not the documented one.
    Decode(DecodeError),
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::Config(ConfigError::new(message))
    }

    fn trace(&self) -> Option<&Trace> {
        match self {
            Self::Config(_) | Self::NotSent(_) => None,
            Self::Api(error) => Some(&error.0.info.trace),
            Self::Transport(error) => Some(&error.0.trace),
            Self::Decode(error) => Some(&error.0.info.trace),
        }
    }

    pub(crate) fn with_effect(mut self, effect: Effect) -> Self {
        match &mut self {
            Self::Config(_) | Self::NotSent(_) => {}
            Self::Api(error) => error.0.info.trace.effect = effect,
            Self::Transport(error) => error.0.trace.effect = effect,
            Self::Decode(error) => error.0.info.trace.effect = effect,
        }
        self
    }

    /// How many times the request was sent; 0 if it never was.
    pub fn attempts(&self) -> u32 {
        self.trace().map_or(0, |trace| trace.attempts)
    }

    /// The HTTP status, if the service answered.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Config(_) | Self::NotSent(_) => None,
            Self::Api(error) => Some(error.status()),
            Self::Transport(error) => error.status(),
            Self::Decode(error) => Some(error.status()),
        }
    }

    /// How long to wait before calling again, if the service or the limit says so.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::NotSent(error) => Some(error.retry_after()),
            Self::Api(error) => error.retry_after(),
            Self::Config(_) | Self::Transport(_) | Self::Decode(_) => None,
        }
    }

    /// The service's own name for the request, if it gave one. It is what a report to its makers
    /// needs.
    pub fn request_id(&self) -> Option<&str> {
        self.trace()?.request_id.as_deref()
    }

    /// Whether the service may have done what a `POST` or a `PATCH` asked for, although the call
    /// failed: look before repeating it. `false` for calls that only read or that can be repeated,
    /// and where nothing reached the service.
    pub fn may_have_acted(&self) -> bool {
        self.trace().is_some_and(|trace| trace.effect.is_possible())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::NotSent(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

/// Has no source: `Display` already says what the causes are.
impl std::error::Error for Error {}

macro_rules! from_part {
    ($($variant:ident: $part:ty),*) => {$(
        impl From<$part> for Error {
            fn from(error: $part) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

from_part!(
    Config: ConfigError,
    NotSent: NotSentError,
    Api: ApiError,
    Transport: TransportError,
    Decode: DecodeError
);

/// What cannot be sent, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Box<str>);

impl ConfigError {
    /// An error as this crate gives it, for tests.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into().into_boxed_str())
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_and_can_be_sent_anywhere() {
        fn anywhere<T: std::error::Error + Send + Sync + 'static>() {}
        anywhere::<Error>();
        assert!(size_of::<Error>() <= 3 * size_of::<usize>());
    }
}
