//! The vocabulary: what an API consists of.

use super::definition::{Type, TypesByName};
use super::examples::Example;
use super::limits::Limits;
use super::operation::Operation;
use super::service::Service;

/// An API, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The service's address, keys and names.
    pub service: Service,
    /// One for each tag, in the document's order.
    pub resources: Vec<Resource>,
    /// The types that requests and replies are made of, in the document's order.
    pub types: Vec<Type>,
    /// How many requests a key may make.
    pub limits: Limits,
    /// The document's examples of schemas, requests and replies.
    pub examples: Vec<Example>,
}

/// A group of operations on one kind of thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The accessor on the client and the module: `tracking`.
    pub name: String,
    /// The struct: `Tracking`.
    pub type_name: String,
    /// The tag's description.
    pub description: String,
    /// In the document's order.
    pub operations: Vec<Operation>,
}

impl Api {
    /// The operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources
            .iter()
            .flat_map(|resource| &resource.operations)
    }

    /// The types by their names.
    pub fn types_by_name(&self) -> TypesByName<'_> {
        TypesByName::of(&self.types)
    }
}
