//! Responses are envelopes, and failures have one shape.

use serde_yaml::Value;

use super::tree::{each, is_json, json_schema, resolved, responses, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

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
];

fn messages<'d>(
    document: &'d Document,
    pointer: &str,
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
    pointer: &str,
    operation: &'d Value,
) -> Vec<(String, &'d Value)> {
    responses(document, pointer, operation)
        .into_iter()
        .filter(|(status, ..)| status.starts_with('2'))
        .map(|(_, place, response)| (place, response))
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
        for (status, place, _) in responses(document, pointer, operation) {
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
        let Some((place, schema)) = list.filter(|_| pointer.ends_with("/get")) else {
            return;
        };
        let meta = property(document, schema, "meta");
        for name in ["total", "limit", "offset"] {
            if meta.is_none_or(|meta| property(document, meta, name).is_none()) {
                let help = "add it to the collection's `meta`; without it there is no walk";
                report.add(place, format!("the collection tells no `{name}`"), help);
            }
        }
        let parameters = super::parameters::parameters(document, path, pointer, operation);
        for name in ["limit", "offset"] {
            let is_there = parameters
                .iter()
                .any(|(_, it)| text(it, "name") == Some(name) && text(it, "in") == Some("query"));
            if !is_there {
                let help = "add it to the parameters; without it there is no walk";
                report.add(pointer, format!("the collection takes no `{name}`"), help);
            }
        }
    });
}

fn shared_errors(document: &Document, report: &mut Report<'_>) {
    let mut known: Option<&Value> = None;
    each(document, &mut |pointer, _, operation| {
        let all = responses(document, pointer, operation);
        let errors = all
            .iter()
            .filter(|(status, ..)| !status.starts_with('2') && status != "default");
        let mut count = 0;
        for (status, place, response) in errors {
            count += 1;
            let own = operation["responses"]
                .get(status.as_str())
                .is_some_and(|it| it.get("$ref").is_none());
            if own {
                let help = "define it under `components/responses`, and refer to it";
                report.add(
                    place,
                    format!("the response for {status} is this operation's own"),
                    help,
                );
            }
            let Some(schema) = json_schema(document, response) else {
                continue;
            };
            if known.is_some_and(|known| known != schema) {
                let help = "let all of them refer to one schema";
                report.add(
                    place,
                    format!("the error of {status} has another schema than those before"),
                    help,
                );
            }
            known = known.or(Some(schema));
        }
        if count == 0 {
            let place = format!("{pointer}/responses");
            report.add(
                &place,
                "no error is described",
                "refer to the shared error responses",
            );
        }
    });
}
