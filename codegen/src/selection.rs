//! Which operations code is generated for, and which are left out, by what the rules have found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use linksii_sanitize::escape;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Node};

/// The operations of a document, by what becomes of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Those that code is generated for, as `GET /keys`.
    pub emitted: Vec<String>,
    /// Those that are left out.
    pub left_out: Vec<LeftOut>,
}

/// An operation that is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What it requests: `GET /keys`.
    pub request: String,
    /// Why it is left out, each reason with its line.
    pub reasons: Vec<String>,
}

/// Leaves out of a document the operations that cannot be generated, those that errors touch, and
/// the examples that do not match.
pub fn select(document: &mut Document, diagnostics: &[Diagnostic]) -> Selection {
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut examples = Vec::new();
    for diagnostic in diagnostics {
        let node = document.root().nearest(&diagnostic.pointer);
        if diagnostic.rule == "example-mismatch" {
            examples.extend(examples_around(node));
        }
        if diagnostic.severity != Severity::Warning {
            for operation in document.operations_with([node]) {
                let reasons = reasons.entry(operation.node.id()).or_default();
                reasons.push(reason(diagnostic));
            }
        }
    }
    let mut selection = Selection::default();
    for operation in document.operations() {
        let request = operation.request();
        match reasons.get(&operation.node.id()) {
            Some(reasons) => selection.left_out.push(LeftOut {
                request,
                reasons: reasons.clone(),
            }),
            None => selection.emitted.push(request),
        }
    }
    document.leave_out(reasons.into_keys().chain(examples));
    selection
}

/// The examples that a node is in.
fn examples_around(node: Node<'_>) -> impl Iterator<Item = usize> {
    let is_example = |node: &Node<'_>| matches!(node.key(), Some("example" | "default" | "value"));
    node.around().filter(is_example).map(Node::id)
}

fn reason(diagnostic: &Diagnostic) -> String {
    let (rule, message) = (diagnostic.rule, escape(&diagnostic.message));
    match diagnostic.span {
        Some(span) => format!("{message} ({rule}, line {})", span.line),
        None => format!("{message} ({rule})"),
    }
}

impl Selection {
    /// What became of the operations: how many code was generated for, and each other with the
    /// reasons.
    pub fn table(&self) -> String {
        let (emitted, left_out) = (self.emitted.len(), self.left_out.len());
        let mut table = format!("{emitted} operations emitted, {left_out} left out");
        let width = self.left_out.iter().map(|it| it.request.chars().count());
        let width = width.max().unwrap_or(0).min(60);
        for LeftOut { request, reasons } in &self.left_out {
            let request = escape(request);
            // Writing to text cannot fail.
            let _ = write!(table, "\n  {request:width$}  {}", reasons.join("; "));
        }
        table.push('\n');
        table
    }
}
