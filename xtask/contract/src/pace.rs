//! When the next request may go: the documented limits, and what the service asks for.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::{Duration, SystemTime};

use codegen::model::Limit;

use crate::service::Reply;

/// A window of the limits.
const WINDOW: Duration = Duration::from_secs(60);

/// How many requests go into a window where no limit is documented.
const UNDOCUMENTED: u32 = 60;

/// The longest wait for which a 429 may ask.
pub(crate) const LONGEST: Duration = Duration::from_secs(120);

/// What was sent, by the name of the limit that counts it.
#[derive(Default)]
pub(crate) struct Pace {
    sent: HashMap<String, VecDeque<SystemTime>>,
    closed: HashMap<String, SystemTime>,
    /// The limits that replies have called spent. After one wait only a 429 counts: whoever sends
    /// `X-RateLimit-Remaining: 0` with each reply would hold up each request.
    believed: HashSet<String>,
}

impl Pace {
    /// How long to wait before a request. Half of a limit is left to others with the same key.
    pub(crate) fn before(&mut self, limit: &Limit, now: SystemTime) -> Duration {
        let sent = self.sent.entry(limit.name.clone()).or_default();
        while sent.front().is_some_and(|at| *at + WINDOW <= now) {
            sent.pop_front();
        }
        let most = (limit.requests_per_minute.unwrap_or(UNDOCUMENTED) / 2).max(1);
        let full = sent.len() >= usize::try_from(most).unwrap_or(usize::MAX);
        let room = sent.front().filter(|_| full).map(|at| *at + WINDOW);
        let opens = self.closed.get(&limit.name).copied();
        let until = room.max(opens).unwrap_or(now);
        until.duration_since(now).unwrap_or_default()
    }

    /// Counts a request, and learns from its reply.
    pub(crate) fn after(&mut self, limit: &Limit, reply: Option<&Reply>, now: SystemTime) {
        let sent = self.sent.entry(limit.name.clone()).or_default();
        sent.push_back(now);
        let spent =
            reply.filter(|it| it.header("x-ratelimit-remaining").map(str::trim) == Some("0"));
        let wait = spent
            .and_then(|reply| reset(reply, now))
            .filter(|wait| *wait <= WINDOW);
        if let Some(wait) = wait.filter(|_| self.believed.insert(limit.name.clone())) {
            self.closed.insert(limit.name.clone(), now + wait);
        }
    }
}

/// How long a reply with 429 asks to wait.
pub(crate) fn wait(reply: &Reply, now: SystemTime) -> Duration {
    let asked = reply.header("retry-after").map(str::trim);
    let asked = asked.and_then(|asked| match asked.parse() {
        Ok(seconds) => Some(Duration::from_secs(seconds)),
        Err(_) => {
            let date = httpdate::parse_http_date(asked).ok()?;
            Some(date.duration_since(now).unwrap_or_default())
        }
    });
    asked.or_else(|| reset(reply, now)).unwrap_or(WINDOW)
}

/// How long until the window ends.
fn reset(reply: &Reply, now: SystemTime) -> Option<Duration> {
    let seconds = reply.header("x-ratelimit-reset")?.trim().parse().ok()?;
    let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?;
    Some(end.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use codegen::model::Access;

    use super::*;

    const NOW: u64 = 1_710_000_000;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + seconds)
    }

    fn reply(headers: &[(&str, &str)]) -> Reply {
        let headers = headers.iter();
        Reply {
            status: 429,
            headers: headers
                .map(|(k, v)| (k.to_string(), v.to_string()))
                .collect(),
            body: Vec::new(),
        }
    }

    fn limit(requests: Option<u32>) -> Limit {
        Limit {
            name: "TRACKING".to_owned(),
            path: "/tracking".to_owned(),
            access: Access::Any,
            requests_per_minute: requests,
            requests_per_day: None,
        }
    }

    fn spent(reset: u64) -> Reply {
        let reset = (NOW + reset).to_string();
        reply(&[
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Reset", &reset),
        ])
    }

    #[test]
    fn half_of_a_documented_limit_goes_at_once_and_the_rest_later() {
        let mut pace = Pace::default();
        let limit = limit(Some(4));
        for second in [0, 10] {
            assert_eq!(pace.before(&limit, at(second)), Duration::ZERO);
            pace.after(&limit, None, at(second));
        }
        assert_eq!(pace.before(&limit, at(10)), Duration::from_secs(50));
        assert_eq!(pace.before(&limit, at(60)), Duration::ZERO);
    }

    #[test]
    fn a_limit_of_one_lets_one_through() {
        let mut pace = Pace::default();
        assert_eq!(pace.before(&limit(Some(1)), at(0)), Duration::ZERO);
    }

    #[test]
    fn a_spent_limit_is_waited_for_once() {
        let mut pace = Pace::default();
        let limit = limit(Some(100));
        pace.after(&limit, Some(&spent(30)), at(0));
        assert_eq!(pace.before(&limit, at(1)), Duration::from_secs(29));
        pace.after(&limit, Some(&spent(90)), at(30));
        assert_eq!(pace.before(&limit, at(31)), Duration::ZERO);
    }

    #[test]
    fn a_reset_beyond_the_window_holds_nothing_up() {
        let mut pace = Pace::default();
        let limit = limit(Some(100));
        for reset in [61, 3600, 1_710_000_000_000 - NOW] {
            pace.after(&limit, Some(&spent(reset)), at(0));
            assert_eq!(pace.before(&limit, at(1)), Duration::ZERO);
        }
    }

    #[test]
    fn a_429_says_how_long_to_wait() {
        let reset = (NOW + 30).to_string();
        for (headers, seconds) in [
            (
                &[("Retry-After", "7"), ("X-RateLimit-Reset", &reset)][..],
                7,
            ),
            (&[("retry-after", "Sat, 09 Mar 2024 16:00:09 GMT")], 9),
            (
                &[("Retry-After", "soon"), ("X-RateLimit-Reset", &reset)],
                30,
            ),
            (&[], 60),
        ] {
            assert_eq!(wait(&reply(headers), at(0)), Duration::from_secs(seconds));
        }
    }
}
