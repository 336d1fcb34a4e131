//! The documented limits, counted by key and path.

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::header::{HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use linksii_api::limits::Limit;

/// How long a window is, in seconds. Windows start on the minute.
const WINDOW: i64 = 60;

/// How long a quota lasts, in seconds. Days start at midnight, UTC.
const DAY: i64 = 24 * 60 * 60;

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// What was counted: a few dozen at the most, as unknown keys are counted as one and unknown paths too.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<Vec<Count>>);

/// The requests of a key for a path.
#[derive(Debug)]
struct Count {
    key: String,
    path: &'static str,
    limit: &'static Limit,
    window: i64,
    requests: u32,
    day: i64,
    requests_today: u32,
}

/// What a key may still do with a path, after a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    limit: u32,
    remaining: u32,
    /// When the window ends, in Unix seconds.
    reset: i64,
    /// When to try again, in Unix seconds; nothing where the request is allowed.
    pub(crate) opens: Option<i64>,
}

/// What a key has left of a minute or of a day.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    pub(crate) key: String,
    pub(crate) path: &'static str,
    pub(crate) requests: u32,
    pub(crate) limit: u32,
    /// `minute` or `day`.
    pub(crate) window: &'static str,
    /// When it is whole again, in Unix seconds.
    pub(crate) reset: i64,
}

impl Budget {
    /// As if nothing were left of the window.
    pub(crate) fn spend(&mut self) {
        self.remaining = 0;
        self.opens = Some(self.reset);
    }

    /// Writes the headers that report it.
    pub(crate) fn report(&self, now: DateTime<Utc>, headers: &mut HeaderMap) {
        headers.insert(&LIMIT, HeaderValue::from(self.limit));
        headers.insert(&REMAINING, HeaderValue::from(self.remaining));
        headers.insert(&RESET, HeaderValue::from(self.reset));
        if let Some(opens) = self.opens {
            headers.insert(RETRY_AFTER, HeaderValue::from(opens - now.timestamp()));
        }
    }
}

impl Limits {
    /// Counts a request. One that is refused is not counted; none is refused while limits are not `enforced`.
    pub(crate) fn count(
        &self,
        key: &str,
        path: &'static str,
        limit: &'static Limit,
        now: DateTime<Utc>,
        enforced: bool,
    ) -> Budget {
        let mut counts = self.lock();
        let same = |it: &Count| it.key == key && it.path == path && it.limit.access == limit.access;
        let index = counts.iter().position(same).unwrap_or_else(|| {
            counts.push(Count::new(key, path, limit));
            counts.len() - 1
        });
        counts[index].request(now.timestamp(), enforced)
    }

    /// What each key has left of this minute, and of this day where it has a quota.
    pub(crate) fn left(&self, now: DateTime<Utc>) -> Vec<Left> {
        let counts = self.lock();
        let known = counts.iter().filter(|count| !count.key.is_empty());
        let mut all: Vec<Left> = known.flat_map(|it| it.left(now.timestamp())).collect();
        all.sort_by(|one, other| (&one.key, one.path).cmp(&(&other.key, other.path)));
        all
    }

    pub(crate) fn reset(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Count {
    fn new(key: &str, path: &'static str, limit: &'static Limit) -> Self {
        Self {
            key: key.to_owned(),
            path,
            limit,
            window: 0,
            requests: 0,
            day: 0,
            requests_today: 0,
        }
    }

    fn request(&mut self, now: i64, enforced: bool) -> Budget {
        let (window, day) = (now.div_euclid(WINDOW), now.div_euclid(DAY));
        if self.window != window {
            (self.window, self.requests) = (window, 0);
        }
        if self.day != day {
            (self.day, self.requests_today) = (day, 0);
        }
        let reset = (window + 1) * WINDOW;
        let limit = self.limit.requests_per_minute;
        let a_day = self.limit.requests_per_day;
        let opens = if a_day.is_some_and(|most| self.requests_today >= most) {
            Some((day + 1) * DAY)
        } else {
            (self.requests >= limit).then_some(reset)
        };
        let opens = opens.filter(|_| enforced);
        if opens.is_none() {
            self.requests = self.requests.saturating_add(1);
            self.requests_today = self.requests_today.saturating_add(1);
        }
        Budget {
            limit,
            remaining: limit.saturating_sub(self.requests),
            reset,
            opens,
        }
    }

    /// Of the minute, and of the day, where something was asked in it.
    fn left(&self, now: i64) -> impl Iterator<Item = Left> {
        let (window, day) = (now.div_euclid(WINDOW), now.div_euclid(DAY));
        let left = |window, requests, limit: u32, reset| Left {
            key: self.key.clone(),
            path: self.path,
            requests: limit.saturating_sub(requests),
            limit,
            window,
            reset,
        };
        let a_minute = self.limit.requests_per_minute;
        let minute = left("minute", self.requests, a_minute, (window + 1) * WINDOW);
        let a_day = self.limit.requests_per_day;
        let today = a_day.map(|limit| left("day", self.requests_today, limit, (day + 1) * DAY));
        let minute = Some(minute).filter(|_| self.window == window);
        let today = today.filter(|_| self.day == day);
        minute.into_iter().chain(today)
    }
}
