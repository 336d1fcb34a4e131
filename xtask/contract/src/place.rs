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
        self.with(field(&self.path, name))
    }

    /// The path of all members of the map here.
    pub(crate) fn members(&self) -> Self {
        self.with(members(&self.path))
    }

    /// The path of the items of the list here.
    pub(crate) fn items(&self) -> Self {
        self.with(items(&self.path))
    }
}

fn field(path: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if name.is_empty() || !name.chars().all(is_plain) {
        return format!("{path}[\"{}\"]", bounded(name, NAME));
    }
    let dot = if path.is_empty() { "" } else { "." };
    format!("{path}{dot}{}", bounded(name, NAME))
}

fn members(path: &str) -> String {
    let dot = if path.is_empty() { "" } else { "." };
    format!("{path}{dot}*")
}

fn items(path: &str) -> String {
    format!("{path}[]")
}
