//! The documented limits, counted by key and endpoint.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use linksii_api::limits::{Access, Limit};

/// How long a window is, in seconds. Windows start on the minute.
const WINDOW: i64 = 60;

/// How long a quota lasts, in seconds. Days start at midnight, UTC.
const DAY: i64 = 24 * 60 * 60;

/// What was counted: a few dozen endpoints at the most, as keys that open nothing count as none.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<Vec<(Endpoint, Count)>>);

/// What is counted apart.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    limit_today: Option<u32>,
    day: i64,
    today: u32,
}

/// What a key has spent of a minute or a day.
#[derive(Clone, Debug)]
pub(crate) struct Spent {
    pub(crate) endpoint: Endpoint,
    /// `minute` or `day`.
    pub(crate) window: &'static str,
    pub(crate) requests: u32,
    pub(crate) limit: u32,
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
        let known = counts
            .iter()
            .position(|(it, _)| it.key == key && it.path == path && it.access == limit.access);
        let place = known.unwrap_or_else(|| {
            let endpoint = Endpoint {
                key: key.to_owned(),
                path: path.to_owned(),
                access: limit.access,
            };
            counts.push((endpoint, Count::default()));
            counts.len() - 1
        });
        let count = &mut counts[place].1;
        count.limit = limit.requests_per_minute;
        count.limit_today = limit.requests_per_day;
        let seconds = now.timestamp();
        let (window, day) = (seconds.div_euclid(WINDOW), seconds.div_euclid(DAY));
        if count.window != window {
            (count.window, count.requests) = (window, 0);
        }
        if count.day != day {
            (count.day, count.today) = (day, 0);
        }
        let reset = (window + 1) * WINDOW;
        let opens = if limit
            .requests_per_day
            .is_some_and(|most| count.today >= most)
        {
            Some((day + 1) * DAY)
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

    /// What each key has spent of this minute, and of this day where it has a quota.
    pub(crate) fn spent(&self, now: DateTime<Utc>) -> Vec<Spent> {
        let seconds = now.timestamp();
        let (window, day) = (seconds.div_euclid(WINDOW), seconds.div_euclid(DAY));
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all = Vec::new();
        for (endpoint, count) in counts.iter().filter(|(it, _)| !it.key.is_empty()) {
            let mut add = |window, requests, limit| {
                all.push(Spent {
                    endpoint: endpoint.clone(),
                    window,
                    requests,
                    limit,
                });
            };
            if count.window == window {
                add("minute", count.requests, count.limit);
            }
            if let Some(limit) = count.limit_today.filter(|_| count.day == day) {
                add("day", count.today, limit);
            }
        }
        // The day's after the minute's.
        let place = |it: &Spent| {
            let Endpoint { key, path, .. } = it.endpoint.clone();
            (key, path, it.window == "day")
        };
        all.sort_by_key(place);
        all
    }

    pub(crate) fn reset(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}
