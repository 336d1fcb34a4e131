//! Schemas become types that say what they are.

use serde_yaml::Value;

use super::tree::{resolved, text, visit};
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
        id: "values-of-text",
        severity: Severity::Error,
        why: "An enum is one of text: other values would be lost.",
        broken: "type: integer\nx-extensible-enum: [1, 2]",
        find: values_of_text,
    },
];

fn schema_as_value(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        for key in ["oneOf", "anyOf", "not"] {
            if node.get(key).is_some() && !pointer.ends_with("/properties") {
                let help = "describe it as one object with optional fields, if that says the same";
                let place = format!("{pointer}/{key}");
                report.add(&place, format!("`{key}` becomes `serde_json::Value`"), help);
            }
        }
    });
}

fn closed_enum(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        if node.get("enum").is_some_and(Value::is_sequence) && !pointer.ends_with("/properties") {
            let help = "write `x-extensible-enum`; the generated enum is open either way";
            report.add(&format!("{pointer}/enum"), "the enum is closed", help);
        }
    });
}

/// Each property with its name and its schema, where that is no reference.
fn own_properties<'d>(document: &'d Document, see: &mut dyn FnMut(&str, &str, &'d Value)) {
    visit(&document.tree, "", &mut |pointer, node| {
        let is_string = node.get("type").and_then(Value::as_str) == Some("string");
        let Some((parent, name)) = pointer.rsplit_once('/') else {
            return;
        };
        if is_string && parent.ends_with("/properties") {
            see(pointer, name, node);
        }
    });
}

fn named_id(document: &Document, report: &mut Report<'_>) {
    let mut see = |pointer: &str, name: &str| {
        if name == "id" || name.ends_with("_id") || name.ends_with("Id") {
            let help = "define a schema `…Id` under `components/schemas`, and refer to it";
            let message = format!("`{name}` is an id, and its type is plain text");
            report.add(pointer, message, help);
        }
    };
    own_properties(document, &mut |pointer, name, _| see(pointer, name));
    visit(&document.tree, "", &mut |pointer, node| {
        let schema = node.get("schema").filter(|_| node.get("in").is_some());
        if let (Some(name), Some("string")) =
            (text(node, "name"), schema.and_then(|it| text(it, "type")))
        {
            see(&format!("{pointer}/schema"), name);
        }
    });
}

fn date_time(document: &Document, report: &mut Report<'_>) {
    own_properties(document, &mut |pointer, name, schema| {
        let timely = name.ends_with("_at") || name.ends_with("At");
        if timely && schema.get("format").and_then(Value::as_str) != Some("date-time") {
            let help = "add `format: date-time`";
            report.add(
                pointer,
                format!("`{name}` is a time, and its type is plain text"),
                help,
            );
        }
    });
}

fn unknown_format(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        let format = node.get("format").and_then(Value::as_str);
        let Some(format) = format.filter(|_| node.get("type").is_some()) else {
            return;
        };
        if !FORMATS.contains(&format) {
            let help = format!("leave it out, or use one of {}", FORMATS.join(", "));
            report.add(
                &format!("{pointer}/format"),
                format!("`{format}` means nothing here"),
                help,
            );
        }
    });
}

fn undefined_required(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        let (Some(required), Some(properties)) = (
            node.get("required").and_then(Value::as_sequence),
            node.get("properties").and_then(Value::as_mapping),
        ) else {
            return;
        };
        // What is required of an `allOf` may be described in another part of it.
        if pointer.contains("/allOf/") || node.get("allOf").is_some() {
            return;
        }
        for (index, name) in required.iter().enumerate() {
            if !properties.contains_key(name) {
                let name = name.as_str().unwrap_or("this");
                let help = "correct the name, or describe it under `properties`";
                let place = format!("{pointer}/required/{index}");
                report.add(
                    &place,
                    format!("`{name}` is required and not described"),
                    help,
                );
            }
        }
    });
}

fn untyped_list(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        if text(node, "type") == Some("array") && node.get("items").is_none() {
            report.add(
                pointer,
                "the list does not say what it holds",
                "add `items`",
            );
        }
    });
}

fn values_of_text(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        for key in ["enum", "x-extensible-enum"] {
            let Some(values) = node.get(key).filter(|_| !pointer.ends_with("/properties")) else {
                continue;
            };
            let place = format!("{pointer}/{key}");
            if text(resolved(document, node), "type") != Some("string") {
                report.add(
                    &place,
                    "the enum is not one of text",
                    "add `type: string`, or remove the enum",
                );
            }
            let Some(values) = values.as_sequence().filter(|values| !values.is_empty()) else {
                report.add(&place, "the enum lists no values", "write `[one, two]`");
                continue;
            };
            for (index, value) in values.iter().enumerate() {
                // A closed enum of what may be null has to say so.
                if !(value.is_string() || value.is_null() && key == "enum") {
                    let help = "put it in quotes, if it is text";
                    report.add(&format!("{place}/{index}"), "this value is no text", help);
                }
            }
        }
    });
}
