//! What Linksii has: a module for each resource, with its operations.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

pub mod keys;
pub mod workspaces;
pub mod tracking;
pub mod prompts;
pub mod competitors;
pub mod analyses;
pub mod templates;
