//! All operations of the API.

use crate::catalogue::{Operation, Resource};

/// The resources, in the document's order.
pub(crate) fn resources() -> &'static [Resource] {
    crate::generated::RESOURCES
}

/// All operations, in the document's order.
pub(crate) fn operations() -> impl Iterator<Item = (&'static Resource, &'static Operation)> {
    let resources = resources().iter();
    resources.flat_map(|resource| resource.operations.iter().map(move |it| (resource, it)))
}
