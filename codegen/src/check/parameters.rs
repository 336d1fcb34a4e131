//! Parameters are what a call can pass.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::tree::{each, resolved, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

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

pub(super) fn parameters<'d>(
    document: &'d Document,
    path: &str,
    pointer: &str,
    operation: &'d Value,
) -> Vec<(String, &'d Value)> {
    let item = document.tree.get("paths").and_then(|paths| paths.get(path));
    let above = format!("/paths/{}", escape(path));
    [(item, above), (Some(operation), pointer.to_owned())]
        .into_iter()
        .flat_map(|(node, pointer)| {
            let items = node
                .and_then(|node| node.get("parameters"))
                .and_then(Value::as_sequence);
            items
                .into_iter()
                .flatten()
                .enumerate()
                .map(move |(index, parameter)| {
                    (
                        format!("{pointer}/parameters/{index}"),
                        resolved(document, parameter),
                    )
                })
        })
        .collect()
}

fn path_parameters(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let parameters = parameters(document, path, pointer, operation);
        let in_path = |parameter: &Value| text(parameter, "in") == Some("path");
        let declared: BTreeSet<&str> = parameters
            .iter()
            .filter(|(_, parameter)| in_path(parameter))
            .filter_map(|(_, parameter)| text(parameter, "name"))
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
        for (place, parameter) in parameters
            .iter()
            .filter(|(_, parameter)| in_path(parameter))
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
        for (place, parameter) in parameters(document, path, pointer, operation) {
            let name = text(parameter, "name").unwrap_or_default();
            let location = text(parameter, "in").unwrap_or_default();
            if !matches!(location, "path" | "query" | "header") {
                let help = "pass it in the query or in a header";
                report.add(&place, format!("`{name}` goes into a {location}"), help);
            }
            if parameter.get("content").is_some() {
                report.add(
                    &place,
                    format!("`{name}` has `content`"),
                    "give it a `schema`",
                );
            }
            let style = text(parameter, "style");
            if style.is_some_and(|style| !matches!(style, "form" | "simple")) {
                let help = "use the default style; send anything else in the body";
                report.add(&place, format!("`{name}` has a style of its own"), help);
            }
            let kind = parameter
                .get("schema")
                .map(|schema| resolved(document, schema));
            if kind.and_then(|schema| text(schema, "type")) == Some("object") {
                let help = "make each of its fields a parameter";
                report.add(&place, format!("`{name}` is an object"), help);
            }
        }
    });
}

fn duplicate_parameter(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let mut seen = BTreeSet::new();
        for (place, parameter) in parameters(document, path, pointer, operation) {
            // One of the operation's own takes the place of the path's.
            let own = place.starts_with(pointer);
            let (name, location) = (text(parameter, "name"), text(parameter, "in"));
            if !seen.insert((own, name, location)) {
                let name = name.unwrap_or_default();
                report.add(&place, format!("`{name}` stands here twice"), "remove one");
            }
        }
    });
}
