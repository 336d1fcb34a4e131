//! The document as a tree that knows where each node is in the text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use indexmap::IndexMap;

use super::number::Number;
use crate::diagnostic::Span;

/// A node's place in the list of all nodes.
pub(super) type Id = usize;

/// The root's.
pub(super) const ROOT: Id = 0;

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Id>),
    Map(IndexMap<String, Id>),
}

/// A node with its position.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) value: Value,
    /// The node around it, and its index there.
    pub(super) parent: Option<(Id, usize)>,
    /// The bytes of its key; without one, of its start.
    pub(super) range: Range<usize>,
}

/// By what other nodes each is reached: by those around it, and by references.
#[derive(Clone, Debug)]
pub(super) struct Ways {
    /// The references to each node.
    pub(super) referrers: HashMap<Id, Vec<Id>>,
    /// The nodes that are not parts of what is around them.
    pub(super) bounds: HashSet<Id>,
}

/// A document, as it was written.
#[derive(Clone, Debug)]
pub struct Document {
    /// What it is called in messages.
    pub name: String,
    /// Its text.
    pub text: String,
    entries: Vec<Entry>,
    /// The nodes of which nothing is made.
    pub(super) left_out: HashSet<Id>,
    /// The byte at which each line starts.
    lines: OnceLock<Vec<usize>>,
    /// The nodes that are not data, with what each is.
    pub(super) kinds: OnceLock<Vec<(&'static str, Id)>>,
    /// By what other nodes each is reached.
    pub(super) ways: OnceLock<Ways>,
}

impl Document {
    pub(super) fn new(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            entries: Vec::new(),
            left_out: HashSet::new(),
            lines: OnceLock::new(),
            kinds: OnceLock::new(),
            ways: OnceLock::new(),
        }
    }

    /// Leaves the nodes with these ids out: operations and examples, of which nothing is made then.
    pub fn leave_out(&mut self, nodes: impl IntoIterator<Item = usize>) {
        self.left_out.extend(nodes);
    }

    /// A stretch of the text with its line and column. It begins and ends with a character.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let [start, end] = [range.start, range.end].map(|at| {
            let mut before = (0..=at.min(self.text.len())).rev();
            let boundary = before.find(|at| self.text.is_char_boundary(*at));
            boundary.unwrap_or_default()
        });
        let lines = self.lines.get_or_init(|| {
            let breaks = self.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(breaks).collect()
        });
        let line = lines.partition_point(|line| *line <= start);
        let before = &self.text[lines[line - 1]..start];
        Span {
            line,
            column: 1 + before.chars().count(),
            start,
            end,
        }
    }

    pub(super) fn entry(&self, id: Id) -> &Entry {
        &self.entries[id]
    }

    /// Adds a node to a mapping, by its key, or to the end of a list.
    pub(super) fn add(
        &mut self,
        place: Option<(Id, Option<String>)>,
        value: Value,
        range: Range<usize>,
    ) -> Id {
        let id = self.entries.len();
        let parent = place.map(|(parent, key)| {
            let index = match &mut self.entries[parent].value {
                Value::Map(members) => members.insert_full(key.unwrap_or_default(), id).0,
                Value::List(items) => {
                    items.push(id);
                    items.len() - 1
                }
                _ => 0,
            };
            (parent, index)
        });
        self.entries.push(Entry {
            value,
            parent,
            range,
        });
        id
    }
}
