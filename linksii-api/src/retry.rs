//! When a call is tried again, and how long it waits first.

use std::time::Duration;

use reqwest::Method;

use crate::error::TransportKind;

/// When a call is tried again, and how long it waits first.
///
/// The wait before the attempt after the `n`th is random, between nothing and
/// `initial_backoff · 2ⁿ⁻¹`, at most `max_backoff` ("full jitter"), so that clients that failed
/// together do not come back together. A wait that the service asks for (`Retry-After`, or on a
/// 429 `X-RateLimit-Reset`) takes its place. One longer than `max_wait` is not slept through: the
/// error is returned at once, with [`retry_after`](crate::ApiError::retry_after).
///
/// What is repeated at all: see the table at [`Error`](crate::Error).
///
/// ```
/// use std::time::Duration;
/// use linksii_api::RetryPolicy;
///
/// let patient = RetryPolicy::default().max_attempts(6).deadline(Duration::from_secs(300));
/// let once = RetryPolicy::none();
/// # let _ = (patient, once);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_backoff: Duration,
    max_backoff: Duration,
    max_wait: Duration,
    deadline: Option<Duration>,
    repeat_writes: bool,
}

impl Default for RetryPolicy {
    /// Four attempts, back-off from 0.5 s to 8 s, waits of the service up to 90 s, no deadline.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            initial_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(8),
            max_wait: Duration::from_secs(90),
            deadline: None,
            repeat_writes: false,
        }
    }
}

impl RetryPolicy {
    /// One attempt, and no other.
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// How many times a request is sent at most, the first included. Default 4; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The longest wait after the first attempt. Default 0.5 s.
    pub fn initial_backoff(mut self, backoff: Duration) -> Self {
        self.initial_backoff = backoff;
        self
    }

    /// The longest wait after any attempt, where the service asks for none. Default 8 s.
    pub fn max_backoff(mut self, backoff: Duration) -> Self {
        self.max_backoff = backoff;
        self
    }

    /// The longest wait that the service may ask for. Default 90 s, as a window is a minute.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// How long a call may take with all its attempts. An attempt that could only start later is
    /// not made. Default: no limit.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Whether a `POST` or a `PATCH` is sent again when the service may have acted on it already.
    /// A repeated one may make a second key or competitor. Default `false`.
    pub fn repeat_writes(mut self, repeat: bool) -> Self {
        self.repeat_writes = repeat;
        self
    }

    /// The wait before the next attempt after a reply that is no success, or nothing if there is to
    /// be no other.
    pub(crate) fn after_reply(
        &self,
        attempt: &Attempt<'_>,
        status: u16,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        let repeats = match status {
            429 => true,
            500 | 502 | 503 | 504 => self.may_repeat(attempt.method),
            _ => false,
        };
        let wait = match asked {
            Some(asked) if asked > self.max_wait => return None,
            Some(asked) => asked,
            None => self.backoff(attempt.number),
        };
        self.next(attempt, repeats, wait)
    }

    /// The wait before the next attempt when no reply arrived.
    pub(crate) fn after_failure(
        &self,
        attempt: &Attempt<'_>,
        kind: TransportKind,
    ) -> Option<Duration> {
        let repeats = match kind {
            TransportKind::Connect | TransportKind::Refused => true,
            TransportKind::Timeout | TransportKind::Interrupted => self.may_repeat(attempt.method),
            TransportKind::Certificate
            | TransportKind::ProxyAuthentication
            | TransportKind::TooLarge => false,
        };
        self.next(attempt, repeats, self.backoff(attempt.number))
    }

    /// How long a call may take, if that is limited.
    pub(crate) fn time_left(&self, elapsed: Duration) -> Option<Duration> {
        self.deadline
            .map(|deadline| deadline.saturating_sub(elapsed))
    }

    /// The longest wait for a turn.
    pub(crate) fn longest_wait(&self, elapsed: Duration) -> Duration {
        self.time_left(elapsed)
            .map_or(self.max_wait, |left| left.min(self.max_wait))
    }

    fn next(&self, attempt: &Attempt<'_>, repeats: bool, wait: Duration) -> Option<Duration> {
        let in_time = self
            .time_left(attempt.elapsed)
            .is_none_or(|left| wait < left);
        (repeats && attempt.number < self.max_attempts && in_time).then_some(wait)
    }

    fn may_repeat(&self, method: &Method) -> bool {
        self.repeat_writes || !matches!(*method, Method::POST | Method::PATCH)
    }

    fn backoff(&self, attempt: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let longest = self
            .initial_backoff
            .saturating_mul(doubled)
            .min(self.max_backoff);
        longest.mul_f64(fastrand::f64())
    }
}

/// An attempt that was made.
pub(crate) struct Attempt<'a> {
    pub(crate) method: &'a Method,
    /// From 1.
    pub(crate) number: u32,
    /// Since the call began.
    pub(crate) elapsed: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(method: &Method, number: u32) -> Attempt<'_> {
        Attempt {
            method,
            number,
            elapsed: Duration::from_secs(1),
        }
    }

    #[test]
    fn back_off_grows_to_its_limit_and_is_spread_over_all_of_it() {
        let policy = RetryPolicy::default().max_attempts(u32::MAX);
        for (number, longest) in [(1, 500), (2, 1000), (5, 8000), (40, 8000)] {
            let waits: Vec<Duration> = (0..400)
                .filter_map(|_| policy.after_reply(&attempt(&Method::GET, number), 500, None))
                .collect();
            assert_eq!(waits.len(), 400);
            let longest = Duration::from_millis(longest);
            assert!(waits.iter().all(|wait| *wait <= longest), "{number}");
            assert!(waits.iter().any(|wait| *wait < longest / 4), "{number}");
            assert!(waits.iter().any(|wait| *wait > longest * 3 / 4), "{number}");
        }
    }

    #[test]
    fn the_wait_that_is_asked_for_is_kept_up_to_the_limit() {
        let policy = RetryPolicy::default();
        let wait = |seconds| {
            policy.after_reply(
                &attempt(&Method::POST, 1),
                429,
                Some(Duration::from_secs(seconds)),
            )
        };
        assert_eq!(wait(90), Some(Duration::from_secs(90)));
        assert_eq!(wait(91), None);
    }

    #[test]
    fn a_write_is_repeated_only_where_the_service_cannot_have_acted() {
        let policy = RetryPolicy::default();
        let repeated = |policy: &RetryPolicy, method: &Method| {
            let attempt = attempt(method, 1);
            [
                policy.after_reply(&attempt, 429, None),
                policy.after_reply(&attempt, 503, None),
                policy.after_failure(&attempt, TransportKind::Connect),
                policy.after_failure(&attempt, TransportKind::Timeout),
                policy.after_failure(&attempt, TransportKind::Interrupted),
            ]
            .map(|wait| wait.is_some())
        };
        assert_eq!(repeated(&policy, &Method::GET), [true; 5]);
        assert_eq!(repeated(&policy, &Method::DELETE), [true; 5]);
        assert_eq!(
            repeated(&policy, &Method::POST),
            [true, false, true, false, false]
        );
        assert_eq!(
            repeated(&policy.repeat_writes(true), &Method::POST),
            [true; 5]
        );
    }

    #[test]
    fn attempts_and_time_run_out() {
        let after = |policy: RetryPolicy, number| {
            let attempt = attempt(&Method::GET, number);
            policy
                .after_reply(&attempt, 503, Some(Duration::from_secs(5)))
                .is_some()
        };
        assert!(after(RetryPolicy::default(), 3));
        assert!(!after(RetryPolicy::default(), 4));
        assert!(!after(RetryPolicy::none(), 1));
        assert!(!after(
            RetryPolicy::default().deadline(Duration::from_secs(5)),
            1
        ));
        assert!(after(
            RetryPolicy::default().deadline(Duration::from_secs(7)),
            1
        ));
    }

    #[test]
    fn other_statuses_are_final() {
        for status in [400, 401, 403, 404, 409, 501, 302] {
            let wait = RetryPolicy::default().after_reply(&attempt(&Method::GET, 1), status, None);
            assert_eq!(wait, None, "{status}");
        }
    }
}
