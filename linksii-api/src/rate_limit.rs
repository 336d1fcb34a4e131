//! What the service says of a limit in each reply.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

static LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
static REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// A limit's state, as the service told it in a reply's `X-RateLimit-…` headers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests a window allows.
    pub limit: u32,
    /// How many of them are left.
    pub remaining: u32,
    /// When the window ends, by the service's clock.
    pub reset: DateTime<Utc>,
    /// How long after the reply that is, at most a year. It holds whatever the clock here says.
    pub resets_in: Duration,
}

impl RateLimit {
    /// Reads the headers of a reply that was sent `now`, by the service's clock.
    pub(crate) fn from_headers(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Self> {
        let limit = u32::try_from(number(headers, &LIMIT)?).ok()?;
        let remaining = u32::try_from(number(headers, &REMAINING)?.max(0)).ok()?;
        let reset = reset(headers)?;
        Some(Self {
            limit,
            remaining,
            reset,
            resets_in: until(reset, now),
        })
    }
}

/// How long after the reply the window ends. A window that has ended already asks for no wait.
pub(crate) fn resets_in(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    Some(until(reset(headers)?, now))
}

/// In whole seconds, as services tell both times.
fn until(time: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    let seconds = time.timestamp() - now.timestamp();
    wait(u64::try_from(seconds).unwrap_or_default())
}

/// A clock cannot count on to any moment, so longer than a year is a year.
fn wait(seconds: u64) -> Duration {
    const YEAR: u64 = 365 * 24 * 60 * 60;
    Duration::from_secs(seconds.min(YEAR))
}

fn reset(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(number(headers, &RESET)?, 0)
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// How long the service asks to wait: `Retry-After` in seconds or as a date.
pub(crate) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    // By the standard seconds are whole. A fraction, which some services send, counts as one more.
    let point = value.bytes().position(|byte| byte == b'.');
    let (seconds, fraction) = value.split_at(point.unwrap_or(value.len()));
    let digits = fraction.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    if let (Ok(seconds), true) = (seconds.parse::<u64>(), digits) {
        let more = u64::from(!fraction.is_empty());
        return Some(wait(seconds.saturating_add(more)));
    }
    let time = httpdate::parse_http_date(value).ok()?;
    Some(until(time.into(), now))
}

/// The time when the reply was sent, by the clock that its other times are read from: the
/// service's own. Only a service that does not tell the time is taken to have ours.
pub(crate) fn server_time(headers: &HeaderMap) -> DateTime<Utc> {
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    let date = date.and_then(|date| httpdate::parse_http_date(date).ok());
    DateTime::from(date.unwrap_or_else(SystemTime::now))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn the_wait_is_counted_by_the_clock_of_the_service() {
        let headers = headers(&[
            ("x-ratelimit-limit", "100"),
            ("x-ratelimit-remaining", "94"),
            ("x-ratelimit-reset", "1710000060"),
            ("date", "Sat, 09 Mar 2024 16:00:20 GMT"),
        ]);
        let limit = RateLimit::from_headers(&headers, server_time(&headers)).unwrap();
        assert_eq!((limit.limit, limit.remaining), (100, 94));
        assert_eq!(limit.reset.timestamp(), 1_710_000_060);
        assert_eq!(limit.resets_in, Duration::from_secs(40));
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let wait = |value: &'static str| {
            let headers = headers(&[
                ("retry-after", value),
                ("date", "Sat, 09 Mar 2024 16:00:00 GMT"),
            ]);
            retry_after(&headers, server_time(&headers))
        };
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(
            wait("Sat, 09 Mar 2024 16:00:30 GMT"),
            Some(Duration::from_secs(30))
        );
        assert_eq!(wait("1.5"), Some(Duration::from_secs(2)));
        assert_eq!(wait("Sat, 09 Mar 2024 15:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
        assert_eq!(wait("-3"), None);
    }

    #[test]
    fn headers_that_make_no_sense_are_no_limit() {
        for bad in ["", "many", "-1", "99999999999999999999"] {
            let limit = headers(&[
                ("x-ratelimit-limit", bad),
                ("x-ratelimit-remaining", "1"),
                ("x-ratelimit-reset", "1"),
            ]);
            assert_eq!(RateLimit::from_headers(&limit, Utc::now()), None, "{bad}");
        }
    }
}
