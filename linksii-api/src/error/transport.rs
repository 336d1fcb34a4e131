//! A reply that did not arrive whole.

use std::error::Error as _;
use std::fmt;

use reqwest::StatusCode;

use super::cause::Cause;
use super::reply_info::{ReplyInfo, Trace};
use super::transport_kind::TransportKind;
use crate::sanitize::{MESSAGE, Sanitizer};

/// Why no whole reply arrived.
#[derive(Clone, Debug)]
pub struct TransportError(pub(super) Box<Inner>);

#[derive(Clone, Debug)]
pub(super) struct Inner {
    kind: TransportKind,
    message: String,
    /// That of the reply, if it had begun to arrive.
    status: Option<StatusCode>,
    pub(super) trace: Trace,
    /// What to do, where the cause says more than the kind.
    advice: Option<&'static str>,
}

impl TransportError {
    /// An error as this crate gives it, for tests.
    pub fn new(kind: TransportKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            status: None,
            trace: Trace::new(1),
            advice: None,
        }))
    }

    /// What reqwest could not do. Its URL is left out, as it holds ids; of its causes the last says
    /// the most.
    pub(crate) fn from_reqwest(error: &reqwest::Error, host: &str, sanitizer: &Sanitizer) -> Self {
        let cause = Cause::of(error);
        let place = match cause.kind {
            TransportKind::Connect
            | TransportKind::Certificate
            | TransportKind::ProxyAuthentication => format!(" to {host}"),
            _ => String::new(),
        };
        let causes = std::iter::successors(error.source(), |&cause| cause.source());
        let detail = match causes.last() {
            Some(cause) => format!(": {}", sanitizer.line(&cause.to_string(), MESSAGE)),
            None => String::new(),
        };
        let mut this = Self::new(cause.kind, format!("{}{place}{detail}", cause.message));
        this.0.advice = Some(cause.advice);
        this
    }

    pub(crate) fn of_reply(mut self, reply: &ReplyInfo) -> Self {
        self.0.status = Some(reply.status);
        self.0.trace = reply.trace.clone();
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.trace.attempts = attempts;
        self
    }

    /// Where on the way the reply was lost.
    pub fn kind(&self) -> TransportKind {
        self.0.kind
    }

    /// The status, where the reply had got that far.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's own name for the request, where the reply had got that far.
    pub fn request_id(&self) -> Option<&str> {
        self.0.trace.request_id.as_deref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.trace.attempts
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.status() {
            Some(status) => format!("{} (after status {status})", self.0.message),
            None => self.0.message.clone(),
        };
        let trace = &self.0.trace;
        let sentence = trace.sentence(&text);
        let by_kind = match self.0.kind {
            TransportKind::Timeout => "Try again, or allow more time.",
            TransportKind::TooLarge => "Ask for smaller pages, or allow a larger reply.",
            TransportKind::Certificate => "Check the certificates, and this machine's clock.",
            TransportKind::ProxyAuthentication => "Check the proxy's user name and password.",
            TransportKind::Connect => "Check the network, a proxy in between, and the base URL.",
            TransportKind::Refused | TransportKind::Interrupted => "Try again.",
        };
        let advice = trace.effect.advice().or(self.0.advice).unwrap_or(by_kind);
        write!(f, "{sentence} {advice}")
    }
}

impl std::error::Error for TransportError {}
