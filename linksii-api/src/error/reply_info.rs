//! What an error keeps of the request and of the reply that it is about.

use std::fmt;

use reqwest::StatusCode;

use super::effect::Effect;
use crate::rate_limit::RateLimit;

/// What there is to know of a reply besides its body.
#[derive(Clone, Debug)]
pub(crate) struct ReplyInfo {
    pub(crate) status: StatusCode,
    pub(crate) rate_limit: Option<RateLimit>,
    pub(crate) trace: Trace,
}

impl ReplyInfo {
    /// A reply with this status to the first attempt.
    pub(crate) fn new(status: StatusCode) -> Self {
        Self {
            status,
            rate_limit: None,
            trace: Trace::new(1),
        }
    }
}

/// What there is to know of a request, whatever became of it.
#[derive(Clone, Debug)]
pub(crate) struct Trace {
    /// Fit to be shown.
    pub(crate) request_id: Option<Box<str>>,
    /// How many times it was sent.
    pub(crate) attempts: u32,
    pub(crate) effect: Effect,
}

impl Trace {
    pub(crate) fn new(attempts: u32) -> Self {
        Self {
            request_id: None,
            attempts,
            effect: Effect::None,
        }
    }

    /// What happened, as a sentence that ends with what a report to the service's makers needs:
    /// `not found (request req_1, 3 attempts).`
    pub(super) fn sentence<'a>(&'a self, text: &'a str) -> Sentence<'a> {
        Sentence { text, trace: self }
    }
}

pub(super) struct Sentence<'a> {
    text: &'a str,
    trace: &'a Trace,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.trim_end_matches(['.', ' ']);
        f.write_str(text)?;
        match (&self.trace.request_id, self.trace.attempts) {
            (None, ..=1) if text.ends_with(['!', '?', '…']) => Ok(()),
            (None, ..=1) => f.write_str("."),
            (Some(id), ..=1) => write!(f, " (request {id})."),
            (None, attempts) => write!(f, " ({attempts} attempts)."),
            (Some(id), attempts) => write!(f, " (request {id}, {attempts} attempts)."),
        }
    }
}
