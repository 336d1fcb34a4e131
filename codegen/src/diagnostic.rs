//! What is wrong with a document: the rule that says so, where, and how to fix it.

use std::fmt;

/// A fault in the document, or something to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The id of the rule, in kebab case; `cargo xtask validate --explain` knows it.
    pub rule: &'static str,
    /// Whether code can still be generated.
    pub severity: Severity,
    /// Where it is, as a JSON pointer into the document: `/paths/~1keys/post`.
    pub pointer: String,
    /// Where it is in the file; nothing where the file could not be read.
    pub span: Option<Span>,
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: String,
}

impl Diagnostic {
    /// An error of the document as a whole.
    pub(crate) fn error(
        rule: &'static str,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            pointer: String::new(),
            span: None,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is generated until it is fixed, or what it touches is left out.
    Error,
    /// The operations that it touches are left out: the document may say so, but there is no code
    /// for it.
    LeftOut,
    /// Code is generated; the message says what is not in it.
    Warning,
}

/// A stretch of the document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first line, from 1.
    pub line: usize,
    /// The first column, in characters, from 1.
    pub column: usize,
    /// The byte at which it starts.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::LeftOut | Self::Warning => "warning",
        })
    }
}
