//! A file that is still tokens.

use proc_macro2::TokenStream;

/// A file that is still tokens.
#[derive(Clone, Debug)]
pub struct Module {
    /// Its path in the generated directory, with `/` between names.
    pub path: String,
    /// What it is for, as the first line of its documentation.
    pub about: String,
    /// What it holds.
    pub tokens: TokenStream,
}

impl Module {
    pub(super) fn new(
        path: impl Into<String>,
        about: impl Into<String>,
        tokens: TokenStream,
    ) -> Self {
        Self {
            path: path.into(),
            about: about.into(),
            tokens,
        }
    }
}
