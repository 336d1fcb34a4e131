//! Turns the OpenAPI document of an API into the source of its client.
//!
//! The stages, in order; each takes the value of the one before it and knows nothing of the later
//! ones:
//!
//! 1. [`document`]: text to one tree that knows where each node is. What reads a schema or an
//!    operation, follows a reference or merges an `allOf` is here, and nowhere else.
//! 2. [`check`]: the document to diagnostics, which [`report`] prints.
//! 3. [`selection`]: the document without the operations that there is no code for.
//! 4. [`model`]: the document to the API in our vocabulary, with every decision and every name.
//! 5. [`lower`]: the document to what progenitor takes.
//! 6. [`wire`]: progenitor's code to one function an operation that builds its request.
//! 7. [`emit`]: the API to the tokens of the public surface, which calls those functions.
//! 8. [`render`]: tokens to formatted files with the imports that they use, which [`changes`] compares
//!    with those on disk.
//!
//! So a schema becomes a node of the document, a type of the model, a struct or an enum in
//! `types.rs`, and in progenitor's document the name of that.
//!
//! The API becomes two tables as well, which are emitted and rendered as the client is: [`catalogue`], for
//! the command line and the tool server, and [`sandbox`], for the sandbox.
//!
//! Beside the stages is [`compare`], which says what a change of the document means to users.
//!
//! All of it is pure: files are read and written by the caller. The same document gives the same
//! bytes, whatever the machine and the directory.

pub mod catalogue;
pub mod changes;
pub mod check;
pub mod compare;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod lower;
pub mod model;
pub mod names;
pub mod render;
pub mod report;
pub mod rules;
pub mod sandbox;
pub mod selection;
pub mod wire;

use thiserror::Error;

use crate::document::Document;
use crate::render::File;

/// What the generated files name as the way to generate them again.
pub const COMMAND: &str = "cargo xtask generate";

/// Generates the client of a document that [`check::check`] has found no error in, or of which
/// [`selection::select`] has left out what errors touch.
///
/// # Errors
///
/// Faults of the generator: `check` should have found what led to them.
pub fn generate(document: &Document) -> Result<Vec<File>, GenerateError> {
    let api = model::model(document);
    let lowered = lower::lower(document, &api).map_err(GenerateError::Lower)?;
    let requests = wire::wire(&lowered).map_err(GenerateError::Wire)?;
    let modules = emit::emit(&api, requests);
    render::render(modules, &document.name, COMMAND).map_err(GenerateError::Render)
}

/// Generates the table of the operations, and the functions that call them through the client.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_catalogue(document: &Document) -> Result<Vec<File>, GenerateError> {
    let api = model::model(document);
    let modules = emit::catalogue(&catalogue::catalogue(document, &api));
    render::render(modules, &document.name, COMMAND).map_err(GenerateError::Render)
}

/// Generates the table that the sandbox plays from.
///
/// # Errors
///
/// As for [`generate`].
pub fn generate_sandbox(document: &Document) -> Result<Vec<File>, GenerateError> {
    let modules = vec![emit::sandbox(&sandbox::sandbox(document))];
    render::render(modules, &document.name, COMMAND).map_err(GenerateError::Render)
}

/// Why nothing was generated.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum GenerateError {
    /// What was lowered is not OpenAPI.
    #[error("progenitor's document is not OpenAPI: {0}")]
    Lower(serde_json::Error),
    /// Progenitor could not build the requests.
    #[error("the requests could not be built: {0}")]
    Wire(wire::WireError),
    /// What was emitted is not Rust.
    #[error("{0}")]
    Render(render::RenderError),
}
