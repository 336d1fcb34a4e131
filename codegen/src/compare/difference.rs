//! A difference, and how differences are collected.

use std::collections::BTreeMap;
use std::fmt;

use crate::model::{Operation, Resource};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it takes of users.
    pub step: Step,
    /// What differs: `tracking().list`, `types::TrackingRun`.
    pub item: String,
    /// How.
    pub what: String,
    /// The operations that users see it in: `tracking().list`.
    pub operations: Vec<String>,
}

/// What a difference takes of users, and so of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing: words, examples.
    Documentation,
    /// Nothing, but there is more to use, or the same call behaves differently.
    Additive,
    /// Code that compiled may not, or looks for what is gone.
    Breaking,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Documentation => "docs only",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}

/// Collects differences.
#[derive(Default)]
pub(super) struct Found {
    pub(super) differences: Vec<Difference>,
    /// Those that what comes next is seen in.
    pub(super) operations: Vec<String>,
}

impl Found {
    pub(super) fn add(&mut self, step: Step, item: impl Into<String>, what: impl Into<String>) {
        self.differences.push(Difference {
            step,
            item: item.into(),
            what: what.into(),
            operations: self.operations.clone(),
        });
    }

    /// Adds a difference where two values are not the same.
    pub(super) fn changed<T: PartialEq + fmt::Display>(
        &mut self,
        step: Step,
        item: &str,
        what: &str,
        old: T,
        new: T,
    ) {
        if old != new {
            self.add(step, item, format!("{what} was `{old}` and is `{new}`"));
        }
    }

    /// Adds a difference where the words are not the same, without repeating them.
    pub(super) fn reworded<T: PartialEq>(&mut self, item: &str, what: &str, old: T, new: T) {
        if old != new {
            self.add(
                Step::Documentation,
                item,
                format!("{what} reads differently"),
            );
        }
    }
}

/// An operation as users write it.
pub(super) fn called(resource: &Resource, operation: &Operation) -> String {
    format!("{}().{}", resource.name, operation.method_name)
}

/// Pairs what has the same key: the new's order first, then what is gone, in the old's.
pub(super) fn pairs<'a, T>(
    old: impl Iterator<Item = &'a T>,
    new: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let old: Vec<&T> = old.collect();
    let mut left: BTreeMap<&str, &T> = old.iter().map(|&item| (key(item), item)).collect();
    let mut pairs: Vec<_> = new
        .map(|item| (left.remove(key(item)), Some(item)))
        .collect();
    let gone = old.into_iter().filter(|&item| left.contains_key(key(item)));
    pairs.extend(gone.map(|item| (Some(item), None)));
    pairs
}
