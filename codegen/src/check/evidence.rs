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
    if let Some(pages) = pages.filter(|pages| !pages.is_map()) {
        let message = format!("this is {}, not a mapping of names to titles", pages.what());
        report.add(pages, message, "write each page as `name: Title`");
        return;
    }
    let operations = document.operations().map(|operation| operation.node);
    let schemas = document.components("schemas").map(|(_, schema)| schema);
    for node in operations.chain(schemas) {
        let Some(evidence) = node.get("x-evidence") else {
            let help = "add `x-evidence` with `page`, `section` and `whole`";
            report.add(node, "nothing says where this is documented", help);
            continue;
        };
        if !evidence.is_map() {
            let message = format!("this is {}, not a mapping", evidence.what());
            report.add(evidence, message, "write `page`, `section` and `whole`");
            continue;
        }
        for key in ["page", "section", "whole"] {
            let value = evidence.get(key);
            let is_text = value.is_some_and(|value| value.as_text().is_some());
            let is_flag = value.is_some_and(|value| value.as_bool().is_some());
            let expected = if key == "whole" {
                "`true` or `false`"
            } else {
                "text"
            };
            if let Some(value) = value.filter(|_| if key == "whole" { !is_flag } else { !is_text })
            {
                let message = format!("`{key}` is {}, not {expected}", value.what());
                report.add(value, message, format!("write {expected}"));
            } else if value.is_none() {
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
