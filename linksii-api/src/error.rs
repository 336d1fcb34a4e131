//! What can go wrong, and what to do about it.

mod api;
mod body;
mod cause;
mod decode;
mod transport;

use std::fmt;

pub use api::{ApiError, ErrorKind};
pub use decode::DecodeError;
pub use transport::{TransportError, TransportKind};

/// Why a call gave no result.
///
/// | what happened | becomes | repeated by default |
/// | --- | --- | --- |
/// | no key, a malformed one, a bad base URL, an empty id, a bad header | [`Config`](Self::Config), before anything is sent | no |
/// | the service answered 429 | [`Api`](Self::Api), kind `RateLimited` | yes, after the wait that it asks for |
/// | 500, 502, 503 or 504 | [`Api`](Self::Api), kind `Server` | yes, but not a `POST` or a `PATCH` |
/// | another status that is no success: 400, 401, 403, 404, …, or a redirect that is not followed | [`Api`](Self::Api) | no |
/// | the daily quota is spent, or the limit for longer than the policy waits, as far as this client counts | [`Api`](Self::Api), kind `RateLimited`, with [`retry_after`](ApiError::retry_after); not sent, so [`attempts`](ApiError::attempts) may be 0 | no |
/// | no connection: name not found, refused, TLS failed | [`Transport`](Self::Transport), kind `Connect` | yes |
/// | a certificate that is not accepted: expired, unknown, for another name | [`Transport`](Self::Transport), kind `Certificate` | no |
/// | a proxy that asks for a user name and a password | [`Transport`](Self::Transport), kind `ProxyAuthentication` | no |
/// | HTTP/2: the service says that it has not processed the request | [`Transport`](Self::Transport), kind `Refused` | yes |
/// | the reply did not come whole in time | [`Transport`](Self::Transport), kind `Timeout` | yes, but not a `POST` or a `PATCH` |
/// | the connection was closed, or the reply cut off | [`Transport`](Self::Transport), kind `Interrupted` | yes, but not a `POST` or a `PATCH` |
/// | the reply is larger than the client reads | [`Transport`](Self::Transport), kind `TooLarge` | no |
/// | a success whose body is not what is documented: HTML, no JSON, another type | [`Decode`](Self::Decode) | no |
///
/// A `POST` or a `PATCH` that may have reached the service is not sent again, as it might act twice;
/// [`RetryPolicy::repeat_writes`](crate::RetryPolicy::repeat_writes) changes that.
///
/// ```
/// use linksii_api::{Error, ErrorKind};
///
/// fn advice(error: &Error) -> &'static str {
///     match error {
///         Error::Config(_) => "mend the program or its environment",
///         Error::Api(api) if api.kind() == ErrorKind::Forbidden => "upgrade the plan",
///         Error::Api(_) => "read what the service said",
///         Error::Transport(_) => "look at the network",
///         _ => "look for a newer version of this crate",
///     }
/// }
/// # let _ = advice;
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The caller asked for something that cannot be sent.
    Config(ConfigError),
    /// The service answered, and refused.
    Api(ApiError),
    /// The service could not be reached, or its answer did not arrive.
    Transport(TransportError),
    /// The service answered, and its answer is not the documented one.
    Decode(DecodeError),
}

impl Error {
    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::Config(ConfigError(message.into().into_boxed_str()))
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        match self {
            Self::Config(_) => 0,
            Self::Api(error) => error.attempts(),
            Self::Transport(error) => error.attempts(),
            Self::Decode(error) => error.attempts(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(error) => error.fmt(f),
            Self::Api(error) => error.fmt(f),
            Self::Transport(error) => error.fmt(f),
            Self::Decode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Config(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

/// What cannot be sent, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Box<str>);

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConfigError {}

/// ` (request req_1, 3 attempts)`: what a report to the service's makers needs.
fn context(request_id: Option<&str>, attempts: u32) -> String {
    match (request_id, attempts) {
        (None, ..=1) => String::new(),
        (Some(id), ..=1) => format!(" (request {id})"),
        (None, _) => format!(" ({attempts} attempts)"),
        (Some(id), _) => format!(" (request {id}, {attempts} attempts)"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_small_and_go_anywhere() {
        fn anywhere<T: std::error::Error + Send + Sync + 'static>() {}
        anywhere::<Error>();
        assert!(size_of::<Error>() <= 3 * size_of::<usize>());
    }
}
