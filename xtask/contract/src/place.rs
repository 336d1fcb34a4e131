//! Where in the replies something was seen.

use crate::sanitize::{NAME, bounded};

/// How long a path is shown, in characters. What is nested deeper than that is named by its start.
const LONGEST: usize = 400;

/// A path in the replies of an operation with a status.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Place {
    /// The `operationId`.
    pub(crate) operation: String,
    pub(crate) status: u16,
    /// `data[].plan`, `header X-Request-Id`; empty for the whole body.
    pub(crate) path: String,
}

impl Place {
    /// The whole of an operation's replies with a status.
    pub(crate) fn of(operation: &str, status: u16) -> Self {
        Self {
            operation: operation.to_owned(),
            status,
            path: String::new(),
        }
    }

    /// Another path in the same replies.
    pub(crate) fn with(&self, path: String) -> Self {
        Self {
            path: bounded(&path, LONGEST),
            ..self.clone()
        }
    }

    /// The path of a field of the object here.
    pub(crate) fn field(&self, name: &str) -> Self {
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let shown = bounded(name, NAME);
        if name.is_empty() || !name.chars().all(is_plain) {
            return self.with(format!("{}[\"{shown}\"]", self.path));
        }
        self.member(&shown)
    }

    /// The path of all members of the map here.
    pub(crate) fn members(&self) -> Self {
        self.member("*")
    }

    /// The path of the items of the list here.
    pub(crate) fn items(&self) -> Self {
        self.with(format!("{}[]", self.path))
    }

    fn member(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        self.with(format!("{}{dot}{name}", self.path))
    }
}
