//! Names stay apart once they are Rust's.

use std::collections::BTreeMap;

use super::rule::{Report, Rule};
use crate::document::{Document, Node};
use crate::names;

pub(super) static RULES: &[Rule] = &[
    Rule::error(
        "type-collision",
        "Two schemas cannot be one type.",
        "schemas:\n  new_berth: {}\n  NewBerth: {}",
        types,
    ),
    Rule::error(
        "member-collision",
        "Two properties cannot be one field, nor two values one variant.",
        "properties:\n  radioCode: {}\n  radio-code: {}",
        members,
    ),
    Rule::error(
        "tag-collision",
        "Two tags cannot be one resource.",
        "tags:\n  - name: Berths\n  - name: berths",
        tags,
    ),
    Rule::warning(
        "method-collision",
        "Two operations of a resource cannot be one method, so both keep their whole ids.",
        "operationId: list_berths\n# and elsewhere, with the same tag\noperationId: berths_list",
        methods,
    ),
    Rule::error(
        "argument-collision",
        "Two parameters of an operation cannot be one argument.",
        "parameters:\n  - {name: ship-id, in: query}\n  - {name: ship_id, in: header}",
        arguments,
    ),
];

/// Finds what has the same name in Rust, among names of the document.
fn collisions<'d>(
    report: &mut Report<'_>,
    what: &str,
    named: impl Iterator<Item = (String, &'d str, Node<'d>)>,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (rust, name, node) in named {
        let message = match seen.get(&rust) {
            None => {
                seen.insert(rust, name);
                continue;
            }
            // The same name twice is another rule's.
            Some(first) if *first == name => continue,
            Some(first) => format!("`{name}` and `{first}` are both called `{rust}` in Rust"),
        };
        report.add(node, message, format!("rename one {what}"));
    }
}

fn types(document: &Document, report: &mut Report<'_>) {
    let named = document.components("schemas");
    let named = named.map(|(name, schema)| (names::type_name(name), name, schema));
    collisions(report, "schema", named);
}

fn members(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let properties = schema.members_of("properties");
        let named = properties.map(|(name, node)| (names::field_name(name), name, node));
        collisions(report, "property", named);
        for key in ["enum", "x-extensible-enum"] {
            let values = schema.items_of(key);
            let values = values.filter_map(|node| Some((node.as_text()?, node)));
            let named = values.map(|(value, node)| (names::variant_name(value), value, node));
            collisions(report, "value", named);
        }
    }
}

fn tags(document: &Document, report: &mut Report<'_>) {
    let tags = document.tags().into_iter();
    let named = tags.map(|tag| (names::resource_name(tag.name), tag.name, tag.node));
    collisions(report, "tag", named);
}

fn methods(document: &Document, report: &mut Report<'_>) {
    let mut named = Vec::new();
    for tag in document.tags() {
        let resource = names::resource_name(tag.name);
        for operation in tag.operations {
            if let (Some(id), Some(node)) = (operation.id(), operation.node.get("operationId")) {
                let method = names::method_name(id, tag.name);
                named.push((format!("{resource}().{method}"), id, node));
            }
        }
    }
    collisions(report, "operation", named.into_iter());
}

fn arguments(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let named = operation.parameters().map(|(_, parameter)| {
            let name = parameter.name();
            let rust = names::argument_name(name, parameter.is_required());
            (rust, name, parameter.listed)
        });
        collisions(report, "parameter", named);
    }
}
