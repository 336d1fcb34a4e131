//! Parameters are what a call can pass.

use std::collections::BTreeSet;

use super::rule::{Report, Rule};
use crate::document::{Document, Parameter, Place, names_of};

pub(super) static RULES: &[Rule] = &[
    Rule::error(
        "path-parameters",
        "Each name in a path template is a parameter, as a call has to put something there.",
        "/berths/{berth_id}:\n  get:\n    parameters: []",
        path_parameters,
    ),
    Rule::warning(
        "path-parameter-text",
        "A parameter of the path is in it, and required.",
        "/berths:\n  get:\n    parameters: [{name: berth_id, in: path}]",
        path_parameter_text,
    ),
    Rule::left_out(
        "unsupported-parameter",
        "A call cannot pass what goes into a cookie, nor nested values but as `deepObject`.",
        "- name: session\n  in: cookie\n  required: true",
        unsupported,
    ),
    Rule::warning(
        "parameter-left-out",
        "A parameter that a call need not pass, and cannot, is not an argument of it.",
        "- name: session\n  in: cookie",
        parameter_left_out,
    ),
    Rule::warning(
        "own-header",
        "The client sets `Authorization` and the like itself: as OpenAPI says, they are not arguments.",
        "- name: Authorization\n  in: header",
        own_header,
    ),
    Rule::error(
        "duplicate-parameter",
        "A parameter that an operation lists twice would be two arguments of one name.",
        "- {name: side, in: query}\n- {name: side, in: query}",
        duplicate_parameter,
    ),
    Rule::left_out(
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
        let declared: BTreeSet<&str> = in_path.map(|parameter| parameter.name()).collect();
        let named: BTreeSet<&str> = names_of(operation.path).collect();
        for name in named.difference(&declared) {
            let message = format!("`{{{name}}}` in the path is not a parameter");
            let help = format!("add a parameter `{name}` with `in: path` and `required: true`");
            report.add(operation.node, message, help);
        }
    }
}

fn path_parameter_text(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let listed = operation.listed_parameters();
        for parameter in listed.filter(|it| it.place() == Some(Place::Path)) {
            let name = parameter.name();
            if names_of(operation.path).all(|named| named != name) {
                let help = "add it to the path, or remove the parameter";
                let message = format!("the path has no `{{{name}}}`");
                report.add(parameter.listed, message, help);
            }
            if !parameter.node.flag("required") {
                let help = "add `required: true`";
                report.add(parameter.listed, format!("`{name}` is not required"), help);
            }
        }
    }
}

/// The parameters that no request can carry, with the reasons.
fn not_carried(document: &Document) -> impl Iterator<Item = (Parameter<'_>, String)> {
    document.operations().flat_map(|operation| {
        let parameters = operation.documented_parameters();
        let parameters = parameters.filter(|parameter| !parameter.is_ours());
        parameters.filter_map(|parameter| {
            let why = parameter.style().err()?;
            Some((parameter, format!("`{}` {why}", parameter.name())))
        })
    })
}

fn unsupported(document: &Document, report: &mut Report<'_>) {
    for (parameter, message) in not_carried(document).filter(|(it, _)| it.is_required()) {
        let help = "make it a plain value, a list of those, or a `deepObject` in the query";
        report.add(parameter.listed, message, help);
    }
}

fn parameter_left_out(document: &Document, report: &mut Report<'_>) {
    for (parameter, message) in not_carried(document).filter(|(it, _)| !it.is_required()) {
        let help = "make it a plain value, a list of those, or a `deepObject` in the query; a call can add \
                    it by `query` or `header`";
        let message = format!("{message}, so it is left out");
        report.add(parameter.listed, message, help);
    }
}

fn own_header(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let parameters = operation.documented_parameters();
        for parameter in parameters.filter(Parameter::is_ours) {
            let name = parameter.name();
            let help =
                "remove it; the key goes into `Authorization`, and the media types say the rest";
            let message = format!("the client sets `{name}` itself, so it is not an argument");
            report.add(parameter.listed, message, help);
        }
    }
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
