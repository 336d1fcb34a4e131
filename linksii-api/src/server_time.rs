//! Times that a service sends, read with doubt.
//!
//! A service counts in seconds, milliseconds or dates; its clock or ours may be wrong, and a cache
//! may have kept its `Date`. What is read here is the wait that all this most likely means. How
//! long anything may be closed for is decided by the documented windows, not here.

use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{AGE, DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// How long a window of a rate limit is.
pub(crate) const WINDOW: Duration = Duration::from_secs(60);

/// How long a day is, after which a daily quota starts again.
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Above this a wait in seconds is more likely to be in milliseconds, unless a daily quota explains
/// it: no other documented window is longer than a minute.
const LONG: u64 = 60 * 60;

/// From here on a number of seconds is a moment since 1970 (this one is in 2001), and not a wait.
const EPOCH_SECONDS: u64 = 1_000_000_000;

/// From here on it is in milliseconds (as seconds, this one is in the year 5138).
const EPOCH_MILLISECONDS: u64 = 100_000_000_000;

/// The longest wait that is reported. A clock cannot count on to any moment.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// By how much two whole seconds that mean the same moment can differ, and the time on the way.
const SLACK: Duration = Duration::from_secs(2);

/// When a reply was sent, by the service's clock and by ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServerTime {
    /// By the header `Date`, which a cache may have kept.
    service: Option<DateTime<Utc>>,
    here: DateTime<Utc>,
}

impl ServerTime {
    /// Reads the headers of a reply that has just come.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self::at(headers, SystemTime::now().into())
    }

    fn at(headers: &HeaderMap, here: DateTime<Utc>) -> Self {
        let date = text(headers, &DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        // A cache says how long it has kept the reply.
        let age = text(headers, &AGE).and_then(|age| age.parse().ok());
        let service = date.and_then(|date| {
            let age = TimeDelta::try_seconds(age.unwrap_or_default())?;
            DateTime::from(date).checked_add_signed(age)
        });
        Self { service, here }
    }

    /// The service's clock; ours where it does not show one.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.service.unwrap_or(self.here)
    }

    /// How long until a moment, where no more than `longest` is plausible. For a moment that has
    /// passed it is zero.
    fn until(&self, moment: DateTime<Utc>, longest: Duration) -> Duration {
        let by = |clock: DateTime<Utc>| (moment.timestamp() - clock.timestamp()).max(0) as u64;
        let plausible = |wait: &u64| *wait > 0 && *wait <= (longest + SLACK).as_secs();
        let (service, here) = (self.service.map(by), by(self.here));
        // The service's own clock is the better one, if it is not stopped.
        let wait = service.filter(plausible).unwrap_or_else(|| {
            if plausible(&here) {
                here
            } else {
                // Both pass it, or both are far from it: the shorter costs less.
                service.map_or(here, |service| service.min(here))
            }
        });
        Duration::from_secs(wait).min(LONGEST)
    }

    /// The end of a rate limit's window: its moment by the service's clock, and how long until then,
    /// at most a window.
    pub(crate) fn reset(
        &self,
        headers: &HeaderMap,
        name: &HeaderName,
    ) -> Option<(DateTime<Utc>, Duration)> {
        match Number::of(text(headers, name)?)? {
            Number::Moment(moment) => Some((moment, self.until(moment, WINDOW).min(WINDOW))),
            // Documented is a moment; others send what is left of the window.
            Number::Wait { whole, rounded } => {
                let wait = Duration::from_secs(in_seconds(rounded, WINDOW)).min(WINDOW);
                let whole = TimeDelta::seconds(whole.min(DAY.as_secs()) as i64);
                Some((self.now().checked_add_signed(whole)?, wait))
            }
        }
    }

    /// How long the service asks to wait: `Retry-After` in seconds or as a date. With a daily quota
    /// that may be the rest of the day.
    pub(crate) fn retry_after(
        &self,
        headers: &HeaderMap,
        has_daily_quota: bool,
    ) -> Option<Duration> {
        let value = text(headers, &RETRY_AFTER)?;
        let longest = if has_daily_quota { DAY } else { WINDOW };
        Some(match Number::of(value) {
            Some(Number::Moment(moment)) => self.until(moment, longest),
            Some(Number::Wait { rounded, .. }) => {
                Duration::from_secs(in_seconds(rounded, longest)).min(LONGEST)
            }
            None => self.until(httpdate::parse_http_date(value).ok()?.into(), longest),
        })
    }
}

/// How long until the next day begins, in seconds since 1970 in UTC.
pub(crate) fn rest_of_day(now: u64) -> Duration {
    Duration::from_secs(DAY.as_secs() - now % DAY.as_secs())
}

/// A number in a header: a moment or a wait.
enum Number {
    Moment(DateTime<Utc>),
    Wait {
        whole: u64,
        /// A fraction, which some services send, counts as one more second.
        rounded: u64,
    },
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        let point = text.find('.').unwrap_or(text.len());
        let (whole, fraction) = text.split_at(point);
        if whole.is_empty()
            || !(whole.bytes().chain(fraction.bytes().skip(1))).all(|it| it.is_ascii_digit())
        {
            return None;
        }
        // What no integer can hold is as far away as can be.
        let whole = whole.parse().unwrap_or(u64::MAX);
        let moment = |seconds: u64| DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0);
        Some(match whole {
            EPOCH_MILLISECONDS.. => {
                Self::Moment(moment(whole / 1000).unwrap_or(DateTime::<Utc>::MAX_UTC))
            }
            EPOCH_SECONDS.. => Self::Moment(moment(whole).unwrap_or(DateTime::<Utc>::MAX_UTC)),
            _ => Self::Wait {
                whole,
                rounded: whole + u64::from(fraction.bytes().any(|digit| digit > b'0')),
            },
        })
    }
}

/// A wait in seconds, where the service may have counted milliseconds.
fn in_seconds(wait: u64, longest: Duration) -> u64 {
    let milliseconds =
        wait > LONG && wait > longest.as_secs() && wait.div_ceil(1000) <= WINDOW.as_secs();
    if milliseconds {
        wait.div_ceil(1000)
    } else {
        wait
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    Some(headers.get(name)?.to_str().ok()?.trim())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    /// What time it is here in all tests: Saturday, 9 March 2024, 16:00:00 UTC.
    const NOW: i64 = 1_710_000_000;
    const TODAY: &str = "Sat, 09 Mar 2024 16:00:00 GMT";
    static RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

    fn read(pairs: &[(&'static str, &str)]) -> (ServerTime, HeaderMap) {
        let pairs = pairs.iter().map(|(name, value)| {
            let value = HeaderValue::from_str(value).unwrap();
            (HeaderName::from_static(name), value)
        });
        let headers = pairs.collect();
        let here = DateTime::from_timestamp(NOW, 0).unwrap();
        (ServerTime::at(&headers, here), headers)
    }

    fn retry_after(date: &'static str, value: &str, quota: bool) -> Option<u64> {
        let (time, headers) = read(&[("date", date), ("retry-after", value)]);
        Some(time.retry_after(&headers, quota)?.as_secs())
    }

    fn reset(date: &'static str, value: &str) -> Option<u64> {
        let (time, headers) = read(&[("date", date), ("x-ratelimit-reset", value)]);
        Some(time.reset(&headers, &RESET)?.1.as_secs())
    }

    #[test]
    fn each_form_of_retry_after_is_read_as_what_it_means() {
        for (value, date, wait) in [
            // As documented: seconds, and by HTTP a date.
            ("7", TODAY, Some(7)),
            (" 7 ", TODAY, Some(7)),
            ("Sat, 09 Mar 2024 16:00:30 GMT", TODAY, Some(30)),
            ("Saturday, 09-Mar-24 16:00:30 GMT", TODAY, Some(30)),
            ("Sat Mar  9 16:00:30 2024", TODAY, Some(30)),
            // No wait at all.
            ("0", TODAY, Some(0)),
            ("Sat, 09 Mar 2024 15:00:00 GMT", TODAY, Some(0)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", TODAY, Some(0)),
            ("1709999999", TODAY, Some(0)),
            // A fraction counts as a second.
            ("1.5", TODAY, Some(2)),
            ("1.0", TODAY, Some(1)),
            ("1.", TODAY, Some(1)),
            // Longer than any documented window, and believed: maintenance.
            ("91", TODAY, Some(91)),
            ("3600", TODAY, Some(3600)),
            ("Sat, 09 Mar 2024 17:00:00 GMT", TODAY, Some(3600)),
            ("86400", TODAY, Some(86_400)),
            // Milliseconds.
            ("30000", TODAY, Some(30)),
            ("29873", TODAY, Some(30)),
            ("60000", TODAY, Some(60)),
            // Moments since 1970, in seconds and in milliseconds.
            ("1710000030", TODAY, Some(30)),
            ("1710000030000", TODAY, Some(30)),
            ("1710000030500", TODAY, Some(30)),
            // The service's clock is wrong, and so is its date.
            (
                "Fri, 09 Mar 2018 16:00:30 GMT",
                "Fri, 09 Mar 2018 16:00:00 GMT",
                Some(30),
            ),
            ("1520611230", "Fri, 09 Mar 2018 16:00:00 GMT", Some(30)),
            // A cache kept the date for an hour.
            ("1710000030", "Sat, 09 Mar 2024 15:00:00 GMT", Some(30)),
            (
                "Sat, 09 Mar 2024 16:00:30 GMT",
                "Sat, 09 Mar 2024 15:00:00 GMT",
                Some(30),
            ),
            // There is no date, or none that can be read.
            ("1710000030", "", Some(30)),
            ("Sat, 09 Mar 2024 16:00:30 GMT", "yesterday", Some(30)),
            // As far away as can be is a year.
            ("18446744073709551615", TODAY, Some(LONGEST.as_secs())),
            ("99999999999999999999999", TODAY, Some(LONGEST.as_secs())),
            ("999999999", TODAY, Some(LONGEST.as_secs())),
            // What makes no sense is nothing.
            ("", TODAY, None),
            ("soon", TODAY, None),
            ("-3", TODAY, None),
            (".5", TODAY, None),
            ("1e3", TODAY, None),
            ("7 s", TODAY, None),
        ] {
            assert_eq!(
                retry_after(date, value, false),
                wait,
                "{value:?} at {date:?}"
            );
        }
    }

    #[test]
    fn a_daily_quota_may_ask_to_wait_until_midnight() {
        for (value, with, without) in [
            ("7", 7, 7),
            ("28800", 28_800, 29),
            ("40000", 40_000, 40),
            ("86400", 86_400, 86_400),
        ] {
            assert_eq!(retry_after(TODAY, value, true), Some(with), "{value}");
            assert_eq!(retry_after(TODAY, value, false), Some(without), "{value}");
        }
        let midnight = "Sun, 10 Mar 2024 00:00:00 GMT";
        assert_eq!(retry_after(TODAY, midnight, true), Some(28_800));
    }

    #[test]
    fn each_form_of_a_reset_is_read_as_what_it_means_and_is_at_most_a_window_away() {
        for (value, date, wait) in [
            ("1710000060", TODAY, Some(60)),
            ("1710000000", TODAY, Some(0)),
            ("1709990000", TODAY, Some(0)),
            ("1710000060000", TODAY, Some(60)),
            ("1710000060.25", TODAY, Some(60)),
            // What is left of the window, in seconds and in milliseconds.
            ("42", TODAY, Some(42)),
            ("0", TODAY, Some(0)),
            ("42000", TODAY, Some(42)),
            // Too far away to be the end of a window.
            ("1710003600", TODAY, Some(60)),
            ("1764108000000", TODAY, Some(60)),
            ("18446744073709551615", TODAY, Some(60)),
            // Another clock, a date that a cache kept, no date.
            ("1520611240", "Fri, 09 Mar 2018 16:00:00 GMT", Some(40)),
            ("1710000040", "Sat, 09 Mar 2024 15:00:00 GMT", Some(40)),
            ("1710000040", "", Some(40)),
            ("", TODAY, None),
            ("many", TODAY, None),
            ("-1", TODAY, None),
        ] {
            assert_eq!(reset(date, value), wait, "{value:?} at {date:?}");
        }
    }

    #[test]
    fn a_cache_that_says_how_long_it_kept_a_reply_is_believed() {
        let date = "Sat, 09 Mar 2024 15:59:40 GMT";
        let (time, headers) = read(&[("date", date), ("age", "20"), ("retry-after", "1710000030")]);
        assert_eq!(time.now().timestamp(), NOW);
        assert_eq!(
            time.retry_after(&headers, false),
            Some(Duration::from_secs(30))
        );
        let (time, _) = read(&[("date", date), ("age", "9223372036854775807")]);
        assert_eq!(time.now().timestamp(), NOW, "no moment, so our own clock");
    }
}
