//! Turns the OpenAPI document of an API into the source of its client.
//!
//! The stages, in order; each takes the value of the one before it:
//!
//! 1. [`load`]: text to a typed document that knows where each node stands.
//! 2. [`check`]: document to diagnostics.
//! 3. `model`: document to the API in our vocabulary.
//! 4. `lower`: the API to the little of it that progenitor is given.
//! 5. `wire`: progenitor's output to one request function an operation.
//! 6. `emit`: the API to the tokens of the public surface.
//! 7. `render`: tokens to formatted files.

pub mod diagnostic;
pub mod names;
