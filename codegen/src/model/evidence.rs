//! Where the documentation says what the document states: the `x-evidence` extension.

use crate::document::Node;

/// The place in the documentation that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The page's title and how much of it could be read.
    pub page: String,
    /// The section's heading.
    pub section: String,
    /// Whether the documentation of the thing is whole.
    pub whole: bool,
    /// What to know about it.
    pub note: Option<String>,
}

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
