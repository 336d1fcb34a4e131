//! References lead somewhere, and what is named is referred to.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::pointer::Pointer;
use super::tree::{Kind, components, keys, target, text, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

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
        why: "A reference leads to what may stand in its place, by name; the rest would be lost.",
        broken: "schema:\n  $ref: '#/components/responses/Berth'",
        find: reference_kind,
    },
    Rule {
        id: "beside-reference",
        severity: Severity::Warning,
        why: "OpenAPI 3.0 ignores what stands beside a `$ref`.",
        broken: "$ref: '#/components/schemas/Berth'\nnullable: true",
        find: beside_reference,
    },
    Rule {
        id: "unused-component",
        severity: Severity::Warning,
        why: "A component that no operation leads to is a slip, or left over.",
        broken: "components:\n  schemas:\n    Unheard: {type: string}",
        find: unused,
    },
];

fn references<'d>(document: &'d Document, see: &mut dyn FnMut(Kind, &Pointer<'_>, &'d str)) {
    visit(document, &mut |kind, pointer, node| {
        // That of a path is another rule's.
        if let Some(reference) = text(node, "$ref").filter(|_| kind != Kind::Path) {
            see(kind, pointer, reference);
        }
    });
}

fn dangling(document: &Document, report: &mut Report<'_>) {
    references(document, &mut |_, pointer, reference| {
        let place = format_args!("{pointer}/$ref");
        if !reference.starts_with("#/") {
            let help = "copy what it refers to into `components` of this document";
            let message = format!("`{reference}` lies outside the document");
            report.add(place, message, help);
        } else if target(document, reference).is_none() {
            let help = "correct the name, or define it under `components`";
            report.add(place, format!("`{reference}` leads nowhere"), help);
        } else if leads_in_circles(document, reference) {
            let help = "let one of them be a schema of its own";
            let message = format!("`{reference}` leads to references only, in a circle");
            report.add(place, message, help);
        }
    });
}

fn leads_in_circles<'d>(document: &'d Document, reference: &'d str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next = Some(reference);
    while let Some(reference) = next {
        if !seen.insert(reference) {
            return true;
        }
        next = target(document, reference).and_then(|node| text(node, "$ref"));
    }
    false
}

fn reference_kind(document: &Document, report: &mut Report<'_>) {
    references(document, &mut |kind, pointer, reference| {
        let Some(section) = kind.section() else {
            return;
        };
        let wanted = format!("#/components/{section}/");
        let name = reference.strip_prefix(&wanted);
        let is_named = name.is_some_and(|name| !name.contains('/'));
        // What leads nowhere is told as such.
        if target(document, reference).is_some() && !is_named {
            let help = format!("refer to a component by name: `{wanted}…`");
            let message = format!("`{reference}` is not one of the {section}");
            report.add(format!("{pointer}/$ref"), message, help);
        }
    });
}

fn beside_reference(document: &Document, report: &mut Report<'_>) {
    visit(document, &mut |kind, pointer, node| {
        if kind == Kind::Path || text(node, "$ref").is_none() {
            return;
        }
        for key in keys(node).filter(|key| *key != "$ref") {
            let help = match kind {
                Kind::Schema => "remove it, or write `allOf: [{$ref: …}]` beside it",
                _ => "remove it, or write it where the reference leads",
            };
            let place = format!("{pointer}/{}", escape(key));
            report.add(&place, format!("`{key}` is ignored beside `$ref`"), help);
        }
    });
}

fn unused(document: &Document, report: &mut Report<'_>) {
    let used = used(document);
    let sections = document.tree.get("components");
    for section in sections.into_iter().flat_map(keys) {
        // Other rules look after these.
        if matches!(section, "securitySchemes" | "callbacks" | "links") {
            continue;
        }
        for (name, pointer, _) in components(document, section) {
            if !used.contains(pointer.as_str()) {
                let message = format!("no operation leads to `{name}`");
                report.add(&pointer, message, "refer to it, or remove it");
            }
        }
    }
}

/// The components that paths lead to, over whatever others, by their pointers.
fn used(document: &Document) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    let mut queue: Vec<&Value> = document.tree.get("paths").into_iter().collect();
    while let Some(node) = queue.pop() {
        if let Some(reference) = text(node, "$ref") {
            let pointer = reference.trim_start_matches('#');
            if let (true, Some(node)) = (used.insert(pointer), target(document, reference)) {
                queue.push(node);
            }
        }
        match node {
            Value::Mapping(members) => queue.extend(members.values()),
            Value::Sequence(items) => queue.extend(items),
            _ => {}
        }
    }
    used
}
