//! When a call is tried again, and how long it waits first.

use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::error::{TransportKind, is_write};

/// When a call is tried again, and how long it waits first.
///
/// The wait before the attempt after the `n`th is random, between nothing and
/// `initial_backoff · 2ⁿ⁻¹`, at most `max_backoff` ("full jitter"), so that clients that failed
/// together do not come back together. A wait that the service asks for (`Retry-After`, or on a
/// 429 `X-RateLimit-Reset`) replaces it, but for one that is shorter than half of the longest
/// back-off. One longer than `max_wait` is not slept through: the error is returned at once, with
/// [`retry_after`](crate::ApiError::retry_after).
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

    /// The longest wait that the service may ask for, and the longest for a rate limit that is spent.
    /// Default 90 s, as a window is a minute.
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = wait;
        self
    }

    /// How long a call may take with all its attempts, the waits between them and the wait for its
    /// turn. An attempt that could only start later is not made. Default: no limit.
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

    /// The wait before the next attempt, or nothing if there is to be no other.
    pub(crate) fn next(&self, attempt: &Attempt<'_>, failure: Failure) -> Option<Duration> {
        if attempt.number >= self.max_attempts || !self.repeats(attempt.method, failure) {
            return None;
        }
        let wait = match failure {
            Failure::Status(_, Some(asked)) if asked > self.max_wait => return None,
            Failure::Status(_, Some(asked)) => asked.max(self.least_backoff(attempt.number)),
            _ => self
                .longest_backoff(attempt.number)
                .mul_f64(fastrand::f64()),
        };
        self.deadline
            .is_none_or(|deadline| attempt.elapsed.saturating_add(wait) < deadline)
            .then_some(wait)
    }

    /// How long a call may take, if that is limited.
    pub(crate) fn limit(&self) -> Option<Duration> {
        self.deadline
    }

    /// The longest wait for a turn.
    pub(crate) fn longest_wait(&self) -> Duration {
        self.max_wait
    }

    /// Whether a request with this method is repeated after such a failure at all.
    fn repeats(&self, method: &Method, failure: Failure) -> bool {
        let may_repeat = self.repeat_writes || !is_write(method);
        match failure {
            Failure::Status(StatusCode::TOO_MANY_REQUESTS, _) => true,
            Failure::Status(status, _) => may_repeat && is_temporary(status),
            Failure::Transport(kind) => match kind {
                TransportKind::Connect | TransportKind::Refused => true,
                TransportKind::Timeout | TransportKind::Interrupted => may_repeat,
                TransportKind::Certificate
                | TransportKind::ProxyAuthentication
                | TransportKind::TooLarge => false,
            },
        }
    }

    fn longest_backoff(&self, attempt: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
        self.initial_backoff
            .saturating_mul(doubled)
            .min(self.max_backoff)
    }

    /// The shortest wait where the service asks for less, or for none: half of the longest and some
    /// more, so that many clients do not come back at the same moment.
    fn least_backoff(&self, attempt: u32) -> Duration {
        self.longest_backoff(attempt)
            .mul_f64((1.0 + fastrand::f64()) / 2.0)
    }
}

/// Whether the same request may succeed later. 501 and 505 say that it never will.
fn is_temporary(status: StatusCode) -> bool {
    match status.as_u16() {
        501 | 505 => false,
        408 | 425 | 500..=599 => true,
        _ => false,
    }
}

/// Why an attempt failed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Failure {
    /// A status that is not a success, and the wait that the service asks for.
    Status(StatusCode, Option<Duration>),
    /// No whole reply.
    Transport(TransportKind),
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
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn attempt(method: &Method, number: u32) -> Attempt<'_> {
        Attempt {
            method,
            number,
            elapsed: Duration::from_secs(1),
        }
    }

    fn status(code: u16) -> Failure {
        Failure::Status(StatusCode::from_u16(code).unwrap(), None)
    }

    fn asked(code: u16, seconds: u64) -> Failure {
        let wait = Some(Duration::from_secs(seconds));
        Failure::Status(StatusCode::from_u16(code).unwrap(), wait)
    }

    fn waits(policy: &RetryPolicy, number: u32, failure: Failure) -> Vec<Duration> {
        let wait = |_| policy.next(&attempt(&Method::GET, number), failure);
        (0..400).filter_map(wait).collect()
    }

    #[test]
    fn back_off_grows_to_its_limit_and_is_spread_over_all_of_it() {
        let policy = RetryPolicy::default().max_attempts(u32::MAX);
        for (number, longest) in [(1, 500), (2, 1000), (5, 8000), (40, 8000)] {
            let waits = waits(&policy, number, status(500));
            assert_eq!(waits.len(), 400);
            let longest = Duration::from_millis(longest);
            assert!(waits.iter().all(|wait| *wait <= longest), "{number}");
            assert!(waits.iter().any(|wait| *wait < longest / 4), "{number}");
            assert!(waits.iter().any(|wait| *wait > longest * 3 / 4), "{number}");
        }
    }

    #[test]
    fn a_deadline_and_a_wait_may_be_as_long_as_can_be() {
        let endless = RetryPolicy::default()
            .deadline(Duration::MAX)
            .max_wait(Duration::MAX);
        let wait = endless.next(&attempt(&Method::GET, 1), asked(503, 5));
        assert_eq!(wait, Some(Duration::from_secs(5)));
    }

    /// What the table in the documentation of `Error` says of a failure.
    fn repeated(failure: Failure) -> &'static str {
        let repeats =
            |policy: &RetryPolicy, method| policy.next(&attempt(&method, 1), failure).is_some();
        let policy = RetryPolicy::default();
        let [get, post] = [Method::GET, Method::POST].map(|method| repeats(&policy, method));
        assert_eq!(get, repeats(&policy, Method::DELETE));
        assert_eq!(post, repeats(&policy, Method::PATCH));
        assert_eq!(get, repeats(&policy.repeat_writes(true), Method::POST));
        match (get, post) {
            (true, true) => "yes",
            (true, false) => "yes, but not a `POST` or a `PATCH`",
            (false, false) => "no",
            (false, true) => "never happens",
        }
    }

    /// The line of a table that says whether all these failures are repeated.
    fn line(what: &str, becomes: &str, failures: impl IntoIterator<Item = Failure>) -> String {
        let mut repeated: Vec<_> = failures.into_iter().map(repeated).collect();
        repeated.dedup();
        assert_eq!(repeated.len(), 1, "{what}: {repeated:?}");
        format!("| {what} | {becomes} | {} |\n", repeated.concat())
    }

    #[test]
    fn the_table_of_errors_is_what_the_policy_does() {
        let server = |code: &u16| (500..600).contains(code) && !matches!(code, 501 | 505);
        let other = |code: &u16| {
            !(200..300).contains(code) && !matches!(code, 408 | 425 | 429) && !server(code)
        };
        let of_kind = |kind| [Failure::Transport(kind)];
        let api = "[`Api`](Self::Api)";
        let transport = "[`Transport`](Self::Transport)";
        let table = [
            "| what happened | becomes | repeated by default |\n| --- | --- | --- |\n".to_owned(),
            "| no key, a malformed one, a bad base URL, an empty id, a bad header | [`Config`](Self::Config), before anything is sent | no |\n".to_owned(),
            "| the rate limit is spent for longer than the call may wait, or the daily quota, as far as this client counts; or the deadline passed in the queue | [`NotSent`](Self::NotSent), with [`retry_after`](Self::retry_after) | no |\n".to_owned(),
            line(
                "the service answered 429",
                &format!("{api}, kind `RateLimited`"),
                [status(429), asked(429, 7)],
            )
            .replace("| yes |", "| yes, after the wait that it asks for |"),
            line(
                "500, 502, 503, 504, or any other 5xx but 501 and 505",
                &format!("{api}, kind `Server`"),
                (100..600).filter(server).map(status),
            ),
            line("408 or 425", api, [status(408), status(425)]),
            line(
                "another status that is not a success: 400, 401, 403, 404, …, or a redirect that is not followed",
                api,
                (100..600).filter(other).map(status),
            ),
            line(
                "no connection: name not found, refused, TLS failed",
                &format!("{transport}, kind `Connect`"),
                of_kind(TransportKind::Connect),
            ),
            line(
                "a certificate that is not accepted: expired, unknown, for another name",
                &format!("{transport}, kind `Certificate`"),
                of_kind(TransportKind::Certificate),
            ),
            line(
                "a proxy that asks for a user name and a password",
                &format!("{transport}, kind `ProxyAuthentication`"),
                of_kind(TransportKind::ProxyAuthentication),
            ),
            line(
                "HTTP/2: the service says that it has not processed the request",
                &format!("{transport}, kind `Refused`"),
                of_kind(TransportKind::Refused),
            ),
            line(
                "the reply did not come whole in time",
                &format!("{transport}, kind `Timeout`"),
                of_kind(TransportKind::Timeout),
            ),
            line(
                "the connection was closed, or the reply cut off",
                &format!("{transport}, kind `Interrupted`"),
                of_kind(TransportKind::Interrupted),
            ),
            line(
                "the reply is larger than the client reads",
                &format!("{transport}, kind `TooLarge`"),
                of_kind(TransportKind::TooLarge),
            ),
            "| a success whose body is not what is documented: HTML, not JSON, another type, not unpackable | [`Decode`](Self::Decode) | no |\n".to_owned(),
        ];
        assert_eq!(include_str!("error/table.md"), table.concat());
    }
}
