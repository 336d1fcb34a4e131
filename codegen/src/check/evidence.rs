//! What the document states rests on the documentation.

use std::fmt;

use serde_yaml::Value;

use super::tree::{components, each, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

pub(super) static RULES: &[Rule] = &[Rule {
    id: "evidence",
    severity: Severity::Warning,
    why: "Whatever the document states, a page of the documentation says so.",
    broken: "get:\n  operationId: list_berths\n  # no x-evidence",
    find: evidence,
}];

fn evidence(document: &Document, report: &mut Report<'_>) {
    let pages = document.tree.get("x-evidence-pages");
    let mut see = |pointer: &dyn fmt::Display, node: &Value| {
        let Some(evidence) = node.get("x-evidence") else {
            let help = "add `x-evidence` with `page`, `section` and `whole`";
            report.add(pointer, "nothing says where this is documented", help);
            return;
        };
        let place = format_args!("{pointer}/x-evidence");
        for key in ["page", "section", "whole"] {
            if evidence.get(key).is_none() {
                report.add(
                    place,
                    format!("the evidence has no `{key}`"),
                    format!("add `{key}`"),
                );
            }
        }
        if let Some(page) = text(evidence, "page")
            && pages.and_then(|pages| pages.get(page)).is_none()
        {
            let help = "add it to `x-evidence-pages`, or correct the name";
            report.add(
                format!("{place}/page"),
                format!("there is no page `{page}`"),
                help,
            );
        }
    };
    each(document, &mut |pointer, _, operation| {
        see(pointer, operation)
    });
    for (_, pointer, schema) in components(document, "schemas") {
        see(&pointer, schema);
    }
}
