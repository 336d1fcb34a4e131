//! Diagnostics of what keeps a document from being read.

use crate::diagnostic::{Diagnostic, Severity, Span};

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
