//! Nothing is dropped in silence.

use serde_yaml::Value;

use super::pointer::Pointer;
use super::tree::{Kind, each_child, keys, paths, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "unknown-key",
        severity: Severity::Error,
        why: "A key that OpenAPI does not know is a slip, and what it says would be lost.",
        broken: "schema:\n  type: object\n  requird: [id]",
        find: unknown_key,
    },
    Rule {
        id: "unknown-extension",
        severity: Severity::Warning,
        why: "An extension that the generator does not know means nothing to it.",
        broken: "x-evidance: {page: manual}",
        find: unknown_extension,
    },
    Rule {
        id: "path-reference",
        severity: Severity::Error,
        why: "The operations behind a referred path would be missing.",
        broken: "/berths:\n  $ref: 'berths.yaml'",
        find: path_reference,
    },
    Rule {
        id: "left-out",
        severity: Severity::Warning,
        why: "The client has no use for these parts of OpenAPI, so they are not in it.",
        broken: "post:\n  callbacks: {}",
        find: left_out,
    },
];

/// The extensions that the generator knows, and one that documentation tools do.
const EXTENSIONS: [&str; 8] = [
    "x-client",
    "x-codeSamples",
    "x-evidence",
    "x-evidence-pages",
    "x-extensible-enum",
    "x-id-prefix",
    "x-key-prefix",
    "x-rate-limits",
];

/// OpenAPI's own keys that `openapiv3` has no field for.
const NO_FIELD: [&str; 4] = ["allowReserved", "explode", "style", "xml"];

/// OpenAPI's own keys that say nothing where they are empty, false or null.
const MAY_BE_EMPTY: [&str; 41] = [
    "allOf",
    "allowEmptyValue",
    "anyOf",
    "attribute",
    "callbacks",
    "components",
    "content",
    "default",
    "deprecated",
    "encoding",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "headers",
    "links",
    "mapping",
    "nullable",
    "oneOf",
    "options",
    "parameters",
    "paths",
    "properties",
    "readOnly",
    "requestBodies",
    "required",
    "responses",
    "schemas",
    "scopes",
    "security",
    "securitySchemes",
    "servers",
    "tags",
    "trace",
    "uniqueItems",
    "value",
    "variables",
    "wrapped",
    "writeOnly",
];

/// What is read and written again has lost what has no place in it.
fn unknown_key(document: &Document, report: &mut Report<'_>) {
    if let Ok(known) = serde_yaml::to_value(&document.openapi) {
        lost(&document.tree, &known, &Pointer::Root, report);
    }
}

fn lost(written: &Value, known: &Value, pointer: &Pointer<'_>, report: &mut Report<'_>) {
    let is_reference = known.get("$ref").is_some();
    let mut items = known.as_sequence().into_iter().flatten();
    each_child(written, pointer, &mut |key, child, pointer| {
        let kept = match key {
            // What stands beside a reference is another rule's.
            Some(name) if is_reference && name != "$ref" => return,
            Some(name) => known.get(name),
            None => items.next(),
        };
        match (kept, key) {
            (Some(kept), _) => lost(child, kept, pointer, report),
            (None, Some(name)) if !is_told_elsewhere(report.document, pointer, name, child) => {
                let help = "correct it; what is not of OpenAPI starts with `x-`";
                report.add(pointer, format!("`{name}` means nothing here"), help);
            }
            (None, _) => {}
        }
    });
}

/// Whether what was lost is nothing, or another rule's.
fn is_told_elsewhere(document: &Document, pointer: &Pointer<'_>, key: &str, value: &Value) -> bool {
    if key.starts_with("x-")
        || NO_FIELD.contains(&key)
        || is_nothing(value) && MAY_BE_EMPTY.contains(&key)
    {
        return true;
    }
    let place = pointer.to_string();
    let parent = place.rsplit_once('/').map_or("", |(parent, _)| parent);
    let mut misfits = document.misfits.iter();
    parent == "/paths" && !key.starts_with('/')
        || parent.ends_with("/responses")
        || misfits.any(|it| it.pointer.starts_with(&place))
}

/// What is empty or false is as good as absent.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(members) => members.is_empty(),
        _ => false,
    }
}

fn unknown_extension(document: &Document, report: &mut Report<'_>) {
    visit(document, &mut |_, pointer, node| {
        let extensions = keys(node).filter(|key| key.starts_with("x-"));
        for key in extensions.filter(|key| !EXTENSIONS.contains(key)) {
            let known = EXTENSIONS.join(", ");
            let help = format!("correct it, or remove it; there are {known}");
            let place = format!("{pointer}/{}", escape(key));
            report.add(&place, format!("`{key}` means nothing here"), help);
        }
    });
}

fn path_reference(document: &Document, report: &mut Report<'_>) {
    for (pointer, _, item) in paths(document) {
        if item.get("$ref").is_some() {
            let help = "write its operations here";
            report.add(format!("{pointer}/$ref"), "the path is a reference", help);
        }
    }
}

/// What the client has no use for, by where it stands.
const LEFT_OUT: [(Kind, &[&str]); 5] = [
    (Kind::Path, &["options", "trace", "servers"]),
    (Kind::Operation, &["callbacks", "servers"]),
    (Kind::Components, &["callbacks", "links"]),
    (Kind::Response, &["links"]),
    (Kind::Schema, &["discriminator", "xml"]),
];

fn left_out(document: &Document, report: &mut Report<'_>) {
    let help = "remove it, if it is not wanted for others";
    visit(document, &mut |kind, pointer, node| {
        let unused = LEFT_OUT.iter().filter(|(place, _)| *place == kind);
        for key in unused.flat_map(|(_, keys)| *keys) {
            if node.get(key).is_some() {
                let place = format!("{pointer}/{key}");
                report.add(&place, format!("`{key}` is left out of the client"), help);
            }
        }
    });
    let servers = document.tree.get("servers").and_then(Value::as_sequence);
    for index in 1..servers.map_or(0, Vec::len) {
        let place = format!("/servers/{index}");
        let message = "a server after the first is left out of the client";
        report.add(&place, message, help);
    }
}
