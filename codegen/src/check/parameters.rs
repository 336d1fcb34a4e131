//! Parameters are what a call can pass.

use std::collections::BTreeSet;

use super::rule::{Report, Rule, Scope};
use crate::document::{Node, Operation, Parameter, Place, names_of};

pub(super) static RULES: &[Rule] = &[
    Rule::error("path-parameters", Scope::Operation(path_parameters))
        .why("Each name in a path template is a parameter, as a call has to put something there.")
        .broken("/berths/{berth_id}:\n  get:\n    parameters: []"),
    Rule::warning("path-parameter-text", Scope::Operation(path_parameter_text))
        .why("A parameter of the path is in it, and required.")
        .broken("/berths:\n  get:\n    parameters: [{name: berth_id, in: path}]"),
    Rule::left_out("unsupported-parameter", Scope::Operation(unsupported))
        .why("A call cannot pass what goes into a cookie, nor nested values but as `deepObject`.")
        .broken("- name: session\n  in: cookie\n  required: true"),
    Rule::warning("parameter-left-out", Scope::Operation(parameter_left_out))
        .why("A parameter that a call need not pass, and cannot, is not an argument of it.")
        .broken("- name: session\n  in: cookie"),
    Rule::warning("own-header", Scope::Operation(own_header))
        .why("The client sets `Authorization` and the like itself: as OpenAPI says, they are not arguments.")
        .broken("- name: Authorization\n  in: header"),
    Rule::error("duplicate-parameter", Scope::Operation(duplicate_parameter))
        .why("A parameter that an operation lists twice would be two arguments of one name.")
        .broken("- {name: side, in: query}\n- {name: side, in: query}"),
    Rule::left_out("parameter-count", Scope::Operation(parameter_count))
        .why("Progenitor cannot order more than 20 parameters if there are headers and a body among them.")
        .broken("parameters:\n  - {name: X-Trace, in: header}\n  # and 20 others\nrequestBody: {}"),
];

fn in_path<'d>(operation: &Operation<'d>) -> impl Iterator<Item = Parameter<'d>> {
    let listed = operation.listed_parameters();
    listed.filter(|parameter| parameter.place() == Some(Place::Path))
}

fn path_parameters(operation: &Operation<'_>, report: &mut Report<'_>) {
    let named: BTreeSet<&str> = names_of(operation.path).collect();
    for name in named {
        if in_path(operation).all(|parameter| parameter.name() != name) {
            let message = format!("`{{{name}}}` in the path is not a parameter");
            let help = format!("add a parameter `{name}` with `in: path` and `required: true`");
            report.add(operation.node, message, help);
        }
    }
}

fn path_parameter_text(operation: &Operation<'_>, report: &mut Report<'_>) {
    for parameter in in_path(operation) {
        let name = parameter.name();
        if names_of(operation.path).all(|named| named != name) {
            let help = "add it to the path, or remove the parameter";
            let message = format!("the path has no `{{{name}}}`");
            report.add(parameter.listed, message, help);
        }
        if !parameter.node.flag("required") {
            let message = format!("`{name}` is not required");
            report.add(parameter.listed, message, "add `required: true`");
        }
    }
}

/// The parameters that no request can carry, with the reasons: those that a call must have, or the
/// others.
fn not_carried<'d>(
    operation: &Operation<'d>,
    required: bool,
) -> impl Iterator<Item = (Node<'d>, String)> {
    let parameters = operation.documented_parameters();
    let parameters = parameters.filter(move |it| !it.is_ours() && it.is_required() == required);
    parameters.filter_map(|parameter| {
        let why = parameter.style().err()?;
        Some((parameter.listed, format!("`{}` {why}", parameter.name())))
    })
}

fn unsupported(operation: &Operation<'_>, report: &mut Report<'_>) {
    for (parameter, message) in not_carried(operation, true) {
        let help = "make it a plain value, a list of those, or a `deepObject` in the query";
        report.add(parameter, message, help);
    }
}

fn parameter_left_out(operation: &Operation<'_>, report: &mut Report<'_>) {
    for (parameter, message) in not_carried(operation, false) {
        let help = "make it a plain value, a list of those, or a `deepObject` in the query; a call can add \
                    it by `query` or `header`";
        report.add(parameter, format!("{message}, so it is left out"), help);
    }
}

fn own_header(operation: &Operation<'_>, report: &mut Report<'_>) {
    let parameters = operation.documented_parameters();
    for parameter in parameters.filter(Parameter::is_ours) {
        let name = parameter.name();
        let message = format!("the client sets `{name}` itself, so it is not an argument");
        let help = "remove it; the key goes into `Authorization`, and the media types say the rest";
        report.add(parameter.listed, message, help);
    }
}

fn duplicate_parameter(operation: &Operation<'_>, report: &mut Report<'_>) {
    let mut seen = BTreeSet::new();
    for parameter in operation.listed_parameters() {
        let name = parameter.name();
        // One of the operation's own takes the place of the path's.
        if !seen.insert((parameter.is_own, name, parameter.node.text("in"))) {
            let message = format!("`{name}` is here twice");
            report.add(parameter.listed, message, "remove one");
        }
    }
}

fn parameter_count(operation: &Operation<'_>, report: &mut Report<'_>) {
    let places: Vec<Place> = operation.parameters().map(|(place, _)| place).collect();
    if places.len() > 19 && places.contains(&Place::Header) && operation.body().is_some() {
        let message = "the operation has too many parameters";
        report.add(operation.node, message, "move some of them into the body");
    }
}
