//! What an error keeps of the reply that it is about.

use std::fmt;

use reqwest::StatusCode;

use crate::rate_limit::RateLimit;

/// What there is to know of a reply besides its body.
#[derive(Clone, Debug)]
pub(crate) struct ReplyInfo {
    pub(crate) status: StatusCode,
    pub(crate) rate_limit: Option<RateLimit>,
    /// Fit to be shown.
    pub(crate) request_id: Option<Box<str>>,
    pub(crate) attempts: u32,
}

impl ReplyInfo {
    /// A reply with this status to the first attempt.
    pub(crate) fn new(status: StatusCode) -> Self {
        Self {
            status,
            rate_limit: None,
            request_id: None,
            attempts: 1,
        }
    }
}

/// What happened, as a sentence that ends with what a report to the service's makers needs:
/// `not found (request req_1, 3 attempts).`
pub(super) struct Sentence<'a> {
    pub(super) text: &'a str,
    pub(super) request_id: Option<&'a str>,
    pub(super) attempts: u32,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.trim_end_matches(['.', ' ']);
        f.write_str(text)?;
        match (self.request_id, self.attempts) {
            (None, ..=1) if text.ends_with(['!', '?', '…']) => Ok(()),
            (None, ..=1) => f.write_str("."),
            (Some(id), ..=1) => write!(f, " (request {id})."),
            (None, attempts) => write!(f, " ({attempts} attempts)."),
            (Some(id), attempts) => write!(f, " (request {id}, {attempts} attempts)."),
        }
    }
}
