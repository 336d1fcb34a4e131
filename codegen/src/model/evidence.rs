//! Where the documentation says what the document states: the `x-evidence` extension.

use openapiv3::OpenAPI;
use serde_json::Value;

/// The place in the documentation that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The page's title and how much of it could be read.
    pub page: String,
    /// The section's heading.
    pub section: String,
    /// Whether the documentation of the thing is whole.
    pub whole: bool,
    /// What to know about it.
    pub note: Option<String>,
}

/// Reads the evidence among a node's extensions.
pub(super) fn evidence(openapi: &OpenAPI, extension: Option<&Value>) -> Option<Evidence> {
    let extension = extension?;
    let text = |key| Some(extension.get(key)?.as_str()?.trim().to_owned());
    let page = text("page")?;
    let title = openapi
        .extensions
        .get("x-evidence-pages")
        .and_then(|pages| pages.get(&page)?.as_str());
    Some(Evidence {
        page: title.map_or(page.clone(), str::to_owned),
        section: text("section")?,
        whole: extension
            .get("whole")
            .and_then(Value::as_bool)
            .unwrap_or(true),
        note: text("note"),
    })
}
