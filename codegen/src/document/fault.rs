//! Diagnostics of what keeps a document from being read.

use super::node::{Node, escape};
use super::tree::DEEPEST;
use crate::diagnostic::{Diagnostic, Severity, Span};

/// Help for what YAML cannot read.
pub(super) const INDENTATION: &str = "check the indentation and the quotes around here";

/// An error of the document as a whole.
pub(super) fn fault(rule: &'static str, message: impl Into<String>, help: &str) -> Diagnostic {
    Diagnostic {
        rule,
        severity: Severity::Error,
        pointer: String::new(),
        span: None,
        message: message.into(),
        help: help.to_owned(),
    }
}

pub(super) fn too_deep() -> Diagnostic {
    let message = format!("the document is nested more than {DEEPEST} deep");
    let help = "name the inner parts under `components` and refer to them";
    fault("too-deep", message, help)
}

/// A key that its mapping has already.
pub(super) fn duplicate_key(map: Node<'_>, key: &str, first: Node<'_>) -> Diagnostic {
    let line = first.span().line;
    let message = format!("the key `{key}` is here again, after line {line}");
    let help = "remove one of the two: only one of them would count";
    let pointer = format!("{}/{}", map.pointer(), escape(key));
    fault("duplicate-key", message, help).below(pointer)
}

impl Diagnostic {
    pub(super) fn at(self, span: Span) -> Self {
        Self {
            span: Some(span),
            ..self
        }
    }

    pub(super) fn below(self, pointer: String) -> Self {
        Self { pointer, ..self }
    }
}
