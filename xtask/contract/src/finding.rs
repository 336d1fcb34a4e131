//! The differences, folded: what is the same fault of the document is one of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;
use serde_yaml::Mapping;

use crate::identifier::Identifiers;
use crate::place::Place;
use crate::sanitize::NAME;
use crate::shape::Shape;

/// How many differences are kept. Who has this many fixes some, and asks again.
const MOST_FAULTS: usize = 100;

/// How many values of one enum are listed.
const MOST_VALUES: usize = 20;

/// What kind of difference; shown in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::Display)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
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
    /// An id that does not start as documented.
    IdPrefix,
    /// A field that is documented to be in requests alone.
    WriteOnly,
    /// A name that an object has more than once.
    DuplicateKey,
    /// A status that the operation is not documented to answer.
    Status,
    /// A header that the response is not documented to have.
    Header,
    /// A header that is always there, and was not.
    MissingHeader,
    /// A body of another media type, or of none.
    MediaType,
    /// No body, where one is documented.
    EmptyBody,
    /// A body that is not the JSON that it is said to be.
    MalformedBody,
    /// A body that is JSON, in an encoding that JSON does not have.
    Encoding,
    /// A body that the document allows and the generated client cannot read.
    Unreadable,
    /// A required parameter that a call succeeds without.
    OptionalParameter,
    /// A parameter that changed nothing.
    IgnoredParameter,
    /// Items that name another value of a parameter than the one asked for.
    Unfiltered,
    /// A page that is larger than the `limit` asked for, as pages have a least size.
    PageSize,
    /// An `offset` that counts pages, and not items.
    PageOffset,
    /// A page whose `meta` or items are not those of the position asked for.
    Pagination,
}

/// What is wrong with the document, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Fault {
    pub(crate) kind: Kind,
    /// The part of the document, as a JSON pointer.
    pub(crate) pointer: String,
    /// A field's name, a header's, a status, a keyword with what it says.
    pub(crate) name: String,
}

/// How the service shows it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) shape: Shape,
    pub(crate) values: BTreeSet<String>,
    /// Whether there were more values than those.
    more_values: bool,
    /// What the document would have to say, where the shape does not; nothing where it cannot.
    pub(crate) suggestion: Option<Mapping>,
    /// All parts of the document that it is wrong in, where it is more than one.
    pub(crate) pointers: BTreeSet<String>,
    sightings: IndexMap<Place, Seen>,
}

#[derive(Clone, Debug)]
struct Seen {
    times: usize,
    /// Which looks those are counted among.
    among: Place,
}

/// Where in the replies a difference was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
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

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) entries: IndexMap<Fault, Entry>,
    /// Whether there are more than those that are kept.
    pub(crate) more: bool,
    beyond: Entry,
    /// How often each path was looked at.
    looks: HashMap<Place, usize>,
    /// The schemas that have had a value of their own type.
    matched: HashSet<String>,
}

impl Findings {
    /// Counts a look at a path.
    pub(crate) fn look(&mut self, at: &Place) {
        match self.looks.get_mut(at) {
            Some(count) => *count += 1,
            None => drop(self.looks.insert(at.clone(), 1)),
        }
    }

    /// Notes that a schema has had a value of its own type.
    pub(crate) fn matches(&mut self, pointer: String) {
        self.matched.insert(pointer);
    }

    /// Whether a schema has had a value of its own type.
    pub(crate) fn has_matched(&self, pointer: &str) -> bool {
        self.matched.contains(pointer)
    }

    /// Notes a difference that was seen at a path.
    pub(crate) fn add(&mut self, fault: Fault, at: &Place) -> &mut Entry {
        self.add_among(fault, at, at)
    }

    /// Notes a difference that was seen at a path, among the looks at another.
    pub(crate) fn add_among(&mut self, fault: Fault, at: &Place, among: &Place) -> &mut Entry {
        if self.entries.len() >= MOST_FAULTS && !self.entries.contains_key(&fault) {
            self.more = true;
            return &mut self.beyond;
        }
        let entry = self.entries.entry(fault).or_default();
        let seen = entry.sightings.entry(at.clone()).or_insert_with(|| Seen {
            times: 0,
            among: among.clone(),
        });
        seen.times += 1;
        entry
    }

    pub(crate) fn sightings(&self, entry: &Entry) -> Vec<Sighting> {
        let sightings = entry.sightings.iter();
        sightings
            .map(|(at, seen)| Sighting {
                operation: at.operation.clone(),
                status: at.status,
                path: at.path.clone(),
                times: seen.times,
                of: self.looks.get(&seen.among).copied().unwrap_or(seen.times),
            })
            .collect()
    }
}

impl Entry {
    /// The places where it was seen.
    pub(crate) fn places(&self) -> impl Iterator<Item = &Place> {
        self.sightings.keys()
    }

    /// Whether it had more values than are listed.
    pub(crate) fn has_more_values(&self) -> bool {
        self.more_values
    }

    /// Notes a value of an enum. One that is longer than values are is not kept.
    pub(crate) fn value(&mut self, value: &Json, identifiers: &Identifiers) {
        let text = match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        if text.chars().count() <= NAME && !self.values.contains(&text) {
            self.more_values |= self.values.len() == MOST_VALUES;
            if !self.more_values {
                self.values.insert(text);
            }
        }
        self.shape.add(value, identifiers);
    }
}
