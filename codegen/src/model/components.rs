//! Finding the shared parts of operations.

use indexmap::IndexMap;
use openapiv3::{Components, MediaType, ReferenceOr};

use crate::load::Document;

/// Follows references into the components.
pub(super) fn component<'d, T>(
    document: &'d Document,
    item: &'d ReferenceOr<T>,
    section: impl Fn(&'d Components) -> &'d IndexMap<String, ReferenceOr<T>>,
) -> Option<&'d T> {
    let mut item = item;
    for _ in 0..super::LONGEST_CHAIN {
        match item {
            ReferenceOr::Item(item) => return Some(item),
            ReferenceOr::Reference { reference } => {
                let name = reference.rsplit('/').next()?;
                item = section(document.openapi.components.as_ref()?).get(name)?;
            }
        }
    }
    None
}

/// The JSON among what may be sent or received.
pub(super) fn json_media(content: &IndexMap<String, MediaType>) -> Option<&MediaType> {
    content
        .iter()
        .find(|(kind, _)| is_json(kind))
        .map(|(_, media)| media)
}

/// Whether a media type is JSON.
pub(crate) fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim();
    kind == "application/json" || kind.ends_with("+json")
}
