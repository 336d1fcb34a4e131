//! What is wrong with a document, all of it in one run.
//!
//! An error is what is wrong, so that no right client can be generated from it. A warning is a
//! convention of ours that the document breaks, or something that the client will be without: an
//! operation, if the document may say what it does and there is no code for that.

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

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;

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
        rule.find(document, &mut found);
    }
    for diagnostic in &mut found {
        if diagnostic.severity == Severity::LeftOut {
            name_operations(document, diagnostic);
        }
    }
    found.sort_by(|a, b| (a.span, a.rule, &a.message).cmp(&(b.span, b.rule, &b.message)));
    found.dedup();
    found
}

/// How many operations a message names.
const NAMED: usize = 3;

/// Adds to a message which operations are left out because of it.
fn name_operations(document: &Document, diagnostic: &mut Diagnostic) {
    let node = document.root().nearest(&diagnostic.pointer);
    let operations = document.operations_with([node]);
    let names = operations.iter().take(NAMED);
    let names: Vec<String> = names.map(|it| format!("`{}`", it.name())).collect();
    let (names, count) = (names.join(", "), operations.len());
    let left_out = match count {
        0 => return,
        1 => format!("{names} is left out"),
        2..=NAMED => format!("{names} are left out"),
        _ => format!("{names} and {} others are left out", count - NAMED),
    };
    diagnostic.message = format!("{}: {left_out}", diagnostic.message);
}
