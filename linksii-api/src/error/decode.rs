//! A reply that is not what is documented.

use std::fmt;

use reqwest::StatusCode;

use super::body::first_part;
use super::context;
use crate::redact;
use crate::reply::Reply;

/// Where a successful reply is not the documented one.
#[derive(Clone, Debug)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    path: String,
    message: String,
    status: StatusCode,
    request_id: Option<Box<str>>,
    attempts: u32,
    body: String,
}

impl DecodeError {
    pub(crate) fn new(reply: &Reply, path: String, message: String) -> Self {
        // Enough to recognise it; a character cut in two becomes a replacement character.
        let start = &reply.body()[..reply.body().len().min(1024)];
        Self(Box::new(Inner {
            // Both may quote the reply.
            path: redact::keys(&path).into_owned(),
            message: redact::keys(&message).into_owned(),
            status: reply.status(),
            request_id: reply.request_id().map(Into::into),
            attempts: reply.attempts(),
            body: first_part(&redact::keys(&String::from_utf8_lossy(start))),
        }))
    }

    /// A page that stands elsewhere than where it was asked for.
    pub(crate) fn astray(found: u64, wanted: u64, request_id: Option<&str>) -> Self {
        Self(Box::new(Inner {
            path: "meta.offset".to_owned(),
            message: format!(
                "the page starts at {found} and not at {wanted}, where it was asked for, so the walk \
                 ends here"
            ),
            status: StatusCode::OK,
            request_id: request_id.map(Into::into),
            attempts: 1,
            body: String::new(),
        }))
    }

    /// Where in the reply: `data[0].name`; `.` is the reply as a whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The first 200 characters of the body.
    pub fn body(&self) -> &str {
        &self.0.body
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            path,
            message,
            status,
            body,
            ..
        } = &*self.0;
        let context = context(self.request_id(), self.attempts());
        write!(
            f,
            "the reply ({status}) is not as documented, at `{path}`: {message}{context}."
        )?;
        if body.is_empty() {
            Ok(())
        } else {
            write!(f, " It starts: {body}")
        }
    }
}

impl std::error::Error for DecodeError {}
