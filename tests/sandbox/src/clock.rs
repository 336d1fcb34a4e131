//! A clock that can be moved.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// The end of the year 9999, in Unix seconds: the last time that RFC 3339 can write.
const LAST: u64 = 253_402_300_799;

/// The time at the start, since 1970, what has passed since then, and how far the clock was moved on.
/// Tokio measures what passes, so that in a test with a paused clock the sandbox's stops too.
#[derive(Debug)]
pub(crate) struct Clock {
    start: Duration,
    started: Instant,
    ahead: Mutex<Duration>,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            start: SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(),
            started: Instant::now(),
            ahead: Mutex::default(),
        }
    }
}

impl Clock {
    /// The time in whole seconds, as the API writes it.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let passed = self.started.elapsed().saturating_add(*self.ahead());
        let seconds = self.start.saturating_add(passed).as_secs().min(LAST);
        // Every time up to the last can be written.
        DateTime::from_timestamp_secs(seconds.cast_signed()).unwrap_or_default()
    }

    pub(crate) fn advance(&self, time: Duration) {
        let mut ahead = self.ahead();
        *ahead = ahead.saturating_add(time);
    }

    /// Back to the time that it would be if the clock had not been moved.
    pub(crate) fn reset(&self) {
        *self.ahead() = Duration::ZERO;
    }

    fn ahead(&self) -> MutexGuard<'_, Duration> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
