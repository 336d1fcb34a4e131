//! The differences, folded: what is the same fault of the document is one of them.

use std::collections::{BTreeSet, HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::Mapping;

use super::shape::Shape;
use super::{Kind, Sighting};

/// How many differences are kept. Who has as many mends some, and looks again.
const MOST_FAULTS: usize = 100;

/// How many values of one enum are told, at most.
const MOST_VALUES: usize = 20;

/// How many characters of a value are told, at most.
const LONGEST_VALUE: usize = 60;

/// What was found so far.
#[derive(Default)]
pub(super) struct Found {
    pub(super) entries: IndexMap<Fault, Entry>,
    /// What is beyond those that are kept.
    pub(super) beyond: Option<Entry>,
    /// How often each path was looked at.
    looks: HashMap<Place, usize>,
    /// The schemas that have held a value of their own type.
    fitted: HashSet<String>,
}

/// What the document lacks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// The part of the document that lacks it.
    pub(super) pointer: String,
    /// A field's name, a header's, a status, a keyword.
    pub(super) name: String,
}

/// How the service shows it.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) shape: Shape,
    pub(super) values: BTreeSet<String>,
    /// What the document would have to say, where the shape does not tell.
    pub(super) suggestion: Option<Mapping>,
    /// All parts of the document that lack it, where it is more than one.
    pub(super) pointers: BTreeSet<String>,
    sightings: IndexMap<Place, Seen>,
}

#[derive(Clone, Debug)]
struct Seen {
    times: usize,
    /// Which looks those are counted among.
    among: Place,
}

/// Where in the replies something was seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) path: String,
}

impl Found {
    /// Counts a look at a path.
    pub(super) fn look(&mut self, at: &Place) {
        *self.looks.entry(at.clone()).or_default() += 1;
    }

    /// Notes that a schema has held a value of its own type.
    pub(super) fn fits(&mut self, pointer: &str) {
        if !self.fitted.contains(pointer) {
            self.fitted.insert(pointer.to_owned());
        }
    }

    /// Whether a schema has held a value of its own type.
    pub(super) fn has_fitted(&self, pointer: &str) -> bool {
        self.fitted.contains(pointer)
    }

    /// Notes a difference that was seen at a path, among the looks at another.
    pub(super) fn add(&mut self, fault: Fault, at: &Place, among: &Place) -> &mut Entry {
        if self.entries.len() >= MOST_FAULTS && !self.entries.contains_key(&fault) {
            return self.beyond.get_or_insert_default();
        }
        let entry = self.entries.entry(fault).or_default();
        let seen = entry.sightings.entry(at.clone()).or_insert_with(|| Seen {
            times: 0,
            among: among.clone(),
        });
        seen.times += 1;
        entry
    }

    pub(super) fn sightings(&self, entry: &Entry) -> Vec<Sighting> {
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
    /// Notes a value of an enum; what is longer than values are is told by its beginning.
    pub(super) fn value(&mut self, value: &Json) {
        let text = match value {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        if self.values.len() < MOST_VALUES && text.chars().count() <= LONGEST_VALUE {
            self.values.insert(text);
        }
        self.shape.add(value);
    }
}

impl Place {
    /// Another path in the same reply.
    pub(super) fn with(&self, path: String) -> Self {
        Self {
            path,
            ..self.clone()
        }
    }

    /// The path of a field of the object here.
    pub(super) fn field(&self, name: &str) -> Self {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let name = if !name.is_empty() && name.chars().all(plain) {
            name.to_owned()
        } else {
            format!("[{name:?}]")
        };
        let dot = if self.path.is_empty() || name.starts_with('[') {
            ""
        } else {
            "."
        };
        self.with(format!("{}{dot}{name}", self.path))
    }

    /// The path of all members of the map here.
    pub(super) fn member(&self) -> Self {
        self.with(format!("{}.*", self.path))
    }

    /// The path of the items of the list here.
    pub(super) fn items(&self) -> Self {
        self.with(format!("{}[]", self.path))
    }
}
