//! What Harbour has: a module for each resource, with its operations.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

pub mod berths;
pub mod ships;
