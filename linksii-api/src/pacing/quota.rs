//! What is left of a daily quota.

use std::time::Duration;

use tokio::time::Instant;

use crate::server_time::{DAY, rest_of_day};

/// How much the service has done of what a day allows.
#[derive(Debug)]
pub(super) struct Quota {
    per_day: u32,
    /// Counted from 1970, in UTC.
    day: u64,
    done: u32,
    clock: Clock,
}

impl Quota {
    pub(super) fn new(per_day: u32, here: u64, now: Instant) -> Self {
        Self {
            per_day,
            day: here / DAY.as_secs(),
            done: 0,
            clock: Clock {
                time: here,
                at: now,
                is_ours: true,
            },
        }
    }

    /// How many requests are left for today.
    pub(super) fn left(&mut self, now: Instant) -> u32 {
        let day = self.clock.now(now) / DAY.as_secs();
        if self.day != day {
            (self.day, self.done) = (day, 0);
        }
        self.per_day.saturating_sub(self.done)
    }

    /// How long until there is a new quota.
    pub(super) fn starts_again_in(&self, now: Instant) -> Duration {
        rest_of_day(self.clock.now(now))
    }

    /// A reply has come, at this time by the service's clock. Only what the service has done counts:
    /// of what failed or was lost, nobody knows whether it did.
    pub(super) fn settle(&mut self, success: bool, time: u64, now: Instant) {
        self.clock.set(time, now);
        self.left(now);
        self.done += u32::from(success);
    }
}

/// The service's clock: what it last showed, and when.
#[derive(Debug)]
struct Clock {
    /// In seconds since 1970.
    time: u64,
    at: Instant,
    /// Whether it is the one here, as the service has shown none yet.
    is_ours: bool,
}

impl Clock {
    fn now(&self, now: Instant) -> u64 {
        self.time + now.saturating_duration_since(self.at).as_secs()
    }

    /// A time that is behind the clock was kept by a cache, as time does not go back.
    fn set(&mut self, time: u64, now: Instant) {
        if self.is_ours || time >= self.now(now) {
            *self = Self {
                time,
                at: now,
                is_ours: false,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 20_000 * 86_400 + 12 * 3600;

    #[test]
    fn the_day_is_the_services_and_a_date_that_a_cache_kept_is_not_its_clock() {
        let now = Instant::now();
        // The clock here is a day ahead.
        let mut quota = Quota::new(2, NOON + 86_400, now);
        quota.settle(true, NOON, now);
        assert_eq!(quota.left(now), 1);
        assert_eq!(quota.starts_again_in(now), Duration::from_secs(12 * 3600));
        quota.settle(true, NOON - 86_400, now);
        assert_eq!(quota.left(now), 0, "it is not yesterday again");
        let midnight = NOON + 12 * 3600;
        quota.settle(false, midnight, now);
        assert_eq!(quota.left(now), 2);
    }
}
