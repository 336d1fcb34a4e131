//! Requests and replies have content that is read, replies are envelopes, and failures have one
//! shape.

use std::collections::BTreeMap;

use super::rule::{Report, Rule, Scope};
use crate::document::{
    Document, Encoding, Envelope, META, Message, Method, Node, Operation, Place, Schema, Shape,
};

pub(super) static RULES: &[Rule] = &[
    Rule::warning("other-content", Scope::Operation(other_content))
        .why("One kind of content is sent or read, so the others are not in the client.")
        .broken("content:\n  application/json: {}\n  text/csv: {}"),
    Rule::warning("missing-schema", Scope::Operation(missing_schema))
        .why("JSON without a schema becomes any JSON.")
        .broken("content:\n  application/json: {}"),
    Rule::left_out("unsupported-body", Scope::Operation(unsupported_body))
        .why("A form has the fields of an object.")
        .broken("content:\n  multipart/form-data:\n    schema: {type: string}"),
    Rule::error("status", Scope::Operation(status))
        .why("A reply has a status from 100 to 599, or one of a class: `4XX`.")
        .broken("responses:\n  '999': {$ref: '#/components/responses/Berth'}"),
    Rule::warning("status-class", Scope::Operation(status_class))
        .why("OpenAPI writes a class of statuses in capitals.")
        .broken("responses:\n  4xx: {$ref: '#/components/responses/Refused'}"),
    Rule::warning("success", Scope::Operation(success))
        .why("Without a documented success, a reply is the bytes that came.")
        .broken("responses:\n  '404': {$ref: '#/components/responses/Refused'}"),
    Rule::warning("default-response", Scope::Operation(default_response))
        .why("The client decides by the status what a success is, so `default` says nothing to it beside one.")
        .broken("responses:\n  default: {$ref: '#/components/responses/Refused'}"),
    Rule::warning("envelope", Scope::Operation(envelope))
        .why("A reply has what was asked for in `data`, so that more can be beside it.")
        .broken("schema:\n  $ref: '#/components/schemas/Berth'"),
    Rule::warning("pagination", Scope::Operation(pagination))
        .why("The pages of a collection go by `limit` and `offset`, and its `meta` says where a page is.")
        .broken("required: [data]\nproperties:\n  data: {type: array}\n  # no meta"),
    Rule::warning("shared-errors", Scope::Document(shared_errors))
        .why("Errors have one shape for all operations, under `components/responses`.")
        .broken("'404':\n  description: Not here."),
    Rule::warning("documented-statuses", Scope::Document(documented_statuses))
        .why("An error status that most operations have can come of any.")
        .broken("responses:\n  '200': {$ref: '#/components/responses/Berth'}\n  # no '401', which most have"),
];

/// The request body and the replies of successes.
fn messages<'d>(operation: &Operation<'d>) -> impl Iterator<Item = Message<'d>> {
    let replies = operation.successes().map(|(_, reply)| reply);
    operation.body().into_iter().chain(replies)
}

fn other_content(operation: &Operation<'_>, report: &mut Report<'_>) {
    for message in messages(operation) {
        let read = message.content().map(|content| content.media_type);
        let others = message.contents().map(|content| content.media_type);
        let others: Vec<&str> = others.filter(|kind| Some(*kind) != read).collect();
        if !others.is_empty() {
            let text = format!("{} is left out of the client", others.join(" and "));
            let help = "remove it, or leave it to raw requests";
            report.add(message.listed, text, help);
        }
    }
}

fn missing_schema(operation: &Operation<'_>, report: &mut Report<'_>) {
    for message in messages(operation) {
        if message.json().is_some() && message.schema().is_none() {
            let help = "add a `schema`; until then it is `serde_json::Value`";
            report.add(message.listed, "this JSON has no schema", help);
        }
    }
}

fn unsupported_body(operation: &Operation<'_>, report: &mut Report<'_>) {
    if let Some(body) = operation.body()
        && let Some(content) = body.content()
        && matches!(content.encoding, Encoding::Form | Encoding::Multipart)
        && !matches!(
            content.node.get("schema").and_then(Node::whole_shape),
            Some(Shape::Object(_))
        )
    {
        let message = format!("this `{}` is not an object", content.media_type);
        report.add(body.listed, message, "describe its fields as `properties`");
    }
}

fn is_status(status: &str) -> bool {
    match status.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] => true,
        _ => status == "default",
    }
}

fn status(operation: &Operation<'_>, report: &mut Report<'_>) {
    for (status, response) in operation.responses() {
        if !is_status(status) {
            let message = format!("`{status}` is not a status");
            let help = "write one from 100 to 599, or `2XX`";
            report.add(response.listed, message, help);
        }
    }
}

fn status_class(operation: &Operation<'_>, report: &mut Report<'_>) {
    for (status, response) in operation.responses() {
        if is_status(status) && status.contains('x') {
            let help = format!("write `{}`", status.to_uppercase());
            let message = format!("`{status}` is in lower case");
            report.add(response.listed, message, help);
        }
    }
}

fn success(operation: &Operation<'_>, report: &mut Report<'_>) {
    let mut responses = operation.responses();
    if responses.all(|(status, _)| !status.starts_with('2')) {
        let message = match operation.successes().next() {
            None => "there is no success among the responses: a call gives bytes",
            Some(_) => "no success is documented but `default`, which is taken for it",
        };
        let responses = operation.node.nearest("/responses");
        report.add(responses, message, "add its 2xx response");
    }
}

fn default_response(operation: &Operation<'_>, report: &mut Report<'_>) {
    let is_success = operation.successes().any(|(status, _)| status == "default");
    for (status, response) in operation.responses() {
        if status == "default" && !is_success {
            let help = "name the statuses that are documented";
            report.add(response.listed, "`default` is left out of the client", help);
        }
    }
}

/// The schema of a property.
fn property<'d>(schema: Node<'d>, name: &str) -> Option<Node<'d>> {
    Schema::of(schema)?.object()?.property(name)
}

fn envelope(operation: &Operation<'_>, report: &mut Report<'_>) {
    for (_, response) in operation.successes() {
        let schema = response.schema();
        if schema.is_some_and(|it| property(it, "data").and_then(Node::resolved).is_none()) {
            let help =
                "give it a property `data`; without one the whole reply is what a call gives";
            report.add(response.listed, "the reply has no envelope", help);
        }
    }
}

fn pagination(operation: &Operation<'_>, report: &mut Report<'_>) {
    let list = operation.successes().find_map(|(_, response)| {
        let schema = response.schema()?;
        let data = Schema::of(property(schema, "data")?)?.shape();
        matches!(data, Shape::List(_)).then_some((response, schema))
    });
    let Some((response, schema)) = list.filter(|_| operation.method == Method::Get) else {
        return;
    };
    if matches!(Envelope::of(schema), Envelope::CursorPage(_)) {
        return;
    }
    let meta = property(schema, "meta");
    for name in META {
        if meta.and_then(|meta| property(meta, name)).is_none() {
            let message = format!("the collection has no `{name}`");
            let help = "add it to the collection's `meta`; without it there is no pagination";
            report.add(response.listed, message, help);
        }
    }
    for name in ["limit", "offset"] {
        page_parameter(operation, name, report);
    }
}

fn page_parameter(operation: &Operation<'_>, name: &str, report: &mut Report<'_>) {
    let mut parameters = operation.listed_parameters();
    let found = parameters.find(|it| it.name() == name && it.place() == Some(Place::Query));
    let Some(parameter) = found else {
        let message = format!("the collection takes no `{name}`");
        let help = "add it to the parameters; without it there is no pagination";
        return report.add(operation.node, message, help);
    };
    let shape = parameter.schema().and_then(Schema::of).map(|it| it.shape());
    if !matches!(shape, Some(Shape::Integer { .. })) {
        let help = "make it an integer; otherwise there is no pagination";
        let message = format!("`{name}` is not an integer");
        report.add(parameter.listed, message, help);
    } else if parameter.is_required() {
        let help = "make it optional; otherwise there is no pagination";
        report.add(parameter.listed, format!("`{name}` is required"), help);
    }
}

/// An operation's errors, by status.
fn errors<'d>(operation: &Operation<'d>) -> impl Iterator<Item = (&'d str, Message<'d>)> {
    let all = operation.responses();
    all.filter(|(status, _)| !status.starts_with('2') && *status != "default")
}

fn shared_errors(document: &Document, report: &mut Report<'_>) {
    let mut known: Option<Node<'_>> = None;
    for operation in document.operations() {
        if errors(&operation).next().is_none() {
            let responses = operation.node.nearest("/responses");
            let help = "refer to the shared error responses";
            report.add(responses, "no error is described", help);
        }
        for (status, response) in errors(&operation) {
            if response.listed.get("$ref").is_none() {
                let message = format!("the response for {status} is this operation's own");
                let help = "define it under `components/responses`, and refer to it";
                report.add(response.listed, message, help);
            }
            let Some(schema) = response.schema() else {
                let message = format!("the error of {status} has no schema");
                report.add(response.listed, message, "give it the schema of all errors");
                continue;
            };
            if !known.get_or_insert(schema).says_the_same(schema) {
                let message = format!("the error of {status} has another schema than those before");
                let help = "let all of them refer to one schema";
                report.add(response.listed, message, help);
            }
        }
    }
}

fn documented_statuses(document: &Document, report: &mut Report<'_>) {
    let operations: Vec<Operation<'_>> = document.operations().collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (status, _) in operations.iter().flat_map(errors) {
        *counts.entry(status).or_default() += 1;
    }
    counts.retain(|_, count| *count * 2 > operations.len());
    for operation in &operations {
        let own: Vec<&str> = errors(operation).map(|(status, _)| status).collect();
        let common = counts.keys().copied();
        let missing: Vec<&str> = common.filter(|status| !own.contains(status)).collect();
        // An operation without any is another rule's.
        if !missing.is_empty() && !own.is_empty() {
            let message = format!("most operations can fail with {}", missing.join(", "));
            let help = "refer to the shared responses for these";
            report.add(operation.node.nearest("/responses"), message, help);
        }
    }
}
