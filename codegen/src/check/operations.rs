//! Operations have what a call needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::references::target;
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

const METHODS: [&str; 6] = ["get", "put", "post", "delete", "patch", "head"];

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "operation-id",
        severity: Severity::Error,
        why: "The operation's id names its method and its function, so it is there, and once.",
        find: operation_id,
    },
    Rule {
        id: "operation-words",
        severity: Severity::Warning,
        why: "Tag, summary and description become the resource and its documentation.",
        find: words,
    },
    Rule {
        id: "path-parameters",
        severity: Severity::Error,
        why: "Each name in a path template is a required parameter, and each path parameter stands there.",
        find: path_parameters,
    },
    Rule {
        id: "parameter-place",
        severity: Severity::Error,
        why: "Arguments go into path, query and headers as plain values; cookies and nested styles do not.",
        find: parameter_place,
    },
    Rule {
        id: "json-only",
        severity: Severity::Error,
        why: "The client sends and reads JSON.",
        find: json_only,
    },
    Rule {
        id: "one-success",
        severity: Severity::Error,
        why: "A call gives one type: there is a success, and all successes share a schema.",
        find: one_success,
    },
    Rule {
        id: "shared-errors",
        severity: Severity::Warning,
        why: "Errors are one shape for all operations, under `components/responses`.",
        find: shared_errors,
    },
    Rule {
        id: "evidence",
        severity: Severity::Warning,
        why: "Whatever the document states, a page of the documentation says so.",
        find: evidence,
    },
];

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

fn resolved<'d>(document: &'d Document, node: &'d Value) -> &'d Value {
    let reference = node.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|reference| target(document, reference))
        .unwrap_or(node)
}

fn text<'d>(node: &'d Value, key: &str) -> Option<&'d str> {
    node.get(key).and_then(Value::as_str)
}

fn operation_id(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    each(document, &mut |pointer, _, operation| {
        let Some(id) = text(operation, "operationId") else {
            let help = "add one that says what it does: `list_workspaces`";
            report.add(pointer, "the operation has no `operationId`", help);
            return;
        };
        let place = format!("{pointer}/operationId");
        if let Some(first) = seen.insert(crate::names::field_name(id), pointer.to_owned()) {
            let message = format!("`{id}` is the operation at {first} already");
            report.add(&place, message, "give each operation an id of its own");
        }
    });
}

fn words(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for key in ["summary", "description"] {
            if text(operation, key).is_none_or(|words| words.trim().is_empty()) {
                let help = "add it: it becomes the documentation of the method";
                report.add(pointer, format!("the operation has no `{key}`"), help);
            }
        }
        match operation
            .get("tags")
            .and_then(Value::as_sequence)
            .map(Vec::len)
        {
            Some(1) => {}
            Some(0) | None => {
                let help =
                    "add the tag of its resource; without one the path's first word is taken";
                report.add(pointer, "the operation has no tag", help);
            }
            Some(_) => {
                let help = "keep the tag of its resource";
                report.add(
                    &format!("{pointer}/tags"),
                    "only the first of several tags counts",
                    help,
                );
            }
        }
    });
}

fn parameters<'d>(
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

fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim();
    kind == "application/json" || kind.ends_with("+json")
}

fn json_only(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        let body = operation
            .get("requestBody")
            .map(|body| (format!("{pointer}/requestBody"), body));
        let replies = successes(operation).into_iter();
        let replies =
            replies.map(|(status, reply)| (format!("{pointer}/responses/{status}"), reply));
        for (place, message) in body.into_iter().chain(replies) {
            let Some(Value::Mapping(content)) = resolved(document, message).get("content") else {
                continue;
            };
            if !content.is_empty() && !content.keys().filter_map(Value::as_str).any(is_json) {
                let help =
                    "describe its `application/json`, or leave the operation to raw requests";
                report.add(&place, "there is no JSON here", help);
            }
        }
    });
}

/// The replies of a success, by status.
fn successes(operation: &Value) -> Vec<(String, &Value)> {
    let Some(Value::Mapping(responses)) = operation.get("responses") else {
        return Vec::new();
    };
    let status = |key: &Value| match key {
        Value::String(status) => Some(status.clone()),
        Value::Number(status) => Some(status.to_string()),
        _ => None,
    };
    responses
        .iter()
        .filter_map(|(key, reply)| Some((status(key)?, reply)))
        .filter(|(status, _)| status.starts_with('2'))
        .collect()
}

fn one_success(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        let successes = successes(operation);
        if successes.is_empty() {
            let help = "add its 2xx response";
            report.add(
                &format!("{pointer}/responses"),
                "there is no success among the responses",
                help,
            );
        }
        let schema = |reply| -> Option<&Value> {
            let Some(Value::Mapping(content)) = resolved(document, reply).get("content") else {
                return None;
            };
            let json = content
                .iter()
                .find(|(kind, _)| kind.as_str().is_some_and(is_json));
            json.and_then(|(_, media)| media.get("schema"))
        };
        let mut known = None;
        for (status, reply) in &successes {
            let Some(schema) = schema(reply) else {
                continue;
            };
            if known.is_some_and(|known| known != schema) {
                let place = format!("{pointer}/responses/{status}");
                let help = "let all of them refer to one schema, or describe them as one";
                report.add(
                    &place,
                    "this success has another schema than the one before",
                    help,
                );
            }
            known = Some(schema);
        }
    });
}

fn shared_errors(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        let Some(Value::Mapping(responses)) = operation.get("responses") else {
            return;
        };
        let mut errors = 0;
        for (status, reply) in responses {
            let Some(status) = status.as_str().filter(|status| !status.starts_with('2')) else {
                continue;
            };
            errors += 1;
            if reply.get("$ref").is_none() {
                let place = format!("{pointer}/responses/{status}");
                let help = "define it under `components/responses`, and refer to it";
                report.add(
                    &place,
                    format!("the response for {status} is this operation's own"),
                    help,
                );
            }
        }
        if errors == 0 {
            let help = "refer to the shared error responses";
            report.add(
                &format!("{pointer}/responses"),
                "no error is described",
                help,
            );
        }
    });
}

fn evidence(document: &Document, report: &mut Report<'_>) {
    let pages = document.tree.get("x-evidence-pages");
    let mut see = |pointer: &str, node: &Value| {
        let Some(evidence) = node.get("x-evidence") else {
            let help = "add `x-evidence` with `page`, `section` and `whole`";
            report.add(pointer, "nothing says where this is documented", help);
            return;
        };
        let place = format!("{pointer}/x-evidence");
        for key in ["page", "section", "whole"] {
            if evidence.get(key).is_none() {
                report.add(
                    &place,
                    format!("the evidence has no `{key}`"),
                    format!("add `{key}`"),
                );
            }
        }
        if let Some(page) = text(evidence, "page")
            && pages.and_then(|pages| pages.get(page)).is_none()
        {
            let help = "add it to `x-evidence-pages`, or correct the name";
            report.add(
                &format!("{place}/page"),
                format!("there is no page `{page}`"),
                help,
            );
        }
    };
    each(document, &mut |pointer, _, operation| {
        see(pointer, operation)
    });
    if let Some(Value::Mapping(schemas)) = document
        .tree
        .get("components")
        .and_then(|components| components.get("schemas"))
    {
        for (name, schema) in schemas {
            let name = name.as_str().unwrap_or_default();
            see(&format!("/components/schemas/{}", escape(name)), schema);
        }
    }
}
