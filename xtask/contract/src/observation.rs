//! What was asked, and what came.

use std::collections::BTreeSet;

use crate::finding::Kind;
use crate::operation::Operation;
use crate::outcome::{Checked, Unchecked};
use crate::reply::Read;

/// What a run has seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) observations: Vec<Observation>,
    pub(crate) facts: Vec<Fact>,
    pub(crate) checked: Vec<Checked>,
    pub(crate) unchecked: Vec<Unchecked>,
    pub(crate) ignored_headers: BTreeSet<String>,
    pub(crate) requests: usize,
    /// The ids that replies had.
    pub(crate) ids: BTreeSet<String>,
}

/// A reply, and the operation that it answers.
#[derive(Clone, Debug)]
pub(crate) struct Observation {
    /// The `operationId`.
    pub(crate) operation: String,
    pub(crate) reply: Read,
}

/// What several replies together show of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The `operationId`.
    pub(crate) operation: String,
    pub(crate) status: u16,
    /// The parameter that it is about.
    pub(crate) parameter: String,
    pub(crate) kind: Kind,
    /// The parameter's name, or the words or the number that say more.
    pub(crate) said: String,
}

/// The operation of an id.
pub(crate) fn find<'o, 'd>(operations: &'o [Operation<'d>], id: &str) -> Option<&'o Operation<'d>> {
    operations.iter().find(|it| it.id() == id)
}
