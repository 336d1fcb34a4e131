//! A document against what was observed of a service.

use std::collections::BTreeSet;

use codegen::document::Document;
use codegen::model::Api;

use crate::client::Client;
use crate::finding::{Findings, Kind};
use crate::identifier::Identifiers;
use crate::observation::{Fact, Observation, Seen, find};
use crate::operation::{Operation, operations};
use crate::place::Place;
use crate::value::{Comparison, fault};

/// What differs, and what of it keeps the client from reading.
#[derive(Debug, Default)]
pub(crate) struct Compared {
    pub(crate) findings: Findings,
    /// The places that the client cannot read.
    pub(crate) failures: BTreeSet<Place>,
}

/// Compares a document, and the client that is generated from it, with all that was observed.
pub(crate) fn compare(document: &Document, api: &Api, seen: &Seen) -> Compared {
    let operations = operations(document, api);
    let client = Client::new(api);
    let identifiers = Identifiers::new(document, seen.ids.iter().cloned());
    let mut comparison = Comparison::new(document, identifiers);
    let mut failures = BTreeSet::new();
    for Observation { operation, reply } in &seen.observations {
        let Some(operation) = find(&operations, operation) else {
            continue;
        };
        comparison.reply(operation, reply);
        let at = Place::of(operation.id(), reply.status);
        failures.extend(client.failures(&at, reply));
    }
    let mut findings = comparison.findings;
    for fact in &seen.facts {
        add(&mut findings, &operations, fact);
    }
    unexplained(&mut findings, &operations, &failures);
    Compared { findings, failures }
}

fn add(findings: &mut Findings, operations: &[Operation<'_>], fact: &Fact) {
    let Some(operation) = find(operations, &fact.operation) else {
        return;
    };
    let name = &fact.parameter;
    let Some(parameter) = operation.parameter(name) else {
        return;
    };
    match fact.kind {
        Kind::OptionalParameter if !parameter.is_required() => return,
        Kind::PageSize if operation.least().to_string() == fact.said => return,
        _ => {}
    }
    let location = parameter.node.text("in").unwrap_or_default();
    let at = Place::of(&fact.operation, fact.status).with(format!("{location} {name}"));
    findings.look(&at);
    // What goes is the reference to it; what changes is what the reference leads to.
    let node = match fact.kind {
        Kind::OptionalParameter | Kind::PageSize => parameter.node,
        _ => parameter.listed,
    };
    findings.add(fault(fact.kind, node, &fact.said), &at);
}

/// Adds what the client cannot read where nothing else says so.
fn unexplained(findings: &mut Findings, operations: &[Operation<'_>], failures: &BTreeSet<Place>) {
    for failure in failures {
        let explains = |place: &Place| {
            let same = (&place.operation, place.status) == (&failure.operation, failure.status);
            same && (failure.path.starts_with(&place.path) || place.path.starts_with(&failure.path))
        };
        // What is odd about the text says nothing of what is in it.
        let about_text = |kind| matches!(kind, Kind::Encoding | Kind::MediaType);
        let mut entries = findings.entries.iter();
        let is_explained = entries.any(|(fault, entry)| {
            let counts = failure.path.is_empty() || !about_text(fault.kind);
            counts && entry.places().any(explains)
        });
        if is_explained {
            continue;
        }
        if let Some(operation) = find(operations, &failure.operation) {
            findings.look(failure);
            let fault = fault(Kind::Unreadable, operation.node(), &failure.path);
            findings.add(fault, failure);
        }
    }
}
