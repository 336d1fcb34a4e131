//! References lead somewhere, and what is named is referred to.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::tree::{target, visit};
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
        id: "unused-component",
        severity: Severity::Warning,
        why: "A component that nothing refers to is a slip, or left over.",
        broken: "components:\\n  schemas:\\n    Unheard: {type: string}",
        find: unused,
    },
];

fn references<'d>(document: &'d Document, see: &mut dyn FnMut(&str, &'d str)) {
    visit(&document.tree, "", &mut |pointer, node| {
        if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
            see(pointer, reference);
        }
    });
}

fn dangling(document: &Document, report: &mut Report<'_>) {
    references(document, &mut |pointer, reference| {
        let place = format!("{pointer}/$ref");
        if !reference.starts_with("#/") {
            let help = "copy what it refers to into `components` of this document";
            report.add(
                &place,
                format!("`{reference}` lies outside the document"),
                help,
            );
        } else if target(document, reference).is_none() {
            let help = "correct the name, or define it under `components`";
            report.add(&place, format!("`{reference}` leads nowhere"), help);
        } else if leads_in_circles(document, reference) {
            let help = "let one of them be a schema of its own";
            report.add(
                &place,
                format!("`{reference}` leads to references only, in a circle"),
                help,
            );
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
        let node = target(document, reference);
        next = node
            .and_then(|node| node.get("$ref"))
            .and_then(Value::as_str);
    }
    false
}

fn unused(document: &Document, report: &mut Report<'_>) {
    let mut used = BTreeSet::new();
    references(document, &mut |_, reference| {
        used.insert(reference.trim_start_matches('#').to_owned());
    });
    let Some(Value::Mapping(sections)) = document.tree.get("components") else {
        return;
    };
    for (section, items) in sections {
        let (Some(section), Value::Mapping(items)) = (section.as_str(), items) else {
            continue;
        };
        if section == "securitySchemes" {
            continue;
        }
        for name in items.keys().filter_map(Value::as_str) {
            let pointer = format!("/components/{section}/{}", escape(name));
            if !used.contains(&pointer) {
                report.add(
                    &pointer,
                    format!("nothing refers to `{name}`"),
                    "refer to it, or remove it",
                );
            }
        }
    }
}
