//! The document's names as Rust's.
//!
//! Assumes names in any of the usual cases (`snake_case`, `camelCase`, `kebab-case`, words
//! with spaces) and any script. Two names may become the same: [`distinct`] tells them apart.

mod distinct;
mod identifier;
mod method;
mod spelling;

pub use distinct::distinct;
pub(crate) use identifier::ident;
pub use identifier::{
    field_name, field_setter_name, function_name, operation_type_name, request_name, resource_name,
    resource_type_name, setter_name, static_name, type_name, variant_name,
};
pub use method::{function_names, method_name, method_names};
