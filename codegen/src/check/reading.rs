//! What keeps a document from being read. `document::read` finds it, before any rule could look.

use super::rule::{Rule, Scope};

pub(super) static RULES: &[Rule] = &[
    Rule::error("empty-document", Scope::Text)
        .why("There is nothing to generate from.")
        .broken("# nothing here"),
    Rule::error("not-utf-8", Scope::Text)
        .why("YAML and JSON are Unicode, and other encodings cannot be recognised.")
        .broken("title: H\\xe4fen  # in Latin-1"),
    Rule::error("invalid-yaml", Scope::Text)
        .why("Text that is not YAML cannot be read, nor what YAML has and JSON does not.")
        .broken("tags: [Berths"),
    Rule::error("invalid-json", Scope::Text)
        .why("Text that is not JSON cannot be read.")
        .broken("{\"tags\": [\"Berths\"}"),
    Rule::error("too-deep", Scope::Text)
        .why("Nobody can read what is nested more than 100 deep.")
        .broken("[[[[[[[[…]]]]]]]]"),
    Rule::error("duplicate-key", Scope::Text)
        .why("Of a key that is there twice only one would count.")
        .broken("deprecated: true\ndeprecated: false"),
    Rule::error("openapi-version", Scope::Text)
        .why("OpenAPI 3.0 is what the generator reads; others mean different things by the same words.")
        .broken("openapi: 3.1.0"),
];
