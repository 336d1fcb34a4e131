//! What a running service does that the document does not say.
//!
//! [`hold`] asks every `GET` of the document, with ids from earlier replies, and holds each reply
//! against it: the status, the headers, each value of the JSON. It does no I/O itself: a [`Service`]
//! makes the requests and waits. Nothing but `GET` can be asked of it.
//!
//! A field that the document does not name is a difference wherever some are named,
//! `additionalProperties: true` or not: to learn those is what this is for. Each difference comes with
//! an edit of the document after which it would be none.

mod base_url;
mod calls;
mod compare;
mod differences;
mod edit;
mod found;
mod headers;
mod node;
mod pace;
mod page;
mod patch;
mod redact;
mod reply;
mod report;
mod run;
mod schema;
mod shape;

use std::collections::BTreeSet;
use std::time::{Duration, SystemTime};

pub use base_url::base_url;
pub use redact::Redactor;
pub use report::{Format, report};
pub use run::hold;

use codegen::diagnostic::Span;

/// The way to a service, and a clock.
pub trait Service {
    /// Makes a `GET` request with the key.
    ///
    /// # Errors
    ///
    /// Why there is no reply, or no whole one.
    fn get(&mut self, request: &Request) -> Result<Reply, String>;

    /// Lets time pass.
    fn wait(&mut self, time: Duration);

    /// The time.
    fn now(&self) -> SystemTime;
}

/// A `GET` request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Below the base URL: `/tracking?workspace_id=ws_01HXYZ`.
    pub target: String,
    /// The headers that the document wants, apart from the key's.
    pub headers: Vec<(String, String)>,
}

/// What the service answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// All headers, in the order of the reply.
    pub headers: Vec<(String, String)>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's first value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}

/// What came of holding a document against a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// In the order in which they were seen first.
    pub differences: Vec<Difference>,
    /// The operations that were looked into.
    pub checked: Vec<Checked>,
    /// The other ones that read.
    pub unchecked: Vec<Unchecked>,
    /// Whether there are more than those, which were left out.
    pub more: bool,
    /// How many requests were made.
    pub requests: usize,
    /// The headers that were not looked at, as they are HTTP's, a browser's or a proxy's.
    pub ignored_headers: BTreeSet<String>,
    /// The patches of all differences in one; nothing where there is nothing to edit.
    pub patch: Option<String>,
}

/// What is to be said of it in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything was looked into, and the service does what the document says.
    Same,
    /// The service does something else.
    Differs,
    /// No difference was seen, but not everything was looked into.
    Unseen,
}

impl Contract {
    /// Where at least one difference is known, whether all was seen does not matter.
    pub fn outcome(&self) -> Outcome {
        let mut checked = self.checked.iter();
        let whole = !self.checked.is_empty() && checked.all(|it| it.unfinished.is_none());
        if !self.differences.is_empty() {
            Outcome::Differs
        } else if self.unchecked.is_empty() && whole {
            Outcome::Same
        } else {
            Outcome::Unseen
        }
    }
}

/// Something that the service does and the document does not say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What kind of thing.
    pub kind: Kind,
    /// Its name: the field's, the header's, the status, the keyword.
    pub name: String,
    /// In words.
    pub message: String,
    /// The part of the document to edit, as a JSON pointer.
    pub pointer: String,
    /// Where that stands.
    pub span: Option<Span>,
    /// JSON's types that were seen, an integer apart from other numbers.
    pub types: Vec<&'static str>,
    /// The new values of an enum.
    pub values: Vec<String>,
    /// Where in the replies it was seen.
    pub seen: Vec<Sighting>,
    /// The edit of the document, as a unified diff; nothing where it has to be made by hand.
    pub patch: Option<String>,
}

/// What kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A field that the document does not name.
    UnknownField,
    /// A field that is always there, and was not.
    MissingField,
    /// `null`, where it is not documented.
    Null,
    /// A value that is not among an enum's.
    NewValue,
    /// A value of another type.
    OtherType,
    /// A value that breaks a limit, such as `minimum` or `format`.
    Constraint,
    /// A status that the operation is not documented to answer.
    Status,
    /// A header that the response is not documented to have.
    Header,
    /// A header that is always there, and was not.
    MissingHeader,
    /// A body of another media type.
    MediaType,
    /// No body, where one is documented.
    EmptyBody,
    /// `limit` or `offset`, which changed nothing.
    IgnoredParameter,
}

impl Kind {
    /// In kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::Null => "null",
            Self::NewValue => "new-value",
            Self::OtherType => "other-type",
            Self::Constraint => "constraint",
            Self::Status => "status",
            Self::Header => "header",
            Self::MissingHeader => "missing-header",
            Self::MediaType => "media-type",
            Self::EmptyBody => "empty-body",
            Self::IgnoredParameter => "ignored-parameter",
        }
    }
}

/// Where in the replies a difference was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The `operationId`.
    pub operation: String,
    /// The reply's status.
    pub status: u16,
    /// The JSON path, `data[].plan`, or `header X-Request-Id`; empty for the whole reply.
    pub path: String,
    /// How often.
    pub times: usize,
    /// Of how many that were looked at.
    pub of: usize,
}

/// An operation that was looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The `operationId`.
    pub operation: String,
    /// How many requests it took.
    pub requests: usize,
    /// How many replies with success there were, further pages aside.
    pub replies: usize,
    /// How many items those held in `data`, where that is a list.
    pub items: Option<usize>,
    /// What was answered.
    pub statuses: BTreeSet<u16>,
    /// Why not all of its calls succeeded, where one did not.
    pub unfinished: Option<String>,
}

/// An operation of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// The `operationId`.
    pub operation: String,
    /// Why it was not looked into.
    pub why: String,
}
