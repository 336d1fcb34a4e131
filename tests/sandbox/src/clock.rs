//! A clock that can be moved.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use tokio::time::Instant;

/// The end of the year 9999, in Unix seconds: the last time that RFC 3339 can tell.
const LAST: u64 = 253_402_300_799;

/// The time at the start, since 1970, what has passed since then, and how far the clock was moved on.
/// What passes is told by tokio, so that in a test with a paused clock the sandbox's stands still too.
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
    /// The time in whole seconds, as the API tells it.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = self.started.elapsed().saturating_add(ahead);
        let seconds = self.start.saturating_add(passed).as_secs().min(LAST);
        // A time that is no later than the last is one.
        DateTime::from_timestamp_secs(seconds.cast_signed()).unwrap_or_default()
    }

    pub(crate) fn advance(&self, time: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(time);
    }
}
