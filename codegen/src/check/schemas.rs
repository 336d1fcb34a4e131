//! Schemas become types that say what they are.

use std::collections::BTreeMap;

use openapiv3::{AnySchema, Schema, SchemaKind};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use serde::Deserialize;
use serde_yaml::Value;

use super::pointer::Pointer;
use super::tree::{Kind, components, keys, properties, schemas, text, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

/// The formats that mean something here, or that need mean nothing.
const FORMATS: [&str; 13] = [
    "date",
    "date-time",
    "password",
    "uri",
    "url",
    "uuid",
    "email",
    "hostname",
    "int32",
    "int64",
    "float",
    "double",
    "byte",
];

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "schema-misfit",
        severity: Severity::Error,
        why: "A schema whose parts do not fit its type would become any JSON.",
        broken: "type: integer\nminLength: 3",
        find: schema_misfit,
    },
    Rule {
        id: "untyped-schema",
        severity: Severity::Warning,
        why: "A schema that does not say what it is becomes any JSON.",
        broken: "properties:\n  depth: {description: In metres.}",
        find: untyped_schema,
    },
    Rule {
        id: "recursive-schema",
        severity: Severity::Warning,
        why: "A list, a map or a merged object that holds itself is no type in Rust, so it becomes any JSON inside.",
        broken: "schemas:\n  Tree:\n    type: array\n    items: {$ref: '#/components/schemas/Tree'}",
        find: recursive_schema,
    },
    Rule {
        id: "schema-as-value",
        severity: Severity::Warning,
        why: "Rust has no type for a choice of schemas, so it becomes any JSON.",
        broken: "oneOf:\n  - $ref: '#/components/schemas/Berth'\n  - $ref: '#/components/schemas/Ship'",
        find: schema_as_value,
    },
    Rule {
        id: "closed-enum",
        severity: Severity::Warning,
        why: "A service adds values; `x-extensible-enum` says that clients must expect them.",
        broken: "type: string\nenum: [port, starboard]",
        find: closed_enum,
    },
    Rule {
        id: "named-id",
        severity: Severity::Warning,
        why: "An id with a type of its own cannot be passed where another is wanted.",
        broken: "properties:\n  ship_id: {type: string}",
        find: named_id,
    },
    Rule {
        id: "date-time",
        severity: Severity::Warning,
        why: "A time as text has to be parsed by every user.",
        broken: "properties:\n  created_at: {type: string}",
        find: date_time,
    },
    Rule {
        id: "unknown-format",
        severity: Severity::Warning,
        why: "A format that the generator does not know means nothing to it.",
        broken: "type: string\nformat: time-of-day",
        find: unknown_format,
    },
    Rule {
        id: "undefined-required",
        severity: Severity::Error,
        why: "A required property that is not described would be in no type.",
        broken: "required: [id, naem]\nproperties:\n  id: {}\n  name: {}",
        find: undefined_required,
    },
    Rule {
        id: "untyped-list",
        severity: Severity::Warning,
        why: "A list that does not say what it holds becomes a list of any JSON.",
        broken: "type: array",
        find: untyped_list,
    },
    Rule {
        id: "number-enum",
        severity: Severity::Warning,
        why: "Only text becomes an enum in Rust; of numbers and truth values any is taken.",
        broken: "type: integer\nenum: [1, 2]",
        find: number_enum,
    },
    Rule {
        id: "values-of-text",
        severity: Severity::Error,
        why: "An enum lists text: other values would be lost.",
        broken: "type: string\nx-extensible-enum: [port, 2]",
        find: values_of_text,
    },
];

/// The types that a schema can have.
const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

fn schema_misfit(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        let Some(kind) = text(schema, "type") else {
            return;
        };
        if !TYPES.contains(&kind) {
            let help = format!("write one of {}", TYPES.join(", "));
            let place = format!("{pointer}/type");
            report.add(&place, format!("`{kind}` is no type"), help);
            return;
        }
        if kind == "object" || fits(schema) {
            return;
        }
        let culprit = keys(schema).find(|key| *key != "type" && fits(&without(schema, key)));
        if kind == "string" && culprit == Some("enum") {
            // Each value is told on its own.
            return;
        }
        let (place, what) = match culprit {
            Some(key) => (
                format!("{pointer}/{key}"),
                format!("`{key}` as it stands here"),
            ),
            None => (
                format!("{pointer}/type"),
                "what stands beside it".to_owned(),
            ),
        };
        let help = "remove it, or correct it or the type";
        report.add(&place, format!("{what} does not fit the type {kind}"), help);
    });
}

/// Whether the schema is wholly of its type, or a choice, which another rule tells.
fn fits(schema: &Value) -> bool {
    match Schema::deserialize(schema).map(|schema| schema.schema_kind) {
        Ok(SchemaKind::Any(AnySchema {
            one_of,
            any_of,
            all_of,
            not,
            ..
        })) => !(one_of.is_empty() && any_of.is_empty() && all_of.is_empty() && not.is_none()),
        Ok(_) => true,
        Err(_) => false,
    }
}

fn without(schema: &Value, key: &str) -> Value {
    let mut rest = schema.clone();
    if let Some(members) = rest.as_mapping_mut() {
        members.remove(key);
    }
    rest
}

/// What says of a schema what it is.
const TELLING: [&str; 9] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "items",
    "not",
    "oneOf",
    "properties",
    "type",
];

fn untyped_schema(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        // `{}` says in so many words that it may be anything.
        let says_any = keys(schema).next().is_none();
        if says_any || keys(schema).any(|key| TELLING.contains(&key)) {
            return;
        }
        let help = "add its `type`; until then it is `serde_json::Value`";
        report.add(pointer, "the schema does not say what it is", help);
    });
}

fn recursive_schema(document: &Document, report: &mut Report<'_>) {
    let all: BTreeMap<&str, (String, &Value)> = components(document, "schemas")
        .map(|(name, pointer, schema)| (name, (pointer, schema)))
        .collect();
    // From each component to those that have to be read to know its type: all that it refers to where
    // it has none of its own, and what is merged into it or into something inside.
    let mut graph: DiGraphMap<&str, ()> = DiGraphMap::new();
    for (name, (_, schema)) in &all {
        let inner = if schema.get("properties").is_some() {
            merged(schema)
        } else {
            let mut inner = inner_references(schema);
            inner.retain(|name| {
                all.get(name)
                    .is_some_and(|(_, it)| it.get("properties").is_none())
            });
            inner.extend(merged(schema));
            inner
        };
        for inner in inner {
            graph.add_edge(name, inner, ());
        }
    }
    for circle in tarjan_scc(&graph) {
        let holds_itself = |name: &&str| circle.len() > 1 || graph.contains_edge(name, name);
        for name in circle.iter().filter(|name| holds_itself(name)) {
            // References only are another rule's, and so are those that lead nowhere.
            let found = all.get(name).filter(|(_, it)| it.get("$ref").is_none());
            if let Some((place, _)) = found {
                let help = "make what it holds an object with properties, as a schema of its own";
                report.add(place, format!("`{name}` holds itself"), help);
            }
        }
    }
}

/// The components that are merged into a schema or something inside it, as parts of an `allOf`.
fn merged(schema: &Value) -> Vec<&str> {
    let mut found = Vec::new();
    match schema {
        Value::Mapping(members) => {
            let parts = schema.get("allOf").and_then(Value::as_sequence);
            // One part alone is a type of its own.
            let parts = parts.filter(|parts| parts.len() > 1 || schema.get("properties").is_some());
            found.extend(parts.into_iter().flatten().filter_map(component_name));
            for (key, value) in members {
                if !is_data(key) {
                    found.extend(merged(value));
                }
            }
        }
        Value::Sequence(items) => found.extend(items.iter().flat_map(merged)),
        _ => {}
    }
    found
}

/// The component schema that a schema is a reference to.
fn component_name(schema: &Value) -> Option<&str> {
    text(schema, "$ref")?.strip_prefix("#/components/schemas/")
}

fn is_data(key: &Value) -> bool {
    matches!(key.as_str(), Some("example" | "default" | "enum"))
}

/// The component schemas that a schema refers to, wherever in it.
fn inner_references(schema: &Value) -> Vec<&str> {
    let mut found: Vec<&str> = component_name(schema).into_iter().collect();
    match schema {
        Value::Mapping(members) => {
            for (key, value) in members {
                if !is_data(key) {
                    found.extend(inner_references(value));
                }
            }
        }
        Value::Sequence(items) => found.extend(items.iter().flat_map(inner_references)),
        _ => {}
    }
    found
}

fn schema_as_value(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        for key in ["oneOf", "anyOf", "not"] {
            // A choice of one is none.
            let choice = schema.get(key);
            let members = choice.and_then(Value::as_sequence).map(Vec::len);
            if choice.is_some() && !(members == Some(1) && keys(schema).count() == 1) {
                let help = "describe it as one object with optional fields, if that says the same";
                let place = format!("{pointer}/{key}");
                report.add(&place, format!("`{key}` becomes `serde_json::Value`"), help);
            }
        }
    });
}

fn closed_enum(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        if schema.get("enum").is_some() && text(schema, "type") == Some("string") {
            let help = "write `x-extensible-enum`; the generated enum is open either way";
            report.add(format!("{pointer}/enum"), "the enum is closed", help);
        }
    });
}

fn named_id(document: &Document, report: &mut Report<'_>) {
    let mut see = |pointer: &Pointer<'_>, name: &str, schema: &Value| {
        let is_id = name == "id" || name.ends_with("_id") || name.ends_with("Id");
        if is_id && text(schema, "type") == Some("string") {
            let help = "define a schema `…Id` under `components/schemas`, and refer to it";
            let message = format!("`{name}` is an id, and its type is plain text");
            report.add(pointer, message, help);
        }
    };
    properties(document, &mut see);
    visit(document, &mut |kind, pointer, node| {
        if let (Kind::Parameter, Some(name), Some(schema)) =
            (kind, text(node, "name"), node.get("schema"))
        {
            see(&Pointer::Member(pointer, "schema"), name, schema);
        }
    });
}

fn date_time(document: &Document, report: &mut Report<'_>) {
    properties(document, &mut |pointer, name, schema| {
        let timely = name.ends_with("_at") || name.ends_with("At") || name == "timestamp";
        let is_text = text(schema, "type") == Some("string");
        if timely && is_text && text(schema, "format") != Some("date-time") {
            let help = "add `format: date-time`";
            let message = format!("`{name}` is a time, and its type is plain text");
            report.add(pointer, message, help);
        }
    });
}

fn unknown_format(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        let format = text(schema, "format");
        if let Some(format) = format.filter(|format| !FORMATS.contains(format)) {
            let help = format!("leave it out, or use one of {}", FORMATS.join(", "));
            let place = format!("{pointer}/format");
            report.add(&place, format!("`{format}` means nothing here"), help);
        }
    });
}

fn undefined_required(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        let (Some(required), Some(properties)) = (
            schema.get("required").and_then(Value::as_sequence),
            schema.get("properties").and_then(Value::as_mapping),
        ) else {
            return;
        };
        // What is required of an `allOf` may be described in another part of it.
        if pointer.is_below("allOf") || schema.get("allOf").is_some() {
            return;
        }
        for (index, name) in required.iter().enumerate() {
            if !properties.contains_key(name) {
                let name = name.as_str().unwrap_or("this");
                let help = "correct the name, or describe it under `properties`";
                let place = format!("{pointer}/required/{index}");
                let message = format!("`{name}` is required and not described");
                report.add(&place, message, help);
            }
        }
    });
}

fn untyped_list(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        if text(schema, "type") == Some("array") && schema.get("items").is_none() {
            let message = "the list does not say what it holds";
            report.add(pointer, message, "add `items`");
        }
    });
}

fn number_enum(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        let kind = text(schema, "type").filter(|kind| *kind != "string");
        if let (Some(kind), true) = (kind, schema.get("enum").is_some()) {
            let help = "remove it, or make it text if the service sends text";
            let place = format!("{pointer}/enum");
            report.add(&place, format!("the enum becomes any {kind}"), help);
        }
    });
}

fn values_of_text(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        for key in ["enum", "x-extensible-enum"] {
            let kind = text(schema, "type");
            // A closed enum of something else is another rule's.
            let Some(values) = schema
                .get(key)
                .filter(|_| !(key == "enum" && kind != Some("string")))
            else {
                continue;
            };
            let place = format!("{pointer}/{key}");
            if kind != Some("string") {
                let help = "add `type: string`, or remove the enum";
                report.add(&place, "the enum is not one of text", help);
            }
            let Some(values) = values.as_sequence().filter(|values| !values.is_empty()) else {
                report.add(&place, "the enum lists no values", "write `[one, two]`");
                continue;
            };
            for (index, value) in values.iter().enumerate() {
                // A closed enum of what may be null has to say so.
                if !(value.is_string() || value.is_null() && key == "enum") {
                    let help = "put it in quotes, if it is text";
                    report.add(format!("{place}/{index}"), "this value is no text", help);
                }
            }
        }
    });
}
