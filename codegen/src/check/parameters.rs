//! Parameters are what a call can pass.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::tree::{each, parameters, resolved, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "path-parameters",
        severity: Severity::Error,
        why: "Each name in a path template is a required parameter, and each path parameter stands there.",
        broken: "/berths/{berth_id}:\n  get:\n    parameters: []",
        find: path_parameters,
    },
    Rule {
        id: "parameter-place",
        severity: Severity::Error,
        why: "Arguments go into path, query and headers as plain values; cookies and nested styles do not.",
        broken: "- name: session\n  in: cookie",
        find: parameter_place,
    },
    Rule {
        id: "duplicate-parameter",
        severity: Severity::Error,
        why: "A parameter that stands twice in an operation would be two arguments of one name.",
        broken: "- {name: side, in: query}\n- {name: side, in: query}",
        find: duplicate_parameter,
    },
];

fn path_parameters(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let parameters = parameters(document, path, pointer, operation);
        let in_path = |parameter: &Value| text(parameter, "in") == Some("path");
        let declared: BTreeSet<&str> = parameters
            .iter()
            .filter(|(_, parameter, _)| in_path(parameter))
            .filter_map(|(_, parameter, _)| text(parameter, "name"))
            .collect();
        let wanted: BTreeSet<&str> = path
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split('}').next())
            .collect();
        for name in wanted.difference(&declared) {
            let help = format!("add a parameter `{name}` with `in: path` and `required: true`");
            report.add(
                pointer,
                format!("`{{{name}}}` in the path is no parameter"),
                help,
            );
        }
        for (place, parameter, _) in parameters
            .iter()
            .filter(|(_, parameter, _)| in_path(parameter))
        {
            let name = text(parameter, "name").unwrap_or_default();
            if !wanted.contains(name) {
                let message = format!("the path has no `{{{name}}}`");
                report.add(
                    place,
                    message,
                    "add it to the path, or remove the parameter",
                );
            }
            if parameter.get("required").and_then(Value::as_bool) != Some(true) {
                report.add(
                    place,
                    format!("`{name}` is not required"),
                    "add `required: true`",
                );
            }
        }
    });
}

fn parameter_place(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        for (place, parameter, _) in parameters(document, path, pointer, operation) {
            for (message, help) in place_faults(document, parameter) {
                let name = text(parameter, "name").unwrap_or_default();
                report.add(&place, format!("`{name}` {message}"), help);
            }
        }
    });
}

/// What the client cannot do with a parameter, and what to do about it.
fn place_faults(document: &Document, parameter: &Value) -> Vec<(String, &'static str)> {
    let mut faults = Vec::new();
    let location = text(parameter, "in").unwrap_or_default();
    if !matches!(location, "path" | "query" | "header") {
        let help = "pass it in the query or in a header";
        faults.push((format!("goes into a {location}"), help));
    }
    if parameter.get("content").is_some() {
        faults.push(("has `content`".to_owned(), "give it a `schema`"));
    }
    let default = if location == "query" {
        "form"
    } else {
        "simple"
    };
    if text(parameter, "style").is_some_and(|style| style != default) {
        let help = "use the default style; send anything else in the body";
        faults.push(("has a style of its own".to_owned(), help));
    }
    let schema = parameter.get("schema");
    let Some(schema) = schema.map(|schema| resolved(document, schema)) else {
        return faults;
    };
    let is_list = text(schema, "type") == Some("array");
    let explode = parameter.get("explode").and_then(Value::as_bool);
    if is_list && location == "query" && explode == Some(false) {
        let help = "make it a string, and say how its values are told apart";
        faults.push(("is a list in one value".to_owned(), help));
    } else if is_list && location != "query" {
        let help = "make it a string, and say how its values are told apart";
        faults.push((format!("is a list in a {location}"), help));
    }
    let items = schema.get("items").filter(|_| is_list);
    let value = items.map_or(schema, |items| resolved(document, items));
    if !is_plain(document, value) {
        let help = "make it a string, a number or a boolean, or each of its fields a parameter";
        faults.push(("is no plain value".to_owned(), help));
    }
    faults
}

/// Whether the schema's values are text, numbers or truth values.
fn is_plain(document: &Document, schema: &Value) -> bool {
    // One member says all, as in the model.
    let member = ["allOf", "oneOf", "anyOf"].into_iter().find_map(|key| {
        match schema.get(key)?.as_sequence()?.as_slice() {
            [member] => Some(resolved(document, member)),
            _ => None,
        }
    });
    let schema = member.unwrap_or(schema);
    let kind = text(schema, "type");
    kind.is_some_and(|kind| matches!(kind, "string" | "number" | "integer" | "boolean"))
}

fn duplicate_parameter(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let mut seen = BTreeSet::new();
        for (place, parameter, own) in parameters(document, path, pointer, operation) {
            // One of the operation's own takes the place of the path's.
            let (name, location) = (text(parameter, "name"), text(parameter, "in"));
            if !seen.insert((own, name, location)) {
                let name = name.unwrap_or_default();
                report.add(&place, format!("`{name}` stands here twice"), "remove one");
            }
        }
    });
}
