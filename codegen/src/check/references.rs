//! References lead somewhere, and what is named is referred to.

use std::collections::{HashMap, HashSet};

use super::rule::{Report, Rule};
use crate::document::{Document, Kind, Node, section};

pub(super) static RULES: &[Rule] = &[
    Rule::left_out(
        "outer-reference",
        "What is in another document is not read.",
        "$ref: 'berths.yaml#/Berth'",
        outer,
    ),
    Rule::error(
        "dangling-reference",
        "A reference that leads nowhere leaves a type or a reply undefined.",
        "$ref: '#/components/schemas/Brth'",
        dangling,
    ),
    Rule::error(
        "reference-kind",
        "A reference leads to what can be in its place; the rest would be lost.",
        "schema:\n  $ref: '#/components/responses/Berth'",
        reference_kind,
    ),
    Rule::warning(
        "beside-reference",
        "OpenAPI 3.0 ignores what is beside a `$ref`.",
        "$ref: '#/components/schemas/Berth'\nnullable: true",
        beside_reference,
    ),
    Rule::warning(
        "unused-component",
        "A component that no operation leads to is a mistake, or left over.",
        "components:\n  schemas:\n    Unheard: {type: string}",
        unused,
    ),
];

/// The nodes that are references, with what they refer to; that of a path is another rule's.
fn references(document: &Document) -> impl Iterator<Item = (Kind, Node<'_>, &str)> {
    let nodes = document.nodes().filter(|(kind, _)| *kind != "Path");
    nodes.filter_map(|(kind, node)| Some((kind, node, node.text("$ref")?)))
}

fn outer(document: &Document, report: &mut Report<'_>) {
    for (_, node, reference) in references(document) {
        if !reference.starts_with('#') {
            let help = "copy what it refers to into `components` of this document";
            let place = node.get("$ref").unwrap_or(node);
            report.add(
                place,
                format!("`{reference}` is outside the document"),
                help,
            );
        }
    }
}

fn dangling(document: &Document, report: &mut Report<'_>) {
    let references = references(document);
    for (_, node, reference) in references.filter(|(_, _, it)| it.starts_with('#')) {
        let (message, help) = if node.target().is_none() {
            let help = "correct the name, or define it under `components`";
            ("leads nowhere", help)
        } else if leads_in_circles(node) {
            let help = "let one of them be a schema of its own";
            ("leads to references only, in a circle", help)
        } else {
            continue;
        };
        let place = node.get("$ref").unwrap_or(node);
        report.add(place, format!("`{reference}` {message}"), help);
    }
}

fn leads_in_circles(node: Node<'_>) -> bool {
    let mut seen = vec![node];
    let mut next = node.target();
    while let Some(node) = next {
        if seen.contains(&node) {
            return true;
        }
        seen.push(node);
        next = node.target();
    }
    false
}

fn reference_kind(document: &Document, report: &mut Report<'_>) {
    let kinds: HashMap<usize, Kind> = document.nodes().map(|(kind, it)| (it.id(), kind)).collect();
    for (kind, node, reference) in references(document) {
        // What leads nowhere is another rule's.
        let Some(target) = node.target() else {
            continue;
        };
        if kinds.get(&target.id()) != Some(&kind) {
            let section = section(kind).map(|section| format!("#/components/{section}/…"));
            let help = match section {
                Some(section) => format!("refer to a component: `{section}`"),
                None => "write it out here".to_owned(),
            };
            let message = format!("`{reference}` is not a {}", kind.to_lowercase());
            report.add(node.get("$ref").unwrap_or(node), message, help);
        }
    }
}

fn beside_reference(document: &Document, report: &mut Report<'_>) {
    for (kind, node, _) in references(document) {
        for (key, child) in node.members().filter(|(key, _)| *key != "$ref") {
            let help = match kind {
                "Schema" => "remove it, or write `allOf: [{$ref: …}]` beside it",
                _ => "remove it, or write it where the reference leads",
            };
            report.add(child, format!("`{key}` is ignored beside `$ref`"), help);
        }
    }
}

fn unused(document: &Document, report: &mut Report<'_>) {
    let used = used(document);
    let sections = document.root().members_of("components");
    for (section, parts) in sections {
        // Other rules look after these.
        if matches!(section, "securitySchemes" | "callbacks" | "links") {
            continue;
        }
        for (name, part) in parts.members() {
            if !used.contains(&part.id()) {
                let message = format!("no operation leads to `{name}`");
                report.add(part, message, "refer to it, or remove it");
            }
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
