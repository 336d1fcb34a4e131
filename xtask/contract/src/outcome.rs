//! What came of comparing a document with a service.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::finding::{Kind, Sighting};

/// What came of comparing a document with a service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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
    /// How long the run could take, at most.
    #[serde(serialize_with = "seconds")]
    pub timeout: Duration,
    /// The headers that were not looked at, as they are HTTP's, a browser's or a proxy's.
    pub ignored_headers: BTreeSet<String>,
    /// The patches of all differences in one, and of those that only show once others are gone;
    /// nothing where there is nothing to edit.
    #[serde(skip)]
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
        let is_whole = self.checked.iter().all(Checked::is_whole);
        if !self.differences.is_empty() {
            Outcome::Differs
        } else if self.unchecked.is_empty() && is_whole && !self.checked.is_empty() {
            Outcome::Same
        } else {
            Outcome::Unseen
        }
    }
}

/// Something that the service does and the document does not say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What kind of thing.
    pub kind: Kind,
    /// Its name: the field's, the header's, the status, the keyword.
    pub name: String,
    /// In words.
    pub message: String,
    /// The document.
    pub file: String,
    /// Where the part of it to edit is.
    pub line: usize,
    /// And in that line.
    pub column: usize,
    /// That part, as a JSON pointer.
    pub pointer: String,
    /// JSON's types that were seen, an integer apart from other numbers.
    pub types: Vec<&'static str>,
    /// The new values of an enum.
    pub values: Vec<String>,
    /// Where in the replies it was seen.
    pub seen: Vec<Sighting>,
    /// Whether the client of the document as it is reads the replies there.
    pub client_reads: bool,
    /// The edit of the document, as a unified diff.
    pub patch: Option<String>,
    /// Why there is none.
    pub by_hand: Option<String>,
}

/// An operation that was looked into.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// The `operationId`.
    pub operation: String,
    /// How many requests it took.
    pub requests: usize,
    /// How many items those had in `data`, where that is a list.
    pub items: Option<usize>,
    /// What was answered.
    pub statuses: BTreeSet<u16>,
    /// Why not all of its calls succeeded, where one did not.
    pub unfinished: Option<String>,
}

impl Checked {
    /// Whether all of it was seen: of a collection without items nothing is known of what one looks
    /// like.
    pub fn is_whole(&self) -> bool {
        self.unfinished.is_none() && self.items != Some(0)
    }
}

/// An operation of which nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unchecked {
    /// The `operationId`.
    pub operation: String,
    /// Why it was not looked into.
    pub why: String,
}

fn seconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    time.as_secs_f64().serialize(serializer)
}
