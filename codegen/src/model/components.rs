//! Finding the shared parts of operations.

use indexmap::IndexMap;
use openapiv3::{Components, MediaType, ReferenceOr};

use crate::load::Document;

/// Follows a reference into the components, once: OpenAPI has no chains there.
pub(super) fn component<'d, T>(
    document: &'d Document,
    item: &'d ReferenceOr<T>,
    section: impl Fn(&'d Components) -> &'d IndexMap<String, ReferenceOr<T>>,
) -> Option<&'d T> {
    match item {
        ReferenceOr::Item(item) => Some(item),
        ReferenceOr::Reference { reference } => {
            let name = reference.rsplit('/').next()?;
            section(document.openapi.components.as_ref()?)
                .get(name)?
                .as_item()
        }
    }
}

/// The JSON among what may be sent or received.
pub(super) fn json_media(content: &IndexMap<String, MediaType>) -> Option<&MediaType> {
    let is_json = |kind: &str| {
        let kind = kind.split(';').next().unwrap_or(kind).trim();
        kind == "application/json" || kind.ends_with("+json")
    };
    content
        .iter()
        .find(|(kind, _)| is_json(kind))
        .map(|(_, media)| media)
}
