//! A difference, and what it takes of users.

use std::fmt;

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it takes of users.
    pub step: Step,
    /// What differs: `tracking().list`, `types::TrackingRun`.
    pub item: String,
    /// How.
    pub what: String,
    /// The operations that users see it in: `tracking().list`.
    pub operations: Vec<String>,
}

/// What a difference takes of users, and so of the version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Nothing: words, examples.
    Documentation,
    /// Nothing, but there is more to use, or the same call behaves differently.
    Additive,
    /// Code that compiled may not, or looks for what is gone.
    Breaking,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Documentation => "docs only",
            Self::Additive => "additive",
            Self::Breaking => "breaking",
        })
    }
}
