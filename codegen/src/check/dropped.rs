//! Nothing is dropped in silence.

use std::borrow::Cow;

use serde_yaml::Value;

use super::tree::visit;
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

/// OpenAPI's own keys that are lost on the way through `openapiv3`, where they are the default or have
/// no field.
fn is_known(key: &str) -> bool {
    matches!(
        key,
        "allowEmptyValue"
            | "allowReserved"
            | "attribute"
            | "deprecated"
            | "example"
            | "examples"
            | "exclusiveMaximum"
            | "exclusiveMinimum"
            | "explode"
            | "externalDocs"
            | "nullable"
            | "options"
            | "readOnly"
            | "required"
            | "schemas"
            | "style"
            | "trace"
            | "uniqueItems"
            | "wrapped"
            | "writeOnly"
            | "xml"
    )
}

/// What is read and written again has lost what has no place in it.
fn unknown_key(document: &Document, report: &mut Report<'_>) {
    if let Ok(known) = serde_yaml::to_value(&document.openapi) {
        lost(&document.tree, &known, &mut String::new(), report);
    }
}

/// All pointers are written into one string, as all nodes are visited.
fn lost(written: &Value, known: &Value, pointer: &mut String, report: &mut Report<'_>) {
    let here = pointer.len();
    match (written, known) {
        (Value::Mapping(written), Value::Mapping(known)) => {
            for (key, value) in written {
                let name = match key {
                    Value::String(name) => Cow::Borrowed(name.as_str()),
                    Value::Number(status) => Cow::Owned(status.to_string()),
                    _ => continue,
                };
                pointer.push('/');
                pointer.push_str(&escape(&name));
                let kept = known.get(key).or_else(|| known.get(name.as_ref()));
                match kept {
                    Some(kept) => lost(value, kept, pointer, report),
                    None if name.starts_with("x-") || is_known(&name) || is_nothing(value) => {}
                    None => {
                        let help = "correct it; what is not of OpenAPI starts with `x-`";
                        report.add(pointer, format!("`{name}` means nothing here"), help);
                    }
                }
                pointer.truncate(here);
            }
        }
        (Value::Sequence(written), Value::Sequence(known)) => {
            for (index, (written, known)) in written.iter().zip(known).enumerate() {
                pointer.push('/');
                pointer.push_str(&index.to_string());
                lost(written, known, pointer, report);
                pointer.truncate(here);
            }
        }
        _ => {}
    }
}

/// What is empty is as good as absent.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Sequence(items) => items.is_empty(),
        Value::Mapping(members) => members.is_empty(),
        _ => false,
    }
}

fn unknown_extension(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        for key in node
            .as_mapping()
            .into_iter()
            .flatten()
            .filter_map(|(key, _)| key.as_str())
        {
            let is_name = pointer.ends_with("/properties") || pointer.ends_with("/headers");
            if key.starts_with("x-") && !EXTENSIONS.contains(&key) && !is_name {
                let help = format!(
                    "correct it, or remove it; there are {}",
                    EXTENSIONS.join(", ")
                );
                report.add(
                    &format!("{pointer}/{}", escape(key)),
                    format!("`{key}` means nothing here"),
                    help,
                );
            }
        }
    });
}

fn paths(document: &Document) -> impl Iterator<Item = (String, &Value)> {
    let paths = document.tree.get("paths").and_then(Value::as_mapping);
    paths
        .into_iter()
        .flatten()
        .filter_map(|(path, item)| Some((format!("/paths/{}", escape(path.as_str()?)), item)))
}

fn path_reference(document: &Document, report: &mut Report<'_>) {
    for (pointer, item) in paths(document) {
        if item.get("$ref").is_some() {
            let help = "write its operations here";
            report.add(&format!("{pointer}/$ref"), "the path is a reference", help);
        }
    }
}

fn left_out(document: &Document, report: &mut Report<'_>) {
    let mut see = |place: String, what: &str| {
        report.add(
            &place,
            format!("{what} is left out of the client"),
            "remove it, if it is not wanted for others",
        );
    };
    for (pointer, item) in paths(document) {
        for key in ["options", "trace", "servers"] {
            if item.get(key).is_some() {
                see(format!("{pointer}/{key}"), &format!("`{key}`"));
            }
        }
    }
    super::tree::each(document, &mut |pointer, _, operation| {
        for key in ["callbacks", "servers"] {
            if operation.get(key).is_some() {
                see(format!("{pointer}/{key}"), &format!("`{key}`"));
            }
        }
    });
    for section in ["callbacks", "links"] {
        for (name, pointer, _) in super::tree::components(document, section) {
            see(pointer, &format!("`{name}`"));
        }
    }
    visit(&document.tree, "", &mut |pointer, node| {
        for key in ["discriminator", "links", "xml"] {
            let is_name = pointer.ends_with("/properties") || pointer == "/components";
            if node.get(key).is_some_and(Value::is_mapping) && !is_name {
                see(format!("{pointer}/{key}"), &format!("`{key}`"));
            }
        }
    });
    if let Some(servers) = document.tree.get("servers").and_then(Value::as_sequence) {
        for index in 1..servers.len() {
            see(format!("/servers/{index}"), "a server after the first");
        }
    }
}
