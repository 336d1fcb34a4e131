//! Faults on demand.
//!
//! One line of text says what goes wrong, wherever it is said: in the header `X-Sandbox-Fault` of a
//! request, in `--fault` at the start, in a body for `/_sandbox/faults`, and from Rust, where a
//! [`Fault`] can be built as well as parsed.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use linksii_api::StatusCode;

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

/// The text that gives the fault.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        match self.kind {
            Kind::None => {}
            Kind::Status(status) => parts.push(format!("status={}", status.as_u16())),
            Kind::Html(status) => parts.push(format!("html={}", status.as_u16())),
            Kind::RateLimit => parts.push("rate-limit".to_owned()),
            Kind::Malformed => parts.push("malformed".to_owned()),
            Kind::Unknown => parts.push("unknown".to_owned()),
            Kind::CutOff => parts.push("cut-off".to_owned()),
            Kind::Close => parts.push("close".to_owned()),
        }
        if let Some(delay) = &self.delay {
            let time = |time: &Duration| humantime::format_duration(*time).to_string();
            let (from, to) = (time(delay.start()), time(delay.end()));
            let range = if from == to {
                from
            } else {
                format!("{from}..{to}")
            };
            parts.push(format!("delay={range}"));
        }
        if let Some(seconds) = self.retry_after {
            parts.push(format!("retry-after={seconds}"));
        }
        if let Some(times) = self.times {
            parts.push(format!("times={times}"));
        }
        if self.share < 1.0 {
            parts.push(format!("share={}", self.share));
        }
        if let Some(operation) = &self.operation {
            parts.push(format!("on={operation}"));
        }
        f.write_str(&parts.join("; "))
    }
}

/// What is wrong with a fault's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultError(String);

impl fmt::Display for FaultError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: a fault looks like `status=503; times=2; on=list_tracking`",
            self.0
        )
    }
}

impl std::error::Error for FaultError {}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        let mut fault = Self::new(Kind::None);
        for part in text
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let wrong = |why: &str| FaultError(format!("`{part}` {why}"));
            let status = || -> Result<StatusCode, FaultError> {
                let status = value
                    .parse()
                    .ok()
                    .filter(|status: &StatusCode| status.as_u16() >= 200);
                status.ok_or_else(|| wrong("has no status from 200 to 999"))
            };
            let number = || {
                value
                    .parse::<u32>()
                    .map_err(|_| wrong("has no whole number"))
            };
            let kind = match name.trim() {
                "status" => Kind::Status(status()?),
                "html" => Kind::Html(status()?),
                "rate-limit" => Kind::RateLimit,
                "malformed" => Kind::Malformed,
                "unknown" => Kind::Unknown,
                "cut-off" => Kind::CutOff,
                "close" => Kind::Close,
                other => {
                    fault = match other {
                        "delay" => {
                            let times = times(value).filter(|times| !times.is_empty());
                            fault.delayed(times.ok_or_else(|| {
                                wrong("has no time, such as `200ms` or `50ms..2s`")
                            })?)
                        }
                        "retry-after" => fault.retry_after(number()?),
                        "times" => fault.times(number()?),
                        "share" => {
                            let share = value
                                .parse()
                                .ok()
                                .filter(|share| (0.0..=1.0).contains(share));
                            fault.share(share.ok_or_else(|| wrong("has no number from 0 to 1"))?)
                        }
                        "on" => fault.on(value),
                        _ => return Err(wrong("is no part of a fault")),
                    };
                    continue;
                }
            };
            if fault.kind != Kind::None {
                return Err(wrong("comes second: one fault does one thing"));
            }
            fault.kind = kind;
        }
        if fault.kind == Kind::None && fault.delay.is_none() && fault.retry_after.is_none() {
            return Err(FaultError(format!("`{text}` does nothing")));
        }
        Ok(fault)
    }
}

fn times(text: &str) -> Option<RangeInclusive<Duration>> {
    let time = |text: &str| humantime::parse_duration(text.trim()).ok();
    match text.split_once("..") {
        Some((from, to)) => Some(time(from)?..=time(to)?),
        None => time(text).map(|time| time..=time),
    }
}

/// The faults that wait for their request.
#[derive(Debug)]
pub(crate) struct Faults(Mutex<Waiting>);

#[derive(Debug)]
struct Waiting {
    faults: Vec<Fault>,
    random: fastrand::Rng,
}

impl Waiting {
    /// The same chances each time, so that a test that fails fails again.
    fn new(faults: Vec<Fault>) -> Self {
        let random = fastrand::Rng::with_seed(0);
        Self { faults, random }
    }
}

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(Waiting::new(faults)))
    }

    pub(crate) fn reset(&self, faults: Vec<Fault>) {
        *self.lock() = Waiting::new(faults);
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.lock().faults.push(fault);
    }

    pub(crate) fn clear(&self) {
        self.lock().faults.clear();
    }

    /// Those that wait, in their order.
    pub(crate) fn waiting(&self) -> Vec<Fault> {
        self.lock().faults.clone()
    }

    /// What goes wrong with the next request for an operation.
    pub(crate) fn next(&self, operation: Option<&str>) -> Option<Fault> {
        let mut waiting = self.lock();
        let Waiting { faults, random } = &mut *waiting;
        let fault = faults.iter_mut().find(|fault| {
            fault.applies_to(operation)
                && fault.times != Some(0)
                && (fault.share >= 1.0 || random.f64() < fault.share)
        })?;
        fault.times = fault.times.map(|times| times - 1);
        let fault = fault.clone();
        faults.retain(|fault| fault.times != Some(0));
        Some(fault)
    }

    /// A time in the range.
    pub(crate) fn pick(&self, range: &RangeInclusive<Duration>) -> Duration {
        let spread = range.end().saturating_sub(*range.start());
        *range.start() + spread.mul_f64(self.lock().random.f64())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_is_wrong_is_named() {
        for (text, part) in [
            ("status=9", "`status=9`"),
            ("status=503; share=2", "`share=2`"),
            ("boom", "`boom`"),
            ("delay=soon", "`delay=soon`"),
            ("delay=2s..1s", "`delay=2s..1s`"),
            ("close; malformed", "`malformed`"),
            ("close; times=-1", "`times=-1`"),
            ("", "``"),
            ("times=2", "`times=2`"),
        ] {
            let error = text.parse::<Fault>().map_err(|error| error.to_string());
            assert!(
                error.as_ref().is_err_and(|error| error.contains(part)),
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_fault_is_written_as_it_is_read() {
        for text in [
            "status=503",
            "html=502; share=0.25",
            "rate-limit; retry-after=3; times=20",
            "malformed; times=1",
            "unknown; on=list_tracking",
            "cut-off",
            "close; delay=200ms",
            "delay=50ms..2s; times=2; share=0.5; on=create_key",
        ] {
            let fault: Fault = text.parse().unwrap();
            assert_eq!(fault.to_string(), text);
        }
    }

    #[test]
    fn a_fault_happens_as_often_and_where_it_is_asked_for() {
        let faults = Faults::new(vec![Fault::close().on("create_key").times(2)]);
        assert_eq!(faults.next(Some("list_workspaces")), None);
        assert_eq!(faults.next(None), None);
        assert!(faults.next(Some("create_key")).is_some());
        assert!(faults.next(Some("create_key")).is_some());
        assert_eq!(faults.next(Some("create_key")), None);

        let faults = Faults::new(vec![Fault::close().share(0.3)]);
        let happened = (0..1000).filter(|_| faults.next(None).is_some()).count();
        assert!((250..350).contains(&happened), "{happened}");
    }
}
