//! Names stay apart once they are Rust's: those that would not are told apart.

use std::collections::BTreeMap;

use super::rule::{Report, Rule, Scope};
use crate::document::{Document, Node, Operation};
use crate::names;

pub(super) static RULES: &[Rule] = &[
    Rule::warning("type-collision", Scope::Document(types))
        .why("Two schemas cannot be one type, so one of them gets another name.")
        .broken("schemas:\n  new_berth: {}\n  NewBerth: {}"),
    Rule::warning("member-collision", Scope::Schema(members))
        .why("Two properties cannot be one field, nor two values one variant, so one of them gets another name.")
        .broken("properties:\n  radioCode: {}\n  radio-code: {}"),
    Rule::warning("tag-collision", Scope::Document(tags))
        .why("Two spellings of a tag are one resource.")
        .broken("tags:\n  - name: Berths\n  - name: berths"),
    Rule::warning("method-collision", Scope::Document(methods))
        .why("Two operations of a resource cannot be one method, so one of them keeps its whole id, whatever their order.")
        .broken("operationId: list_berths\n# and elsewhere, with the same tag\noperationId: berths/list"),
    Rule::warning("argument-collision", Scope::Operation(arguments))
        .why("Two parameters of an operation cannot be one argument, so one of them gets another name.")
        .broken("parameters:\n  - {name: ship-id, in: query}\n  - {name: ship_id, in: header}"),
];

/// Reports the names of the document that get another name in Rust than they would have alone.
fn collisions<'d>(
    report: &mut Report<'_>,
    what: &str,
    named: impl Iterator<Item = (&'d str, Node<'d>)>,
    convert: impl Fn(&str) -> String,
) {
    let (raw, nodes): (Vec<&str>, Vec<Node<'_>>) = named.unzip();
    let given = names::distinct(&raw, &convert);
    for ((name, node), rust) in raw.into_iter().zip(nodes).zip(given) {
        let plain = convert(name);
        if rust != plain {
            let message = format!("`{name}` is `{rust}` in Rust, as another {what} is `{plain}`");
            report.add(node, message, format!("rename one {what}"));
        }
    }
}

fn types(document: &Document, report: &mut Report<'_>) {
    let named = document.components("schemas");
    collisions(report, "schema", named, names::type_name);
}

fn members(schema: Node<'_>, report: &mut Report<'_>) {
    let properties = schema.members_of("properties");
    collisions(report, "property", properties, names::field_name);
    for key in ["enum", "x-extensible-enum"] {
        let values = schema.items_of(key);
        let values = values.filter_map(|node| Some((node.as_text()?, node)));
        collisions(report, "value", values, names::variant_name);
    }
}

fn arguments(operation: &Operation<'_>, report: &mut Report<'_>) {
    let named = operation.parameters();
    let named = named.map(|(_, parameter)| (parameter.name(), parameter.listed));
    collisions(report, "parameter", named, names::field_name);
}

/// The names that are the same in Rust as another before, with that and with the name in Rust.
fn repeated<'d>(
    named: impl Iterator<Item = (&'d str, Node<'d>)>,
    convert: impl Fn(&str) -> String,
) -> impl Iterator<Item = (Node<'d>, &'d str, &'d str, String)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    named.filter_map(move |(name, node)| {
        let rust = convert(name);
        let first = *seen.entry(rust.clone()).or_insert(name);
        (first != name).then_some((node, name, first, rust))
    })
}

fn tags(document: &Document, report: &mut Report<'_>) {
    let declared = document.root().items_of("tags");
    let declared = declared.filter_map(|tag| Some((tag.text("name")?, tag)));
    let used = document.operations().filter_map(|operation| {
        let tag = operation.node.items_of("tags").next()?;
        Some((tag.as_text()?, tag))
    });
    for (node, name, first, rust) in repeated(declared.chain(used), names::resource_name) {
        let message = format!("`{name}` and `{first}` are one resource, `{rust}`");
        report.add(node, message, "write both the same");
    }
}

fn methods(document: &Document, report: &mut Report<'_>) {
    for tag in document.tags() {
        let operations = tag.operations.iter();
        let named = operations.filter_map(|it| Some((it.id()?, it.node.get("operationId")?)));
        for (node, id, first, method) in repeated(named, |id| names::method_name(id, tag.name)) {
            let message = format!("`{id}` and `{first}` would both be `{method}`");
            report.add(node, message, "rename one operation");
        }
    }
}
