//! Schemas become types that say what they are.

use serde_yaml::Value;

use super::references::visit;
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
        find: schema_as_value,
    },
    Rule {
        id: "closed-enum",
        severity: Severity::Warning,
        why: "A service adds values; `x-extensible-enum` says that clients must expect them.",
        find: closed_enum,
    },
    Rule {
        id: "named-id",
        severity: Severity::Warning,
        why: "An id with a type of its own cannot be passed where another is wanted.",
        find: named_id,
    },
    Rule {
        id: "date-time",
        severity: Severity::Warning,
        why: "A time as text has to be parsed by every user.",
        find: date_time,
    },
    Rule {
        id: "unknown-format",
        severity: Severity::Warning,
        why: "A format that the generator does not know means nothing to it.",
        find: unknown_format,
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
    own_properties(document, &mut |pointer, name, _| {
        if name == "id" || name.ends_with("_id") || name.ends_with("Id") {
            let help = "define a schema `…Id` under `components/schemas`, and refer to it";
            report.add(
                pointer,
                format!("`{name}` is an id, and its type is plain text"),
                help,
            );
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
