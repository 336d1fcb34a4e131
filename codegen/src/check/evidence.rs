//! What the document states rests on the documentation.

use super::rule::{Report, Rule, Scope};
use super::structure::extension;
use crate::document::Document;

pub(super) static RULES: &[Rule] = &[Rule::warning("evidence", Scope::Document(evidence))
    .why("Whatever the document states, a page of the documentation says so.")
    .broken("get:\n  operationId: list_berths\n  # no x-evidence")];

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
        extension("Evidence", evidence, report);
        if let Some(name) = evidence.text("page")
            && pages.and_then(|pages| pages.get(name)).is_none()
        {
            let help = "add it to `x-evidence-pages`, or correct the name";
            let message = format!("there is no page `{name}`");
            report.add(evidence.nearest("/page"), message, help);
        }
    }
}
