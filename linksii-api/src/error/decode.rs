//! A reply that is not what is documented.

use std::fmt;

use reqwest::StatusCode;

use super::reply_info::ReplyInfo;
use crate::sanitize::{MESSAGE, NAME, Sanitizer, without_own_key};

/// Where a successful reply is not the documented one.
#[derive(Clone, Debug)]
pub struct DecodeError(pub(super) Box<Inner>);

#[derive(Clone, Debug)]
pub(super) struct Inner {
    path: String,
    message: String,
    pub(super) info: ReplyInfo,
    body: String,
}

impl DecodeError {
    /// An error as this crate gives it, for tests: a reply with status 200 that differs at `path`.
    pub fn new(path: &str, message: &str) -> Self {
        let info = ReplyInfo::new(StatusCode::OK);
        Self::of_reply(path, message, info, b"", &without_own_key())
    }

    /// What is wrong where in a reply.
    pub(crate) fn of_reply(
        path: &str,
        message: &str,
        info: ReplyInfo,
        body: &[u8],
        sanitizer: &Sanitizer,
    ) -> Self {
        // Enough to recognise it; a character cut in two becomes a replacement character.
        let start = &body[..body.len().min(4 * NAME)];
        Self(Box::new(Inner {
            // Both may quote the reply.
            path: sanitizer.line(path, NAME),
            message: sanitizer.line(message, MESSAGE),
            info,
            body: sanitizer.line(&String::from_utf8_lossy(start), NAME),
        }))
    }

    /// A page that does not follow the one before.
    pub(crate) fn of_page(path: &str, message: &str, request_id: Option<&str>) -> Self {
        let mut error = Self::new(path, message);
        error.0.info.trace.request_id = request_id.map(Into::into);
        error
    }

    /// Where in the reply: `data[0].name`; `.` is the reply as a whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.info.status
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.info.trace.request_id.as_deref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.info.trace.attempts
    }

    /// The first 200 characters of the body, escaped.
    pub fn body(&self) -> &str {
        &self.0.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            path, body, info, ..
        } = &*self.0;
        let sentence = info.trace.sentence(self.message());
        let status = self.status();
        write!(
            f,
            "the reply ({status}) is not as documented, at `{path}`: {sentence}"
        )?;
        if let Some(advice) = info.trace.effect.advice() {
            write!(f, " {advice}")?;
        }
        if !body.is_empty() {
            write!(f, " It starts: {body}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
