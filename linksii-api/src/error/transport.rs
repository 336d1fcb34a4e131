//! A reply that did not arrive.

use std::fmt;

use reqwest::StatusCode;

use super::cause::Cause;
use super::context;
use crate::reply::Reply;

/// Why no whole reply arrived.
#[derive(Debug)]
pub struct TransportError(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: TransportKind,
    message: String,
    status: Option<StatusCode>,
    request_id: Option<Box<str>>,
    attempts: u32,
    advice: Option<&'static str>,
    source: Option<reqwest::Error>,
}

/// Where on the way a reply was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// No connection was made, so the service saw nothing.
    Connect,
    /// The certificate of the service, or of what answers in its place, is not accepted, or the service
    /// does not accept that of the client. The service did nothing, and the same call would fail again.
    Certificate,
    /// The proxy asks for a user name and a password, or for others, so the service saw nothing.
    ProxyAuthentication,
    /// The service says that it has not processed the request: HTTP/2's REFUSED_STREAM, or a GOAWAY.
    Refused,
    /// The reply did not come whole in the time that the caller allows.
    Timeout,
    /// The connection was closed, or the reply was cut off.
    Interrupted,
    /// The reply is larger than the client reads.
    TooLarge,
}

impl TransportError {
    pub(crate) fn new(kind: TransportKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            message: message.into(),
            status: None,
            request_id: None,
            attempts: 1,
            advice: None,
            source: None,
        }))
    }

    /// What reqwest could not do. Its URL is left out: ids stand in it.
    pub(crate) fn from_reqwest(error: reqwest::Error) -> Self {
        let cause = Cause::of(&error);
        let mut this = Self::new(cause.kind, cause.message);
        this.0.advice = Some(cause.advice);
        this.0.source = Some(error.without_url());
        this
    }

    pub(crate) fn of_reply(mut self, reply: &Reply) -> Self {
        self.0.status = Some(reply.status());
        self.0.request_id = reply.request_id().map(Into::into);
        self
    }

    pub(crate) fn at(mut self, place: &str) -> Self {
        self.0.message.push_str(" to ");
        self.0.message.push_str(place);
        self
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
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
        self.0.request_id.as_deref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        // Reqwest's causes say more than its own words do.
        let mut cause = self.0.source.as_ref().and_then(std::error::Error::source);
        while let Some(error) = cause {
            cause = error.source();
            if cause.is_none() {
                write!(f, ": {error}")?;
            }
        }
        if let Some(status) = self.0.status {
            write!(f, " (after status {status})")?;
        }
        f.write_str(&context(self.request_id(), self.attempts()))?;
        let advice = self.0.advice.unwrap_or(match self.0.kind {
            TransportKind::Timeout => "Try again, or allow more time.",
            TransportKind::TooLarge => "Ask for smaller pages, or allow a larger reply.",
            _ => "Try again.",
        });
        write!(f, ". {advice}")
    }
}

impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|error| error as _)
    }
}
