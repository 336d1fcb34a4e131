//! The documented limits, counted by key and endpoint.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use linksii_api::limits::{Access, Limit};

/// How long a window is, in seconds. Windows start on the minute.
const WINDOW: i64 = 60;

/// What was counted.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<HashMap<Endpoint, Count>>);

/// What is counted apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Endpoint {
    pub(crate) key: String,
    pub(crate) path: String,
    pub(crate) access: Access,
}

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    window: i64,
    requests: u32,
    limit: u32,
    date: NaiveDate,
    today: u32,
}

/// What is left of a window.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Left {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
}

/// Where a key stands with an endpoint, after a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) now: DateTime<Utc>,
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the window ends, in Unix seconds.
    pub(crate) reset: i64,
    /// How many seconds to wait; nothing where the request is allowed.
    pub(crate) retry_after: Option<i64>,
}

impl Standing {
    /// As if nothing were left of the window.
    pub(crate) fn spend(&mut self) {
        self.remaining = 0;
        self.retry_after = Some(self.reset - self.now.timestamp());
    }
}

impl Limits {
    /// Counts a request. One that is refused is not counted, nor is any while limits are not
    /// `enforced`.
    pub(crate) fn count(
        &self,
        key: &str,
        path: &str,
        limit: &Limit,
        now: DateTime<Utc>,
        enforced: bool,
    ) -> Standing {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts
            .entry(Endpoint {
                key: key.to_owned(),
                path: path.to_owned(),
                access: limit.access,
            })
            .or_default();
        count.limit = limit.requests_per_minute;
        let (seconds, today) = (now.timestamp(), now.date_naive());
        let window = seconds.div_euclid(WINDOW);
        if count.window != window {
            (count.window, count.requests) = (window, 0);
        }
        if count.date != today {
            (count.date, count.today) = (today, 0);
        }
        let reset = (window + 1) * WINDOW;
        let midnight = today.succ_opt().map_or(reset, |date| {
            date.and_time(NaiveTime::MIN).and_utc().timestamp()
        });
        let opens = if limit
            .requests_per_day
            .is_some_and(|most| count.today >= most)
        {
            Some(midnight)
        } else if count.requests >= limit.requests_per_minute {
            Some(reset)
        } else {
            None
        };
        let opens = opens.filter(|_| enforced);
        if opens.is_none() {
            count.requests = count.requests.saturating_add(1);
            count.today += 1;
        }
        Standing {
            now,
            limit: limit.requests_per_minute,
            remaining: limit.requests_per_minute.saturating_sub(count.requests),
            reset,
            retry_after: opens.map(|opens| opens - seconds),
        }
    }

    /// What each key has spent of this window, by endpoint.
    pub(crate) fn spent(&self, now: DateTime<Utc>) -> Vec<(Endpoint, Left)> {
        let window = now.timestamp().div_euclid(WINDOW);
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = counts
            .iter()
            .filter(|(endpoint, count)| count.window == window && !endpoint.key.is_empty());
        let mut spent: Vec<_> = here
            .map(|(endpoint, count)| {
                let remaining = count.limit.saturating_sub(count.requests);
                let limit = count.limit;
                (endpoint.clone(), Left { limit, remaining })
            })
            .collect();
        spent.sort_by(|one, other| (&one.0.key, &one.0.path).cmp(&(&other.0.key, &other.0.path)));
        spent
    }

    pub(crate) fn reset(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
