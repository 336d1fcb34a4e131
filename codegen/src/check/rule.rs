//! A rule, and how it reports what it finds.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Kind, Node, Operation};

/// Something that a document must keep to.
pub struct Rule {
    /// Its id, in kebab case.
    pub id: &'static str,
    /// What breaking it means.
    pub severity: Severity,
    /// Why it is a rule, in a line.
    pub why: &'static str,
    /// A piece of a document that breaks it.
    pub broken: &'static str,
    scope: Scope,
}

/// What a rule looks at, one after another, and the function that does.
pub(super) enum Scope {
    /// The text, before there is a document: `document::read` does.
    Text,
    Document(fn(&Document, &mut Report<'_>)),
    Operation(fn(&Operation<'_>, &mut Report<'_>)),
    Schema(fn(Node<'_>, &mut Report<'_>)),
    Node(fn(Kind, Node<'_>, &mut Report<'_>)),
}

impl Rule {
    const fn new(id: &'static str, severity: Severity, scope: Scope) -> Self {
        Self {
            id,
            severity,
            why: "",
            broken: "",
            scope,
        }
    }

    pub(super) const fn error(id: &'static str, scope: Scope) -> Self {
        Self::new(id, Severity::Error, scope)
    }

    pub(super) const fn warning(id: &'static str, scope: Scope) -> Self {
        Self::new(id, Severity::Warning, scope)
    }

    /// A rule that what cannot be generated breaks.
    pub(super) const fn left_out(id: &'static str, scope: Scope) -> Self {
        Self::new(id, Severity::LeftOut, scope)
    }

    pub(super) const fn why(self, why: &'static str) -> Self {
        Self { why, ..self }
    }

    pub(super) const fn broken(self, broken: &'static str) -> Self {
        Self { broken, ..self }
    }

    pub(super) fn find(&self, document: &Document, found: &mut Vec<Diagnostic>) {
        let report = &mut Report { rule: self, found };
        match self.scope {
            Scope::Text => {}
            Scope::Document(find) => find(document, report),
            Scope::Operation(find) => document.operations().for_each(|it| find(&it, report)),
            Scope::Schema(find) => document.schemas().for_each(|it| find(it, report)),
            Scope::Node(find) => {
                document
                    .nodes()
                    .for_each(|(kind, it)| find(kind, it, report));
            }
        }
    }
}

/// Where a rule reports what it found.
pub(super) struct Report<'r> {
    rule: &'r Rule,
    found: &'r mut Vec<Diagnostic>,
}

impl Report<'_> {
    /// Reports that something is wrong with a node.
    pub(super) fn add(
        &mut self,
        node: Node<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let error = Diagnostic::error(self.rule.id, message, help);
        let severity = self.rule.severity;
        let found = Diagnostic { severity, ..error };
        self.found.push(node.diagnose(found));
    }
}
