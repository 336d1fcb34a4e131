//! Examples match their schemas.

use jsonschema::Registry;
use serde_json::{Value as Json, json};

use super::rule::{Report, Rule, Scope};
use crate::document::{Document, Node, components_registry, json_schema};

pub(super) static RULES: &[Rule] = &[
    Rule::warning("example-mismatch", Scope::Document(mismatches))
        .why("Examples become tests and documentation, so those that are not of the type that they show are left out.")
        .broken("type: string\nexample: 7"),
];

fn mismatches(document: &Document, report: &mut Report<'_>) {
    let Some(registry) = components_registry(document) else {
        return;
    };
    let mut shown = Vec::new();
    for (kind, node) in document.nodes() {
        // A media type or a parameter has its schema beside its examples; a schema is its own.
        let schema = match (kind, node.get("schema")) {
            ("Schema", _) => node,
            ("Media" | "Parameter" | "Header", Some(schema)) => schema,
            _ => continue,
        };
        let single = ["example", "default"].into_iter();
        let single = single.filter_map(|key| node.get(key));
        let several = node.members_of("examples");
        let several = several.filter_map(|(_, it)| it.resolved()?.get("value"));
        shown.extend(single.chain(several).map(|example| (example, schema)));
    }
    validate(&registry, &shown, report);
}

/// Validates examples by their schemas, all of them with one validator, as each takes in whatever
/// its schema refers to.
fn validate(registry: &Registry<'_>, shown: &[(Node<'_>, Node<'_>)], report: &mut Report<'_>) {
    let schemas: Json = shown.iter().map(|(_, it)| json_schema(*it)).collect();
    let validator = jsonschema::draft4::options()
        .should_validate_formats(true)
        .with_registry(registry)
        .build(&json!({ "items": schemas }));
    let Ok(validator) = validator else {
        // A schema that is not one is reported by other rules; the examples of the others still
        // count.
        if shown.len() > 1 {
            let (some, others) = shown.split_at(shown.len() / 2);
            validate(registry, some, report);
            validate(registry, others, report);
        }
        return;
    };
    let examples: Json = shown.iter().map(|(example, _)| example.json()).collect();
    for error in validator.iter_errors(&examples) {
        // The first step is the example's number.
        let path = error.instance_path().as_str();
        let path = path.strip_prefix('/').unwrap_or(path);
        let (number, inside) = path.split_at(path.find('/').unwrap_or(path.len()));
        let number: Option<usize> = number.parse().ok();
        if let Some((example, _)) = number.and_then(|number| shown.get(number)) {
            let help = "correct the example, or the schema if the example is the documentation's";
            report.add(example.nearest(inside), error.to_string(), help);
        }
    }
}
