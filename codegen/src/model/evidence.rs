//! Where the documentation says what the document states: the `x-evidence` extension.

use super::api::Evidence;
use crate::document::Node;

/// Reads the evidence of a node.
pub(super) fn evidence(node: Node<'_>) -> Option<Evidence> {
    let evidence = node.get("x-evidence")?;
    let text = |key| Some(evidence.text(key)?.trim().to_owned());
    let page = text("page")?;
    let pages = node.document().root().get("x-evidence-pages");
    let title = pages.and_then(|pages| pages.text(&page));
    let whole = evidence.get("whole").and_then(Node::as_bool);
    Some(Evidence {
        section: text("section")?,
        whole: whole.unwrap_or(true),
        note: text("note"),
        page: title.map_or(page, str::to_owned),
    })
}
