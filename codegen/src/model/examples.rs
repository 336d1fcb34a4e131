//! The document's examples of requests and replies.

use std::collections::BTreeSet;

use openapiv3::MediaType;

use super::components::component;
use super::{Example, Output};
use crate::load::Document;
use crate::names;

/// The documented requests and replies, each with the name of its test.
#[derive(Default)]
pub(super) struct Examples {
    seen: BTreeSet<String>,
    pub(super) found: Vec<Example>,
}

impl Examples {
    /// Adds a media type's examples; those of a response that is shared are added once.
    pub(super) fn add(&mut self, document: &Document, name: &str, media: &MediaType, of: &Output) {
        let single = media.example.as_ref().map(|value| ("example", value));
        let several = media.examples.iter().filter_map(|(example, value)| {
            let value = component(document, value, |all| &all.examples)?;
            Some((example.as_str(), value.value.as_ref()?))
        });
        for (example, value) in single.into_iter().chain(several) {
            let name = names::field_name(&format!("{name}_{example}"));
            if let (true, Ok(json)) = (
                self.seen.insert(name.clone()),
                serde_json::to_string_pretty(value),
            ) {
                self.found.push(Example {
                    name,
                    of: of.clone(),
                    json,
                });
            }
        }
    }
}
