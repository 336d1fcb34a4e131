//! What a change of the document means to those who use the client.
//!
//! Two APIs in our vocabulary are held against each other, so what is compared is what users
//! see: methods, arguments, types. A struct may gain fields and an enum values without breaking
//! anyone, as all are `#[non_exhaustive]`; whatever goes or changes its type breaks.

mod operations;
mod release;
mod report;
mod types;
mod uses;

use std::collections::BTreeMap;
use std::fmt;

pub use release::unready;
pub use report::{greatest, human, json};

use crate::model::{Api, Limit, Operation, Resource};

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
    /// Nothing, but there is more to use, or the same call behaves anew.
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

/// Holds two versions against each other. Operations come first, in the new document's order.
pub fn compare(old: &Api, new: &Api) -> Vec<Difference> {
    let mut found = Found::default();
    operations::compare(old, new, &mut found);
    types::compare(old, new, &mut found);
    limits(old, new, &mut found);
    service(old, new, &mut found);
    found.differences
}

/// Collects differences.
#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    /// Those that what comes next is seen in.
    operations: Vec<String>,
}

impl Found {
    fn add(&mut self, step: Step, item: impl Into<String>, what: impl Into<String>) {
        self.differences.push(Difference {
            step,
            item: item.into(),
            what: what.into(),
            operations: self.operations.clone(),
        });
    }

    /// Adds a difference where two values are not the same.
    fn changed<T: PartialEq + fmt::Display>(
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
    fn reworded<T: PartialEq>(&mut self, item: &str, what: &str, old: T, new: T) {
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
fn called(resource: &Resource, operation: &Operation) -> String {
    format!("{}().{}", resource.name, operation.method_name)
}

/// Pairs what has the same key: the new's order first, then what is gone, in the old's.
fn pairs<'a, T>(
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

fn limits(old: &Api, new: &Api, found: &mut Found) {
    let name = |limit: &Limit| format!("limits::{}", limit.name);
    for pair in pairs(
        old.limits.paths.iter(),
        new.limits.paths.iter(),
        |it: &Limit| &it.name,
    ) {
        let in_either = pair.1.map(|it| (new, it)).or(pair.0.map(|it| (old, it)));
        found.operations = in_either.map_or_else(Vec::new, |(api, limit)| limited(api, limit));
        match pair {
            (None, Some(new)) => found.add(Step::Additive, name(new), "is new"),
            (Some(old), None) => found.add(Step::Breaking, name(old), "is gone"),
            (Some(old), Some(new)) => {
                let (was, is) = (old.to_string(), new.to_string());
                found.changed(Step::Additive, &name(new), "it", was, is);
            }
            (None, None) => {}
        }
    }
    found.operations.clear();
    let shown = |api: &Api| match api.limits.every_other {
        Some(limit) => limit.to_string(),
        None => "not documented".to_owned(),
    };
    let item = "limits::EVERY_OTHER";
    found.changed(
        Step::Additive,
        item,
        "requests a minute",
        shown(old),
        shown(new),
    );
}

/// The operations that a limit counts.
fn limited(api: &Api, limit: &Limit) -> Vec<String> {
    let operations = api.resources.iter().flat_map(|resource| {
        let counted = resource.operations.iter();
        let counted = counted.filter(|operation| operation.limit.name == limit.name);
        counted.map(move |operation| called(resource, operation))
    });
    operations.collect()
}

fn service(old: &Api, new: &Api, found: &mut Found) {
    let (old, new) = (&old.service, &new.service);
    let item = "Client";
    found.changed(
        Step::Additive,
        item,
        "the base URL",
        &old.base_url,
        &new.base_url,
    );
    found.changed(
        Step::Breaking,
        item,
        "the key's prefix",
        &old.key_prefix,
        &new.key_prefix,
    );
    let what = "the variable with the key";
    found.changed(
        Step::Breaking,
        item,
        what,
        &old.key_variable,
        &new.key_variable,
    );
    let what = "the variable with the base URL";
    found.changed(
        Step::Breaking,
        item,
        what,
        &old.base_url_variable,
        &new.base_url_variable,
    );
    found.reworded(item, "the service's name", &old.name, &new.name);
}
