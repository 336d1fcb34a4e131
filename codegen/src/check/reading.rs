//! What keeps a document from being read. `document::read` finds it, before any rule could look.

use super::rule::{Report, Rule};
use crate::document::Document;

pub(super) static RULES: &[Rule] = &[
    rule(
        "empty-document",
        "There is nothing to generate from.",
        "# nothing here",
    ),
    rule(
        "not-utf-8",
        "YAML and JSON are Unicode, and other encodings cannot be recognised.",
        "title: H\\xe4fen  # in Latin-1",
    ),
    rule(
        "invalid-yaml",
        "Text that is not YAML cannot be read, nor what YAML has and JSON does not.",
        "tags: [Berths",
    ),
    rule(
        "invalid-json",
        "Text that is not JSON cannot be read.",
        "{\"tags\": [\"Berths\"}",
    ),
    rule(
        "too-deep",
        "Nobody can read what is nested more than 100 deep.",
        "[[[[[[[[…]]]]]]]]",
    ),
    rule(
        "duplicate-key",
        "Of a key that is there twice only one would count.",
        "deprecated: true\ndeprecated: false",
    ),
    rule(
        "openapi-version",
        "OpenAPI 3.0 is what the generator reads; others mean different things by the same words.",
        "openapi: 3.1.0",
    ),
];

const fn rule(id: &'static str, why: &'static str, broken: &'static str) -> Rule {
    Rule::error(id, why, broken, nothing)
}

/// A document that has been read has none of these faults.
fn nothing(_: &Document, _: &mut Report<'_>) {}
