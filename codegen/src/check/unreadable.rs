//! What keeps a document, or a part of it, from being read. `load` finds it, before any rule could look.

use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

pub(super) static RULES: &[Rule] = &[
    found_by_load(
        "empty-document",
        "There is nothing to generate from.",
        "# nothing here",
    ),
    found_by_load(
        "not-utf-8",
        "YAML is Unicode, and other encodings cannot be told apart.",
        "title: H\\xe4fen  # in Latin-1",
    ),
    found_by_load(
        "invalid-yaml",
        "Text that is no YAML says nothing.",
        "tags: [Berths",
    ),
    found_by_load(
        "too-deep",
        "Nobody can read what is nested more than 100 deep.",
        "[[[[[[[[…]]]]]]]]",
    ),
    found_by_load(
        "duplicate-key",
        "Of a key that stands twice only one would count.",
        "deprecated: true\ndeprecated: false",
    ),
    found_by_load(
        "openapi-version",
        "OpenAPI 3.0 is what the generator reads; others mean different things by the same words.",
        "openapi: 3.1.0",
    ),
    Rule {
        id: "not-openapi",
        severity: Severity::Error,
        why: "What has another shape than OpenAPI gives it cannot be read.",
        broken: "responses:\n  - description: The berth.",
        find: misfits,
    },
];

const fn found_by_load(id: &'static str, why: &'static str, broken: &'static str) -> Rule {
    Rule {
        id,
        severity: Severity::Error,
        why,
        broken,
        find: nothing,
    }
}

/// A document that has been read has none of these faults.
fn nothing(_: &Document, _: &mut Report<'_>) {}

/// Parts of it may still have these.
fn misfits(document: &Document, report: &mut Report<'_>) {
    for misfit in &document.misfits {
        report.add(&misfit.pointer, &*misfit.message, &*misfit.help);
    }
}
