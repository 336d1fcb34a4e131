//! Responses are envelopes, and failures have one shape.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::pointer::Pointer;
use super::tree::{each, json_media, json_schema, parameters, resolved, responses, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;
use crate::model::is_json;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "json-only",
        severity: Severity::Error,
        why: "The client sends and reads JSON.",
        broken: "content:\n  text/csv: {}",
        find: json_only,
    },
    Rule {
        id: "other-content",
        severity: Severity::Warning,
        why: "Beside JSON nothing is sent or read, so other content is not in the client.",
        broken: "content:\n  application/json: {}\n  text/csv: {}",
        find: other_content,
    },
    Rule {
        id: "message-schema",
        severity: Severity::Warning,
        why: "JSON without a schema becomes any JSON.",
        broken: "content:\n  application/json: {}",
        find: message_schema,
    },
    Rule {
        id: "status",
        severity: Severity::Error,
        why: "A reply has a status from 100 to 599, or one of a class: `4XX`.",
        broken: "responses:\n  '999': {$ref: '#/components/responses/Berth'}",
        find: status,
    },
    Rule {
        id: "one-success",
        severity: Severity::Error,
        why: "A call gives one type: there is a success, and all successes share a schema.",
        broken: "responses:\n  '200': {$ref: '#/components/responses/Berth'}\n  '202': {$ref: '#/components/responses/Ship'}",
        find: one_success,
    },
    Rule {
        id: "default-response",
        severity: Severity::Warning,
        why: "The client tells success from failure by the status, so `default` says nothing to it.",
        broken: "responses:\n  default: {$ref: '#/components/responses/Refused'}",
        find: default_response,
    },
    Rule {
        id: "envelope",
        severity: Severity::Warning,
        why: "A reply keeps what was asked for in `data`, so that more can stand beside it.",
        broken: "schema:\n  $ref: '#/components/schemas/Berth'",
        find: envelope,
    },
    Rule {
        id: "paging",
        severity: Severity::Warning,
        why: "A collection is walked by `limit` and `offset`, and its `meta` says where a page stands.",
        broken: "required: [data]\nproperties:\n  data: {type: array}\n  # no meta",
        find: paging,
    },
    Rule {
        id: "shared-errors",
        severity: Severity::Warning,
        why: "Errors are one shape for all operations, under `components/responses`.",
        broken: "'404':\n  description: Not here.",
        find: shared_errors,
    },
    Rule {
        id: "documented-statuses",
        severity: Severity::Warning,
        why: "An error status that most operations have can come of any.",
        broken: "responses:\n  '200': {$ref: '#/components/responses/Berth'}\n  # no '401', which most have",
        find: documented_statuses,
    },
];

fn messages<'d>(
    document: &'d Document,
    pointer: &Pointer<'_>,
    operation: &'d Value,
) -> Vec<(String, &'d Value)> {
    let body = operation
        .get("requestBody")
        .map(|body| (format!("{pointer}/requestBody"), resolved(document, body)));
    let replies = successes(document, pointer, operation).into_iter();
    body.into_iter().chain(replies).collect()
}

/// The places and the messages of a success.
fn successes<'d>(
    document: &'d Document,
    pointer: &Pointer<'_>,
    operation: &'d Value,
) -> Vec<(String, &'d Value)> {
    responses(document, pointer, operation)
        .into_iter()
        .filter(|(status, ..)| status.starts_with('2'))
        .map(|(_, place, _, response)| (place, response))
        .collect()
}

/// The kinds of content that are no JSON, and whether there is JSON.
fn kinds(message: &Value) -> (Vec<&str>, bool) {
    let content = message.get("content").and_then(Value::as_mapping);
    let kinds = content
        .into_iter()
        .flatten()
        .filter_map(|(kind, _)| kind.as_str());
    let (json, others): (Vec<&str>, Vec<&str>) = kinds.partition(|kind| is_json(kind));
    (others, !json.is_empty())
}

fn json_only(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for (place, message) in messages(document, pointer, operation) {
            let (others, has_json) = kinds(message);
            if !others.is_empty() && !has_json {
                let help =
                    "describe its `application/json`, or leave the operation to raw requests";
                report.add(&place, "there is no JSON here", help);
            }
        }
    });
}

fn other_content(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for (place, message) in messages(document, pointer, operation) {
            let (others, has_json) = kinds(message);
            if !others.is_empty() && has_json {
                let message = format!("{} is left out of the client", others.join(" and "));
                report.add(&place, message, "remove it, or leave it to raw requests");
            }
        }
    });
}

fn message_schema(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for (place, message) in messages(document, pointer, operation) {
            let media = json_media(document, message);
            if media.is_some_and(|media| media.get("schema").is_none()) {
                let help = "add a `schema`; until then it is `serde_json::Value`";
                report.add(&place, "this JSON has no schema", help);
            }
        }
    });
}

fn status(document: &Document, report: &mut Report<'_>) {
    let is_status = |status: &str| match status.as_bytes() {
        [b'1'..=b'5', b'X', b'X'] => true,
        [b'1'..=b'5', rest @ ..] => rest.len() == 2 && rest.iter().all(u8::is_ascii_digit),
        _ => status == "default",
    };
    each(document, &mut |pointer, _, operation| {
        for (status, place, ..) in responses(document, pointer, operation) {
            if !is_status(&status) {
                let help = "write one from 100 to 599, or `2XX`";
                report.add(&place, format!("`{status}` is no status"), help);
            }
        }
    });
}

fn one_success(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        let successes = successes(document, pointer, operation);
        if successes.is_empty() {
            let place = format!("{pointer}/responses");
            report.add(
                &place,
                "there is no success among the responses",
                "add its 2xx response",
            );
        }
        let mut known = None;
        for (place, response) in successes {
            let Some(schema) = json_schema(document, response) else {
                continue;
            };
            if known.is_some_and(|known| known != schema) {
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

fn default_response(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for (status, place, ..) in responses(document, pointer, operation) {
            if status == "default" {
                let help = "name the statuses that are documented";
                report.add(&place, "`default` is left out of the client", help);
            }
        }
    });
}

fn envelope(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for (place, response) in successes(document, pointer, operation) {
            let Some(schema) = json_schema(document, response) else {
                continue;
            };
            if property(document, schema, "data").is_none() {
                let help =
                    "give it a property `data`; without one the whole reply is what a call gives";
                report.add(&place, "the reply is no envelope", help);
            }
        }
    });
}

/// The schema of a property, where the schema has it itself.
fn property<'d>(document: &'d Document, schema: &'d Value, name: &str) -> Option<&'d Value> {
    let properties = resolved(document, schema).get("properties")?;
    properties.get(name).map(|it| resolved(document, it))
}

fn paging(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let successes = successes(document, pointer, operation);
        let is_list = |schema: &Value| {
            let data = property(document, schema, "data");
            data.and_then(|it| text(it, "type")) == Some("array")
        };
        let list = successes.iter().find_map(|(place, response)| {
            let schema = json_schema(document, response)?;
            is_list(schema).then_some((place, schema))
        });
        let Some((place, schema)) = list.filter(|_| matches!(pointer, Pointer::Member(_, "get")))
        else {
            return;
        };
        let meta = property(document, schema, "meta");
        for name in ["total", "limit", "offset"] {
            if meta.is_none_or(|meta| property(document, meta, name).is_none()) {
                let help = "add it to the collection's `meta`; without it there is no walk";
                report.add(place, format!("the collection tells no `{name}`"), help);
            }
        }
        let parameters = parameters(document, path, pointer, operation);
        for name in ["limit", "offset"] {
            let mut named = parameters.iter();
            let found = named.find(|(_, it, _)| {
                text(it, "name") == Some(name) && text(it, "in") == Some("query")
            });
            let Some((place, parameter, _)) = found else {
                let help = "add it to the parameters; without it there is no walk";
                report.add(pointer, format!("the collection takes no `{name}`"), help);
                continue;
            };
            let schema = parameter.get("schema").map(|it| resolved(document, it));
            if schema.and_then(|it| text(it, "type")) != Some("integer") {
                let help = "make it an integer; otherwise there is no walk";
                report.add(place, format!("`{name}` is no integer"), help);
            } else if parameter.get("required").and_then(Value::as_bool) == Some(true) {
                let help = "make it optional; otherwise there is no walk";
                report.add(place, format!("`{name}` is required"), help);
            }
        }
    });
}

/// An operation's errors, with status, place, what stands there and what that refers to.
fn errors<'d>(
    document: &'d Document,
    pointer: &Pointer<'_>,
    operation: &'d Value,
) -> Vec<(String, String, &'d Value, &'d Value)> {
    let mut all = responses(document, pointer, operation);
    all.retain(|(status, ..)| !status.starts_with('2') && status != "default");
    all
}

fn shared_errors(document: &Document, report: &mut Report<'_>) {
    let mut known: Option<&Value> = None;
    each(document, &mut |pointer, _, operation| {
        let errors = errors(document, pointer, operation);
        if errors.is_empty() {
            let place = format!("{pointer}/responses");
            let help = "refer to the shared error responses";
            report.add(&place, "no error is described", help);
        }
        for (status, place, written, response) in errors {
            if written.get("$ref").is_none() {
                let help = "define it under `components/responses`, and refer to it";
                let message = format!("the response for {status} is this operation's own");
                report.add(&place, message, help);
            }
            let Some(schema) = json_schema(document, response) else {
                let help = "give it the schema of all errors";
                report.add(&place, format!("the error of {status} has no schema"), help);
                continue;
            };
            if known.is_some_and(|known| known != schema) {
                let help = "let all of them refer to one schema";
                let message = format!("the error of {status} has another schema than those before");
                report.add(&place, message, help);
            }
            known = known.or(Some(schema));
        }
    });
}

fn documented_statuses(document: &Document, report: &mut Report<'_>) {
    let mut operations = Vec::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    each(document, &mut |pointer, _, operation| {
        let errors = errors(document, pointer, operation).into_iter();
        let statuses: Vec<String> = errors.map(|(status, ..)| status).collect();
        for status in &statuses {
            *counts.entry(status.clone()).or_default() += 1;
        }
        operations.push((format!("{pointer}/responses"), statuses));
    });
    let usual = counts
        .iter()
        .filter(|(_, count)| **count * 2 > operations.len());
    let usual: Vec<&str> = usual.map(|(status, _)| status.as_str()).collect();
    for (place, statuses) in &operations {
        let is_missing = |status: &&str| !statuses.iter().any(|it| it == status);
        let missing: Vec<&str> = usual.iter().copied().filter(is_missing).collect();
        // An operation without any is told by another rule.
        if !missing.is_empty() && !statuses.is_empty() {
            let message = format!("most operations can fail with {}", missing.join(", "));
            report.add(place, message, "refer to the shared responses for these");
        }
    }
}
