//! The headers that every reply of the API carries.

use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use hyper::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};

use crate::limits::Standing;
use crate::reply::JSON;

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Makes the headers. Those that replies of the same second and limit have in common are made once, as
/// most replies follow upon one like that.
#[derive(Debug, Default)]
pub(crate) struct Heads(Mutex<Option<Common>>);

#[derive(Debug)]
struct Common {
    now: DateTime<Utc>,
    limit: u32,
    headers: HeaderMap,
}

impl Heads {
    /// The headers of a reply of JSON that leaves the key where it stands.
    pub(crate) fn of(&self, standing: &Standing) -> HeaderMap {
        let mut headers = self.common(standing);
        headers.insert(&REMAINING, HeaderValue::from(standing.remaining));
        if let Some(wait) = standing.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait));
        }
        headers
    }

    fn common(&self, standing: &Standing) -> HeaderMap {
        let (now, limit) = (standing.now, standing.limit);
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(last) = &*last
            && (last.now, last.limit) == (now, limit)
        {
            return last.headers.clone();
        }
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, JSON);
        // The other times are by this clock, which may have been moved.
        let date = httpdate::fmt_http_date(now.into());
        if let Ok(date) = HeaderValue::from_str(&date) {
            headers.insert(DATE, date);
        }
        headers.insert(&LIMIT, HeaderValue::from(limit));
        // Room for what is told last.
        headers.insert(&REMAINING, HeaderValue::from_static(""));
        headers.insert(&RESET, HeaderValue::from(standing.reset));
        let common = headers.clone();
        *last = Some(Common {
            now,
            limit,
            headers: common,
        });
        headers
    }
}
