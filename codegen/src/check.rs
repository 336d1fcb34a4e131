//! What is wrong with a document, all of it in one run.
//!
//! An error is what no right client can be generated from. A warning is a convention of ours that
//! the document breaks, or something that the client will lack.

mod dropped;
mod evidence;
mod examples;
mod names;
mod operations;
mod parameters;
mod pointer;
mod references;
mod responses;
mod schemas;
mod service;
mod tree;
mod unreadable;

use std::fmt;

use crate::diagnostic::{Diagnostic, Severity};
use crate::load::Document;

/// Something that a document must keep to.
pub struct Rule {
    /// Its id, in kebab case.
    pub id: &'static str,
    /// What breaking it means.
    pub severity: Severity,
    /// Why it is a rule, in a line.
    pub why: &'static str,
    /// A piece of a document that breaks it.
    pub broken: &'static str,
    find: fn(&Document, &mut Report<'_>),
}

/// All rules, by what they look at.
pub static RULES: &[(&str, &[Rule])] = &[
    ("What can be read", unreadable::RULES),
    ("The service", service::RULES),
    ("Operations", operations::RULES),
    ("Parameters", parameters::RULES),
    ("Requests and replies", responses::RULES),
    ("Schemas", schemas::RULES),
    ("References", references::RULES),
    ("Names in Rust", names::RULES),
    ("Examples", examples::RULES),
    ("Evidence", evidence::RULES),
    ("What would be dropped", dropped::RULES),
];

/// All rules, one after another.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().flat_map(|(_, rules)| *rules)
}

/// Holds a document against all rules. The faults come in the order of their places.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in rules() {
        (rule.find)(
            document,
            &mut Report {
                document,
                rule,
                found: &mut found,
            },
        );
    }
    found.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    found.dedup();
    found
}

/// Where a rule tells what it found.
struct Report<'r> {
    document: &'r Document,
    rule: &'r Rule,
    found: &'r mut Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(
        &mut self,
        pointer: impl fmt::Display,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let Rule { id, severity, .. } = *self.rule;
        let pointer = pointer.to_string();
        let found = self
            .document
            .diagnostic(id, severity, &pointer, message.into(), help.into());
        self.found.push(found);
    }
}
