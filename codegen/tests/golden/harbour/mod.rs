//! The Harbour API as its OpenAPI document describes it.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

#[cfg(test)]
mod examples;
pub mod limits;
pub mod resources;
pub(crate) mod service;
pub mod types;
pub(crate) mod wire;
