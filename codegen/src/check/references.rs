//! References lead somewhere, and what is named is referred to.

use std::collections::HashSet;

use super::rule::{Report, Rule};
use crate::diagnostic::Severity;
use crate::document::{Document, Kind, Node};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "dangling-reference",
        severity: Severity::Error,
        why: "A reference that leads nowhere leaves a type or a reply undefined.",
        broken: "$ref: '#/components/schemas/Brth'",
        find: dangling,
    },
    Rule {
        id: "reference-kind",
        severity: Severity::Error,
        why: "A reference leads to what can be in its place, by name; the rest would be lost.",
        broken: "schema:\n  $ref: '#/components/responses/Berth'",
        find: reference_kind,
    },
    Rule {
        id: "beside-reference",
        severity: Severity::Warning,
        why: "OpenAPI 3.0 ignores what is beside a `$ref`.",
        broken: "$ref: '#/components/schemas/Berth'\nnullable: true",
        find: beside_reference,
    },
    Rule {
        id: "unused-component",
        severity: Severity::Warning,
        why: "A component that no operation leads to is a mistake, or left over.",
        broken: "components:\n  schemas:\n    Unheard: {type: string}",
        find: unused,
    },
];

/// Calls for each node that is a reference, with the reference; that of a path is another rule's.
fn references<'d>(document: &'d Document, see: &mut dyn FnMut(Kind, Node<'d>, &'d str)) {
    document.visit(&mut |kind, node| {
        if let Some(reference) = node.text("$ref").filter(|_| kind != Kind::Path) {
            see(kind, node, reference);
        }
    });
}

fn dangling(document: &Document, report: &mut Report<'_>) {
    references(document, &mut |_, node, reference| {
        let (message, help) = if !reference.starts_with("#/") {
            let help = "copy what it refers to into `components` of this document";
            ("is outside the document", help)
        } else if node.target().is_none() {
            let help = "correct the name, or define it under `components`";
            ("leads nowhere", help)
        } else if leads_in_circles(node) {
            let help = "let one of them be a schema of its own";
            ("leads to references only, in a circle", help)
        } else {
            return;
        };
        let place = node.get("$ref").unwrap_or(node);
        report.add(place, format!("`{reference}` {message}"), help);
    });
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
    references(document, &mut |kind, node, reference| {
        let Some(section) = kind.section() else {
            return;
        };
        let expected = format!("#/components/{section}/");
        let name = reference.strip_prefix(&expected);
        let is_named = name.is_some_and(|name| !name.contains('/'));
        // What leads nowhere is another rule's.
        if node.target().is_some() && !is_named {
            let help = format!("refer to a component by name: `{expected}…`");
            let message = format!("`{reference}` is not one of the {section}");
            report.add(node.get("$ref").unwrap_or(node), message, help);
        }
    });
}

fn beside_reference(document: &Document, report: &mut Report<'_>) {
    references(document, &mut |kind, node, _| {
        for (key, child) in node.members().filter(|(key, _)| *key != "$ref") {
            let help = match kind {
                Kind::Schema => "remove it, or write `allOf: [{$ref: …}]` beside it",
                _ => "remove it, or write it where the reference leads",
            };
            report.add(child, format!("`{key}` is ignored beside `$ref`"), help);
        }
    });
}

fn unused(document: &Document, report: &mut Report<'_>) {
    let used = used(document);
    let sections = document
        .root()
        .get("components")
        .into_iter()
        .flat_map(Node::members);
    for (section, parts) in sections {
        // Other rules look after these.
        if matches!(section, "securitySchemes" | "callbacks" | "links") {
            continue;
        }
        for (name, part) in parts.members() {
            if !used.contains(&part) {
                let message = format!("no operation leads to `{name}`");
                report.add(part, message, "refer to it, or remove it");
            }
        }
    }
}

/// The nodes that paths lead to, by whatever other references.
fn used(document: &Document) -> HashSet<Node<'_>> {
    let mut used = HashSet::new();
    let mut queue: Vec<Node<'_>> = document.root().get("paths").into_iter().collect();
    while let Some(node) = queue.pop() {
        if let Some(target) = node.target()
            && used.insert(target)
        {
            queue.push(target);
        }
        queue.extend(node.children());
    }
    used
}
