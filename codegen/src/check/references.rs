//! References lead somewhere, and what is named is referred to.

use std::collections::{HashMap, HashSet};

use super::rule::{Report, Rule, Scope};
use crate::document::{Document, Kind, Node, section};

pub(super) static RULES: &[Rule] = &[
    Rule::left_out("outer-reference", Scope::Node(outer))
        .why("What is in another document is not read.")
        .broken("$ref: 'berths.yaml#/Berth'"),
    Rule::error("dangling-reference", Scope::Node(dangling))
        .why("A reference that leads nowhere leaves a type or a reply undefined.")
        .broken("$ref: '#/components/schemas/Brth'"),
    Rule::error("reference-kind", Scope::Document(reference_kind))
        .why("A reference leads to what can be in its place; the rest would be lost.")
        .broken("schema:\n  $ref: '#/components/responses/Berth'"),
    Rule::warning("beside-reference", Scope::Node(beside_reference))
        .why("OpenAPI 3.0 ignores what is beside a `$ref`.")
        .broken("$ref: '#/components/schemas/Berth'\nnullable: true"),
    Rule::warning("unused-component", Scope::Document(unused))
        .why("A component that no operation leads to is a mistake, or left over.")
        .broken("components:\n  schemas:\n    Unheard: {type: string}"),
];

/// What a node refers to; a path that is a reference is another rule's.
fn reference<'d>(kind: Kind, node: Node<'d>) -> Option<&'d str> {
    node.text("$ref").filter(|_| kind != "Path")
}

fn outer(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    if let Some(reference) = reference(kind, node)
        && !reference.starts_with('#')
    {
        let message = format!("`{reference}` is outside the document");
        let help = "copy what it refers to into `components` of this document";
        report.add(node.nearest("/$ref"), message, help);
    }
}

fn dangling(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let Some(reference) = reference(kind, node).filter(|it| it.starts_with('#')) else {
        return;
    };
    let (message, help) = if node.target().is_none() {
        let help = "correct the name, or define it under `components`";
        ("leads nowhere", help)
    } else if node.is_circular() {
        let help = "let one of them be a schema of its own";
        ("leads to references only, in a circle", help)
    } else {
        return;
    };
    let message = format!("`{reference}` {message}");
    report.add(node.nearest("/$ref"), message, help);
}

fn reference_kind(document: &Document, report: &mut Report<'_>) {
    let kinds: HashMap<usize, Kind> = document.nodes().map(|(kind, it)| (it.id(), kind)).collect();
    for (kind, node) in document.nodes() {
        // What leads nowhere is another rule's.
        if let Some(reference) = reference(kind, node)
            && let Some(target) = node.target()
            && kinds.get(&target.id()) != Some(&kind)
        {
            let help = match section(kind) {
                Some(section) => format!("refer to a component: `#/components/{section}/…`"),
                None => "write it out here".to_owned(),
            };
            let message = format!("`{reference}` is not a {}", kind.to_lowercase());
            report.add(node.nearest("/$ref"), message, help);
        }
    }
}

fn beside_reference(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let help = match kind {
        "Schema" => "remove it, or write `allOf: [{$ref: …}]` beside it",
        _ => "remove it, or write it where the reference leads",
    };
    let beside = node.members().filter(|(key, _)| *key != "$ref");
    for (key, child) in beside.filter(|_| reference(kind, node).is_some()) {
        report.add(child, format!("`{key}` is ignored beside `$ref`"), help);
    }
}

fn unused(document: &Document, report: &mut Report<'_>) {
    let used = used(document);
    let sections = document.root().members_of("components");
    // Other rules look after these.
    let is_other = |section: &str| matches!(section, "securitySchemes" | "callbacks" | "links");
    let sections = sections.filter(|(section, _)| !is_other(section));
    for (name, part) in sections.flat_map(|(_, section)| section.members()) {
        if !used.contains(&part.id()) {
            let message = format!("no operation leads to `{name}`");
            report.add(part, message, "refer to it, or remove it");
        }
    }
}

/// The ids of the nodes that paths lead to, by whatever other references.
fn used(document: &Document) -> HashSet<usize> {
    let mut used = HashSet::new();
    let mut queue: Vec<Node<'_>> = document.root().get("paths").into_iter().collect();
    while let Some(node) = queue.pop() {
        if let Some(target) = node.target()
            && used.insert(target.id())
        {
            queue.push(target);
        }
        queue.extend(node.children());
    }
    used
}
