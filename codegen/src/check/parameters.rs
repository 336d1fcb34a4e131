//! Parameters are what a call can pass.

use std::collections::BTreeSet;

use super::rule::{Report, Rule};
use crate::document::{Document, Node, Parameter, Place, Schema, Shape};

pub(super) static RULES: &[Rule] = &[
    Rule::error(
        "path-parameters",
        "Each name in a path template is a required parameter, and each path parameter is there.",
        "/berths/{berth_id}:\n  get:\n    parameters: []",
        path_parameters,
    ),
    Rule::error(
        "parameter-location",
        "Arguments go into path, query and headers as plain values; cookies and nested styles do not.",
        "- name: session\n  in: cookie",
        parameter_location,
    ),
    Rule::error(
        "duplicate-parameter",
        "A parameter that an operation lists twice would be two arguments of one name.",
        "- {name: side, in: query}\n- {name: side, in: query}",
        duplicate_parameter,
    ),
    Rule::error(
        "parameter-count",
        "Progenitor cannot order more than 20 parameters if there are headers and a body among them.",
        "parameters:\n  - {name: X-Trace, in: header}\n  # and 20 others\nrequestBody: {}",
        parameter_count,
    ),
];

fn path_parameters(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let listed = operation.listed_parameters();
        let in_path = listed.filter(|parameter| parameter.place() == Some(Place::Path));
        let in_path: Vec<Parameter<'_>> = in_path.collect();
        let declared: BTreeSet<&str> = in_path.iter().map(Parameter::name).collect();
        let parts = operation.path.split('{').skip(1);
        let named: BTreeSet<&str> = parts.filter_map(|part| part.split('}').next()).collect();
        for name in named.difference(&declared) {
            let message = format!("`{{{name}}}` in the path is not a parameter");
            let help = format!("add a parameter `{name}` with `in: path` and `required: true`");
            report.add(operation.node, message, help);
        }
        for parameter in in_path {
            let name = parameter.name();
            if !named.contains(name) {
                let help = "add it to the path, or remove the parameter";
                report.add(
                    parameter.listed,
                    format!("the path has no `{{{name}}}`"),
                    help,
                );
            }
            if !parameter.is_required() {
                let help = "add `required: true`";
                report.add(parameter.listed, format!("`{name}` is not required"), help);
            }
        }
    }
}

fn parameter_location(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        for parameter in operation.listed_parameters() {
            for (message, help) in faults(&parameter) {
                let message = format!("`{}` {message}", parameter.name());
                report.add(parameter.listed, message, help);
            }
        }
    }
}

/// What the client cannot do with a parameter, and what to do about it.
fn faults(parameter: &Parameter<'_>) -> Vec<(String, &'static str)> {
    let mut faults = Vec::new();
    let node = parameter.node;
    let location = node.text("in").unwrap_or_default();
    if parameter.place().is_none() {
        let help = "pass it in the query or in a header";
        faults.push((format!("goes into a {location}"), help));
    }
    if node.get("content").is_some() {
        faults.push(("has `content`".to_owned(), "give it a `schema`"));
    }
    let in_query = location == "query";
    let default = if in_query { "form" } else { "simple" };
    if node.text("style").is_some_and(|style| style != default) {
        let help = "use the default style; send anything else in the body";
        faults.push(("has a style of its own".to_owned(), help));
    }
    let Some(shape) = parameter.schema().and_then(shape) else {
        return faults;
    };
    let explode = node.get("explode").and_then(Node::as_bool);
    let (is_list, value) = match shape {
        Shape::List(items) => (true, items.and_then(self::shape)),
        shape => (false, Some(shape)),
    };
    let help = "make it a string, and say how its values are separated";
    if is_list && in_query && explode == Some(false) {
        faults.push(("is a list in one value".to_owned(), help));
    } else if is_list && !in_query {
        faults.push((format!("is a list in a {location}"), help));
    }
    if !value.is_some_and(is_plain) {
        let help = "make it a string, a number or a boolean, or each of its fields a parameter";
        faults.push(("is not a plain value".to_owned(), help));
    }
    faults
}

/// The shape of a schema, or of the one that it is the same as.
fn shape(schema: Node<'_>) -> Option<Shape<'_>> {
    match Schema::of(schema)?.shape() {
        Shape::Same(other) => Some(Schema::of(other)?.shape()),
        shape => Some(shape),
    }
}

/// Whether the values are text, numbers or truth values.
fn is_plain(shape: Shape<'_>) -> bool {
    !matches!(
        shape,
        Shape::List(_) | Shape::Object(_) | Shape::Same(_) | Shape::Any
    )
}

fn duplicate_parameter(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let mut seen = BTreeSet::new();
        for parameter in operation.listed_parameters() {
            // One of the operation's own takes the place of the path's.
            let key = (
                parameter.is_own,
                parameter.name(),
                parameter.node.text("in"),
            );
            if !seen.insert(key) {
                let message = format!("`{}` is here twice", parameter.name());
                report.add(parameter.listed, message, "remove one");
            }
        }
    }
}

fn parameter_count(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let has_header = operation
            .parameters()
            .any(|(place, _)| place == Place::Header);
        let has_body = operation.body().is_some();
        if has_header && has_body && operation.parameters().count() > 19 {
            let help = "move some of them into the body";
            report.add(
                operation.node,
                "the operation has too many parameters",
                help,
            );
        }
    }
}
