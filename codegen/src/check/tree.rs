//! Ways around the document.

use serde_yaml::Value;

use super::pointer::Pointer;
use crate::load::{Document, escape, unescape};
use crate::model::{LONGEST_CHAIN, is_json};

static PATHS: Pointer<'_> = Pointer::Member(&Pointer::Root, "paths");

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];

/// What a node is, by the keys that lead to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Root,
    Components,
    Path,
    Operation,
    Parameter,
    Body,
    Response,
    Header,
    Media,
    Schema,
    Example,
    /// What no rule tells apart.
    Other,
}

/// What stands behind a key.
enum Behind {
    One(Kind),
    /// A list, or a mapping whose keys are names.
    Each(Kind),
    /// Data, which is not the document's own.
    Data,
}

fn behind(kind: Kind, key: &str) -> Behind {
    use Behind::{Data, Each, One};
    match (kind, key) {
        (_, key) if key.starts_with("x-") => Data,
        (_, "example" | "default" | "enum") => Data,
        (Kind::Example, "value") => Data,
        (Kind::Root, "paths") => Each(Kind::Path),
        (Kind::Root, "components") => One(Kind::Components),
        (Kind::Components, section) => Each(section_kind(section)),
        (Kind::Path, key) if METHODS.contains(&key) => One(Kind::Operation),
        (Kind::Path | Kind::Operation, "parameters") => Each(Kind::Parameter),
        (Kind::Operation, "requestBody") => One(Kind::Body),
        (Kind::Operation, "responses") => Each(Kind::Response),
        (Kind::Response, "headers") => Each(Kind::Header),
        (Kind::Parameter | Kind::Header | Kind::Body | Kind::Response, "content") => {
            Each(Kind::Media)
        }
        (Kind::Parameter | Kind::Header | Kind::Media, "schema") => One(Kind::Schema),
        (Kind::Parameter | Kind::Header | Kind::Media, "examples") => Each(Kind::Example),
        (Kind::Schema, "items" | "not" | "additionalProperties") => One(Kind::Schema),
        (Kind::Schema, "properties" | "allOf" | "anyOf" | "oneOf") => Each(Kind::Schema),
        _ => One(Kind::Other),
    }
}

/// What a section of `components` holds.
fn section_kind(section: &str) -> Kind {
    match section {
        "schemas" => Kind::Schema,
        "parameters" => Kind::Parameter,
        "requestBodies" => Kind::Body,
        "responses" => Kind::Response,
        "headers" => Kind::Header,
        "examples" => Kind::Example,
        _ => Kind::Other,
    }
}

impl Kind {
    /// The section of `components` that a reference in place of such a node leads to.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::Schema => Some("schemas"),
            Self::Parameter => Some("parameters"),
            Self::Body => Some("requestBodies"),
            Self::Response => Some("responses"),
            Self::Header => Some("headers"),
            Self::Example => Some("examples"),
            _ => None,
        }
    }
}

/// Calls for each node with what it is and its JSON pointer, except inside examples and extensions,
/// which are data.
pub(super) fn visit<'d>(
    document: &'d Document,
    see: &mut dyn FnMut(Kind, &Pointer<'_>, &'d Value),
) {
    walk(Kind::Root, &document.tree, &Pointer::Root, see);
}

fn walk<'d>(
    kind: Kind,
    node: &'d Value,
    pointer: &Pointer<'_>,
    see: &mut dyn FnMut(Kind, &Pointer<'_>, &'d Value),
) {
    see(kind, pointer, node);
    each_child(node, pointer, &mut |key, child, pointer| match key
        .map_or(Behind::One(kind), |key| behind(kind, key))
    {
        Behind::One(kind) => walk(kind, child, pointer, see),
        Behind::Each(kind) => each_child(child, pointer, &mut |name, child, pointer| {
            let is_extension = name.is_some_and(|name| name.starts_with("x-"));
            if !(is_extension && matches!(kind, Kind::Path | Kind::Response)) {
                walk(kind, child, pointer, see);
            }
        }),
        Behind::Data => {}
    });
}

/// Calls for each child with its key, if it has one, and its JSON pointer.
pub(super) fn each_child<'d>(
    node: &'d Value,
    pointer: &Pointer<'_>,
    see: &mut dyn FnMut(Option<&'d str>, &'d Value, &Pointer<'_>),
) {
    match node {
        Value::Mapping(members) => {
            for (key, child) in members {
                let Some(name) = key.as_str() else { continue };
                see(Some(name), child, &Pointer::Member(pointer, name));
            }
        }
        Value::Sequence(items) => {
            for (index, child) in items.iter().enumerate() {
                see(None, child, &Pointer::Item(pointer, index));
            }
        }
        _ => {}
    }
}

/// Calls for each schema, wherever it stands.
pub(super) fn schemas<'d>(document: &'d Document, see: &mut dyn FnMut(&Pointer<'_>, &'d Value)) {
    visit(document, &mut |kind, pointer, node| {
        if kind == Kind::Schema && node.is_mapping() {
            see(pointer, node);
        }
    });
}

/// Calls for each property that has a schema of its own, with its name.
pub(super) fn properties<'d>(
    document: &'d Document,
    see: &mut dyn FnMut(&Pointer<'_>, &'d str, &'d Value),
) {
    schemas(document, &mut |pointer, schema| {
        let above = Pointer::Member(pointer, "properties");
        let properties = schema.get("properties").and_then(Value::as_mapping);
        for (name, property) in properties.into_iter().flatten() {
            if let Some(name) = name.as_str().filter(|_| property.get("$ref").is_none()) {
                see(&Pointer::Member(&above, name), name, property);
            }
        }
    });
}

/// The paths with their pointers, but for extensions.
pub(super) fn paths(document: &Document) -> impl Iterator<Item = (Pointer<'_>, &str, &Value)> {
    let paths = document.tree.get("paths").and_then(Value::as_mapping);
    let named = paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((path.as_str()?, item)));
    named
        .filter(|(path, _)| !path.starts_with("x-"))
        .map(|(path, item)| (Pointer::Member(&PATHS, path), path, item))
}

/// Each operation with its pointer and its path.
pub(super) fn each<'d>(
    document: &'d Document,
    see: &mut dyn FnMut(&Pointer<'_>, &'d str, &'d Value),
) {
    for (pointer, path, item) in paths(document) {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                see(&Pointer::Member(&pointer, method), path, operation);
            }
        }
    }
}

/// The node that a reference in the document leads to.
pub(super) fn target<'d>(document: &'d Document, reference: &str) -> Option<&'d Value> {
    let mut node = &document.tree;
    for key in reference.strip_prefix("#/")?.split('/') {
        node = node.get(&*unescape(key))?;
    }
    Some(node)
}

/// The node itself, or what its references lead to.
pub(super) fn resolved<'d>(document: &'d Document, node: &'d Value) -> &'d Value {
    let mut node = node;
    // A circle is a fault that another rule tells.
    for _ in 0..LONGEST_CHAIN {
        let reference = node.get("$ref").and_then(Value::as_str);
        match reference.and_then(|reference| target(document, reference)) {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

/// A member that is text.
pub(super) fn text<'d>(node: &'d Value, key: &str) -> Option<&'d str> {
    node.get(key).and_then(Value::as_str)
}

/// The keys of a mapping.
pub(super) fn keys(node: &Value) -> impl Iterator<Item = &str> {
    let members = node.as_mapping().into_iter().flatten();
    members.filter_map(|(key, _)| key.as_str())
}

/// The named parts of one section of `components`.
pub(super) fn components<'d>(
    document: &'d Document,
    section: &str,
) -> impl Iterator<Item = (&'d str, String, &'d Value)> {
    let pointer = format!("/components/{section}");
    let parts = document
        .tree
        .get("components")
        .and_then(|it| it.get(section));
    let parts = parts.and_then(Value::as_mapping).into_iter().flatten();
    parts.filter_map(move |(name, part)| {
        let name = name.as_str()?;
        Some((name, format!("{pointer}/{}", escape(name)), part))
    })
}

/// The parameters of an operation and of its path, with their places, what they refer to, and
/// whether they are the operation's own.
pub(super) fn parameters<'d>(
    document: &'d Document,
    path: &str,
    pointer: &Pointer<'_>,
    operation: &'d Value,
) -> Vec<(String, &'d Value, bool)> {
    let item = document.tree.get("paths").and_then(|paths| paths.get(path));
    let above = Pointer::Member(&PATHS, path);
    [(item, &above, false), (Some(operation), pointer, true)]
        .into_iter()
        .flat_map(|(node, pointer, own)| {
            let items = node
                .and_then(|node| node.get("parameters"))
                .and_then(Value::as_sequence);
            let items = items.into_iter().flatten().enumerate();
            items.map(move |(index, parameter)| {
                let place = format!("{pointer}/parameters/{index}");
                (place, resolved(document, parameter), own)
            })
        })
        .collect()
}

/// An operation's responses, with status, place, what stands there and what that refers to.
pub(super) fn responses<'d>(
    document: &'d Document,
    pointer: &Pointer<'_>,
    operation: &'d Value,
) -> Vec<(String, String, &'d Value, &'d Value)> {
    let responses = operation.get("responses").and_then(Value::as_mapping);
    let responses = responses.into_iter().flatten();
    responses
        .filter_map(|(status, response)| {
            let status = status.as_str().filter(|status| !status.starts_with("x-"))?;
            let place = format!("{pointer}/responses/{}", escape(status));
            Some((
                status.to_owned(),
                place,
                response,
                resolved(document, response),
            ))
        })
        .collect()
}

/// The JSON among what a message may be.
pub(super) fn json_media<'d>(document: &'d Document, message: &'d Value) -> Option<&'d Value> {
    let content = resolved(document, message).get("content")?.as_mapping()?;
    let mut media = content.iter();
    let (_, media) = media.find(|(kind, _)| kind.as_str().is_some_and(is_json))?;
    Some(media)
}

/// The schema of a message's JSON.
pub(super) fn json_schema<'d>(document: &'d Document, message: &'d Value) -> Option<&'d Value> {
    json_media(document, message)?.get("schema")
}
