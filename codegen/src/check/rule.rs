//! A rule, and how it reports what it finds.

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Node};

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
    pub(super) find: fn(&Document, &mut Report<'_>),
}

impl Rule {
    pub(super) const fn error(
        id: &'static str,
        why: &'static str,
        broken: &'static str,
        find: fn(&Document, &mut Report<'_>),
    ) -> Self {
        Self {
            id,
            severity: Severity::Error,
            why,
            broken,
            find,
        }
    }

    pub(super) const fn warning(
        id: &'static str,
        why: &'static str,
        broken: &'static str,
        find: fn(&Document, &mut Report<'_>),
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(id, why, broken, find)
        }
    }

    /// A rule that what cannot be generated breaks.
    pub(super) const fn left_out(
        id: &'static str,
        why: &'static str,
        broken: &'static str,
        find: fn(&Document, &mut Report<'_>),
    ) -> Self {
        Self {
            severity: Severity::LeftOut,
            ..Self::error(id, why, broken, find)
        }
    }

    pub(super) fn find(&self, document: &Document, report: &mut Report<'_>) {
        (self.find)(document, report);
    }
}

/// Where a rule reports what it found.
pub(super) struct Report<'r> {
    rule: &'r Rule,
    found: &'r mut Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    pub(super) fn new(rule: &'r Rule, found: &'r mut Vec<Diagnostic>) -> Self {
        Self { rule, found }
    }

    /// Reports that something is wrong with a node.
    pub(super) fn add(
        &mut self,
        node: Node<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.found.push(Diagnostic {
            rule: self.rule.id,
            severity: self.rule.severity,
            pointer: node.pointer(),
            span: Some(node.span()),
            message: message.into(),
            help: help.into(),
        });
    }
}
