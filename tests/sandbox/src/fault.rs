//! Faults on demand.
//!
//! One line of text says what goes wrong, wherever it is said: in the header `X-Sandbox-Fault` of a
//! request, in `--fault` at the start, in a body for `/_sandbox/faults`, and from Rust, where a
//! [`Fault`] can be built as well as parsed.

mod text;
mod waiting;

use std::ops::RangeInclusive;
use std::time::Duration;

use linksii_api::StatusCode;

pub use self::text::FaultError;
pub(crate) use self::waiting::Faults;

/// Something that goes wrong.
///
/// ```
/// use std::time::Duration;
/// use linksii_sandbox::{Fault, StatusCode};
///
/// let storm = Fault::status(StatusCode::TOO_MANY_REQUESTS).retry_after(7).times(3);
/// assert_eq!("status=429; retry-after=7; times=3".parse(), Ok(storm));
///
/// let slow = Fault::delay(Duration::from_millis(50)..=Duration::from_secs(2));
/// assert_eq!("delay=50ms..2s; share=0.1; on=list_tracking".parse(), Ok(slow.share(0.1).on("list_tracking")));
/// ```
///
/// As text, the parts of a fault are apart by semicolons:
///
/// | part | what happens |
/// | --- | --- |
/// | `status=503` | this status, with the documented shape of an error |
/// | `html=502` | this status, with a page of HTML |
/// | `rate-limit` | 429 as when the window is spent: nothing remains of it, and `Retry-After` tells when it ends |
/// | `malformed` | the reply is half of its JSON |
/// | `unknown` | the reply has fields and values of enums that nobody has heard of |
/// | `cut-off` | the connection is closed half-way through the reply |
/// | `close` | the connection is closed instead of a reply |
/// | `delay=200ms`, `delay=50ms..2s` | the reply is late, by a fixed or a random time |
/// | `retry-after=7` | the reply has this `Retry-After` |
/// | `times=3` | only the next 3 requests it applies to; otherwise all |
/// | `share=0.1` | only a tenth of the requests |
/// | `on=list_tracking` | only this operation |
///
/// After `status`, `html` and `rate-limit` the request is not acted on. After all others it is: a `POST` whose reply
/// is lost has created something.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub(crate) kind: Kind,
    pub(crate) delay: Option<RangeInclusive<Duration>>,
    pub(crate) retry_after: Option<u32>,
    times: Option<u32>,
    share: f64,
    operation: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    None,
    Status(StatusCode),
    Html(StatusCode),
    RateLimit,
    Malformed,
    Unknown,
    CutOff,
    Close,
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            delay: None,
            retry_after: None,
            times: None,
            share: 1.0,
            operation: None,
        }
    }

    /// This status, with the documented shape of an error.
    pub fn status(status: StatusCode) -> Self {
        Self::new(Kind::Status(status))
    }

    /// This status, with a page of HTML, as a proxy gives it.
    pub fn html(status: StatusCode) -> Self {
        Self::new(Kind::Html(status))
    }

    /// 429 as when the window is spent: nothing remains of it, and `Retry-After` tells when it ends.
    pub fn rate_limit() -> Self {
        Self::new(Kind::RateLimit)
    }

    /// Half of the reply's JSON, sent whole.
    pub fn malformed() -> Self {
        Self::new(Kind::Malformed)
    }

    /// A reply with new fields and new values of enums.
    pub fn unknown() -> Self {
        Self::new(Kind::Unknown)
    }

    /// Half of a reply, after which the connection is closed.
    pub fn cut_off() -> Self {
        Self::new(Kind::CutOff)
    }

    /// No reply, and the connection closed.
    pub fn close() -> Self {
        Self::new(Kind::Close)
    }

    /// A reply as it would have been, but late, by a random time in this range.
    pub fn delay(time: RangeInclusive<Duration>) -> Self {
        Self::new(Kind::None).delayed(time)
    }

    /// This fault, after a random time in this range.
    pub fn delayed(mut self, time: RangeInclusive<Duration>) -> Self {
        self.delay = Some(time);
        self
    }

    /// With a `Retry-After` of this many seconds.
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Only for the next requests, so many of them.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Only for a share of the requests, from 0 to 1.
    pub fn share(mut self, share: f64) -> Self {
        self.share = share.clamp(0.0, 1.0);
        self
    }

    /// Only for one operation, by its `operationId`.
    pub fn on(mut self, operation: impl Into<String>) -> Self {
        self.operation = Some(operation.into());
        self
    }

    pub(crate) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    pub(crate) fn applies_to(&self, operation: Option<&str>) -> bool {
        self.operation.is_none() || self.operation.as_deref() == operation
    }
}
