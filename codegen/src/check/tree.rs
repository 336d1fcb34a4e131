//! Ways around the document.

use serde_yaml::Value;

use crate::load::{Document, escape};

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];

/// Each operation with its pointer, its path and the parameters of both.
pub(super) fn each<'d>(document: &'d Document, see: &mut dyn FnMut(&str, &'d str, &'d Value)) {
    let Some(Value::Mapping(paths)) = document.tree.get("paths") else {
        return;
    };
    for (path, item) in paths {
        let Some(path) = path.as_str() else { continue };
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                see(
                    &format!("/paths/{}/{method}", escape(path)),
                    path,
                    operation,
                );
            }
        }
    }
}

/// Calls for each node with its JSON pointer, except inside examples, which are data.
pub(super) fn visit<'d>(node: &'d Value, pointer: &str, see: &mut dyn FnMut(&str, &'d Value)) {
    visit_below(node, &mut pointer.to_owned(), see);
}

/// As `visit`. All pointers are written into one string, as most rules visit all nodes.
fn visit_below<'d>(node: &'d Value, pointer: &mut String, see: &mut dyn FnMut(&str, &'d Value)) {
    see(pointer, node);
    let here = pointer.len();
    let mut below = |key: &str, value| {
        pointer.push('/');
        pointer.push_str(key);
        visit_below(value, pointer, see);
        pointer.truncate(here);
    };
    match node {
        Value::Mapping(entries) => {
            for (key, value) in entries {
                let Some(key) = key.as_str() else { continue };
                if !matches!(key, "example" | "examples" | "default" | "enum") {
                    below(&escape(key), value);
                }
            }
        }
        Value::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                below(&index.to_string(), item);
            }
        }
        _ => {}
    }
}

/// The node that a reference in the document leads to.
pub(super) fn target<'d>(document: &'d Document, reference: &str) -> Option<&'d Value> {
    reference
        .strip_prefix("#/")?
        .split('/')
        .try_fold(&document.tree, |node, key| {
            if key.contains('~') {
                node.get(key.replace("~1", "/").replace("~0", "~").as_str())
            } else {
                node.get(key)
            }
        })
}

/// The node itself, or what it refers to.
pub(super) fn resolved<'d>(document: &'d Document, node: &'d Value) -> &'d Value {
    let reference = node.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|reference| target(document, reference))
        .unwrap_or(node)
}

/// A member that is text.
pub(super) fn text<'d>(node: &'d Value, key: &str) -> Option<&'d str> {
    node.get(key).and_then(Value::as_str)
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

/// An operation's responses, with status, place and what each refers to.
pub(super) fn responses<'d>(
    document: &'d Document,
    pointer: &str,
    operation: &'d Value,
) -> Vec<(String, String, &'d Value)> {
    let Some(Value::Mapping(responses)) = operation.get("responses") else {
        return Vec::new();
    };
    let status = |key: &Value| match key {
        Value::String(status) => Some(status.clone()),
        // Without quotes a status is a number.
        Value::Number(status) => Some(status.to_string()),
        _ => None,
    };
    responses
        .iter()
        .filter_map(|(key, response)| {
            let status = status(key)?;
            let place = format!("{pointer}/responses/{status}");
            Some((status, place, resolved(document, response)))
        })
        .collect()
}

/// The schema of a message's JSON.
pub(super) fn json_schema<'d>(document: &'d Document, message: &'d Value) -> Option<&'d Value> {
    let content = resolved(document, message).get("content")?.as_mapping()?;
    let is_json = |(kind, _): &(&Value, &Value)| kind.as_str().is_some_and(is_json);
    let (_, media) = content.iter().find(is_json)?;
    media.get("schema")
}

pub(super) fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim();
    kind == "application/json" || kind.ends_with("+json")
}
