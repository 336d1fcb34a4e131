//! A clock that can be moved.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use tokio::time::Instant;

/// The end of the year 9999, in Unix seconds: the last time that RFC 3339 can tell.
const LAST: i64 = 253_402_300_799;

/// The time at the start, what has passed since, and how far the clock was moved on. What passes is
/// told by tokio, so that in a test with a paused clock the sandbox's stands still too.
#[derive(Debug)]
pub(crate) struct Clock {
    start: DateTime<Utc>,
    started: Instant,
    ahead: Mutex<TimeDelta>,
}

impl Default for Clock {
    fn default() -> Self {
        Self {
            start: Utc::now(),
            started: Instant::now(),
            ahead: Mutex::default(),
        }
    }
}

impl Clock {
    /// The time in whole seconds, as the API tells it.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let passed = TimeDelta::from_std(self.started.elapsed()).unwrap_or(TimeDelta::MAX);
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self
            .start
            .checked_add_signed(passed)
            .and_then(|now| now.checked_add_signed(ahead));
        let last = DateTime::from_timestamp(LAST, 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
        now.map_or(last, |now| now.min(last)).trunc_subsecs(0)
    }

    pub(crate) fn advance(&self, time: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        let time = TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
        *ahead = ahead.checked_add(&time).unwrap_or(TimeDelta::MAX);
    }
}
