//! JSON Schemas of what an operation takes and gives.

use serde_json::{Map, Value, json};

use super::inputs::name;
use crate::document::{self, Envelope, Node, Purpose, Schema, inlined_schema};
use crate::model::{Argument, Operation, Place};

/// What an operation gives.
#[derive(Clone, Copy, Debug)]
pub enum Gives {
    /// Pages of a collection.
    Pages,
    /// What the envelope's `data` holds.
    Data,
    /// The body as it is.
    Body,
    /// Nothing.
    Nothing,
}

/// The schema of the arguments as one object, each with its words.
pub(super) fn input(operation: &Operation, found: &document::Operation<'_>) -> String {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for argument in &operation.arguments {
        let mut schema = of(argument, found).map_or(json!({}), |node| {
            compact(inlined_schema(node, Purpose::Describe))
        });
        let described = one_line(&argument.description);
        if let (Some(schema), false) = (schema.as_object_mut(), described.is_empty()) {
            schema.insert("description".to_owned(), described.into());
        }
        if argument.required {
            required.push(name(argument));
        }
        properties.insert(name(argument).to_owned(), schema);
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if !required.is_empty() {
        schema["required"] = required.into();
    }
    schema.to_string()
}

/// The schema of an argument's values.
fn of<'d>(argument: &Argument, found: &document::Operation<'d>) -> Option<Node<'d>> {
    match argument.place {
        Place::Request(place) => {
            let mut parameters = found.parameters();
            let (_, parameter) =
                parameters.find(|(of, it)| *of == place && it.name() == argument.name)?;
            parameter.schema()
        }
        Place::Field => Schema::of(found.body()?.schema()?)?
            .object()?
            .property(&argument.name),
        Place::Body => found.body()?.schema(),
    }
}

/// The schema of what the operation gives. It is lenient, as replies are read: each field may be
/// missing or null, and a number may come as text.
pub(super) fn output(found: &document::Operation<'_>, gives: Gives) -> Option<String> {
    let mut schemas = found.successes().filter_map(|(_, reply)| reply.schema());
    let schema = schemas.next()?;
    let schema = match (gives, Envelope::of(schema)) {
        (Gives::Nothing, _) => return None,
        (Gives::Pages, Envelope::Page(item)) => item,
        (_, Envelope::Data(data)) => data,
        _ => schema,
    };
    let mut schema = compact(inlined_schema(schema, Purpose::Describe));
    loosen(&mut schema);
    Some(schema.to_string())
}

/// Text on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Its words on one line.
fn compact(mut schema: Value) -> Value {
    each_schema(&mut schema, &mut |schema| {
        if let Some(Value::String(words)) = schema.get_mut("description") {
            *words = one_line(words);
        }
    });
    schema
}

fn loosen(schema: &mut Value) {
    each_schema(schema, &mut |schema| {
        for key in [
            "required", "format", "minimum", "maximum", "enum", "pattern",
        ] {
            schema.remove(key);
        }
        let Some(Value::String(kind)) = schema.get("type") else {
            return;
        };
        let kinds = match kind.as_str() {
            "integer" | "number" => json!(["number", "string", "null"]),
            kind => json!([kind, "null"]),
        };
        schema.insert("type".to_owned(), kinds);
    });
}

/// Goes through a schema and those in it.
fn each_schema(schema: &mut Value, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    let Some(members) = schema.as_object_mut() else {
        return;
    };
    for (key, member) in members.iter_mut() {
        match key.as_str() {
            "properties" => {
                for (_, property) in member.as_object_mut().into_iter().flatten() {
                    each_schema(property, change);
                }
            }
            "items" | "additionalProperties" | "not" => each_schema(member, change),
            "allOf" | "anyOf" | "oneOf" => {
                for choice in member.as_array_mut().into_iter().flatten() {
                    each_schema(choice, change);
                }
            }
            _ => {}
        }
    }
    change(members);
}
