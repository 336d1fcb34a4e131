//! What the document states rests on the documentation.

use super::rule::{Report, Rule};
use crate::document::Document;

pub(super) static RULES: &[Rule] = &[Rule::warning(
    "evidence",
    "Whatever the document states, a page of the documentation says so.",
    "get:\n  operationId: list_berths\n  # no x-evidence",
    evidence,
)];

fn evidence(document: &Document, report: &mut Report<'_>) {
    let pages = document.root().get("x-evidence-pages");
    let operations = document.operations().map(|operation| operation.node);
    let schemas = document.components("schemas").map(|(_, schema)| schema);
    for node in operations.chain(schemas) {
        let Some(evidence) = node.get("x-evidence") else {
            let help = "add `x-evidence` with `page`, `section` and `whole`";
            report.add(node, "nothing says where this is documented", help);
            continue;
        };
        for key in ["page", "section", "whole"] {
            if evidence.get(key).is_none() {
                let message = format!("the evidence has no `{key}`");
                report.add(evidence, message, format!("add `{key}`"));
            }
        }
        let page = evidence.get("page");
        if let Some((page, name)) = page.and_then(|page| Some((page, page.as_text()?)))
            && pages.and_then(|pages| pages.get(name)).is_none()
        {
            let help = "add it to `x-evidence-pages`, or correct the name";
            report.add(page, format!("there is no page `{name}`"), help);
        }
    }
}
