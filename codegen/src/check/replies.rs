//! Requests and replies have content that is read, replies are envelopes, and failures have one
//! shape.

use std::collections::BTreeMap;

use super::rule::{Report, Rule};
use crate::document::{
    Document, Encoding, Envelope, META, Message, Method, Node, Operation, Place, Schema, Shape,
};

pub(super) static RULES: &[Rule] = &[
    Rule::warning(
        "other-content",
        "One kind of content is sent or read, so the others are not in the client.",
        "content:\n  application/json: {}\n  text/csv: {}",
        other_content,
    ),
    Rule::warning(
        "missing-schema",
        "JSON without a schema becomes any JSON.",
        "content:\n  application/json: {}",
        missing_schema,
    ),
    Rule::left_out(
        "unsupported-body",
        "A form has the fields of an object.",
        "content:\n  multipart/form-data:\n    schema: {type: string}",
        unsupported_body,
    ),
    Rule::error(
        "status",
        "A reply has a status from 100 to 599, or one of a class: `4XX`.",
        "responses:\n  '999': {$ref: '#/components/responses/Berth'}",
        status,
    ),
    Rule::warning(
        "status-class",
        "OpenAPI writes a class of statuses in capitals.",
        "responses:\n  4xx: {$ref: '#/components/responses/Refused'}",
        status_class,
    ),
    Rule::warning(
        "success",
        "Without a documented success, a reply is the bytes that came.",
        "responses:\n  '404': {$ref: '#/components/responses/Refused'}",
        success,
    ),
    Rule::warning(
        "default-response",
        "The client decides by the status what a success is, so `default` says nothing to it beside one.",
        "responses:\n  default: {$ref: '#/components/responses/Refused'}",
        default_response,
    ),
    Rule::warning(
        "envelope",
        "A reply has what was asked for in `data`, so that more can be beside it.",
        "schema:\n  $ref: '#/components/schemas/Berth'",
        envelope,
    ),
    Rule::warning(
        "pagination",
        "The pages of a collection go by `limit` and `offset`, and its `meta` says where a page is.",
        "required: [data]\nproperties:\n  data: {type: array}\n  # no meta",
        pagination,
    ),
    Rule::warning(
        "shared-errors",
        "Errors have one shape for all operations, under `components/responses`.",
        "'404':\n  description: Not here.",
        shared_errors,
    ),
    Rule::warning(
        "documented-statuses",
        "An error status that most operations have can come of any.",
        "responses:\n  '200': {$ref: '#/components/responses/Berth'}\n  # no '401', which most have",
        documented_statuses,
    ),
];

/// The request bodies and the replies of successes.
fn messages(document: &Document) -> impl Iterator<Item = Message<'_>> {
    document.operations().flat_map(|operation| {
        let replies = operation.successes().map(|(_, reply)| reply);
        operation.body().into_iter().chain(replies)
    })
}

fn other_content(document: &Document, report: &mut Report<'_>) {
    for message in messages(document) {
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

fn missing_schema(document: &Document, report: &mut Report<'_>) {
    for message in messages(document) {
        if message.json().is_some() && message.schema().is_none() {
            let help = "add a `schema`; until then it is `serde_json::Value`";
            report.add(message.listed, "this JSON has no schema", help);
        }
    }
}

fn unsupported_body(document: &Document, report: &mut Report<'_>) {
    for body in document
        .operations()
        .filter_map(|operation| operation.body())
    {
        let Some(content) = body.content() else {
            continue;
        };
        let schema = content.node.get("schema").and_then(Schema::of);
        let is_object = || matches!(schema.map(|it| it.whole_shape()), Some(Shape::Object(_)));
        if matches!(content.encoding, Encoding::Form | Encoding::Multipart) && !is_object() {
            let message = format!("this `{}` is not an object", content.media_type);
            report.add(body.listed, message, "describe its fields as `properties`");
        }
    }
}

fn is_status(status: &str) -> bool {
    match status.as_bytes() {
        [b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => true,
        [b'1'..=b'5', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => status == "default",
    }
}

fn status(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        for (status, response) in operation
            .responses()
            .filter(|(status, _)| !is_status(status))
        {
            let help = "write one from 100 to 599, or `2XX`";
            report.add(response.listed, format!("`{status}` is not a status"), help);
        }
    }
}

fn status_class(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        let responses = operation.responses();
        for (status, response) in responses.filter(|(it, _)| is_status(it) && it.contains('x')) {
            let help = format!("write `{}`", status.to_uppercase());
            report.add(
                response.listed,
                format!("`{status}` is in lower case"),
                help,
            );
        }
    }
}

/// An operation's responses as a node to report at.
fn responses<'d>(operation: &Operation<'d>) -> Node<'d> {
    operation.node.get("responses").unwrap_or(operation.node)
}

fn success(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        if operation
            .responses()
            .all(|(status, _)| !status.starts_with('2'))
        {
            let message = match operation.successes().next() {
                None => "there is no success among the responses: a call gives bytes",
                Some(_) => "no success is documented but `default`, which is taken for it",
            };
            report.add(responses(&operation), message, "add its 2xx response");
        }
    }
}

fn default_response(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        for (_, response) in operation
            .responses()
            .filter(|(status, _)| *status == "default")
            .filter(|_| operation.successes().all(|(status, _)| status != "default"))
        {
            let help = "name the statuses that are documented";
            report.add(response.listed, "`default` is left out of the client", help);
        }
    }
}

/// The schema of a property, its references followed.
fn property<'d>(schema: Node<'d>, name: &str) -> Option<Schema<'d>> {
    let object = Schema::of(schema)?.object()?;
    Schema::of(object.property(name)?)
}

fn envelope(document: &Document, report: &mut Report<'_>) {
    for operation in document.operations() {
        for (_, response) in operation.successes() {
            let schema = response.schema();
            if schema.is_some_and(|schema| property(schema, "data").is_none()) {
                let help =
                    "give it a property `data`; without one the whole reply is what a call gives";
                report.add(response.listed, "the reply has no envelope", help);
            }
        }
    }
}

fn pagination(document: &Document, report: &mut Report<'_>) {
    let lists = document.operations().filter(|it| it.method == Method::Get);
    for operation in lists {
        let is_list = |schema: Node<'_>| {
            let data = property(schema, "data").map(|data| data.shape());
            matches!(data, Some(Shape::List(_)))
        };
        let list = operation.successes().find_map(|(_, response)| {
            let schema = response.schema()?;
            is_list(schema).then_some((response, schema))
        });
        let Some((response, schema)) = list else {
            continue;
        };
        let envelope = Envelope::of(schema);
        if matches!(envelope, Envelope::CursorPage(_)) {
            continue;
        }
        if !matches!(envelope, Envelope::Page(_)) {
            let meta = property(schema, "meta").map(|meta| meta.node);
            let is_missing = |name: &str| meta.is_none_or(|meta| property(meta, name).is_none());
            for name in META.into_iter().filter(|name| is_missing(name)) {
                let help = "add it to the collection's `meta`; without it there is no pagination";
                report.add(
                    response.listed,
                    format!("the collection has no `{name}`"),
                    help,
                );
            }
        }
        page_parameters(&operation, report);
    }
}

fn page_parameters(operation: &Operation<'_>, report: &mut Report<'_>) {
    for name in ["limit", "offset"] {
        let mut parameters = operation.listed_parameters();
        let found = parameters.find(|it| it.name() == name && it.place() == Some(Place::Query));
        let Some(parameter) = found else {
            let help = "add it to the parameters; without it there is no pagination";
            report.add(
                operation.node,
                format!("the collection takes no `{name}`"),
                help,
            );
            continue;
        };
        let shape = parameter.schema().and_then(Schema::of).map(|it| it.shape());
        if !matches!(shape, Some(Shape::Integer { .. })) {
            let help = "make it an integer; otherwise there is no pagination";
            report.add(
                parameter.listed,
                format!("`{name}` is not an integer"),
                help,
            );
        } else if parameter.is_required() {
            let help = "make it optional; otherwise there is no pagination";
            report.add(parameter.listed, format!("`{name}` is required"), help);
        }
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
            let help = "refer to the shared error responses";
            report.add(responses(&operation), "no error is described", help);
        }
        for (status, response) in errors(&operation) {
            if response.listed.get("$ref").is_none() {
                let help = "define it under `components/responses`, and refer to it";
                let message = format!("the response for {status} is this operation's own");
                report.add(response.listed, message, help);
            }
            let Some(schema) = response.schema() else {
                let help = "give it the schema of all errors";
                let message = format!("the error of {status} has no schema");
                report.add(response.listed, message, help);
                continue;
            };
            if known.is_some_and(|known| !known.says_the_same(schema)) {
                let help = "let all of them refer to one schema";
                let message = format!("the error of {status} has another schema than those before");
                report.add(response.listed, message, help);
            }
            known = known.or(Some(schema));
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
        let missing = counts
            .keys()
            .copied()
            .filter(|status| !own.contains(status));
        let missing: Vec<&str> = missing.collect();
        // An operation without any is another rule's.
        if !missing.is_empty() && !own.is_empty() {
            let message = format!("most operations can fail with {}", missing.join(", "));
            let help = "refer to the shared responses for these";
            report.add(responses(operation), message, help);
        }
    }
}
