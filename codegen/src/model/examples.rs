//! The document's examples of schemas, requests and replies.

use std::collections::BTreeSet;

use super::definition::{Kind, Type};
use super::output::Output;
use super::ty::Ty;
use crate::document::Node;
use crate::names;

/// A documented schema, request or reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name of its test.
    pub name: String,
    /// What it is an example of.
    pub of: Output,
    /// The example as JSON, in the document's order.
    pub json: String,
}

/// The example of a type.
pub(super) fn of_type(of: &Type) -> Option<Example> {
    let name = of.name.clone();
    let ty = match of.kind {
        Kind::Struct(_) => Ty::Struct(name),
        Kind::Id { .. } => Ty::Id(name),
        Kind::Enum(_) => Ty::Enum(name),
        Kind::Union(_) => Ty::Union(name),
        Kind::Replies(_) => return None,
    };
    Some(Example {
        name: names::field_name(&format!("schema {}", of.name)),
        of: Output::Whole(ty),
        json: of.example.clone()?,
    })
}

/// The documented requests and replies, each with the name of its test.
#[derive(Default)]
pub(super) struct Examples {
    seen: BTreeSet<String>,
    pub(super) found: Vec<Example>,
}

impl Examples {
    /// Adds a media type's examples; those of a response that is shared are added once.
    pub(super) fn add(&mut self, name: &str, media: Node<'_>, of: &Output) {
        let single = media.get("example").map(|value| ("example", value));
        let several = media.members_of("examples");
        let several = several.filter_map(|(name, it)| Some((name, it.resolved()?.get("value")?)));
        let all = single.into_iter().chain(several);
        let all = all.filter(|(_, value)| !value.is_null() && !value.is_left_out());
        for (example, value) in all {
            let name = names::field_name(&format!("{name}_{example}"));
            if self.seen.insert(name.clone()) {
                self.found.push(Example {
                    name,
                    of: of.clone(),
                    json: format!("{:#}", value.json()),
                });
            }
        }
    }
}
