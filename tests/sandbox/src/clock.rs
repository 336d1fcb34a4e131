//! A clock that can be moved.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

/// The machine's clock, and how far it was moved on.
#[derive(Debug, Default)]
pub(crate) struct Clock(Mutex<TimeDelta>);

impl Clock {
    /// The time in whole seconds, as the API tells it.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let ahead = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (Utc::now() + ahead).trunc_subsecs(0)
    }

    pub(crate) fn advance(&self, time: Duration) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead += TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX);
    }
}
