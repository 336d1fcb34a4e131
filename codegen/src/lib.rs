//! Turns the OpenAPI document of an API into the source of its client.
//!
//! The stages, in order; each takes the value of the one before it:
//!
//! 1. [`load`]: text to a typed document that knows where each node stands.
//! 2. [`check`]: document to diagnostics, which [`report`] prints.
//! 3. [`model`]: document to the API in our vocabulary.
//! 4. [`lower`]: the API to the little of it that progenitor is given.
//! 5. [`wire`]: progenitor's output to one function an operation that builds its request.
//! 6. [`emit`]: the API to the tokens of the public surface.
//! 7. [`render`]: tokens to formatted files, which [`changes`] compares with those on disk.
//!
//! Beside them stand [`compare`], which holds two versions of the document against each other, and
//! [`contract`], which holds one against the running service.
//!
//! All of it is pure: files are read and written by the caller. The same document gives the same
//! bytes, whatever the machine and the directory.

pub mod changes;
pub mod check;
pub mod compare;
pub mod contract;
pub mod diagnostic;
pub mod document;
pub mod emit;

pub mod lower;
pub mod model;
pub mod names;
pub mod render;
pub mod report;
pub mod rules;
pub mod wire;

use std::fmt;

use crate::document::Document;
use crate::render::File;

/// What the generated files name as the way to make them anew.
pub const COMMAND: &str = "cargo xtask generate";

/// Generates the client of a document that [`check::check`] has found no error in.
pub fn generate(document: &Document) -> Result<Vec<File>, GenerateError> {
    let api = model::model(document);
    let lowered = lower::lower(document, &api).map_err(GenerateError::Lower)?;
    let requests = wire::wire(&lowered).map_err(GenerateError::Wire)?;
    let modules = emit::emit(&api, requests);
    render::render(modules, &document.name, COMMAND).map_err(GenerateError::Render)
}

/// Why nothing was generated. Each is a fault of the generator: `check` should have found what
/// led to it.
#[derive(Debug)]
#[non_exhaustive]
pub enum GenerateError {
    /// What was lowered is not OpenAPI.
    Lower(serde_json::Error),
    /// Progenitor could not build the requests.
    Wire(wire::WireError),
    /// What was emitted is not Rust.
    Render(syn::Error),
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lower(error) => write!(f, "progenitor's document is not OpenAPI: {error}"),
            Self::Wire(error) => error.fmt(f),
            Self::Render(error) => write!(f, "what was generated is not Rust: {error}"),
        }
    }
}

impl std::error::Error for GenerateError {}
