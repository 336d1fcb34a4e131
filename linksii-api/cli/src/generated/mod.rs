//! The operations of the API, as a table.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

mod keys;
mod workspaces;
mod tracking;
mod prompts;
mod competitors;
mod analyses;
mod templates;

use crate::catalogue::Resource;

/// The resources, in the document's order.
pub(crate) static RESOURCES: &[Resource] = &[
    keys::RESOURCE,
    workspaces::RESOURCE,
    tracking::RESOURCE,
    prompts::RESOURCE,
    competitors::RESOURCE,
    analyses::RESOURCE,
    templates::RESOURCE,
];
