//! What is wrong with a document, all of it in one run.
//!
//! An error is what no right client can be generated from. A warning is a convention of ours that
//! the document breaks, or something that the client will be without.

mod evidence;
mod examples;
mod names;
mod operations;
mod parameters;
mod reading;
mod references;
mod replies;
mod rule;
mod schemas;
mod service;
mod structure;

pub use rule::Rule;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use rule::Report;

/// All rules, by what they look at.
pub static RULES: &[(&str, &[Rule])] = &[
    ("What can be read", reading::RULES),
    ("The service", service::RULES),
    ("Operations", operations::RULES),
    ("Parameters", parameters::RULES),
    ("Requests and replies", replies::RULES),
    ("Schemas", schemas::RULES),
    ("References", references::RULES),
    ("Names in Rust", names::RULES),
    ("Examples", examples::RULES),
    ("Evidence", evidence::RULES),
    ("What would be dropped", structure::RULES),
];

/// All rules, one after another.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().flat_map(|(_, rules)| *rules)
}

/// Checks a document against all rules. The diagnostics are in the order of their locations.
pub fn check(document: &Document) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in rules() {
        rule.find(document, &mut Report::new(rule, &mut found));
    }
    found.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    found.dedup();
    found
}
