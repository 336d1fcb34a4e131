//! A rate limit's state, as each reply reports it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, HeaderName};

use crate::server_time::ServerTime;

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// A rate limit's state, from a reply's `X-RateLimit-…` headers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests a window allows.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// When the window ends, by the service's clock.
    pub reset: DateTime<Utc>,
    /// How long after the reply that is, as far as the service's clock and the one here can be
    /// believed: at most a minute, which is how long a window is documented to be.
    pub resets_in: Duration,
}

impl RateLimit {
    /// Reads the headers of a reply that was sent at `time`.
    pub(crate) fn of(headers: &HeaderMap, time: &ServerTime) -> Option<Self> {
        let limit = u32::try_from(number(headers, &LIMIT)?).ok()?;
        let remaining = u32::try_from(number(headers, &REMAINING)?.max(0)).ok()?;
        let (reset, resets_in) = time.reset(headers, &RESET)?;
        Some(Self {
            limit,
            remaining,
            reset,
            resets_in,
        })
    }
}

/// How long after the reply the window ends, for a refusal that reports no more than that. A
/// window that has ended asks for no wait.
pub(crate) fn resets_in(headers: &HeaderMap, time: &ServerTime) -> Option<Duration> {
    let (_, wait) = time.reset(headers, &RESET)?;
    Some(wait).filter(|wait| !wait.is_zero())
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn read(limit: &str, remaining: &str, reset: &str) -> Option<RateLimit> {
        let mut headers = HeaderMap::new();
        for (name, value) in [(&LIMIT, limit), (&REMAINING, remaining), (&RESET, reset)] {
            headers.insert(name, value.parse().unwrap());
        }
        headers.insert("date", "Sat, 09 Mar 2024 16:00:20 GMT".parse().unwrap());
        RateLimit::of(&headers, &ServerTime::of(&headers))
    }

    #[test]
    fn the_documented_headers_are_read_by_the_clock_of_the_service() {
        let limit = read("100", "94", "1710000060").unwrap();
        assert_eq!((limit.limit, limit.remaining), (100, 94));
        assert_eq!(limit.reset.timestamp(), 1_710_000_060);
        assert_eq!(limit.resets_in, Duration::from_secs(40));
    }

    #[test]
    fn headers_that_make_no_sense_are_no_limit() {
        for bad in ["", "many", "-1", "99999999999999999999"] {
            assert_eq!(read(bad, "1", "1"), None, "{bad}");
        }
        assert_eq!(read("100", "-1", "1710000060").unwrap().remaining, 0);
    }
}
