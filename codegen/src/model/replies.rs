//! What an operation gives, by the status that it succeeds with.

use indexmap::IndexSet;

use super::definition::Kind;
use super::direction::Direction;
use super::examples::Examples;
use super::output::{Case, Output};
use super::status::{status_name, statuses};
use super::ty::Ty;
use super::types::Types;
use crate::document::{CURSORS, Encoding, Envelope, Message, Node, Operation, Place, Schema};
use crate::names;

/// What an operation gives when it succeeds, and the media types to ask for where they are not JSON
/// alone.
pub(super) struct Replies {
    pub(super) output: Output,
    pub(super) cases: Vec<Case>,
    pub(super) accept: Option<String>,
}

/// Reads the successes of an operation. `id` is its own, `type_name` that of its arguments.
pub(super) fn replies<'d>(
    operation: &Operation<'d>,
    types: &mut Types<'d>,
    examples: &mut Examples,
    (id, type_name): (&str, &str),
) -> Replies {
    let successes: Vec<(&str, Message<'d>)> = operation.successes().collect();
    let mut cases: Vec<(&str, Message<'d>, Output)> = Vec::new();
    let takes_cursor = takes_cursor(operation);
    for (status, message) in &successes {
        let output = output(message, types, takes_cursor);
        if let Some(media) = message.json() {
            let reference = message.listed.text("$ref");
            let component = reference.and_then(|reference| reference.rsplit('/').next());
            let name = component.map_or_else(|| format!("{id}_{status}"), str::to_owned);
            examples.add(&name, media, &output);
        }
        if cases.iter().all(|(_, _, known)| *known != output) {
            cases.push((status, *message, output));
        }
    }
    let accept = accept(&successes);
    let mut named = Vec::new();
    let output = match cases.as_slice() {
        // Whatever is documented, it is no success.
        [] => Output::Bytes,
        [(_, _, only)] => only.clone(),
        several => {
            let name = types.vacant(&names::type_name(&format!("{type_name} reply")));
            let cases = several.iter().map(|(status, message, output)| Case {
                name: status_name(status).to_owned(),
                statuses: statuses(status),
                description: message.node.owned_text("description"),
                output: output.clone(),
            });
            named.extend(cases);
            // A class of statuses is for those that are not named.
            named.sort_by_key(|case| case.statuses.0 != case.statuses.1);
            let at = operation.node.get("responses").unwrap_or(operation.node);
            let (method, path) = (operation.method.as_str(), operation.path);
            let about = format!("What `{method} {path}` gives, by the reply's status.");
            types.add(at, &name, about, Kind::Replies(named.clone()));
            Output::Several(name)
        }
    };
    Replies {
        output,
        cases: named,
        accept,
    }
}

fn output<'d>(message: &Message<'d>, types: &mut Types<'d>, takes_cursor: bool) -> Output {
    let Some(content) = message.content() else {
        return Output::Empty;
    };
    match (content.encoding, content.node.get("schema")) {
        (Encoding::Json, Some(schema)) => enveloped(schema, types, takes_cursor),
        (Encoding::Json, None) => Output::Whole(Ty::Value),
        (Encoding::Text | Encoding::Form, _) => Output::Text,
        (Encoding::Bytes | Encoding::Multipart, _) => Output::Bytes,
    }
}

fn enveloped<'d>(schema: Node<'d>, types: &mut Types<'d>, takes_cursor: bool) -> Output {
    let mut of = |node| types.of(node, Direction::Received);
    match Envelope::of(schema) {
        Envelope::Page(item) => Output::Page(of(item)),
        Envelope::CursorPage(item) if takes_cursor => Output::CursorPage(of(item)),
        Envelope::Data(data) => {
            let ty = of(data);
            let object = Schema::of(schema).and_then(|schema| schema.object());
            let is_required = object.is_some_and(|object| object.requires("data"));
            Output::Data(if is_required { ty } else { ty.optional() })
        }
        Envelope::CursorPage(_) | Envelope::Whole(_) => Output::Whole(of(schema)),
    }
}

/// Whether the operation can be asked for the page at a cursor.
fn takes_cursor(operation: &Operation<'_>) -> bool {
    operation.parameters().any(|(place, parameter)| {
        let is_cursor = CURSORS.contains(&parameter.name());
        place == Place::Query && !parameter.is_required() && is_cursor
    })
}

/// What to ask for: the media types of the successes, where one is not JSON.
fn accept(successes: &[(&str, Message<'_>)]) -> Option<String> {
    const JSON: &str = "application/json";
    if successes.is_empty() {
        return Some("*/*".to_owned());
    }
    let contents = successes.iter().filter_map(|(_, it)| it.content());
    let kinds = contents.map(|content| match content.encoding {
        Encoding::Json => JSON,
        _ => content.media_type,
    });
    let kinds: IndexSet<&str> = kinds.collect();
    let accept = Vec::from_iter(kinds.iter().copied()).join(", ");
    let is_sent = kinds.iter().any(|kind| *kind != JSON);
    (is_sent && http::HeaderValue::from_str(&accept).is_ok()).then_some(accept)
}
