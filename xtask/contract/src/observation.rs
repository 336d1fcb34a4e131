//! What was asked, and what came.

use std::collections::BTreeSet;

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
    pub(crate) what: What,
}

/// What is to be known of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A call succeeds without it.
    Optional,
    /// It changes nothing.
    Ignored,
    /// It leads to items that name another value.
    Unfiltered,
    /// A page holds no fewer than this many items.
    AtLeast(usize),
    /// It counts pages.
    CountsPages,
    /// The page that came is not the one asked for, in these words.
    Mismatch(String),
}

/// The operation of an id.
pub(crate) fn find<'o, 'd>(operations: &'o [Operation<'d>], id: &str) -> Option<&'o Operation<'d>> {
    operations.iter().find(|it| it.id() == id)
}
