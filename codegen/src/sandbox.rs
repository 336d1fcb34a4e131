//! The document as the sandbox plays it: what it takes, what it refuses, and what it answers first.
//!
//! A table of text and JSON, so that the sandbox reads no document and is stricter than a client:
//! what is not documented is refused.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::{Document, Node, Operation, Place, Purpose, Schema, Shape, inlined_schema};

/// What the sandbox needs of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Sandbox {
    /// The path of the server's URL, before every path template.
    pub base_path: String,
    /// In the document's order.
    pub operations: Vec<Played>,
    /// The names of the properties whose value is an enum.
    pub enums: BTreeSet<String>,
    /// The names of the properties whose members are named by data, not by the document.
    pub maps: BTreeSet<String>,
}

/// An operation, as the sandbox plays it.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// The document's `operationId`.
    pub id: String,
    /// In upper case.
    pub method: &'static str,
    /// The path template.
    pub path: String,
    /// The schema of the query as one object.
    pub query: Value,
    /// The schema of the JSON body.
    pub body: Option<Value>,
    /// Whether there must be a body.
    pub body_required: bool,
    /// The documented body of a successful reply.
    pub reply: Option<Value>,
}

/// Reads it out of a document in which [`check`](crate::check) found no error.
pub fn sandbox(document: &Document) -> Sandbox {
    let server = document.root().items_of("servers").next();
    let url = server
        .and_then(|server| server.text("url"))
        .unwrap_or_default();
    let base_path = url.splitn(4, '/').nth(3).unwrap_or_default();
    Sandbox {
        base_path: format!("/{base_path}"),
        operations: document.operations().map(|it| played(&it)).collect(),
        enums: properties(document, |shape| matches!(shape, Shape::Enum(_))),
        maps: properties(
            document,
            |shape| matches!(shape, Shape::Object(object) if object.values().is_some()),
        ),
    }
}

fn played(operation: &Operation<'_>) -> Played {
    let body = operation.body();
    let schema = body.as_ref().and_then(|body| body.schema());
    Played {
        id: operation.name().into_owned(),
        method: operation.method.as_str(),
        path: operation.path.to_owned(),
        query: query(operation),
        body: schema.map(|schema| inlined_schema(schema, Purpose::Check)),
        body_required: body.is_some_and(|body| body.node.flag("required")),
        reply: reply(operation),
    }
}

fn query(operation: &Operation<'_>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (place, parameter) in operation.parameters() {
        if place != Place::Query {
            continue;
        }
        if parameter.is_required() {
            required.push(parameter.name());
        }
        let schema = parameter.schema();
        let schema = schema.map_or(json!({}), |schema| inlined_schema(schema, Purpose::Check));
        properties.insert(parameter.name().to_owned(), schema);
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The first example of the body of a successful reply.
fn reply(operation: &Operation<'_>) -> Option<Value> {
    let (_, success) = operation.successes().next()?;
    let mut examples = success.json()?.members_of("examples");
    let (_, example) = examples.next()?;
    example.resolved()?.get("value").map(Node::json)
}

/// The names of the properties whose schema is of some shape.
fn properties(document: &Document, is_wanted: fn(&Shape<'_>) -> bool) -> BTreeSet<String> {
    let schemas = document.components("schemas");
    let properties = schemas.flat_map(|(_, schema)| schema.members_of("properties"));
    let wanted = properties.filter(|(_, node)| {
        let schema = Schema::of(*node);
        schema.is_some_and(|schema| is_wanted(&schema.shape()))
    });
    wanted.map(|(name, _)| name.to_owned()).collect()
}
