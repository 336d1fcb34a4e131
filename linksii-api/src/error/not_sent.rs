//! A request that this client did not send.

use std::fmt;
use std::time::Duration;

/// Why this client did not send a request. The service knows nothing of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSentError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    reason: NotSentReason,
    path: String,
    retry_after: Duration,
}

/// Why a request was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotSentReason {
    /// The limit of a minute is spent for longer than the call may wait.
    RateLimit,
    /// The limit of a day is spent.
    DailyQuota,
    /// The call's deadline passed while it waited for its turn.
    Deadline,
}

impl NotSentError {
    /// An error as this crate gives it, for tests: requests to `path` can be sent after `retry_after`.
    pub fn new(reason: NotSentReason, path: &str, retry_after: Duration) -> Self {
        Self(Box::new(Inner {
            reason,
            path: path.to_owned(),
            retry_after,
        }))
    }

    /// Why the request was not sent.
    pub fn reason(&self) -> NotSentReason {
        self.0.reason
    }

    /// How long until there is room for another request, as far as this client knows.
    pub fn retry_after(&self) -> Duration {
        self.0.retry_after
    }
}

impl fmt::Display for NotSentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            reason,
            path,
            retry_after,
        } = &*self.0;
        let seconds = retry_after.as_millis().div_ceil(1000).max(1);
        f.write_str("this client did not send the request: ")?;
        match reason {
            NotSentReason::RateLimit => write!(
                f,
                "the rate limit of {path} is spent, and has room in {seconds} s. Wait that long, or \
                 allow the call more time."
            ),
            NotSentReason::DailyQuota => write!(
                f,
                "the daily quota of {path} is spent. It starts again at 00:00 UTC, in {seconds} s."
            ),
            NotSentReason::Deadline => write!(
                f,
                "its deadline passed while it waited for its turn at {path}. Allow it more time, or \
                 make fewer calls at once."
            ),
        }
    }
}

impl std::error::Error for NotSentError {}
