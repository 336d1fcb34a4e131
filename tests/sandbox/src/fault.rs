//! Faults on demand.
//!
//! One line of text says what goes wrong, wherever it is given: in the header `X-Sandbox-Fault` of a
//! request, in `--fault` at the start, in a body for `/_sandbox/faults`, and from Rust, where a
//! [`Fault`] can be built as well as parsed.

mod effect;
mod text;

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};

/// Something that goes wrong.
///
/// ```
/// use std::time::Duration;
/// use linksii_sandbox::{Fault, StatusCode};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let storm = Fault::status(StatusCode::TOO_MANY_REQUESTS).retry_after(7).times(3);
/// assert_eq!("status=429; retry-after=7; times=3".parse(), Ok(storm));
///
/// let slow = Fault::delay(Duration::from_millis(50)..=Duration::from_secs(2));
/// assert_eq!("delay=50ms..2s; share=0.1; on=list_tracking".parse(), Ok(slow.share(0.1).on("list_tracking")));
///
/// let firewall = Fault::status(StatusCode::FORBIDDEN)
///     .header("content-type", "text/html")?
///     .body("<h1>Attention required</h1>");
/// assert_eq!(
///     r#"status=403; header="content-type: text/html"; body="<h1>Attention required</h1>""#.parse(),
///     Ok(firewall)
/// );
/// # Ok(())
/// # }
/// ```
///
/// [The crate's documentation](crate#faults) lists what it is made of, as text. One fault does one thing;
/// `header`, `body`, `retry_after` and `delayed` change the reply, and `times`, `share` and `on` say for which
/// requests.
///
/// After `status`, `html` and `rate-limit` the request is not acted on. After all others it is: a `POST` whose reply
/// is lost has created something.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    kind: Kind,
    /// Without a value, the header is removed.
    headers: Vec<(HeaderName, Option<HeaderValue>)>,
    body: Option<Bytes>,
    retry_after: Option<u32>,
    pub(crate) delay: Option<RangeInclusive<Duration>>,
    pub(crate) times: Option<u32>,
    pub(crate) share: f64,
    pub(crate) operation: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Reply,
    Status(StatusCode),
    Html(StatusCode),
    RateLimit,
    Malformed,
    Unknown,
    CutOff,
    Close,
    Silence,
    Raw(Bytes),
}

impl Fault {
    fn new(kind: Kind) -> Self {
        Self {
            kind,
            headers: Vec::new(),
            body: None,
            retry_after: None,
            delay: None,
            times: None,
            share: 1.0,
            operation: None,
        }
    }

    /// The reply as it would have been, for [`header`](Self::header), [`body`](Self::body) and
    /// [`delayed`](Self::delayed) to change.
    pub fn reply() -> Self {
        Self::new(Kind::Reply)
    }

    /// This status, with the documented shape of an error. One below 200 becomes 500: it is not the end of
    /// a reply.
    pub fn status(status: StatusCode) -> Self {
        Self::new(Kind::Status(last(status)))
    }

    /// This status, with a page of HTML, as a proxy gives it. One below 200 becomes 500.
    pub fn html(status: StatusCode) -> Self {
        Self::new(Kind::Html(last(status)))
    }

    /// 429 as when the window is spent: nothing remains of it, and `Retry-After` says when it ends.
    pub fn rate_limit() -> Self {
        Self::new(Kind::RateLimit)
    }

    /// Half of the reply's JSON, sent whole.
    pub fn malformed() -> Self {
        Self::new(Kind::Malformed)
    }

    /// A reply with fields and values of enums that are not documented.
    pub fn unknown() -> Self {
        Self::new(Kind::Unknown)
    }

    /// Half of a body, after which the connection is closed.
    pub fn cut_off() -> Self {
        Self::new(Kind::CutOff)
    }

    /// No reply, and the connection closed.
    pub fn close() -> Self {
        Self::new(Kind::Close)
    }

    /// No reply, on a connection that stays open.
    pub fn silence() -> Self {
        Self::new(Kind::Silence)
    }

    /// These bytes in place of HTTP, after which the connection is closed.
    pub fn raw(bytes: impl Into<Bytes>) -> Self {
        Self::new(Kind::Raw(bytes.into()))
    }

    /// A reply as it would have been, but late, by a random time in this range.
    pub fn delay(time: RangeInclusive<Duration>) -> Self {
        Self::reply().delayed(time)
    }

    /// This fault, after a random time in this range.
    pub fn delayed(mut self, time: RangeInclusive<Duration>) -> Self {
        self.delay = Some(time);
        self
    }

    /// A reply with this header, in place of one of the same name. An empty value removes that one, but for
    /// `Date`.
    /// `Content-Length` and `Transfer-Encoding` are sent as they are, right or wrong.
    ///
    /// # Errors
    ///
    /// If the name or the value cannot be one of a header.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, FaultError> {
        let key = HeaderName::try_from(name)
            .map_err(|_| FaultError(format!("{name:?} is not the name of a header")))?;
        let value = match value {
            "" => None,
            value => Some(HeaderValue::from_str(value).map_err(|_| {
                FaultError(format!("{value:?} is not a value of the header `{name}`"))
            })?),
        };
        self.headers.push((key, value));
        Ok(self)
    }

    /// A reply with this body.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// A reply with a `Retry-After` of this many seconds.
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Only for the next requests, this many of them.
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

    pub(crate) fn applies_to(&self, operation: Option<&str>) -> bool {
        self.operation.is_none() || self.operation.as_deref() == operation
    }
}

/// A status that ends a reply.
fn last(status: StatusCode) -> StatusCode {
    if status.is_informational() {
        StatusCode::INTERNAL_SERVER_ERROR
    } else {
        status
    }
}

/// What is wrong with a fault.
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
