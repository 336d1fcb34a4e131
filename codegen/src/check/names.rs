//! Names stay apart once they are Rust's: those that would not are told apart.

use super::rule::{Report, Rule};
use crate::document::{Document, Node};
use crate::names;

pub(super) static RULES: &[Rule] = &[
    Rule::warning(
        "type-collision",
        "Two schemas cannot be one type, so one of them gets another name.",
        "schemas:\n  new_berth: {}\n  NewBerth: {}",
        types,
    ),
    Rule::warning(
        "member-collision",
        "Two properties cannot be one field, nor two values one variant, so one of them gets another name.",
        "properties:\n  radioCode: {}\n  radio-code: {}",
        members,
    ),
    Rule::warning(
        "tag-collision",
        "Two spellings of a tag are one resource.",
        "tags:\n  - name: Berths\n  - name: berths",
        tags,
    ),
    Rule::warning(
        "method-collision",
        "Two operations of a resource cannot be one method, so one of them keeps its whole id.",
        "operationId: list_berths\n# and elsewhere, with the same tag\noperationId: berths/list",
        methods,
    ),
    Rule::warning(
        "argument-collision",
        "Two parameters of an operation cannot be one argument, so one of them gets another name.",
        "parameters:\n  - {name: ship-id, in: query}\n  - {name: ship_id, in: header}",
        arguments,
    ),
];

/// Reports the names of the document that get another name in Rust than they would have alone.
fn collisions<'d>(
    report: &mut Report<'_>,
    what: &str,
    named: impl Iterator<Item = (&'d str, Node<'d>)>,
    convert: impl Fn(&str) -> String,
) {
    let named: Vec<(&str, Node<'_>)> = named.collect();
    let raw: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
    for ((name, node), rust) in named.iter().zip(names::distinct(&raw, &convert)) {
        let plain = convert(name);
        if rust != plain {
            let message = format!("`{name}` is `{rust}` in Rust, as another {what} is `{plain}`");
            report.add(*node, message, format!("rename one {what}"));
        }
    }
}

fn types(document: &Document, report: &mut Report<'_>) {
    let named = document.components("schemas");
    collisions(report, "schema", named, names::type_name);
}

fn members(document: &Document, report: &mut Report<'_>) {
    for schema in document.schemas() {
        let properties = schema.members_of("properties");
        collisions(report, "property", properties, names::field_name);
        for key in ["enum", "x-extensible-enum"] {
            let values = schema.items_of(key);
            let values = values.filter_map(|node| Some((node.as_text()?, node)));
            collisions(report, "value", values, names::variant_name);
        }
    }
}

fn tags(document: &Document, report: &mut Report<'_>) {
    let declared = document.root().items_of("tags");
    let declared = declared.filter_map(|tag| Some((tag.text("name")?, tag)));
    let used = document.operations().filter_map(|operation| {
        let tag = operation.node.items_of("tags").next()?;
        Some((tag.as_text()?, tag))
    });
    let mut seen: Vec<(String, &str)> = Vec::new();
    for (name, node) in declared.chain(used) {
        let rust = names::resource_name(name);
        match seen.iter().find(|(known, _)| *known == rust) {
            None => seen.push((rust, name)),
            Some((_, first)) if *first == name => {}
            Some((_, first)) => {
                let message = format!("`{name}` and `{first}` are one resource, `{rust}`");
                report.add(node, message, "write both the same");
            }
        }
    }
}

fn methods(document: &Document, report: &mut Report<'_>) {
    for tag in document.tags() {
        let mut seen: Vec<(String, &str)> = Vec::new();
        for operation in &tag.operations {
            let (Some(id), Some(node)) = (operation.id(), operation.node.get("operationId")) else {
                continue;
            };
            let method = names::method_name(id, tag.name);
            match seen.iter().find(|(known, _)| *known == method) {
                None => seen.push((method, id)),
                // The same id twice is another rule's.
                Some((_, first)) if *first == id => {}
                Some((_, first)) => {
                    let message = format!("`{id}` and `{first}` would both be `{method}`");
                    report.add(node, message, "rename one operation");
                }
            }
        }
    }
}

fn arguments(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let named = operation.parameters();
        let named = named.map(|(_, parameter)| (parameter.name(), parameter.listed));
        collisions(report, "parameter", named, names::field_name);
    }
}
