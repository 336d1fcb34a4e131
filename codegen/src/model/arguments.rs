//! An operation's parameters and body as the arguments of its call.

use serde_json::Value;

use super::api::{Argument, Body, Place};
use super::ty::Ty;
use super::types::Types;
use crate::document::{self, Message, Node, Operation, Schema};
use crate::names;

/// The arguments in path, query and headers; those of the path are as in its template.
pub(super) fn parameters<'d>(
    operation: &Operation<'d>,
    types: &mut Types<'d>,
    type_name: &str,
) -> Vec<Argument> {
    let mut arguments = Vec::new();
    for (place, parameter) in operation.parameters() {
        let name = parameter.name();
        let hint = format!("{type_name} {name}");
        let ty = parameter
            .schema()
            .map_or(Ty::String, |schema| types.of(schema, &hint));
        let required = parameter.is_required();
        let ident = vacant(
            &arguments,
            names::argument_name(name, required),
            "parameter",
        );
        let in_path = place == document::Place::Path;
        arguments.push(Argument {
            member: ident.clone(),
            ident,
            name: name.to_owned(),
            ty: if in_path { ty.not_null().clone() } else { ty },
            required,
            description: parameter.node.owned_text("description"),
            example: example(parameter.node).or_else(|| example(described(parameter.schema()?)?)),
            place: Place::Request(place),
        });
    }
    arguments.sort_by_key(|argument| match argument.place {
        Place::Request(document::Place::Path) => {
            let path = operation.path;
            path.find(&format!("{{{}}}", argument.name))
                .unwrap_or(path.len())
        }
        _ => usize::MAX,
    });
    arguments
}

/// What a request sends, and its type.
pub(super) struct Sent {
    pub(super) body: Body,
    pub(super) ty: Ty,
}

/// What the operation sends. The fields of an object become arguments.
pub(super) fn body<'d>(
    message: &Message<'d>,
    types: &mut Types<'d>,
    type_name: &str,
    arguments: &mut Vec<Argument>,
) -> Option<Sent> {
    let media = message.json()?;
    let schema = media.get("schema");
    let hint = format!("{type_name} body");
    let ty = schema.map_or(Ty::Value, |schema| types.of(schema, &hint));
    let required = message.node.flag("required");
    let example = schema.and_then(described).and_then(example);
    let fields = schema.and_then(|schema| types.struct_of(schema, &ty));
    let Some(fields) = fields.filter(|_| required).cloned() else {
        let ident = vacant(arguments, "body".to_owned(), "whole");
        arguments.push(Argument {
            member: ident.clone(),
            ident,
            name: "body".to_owned(),
            ty: ty.clone(),
            required,
            description: message.node.owned_text("description"),
            example,
            place: Place::Body,
        });
        return Some(Sent {
            body: Body::Whole,
            ty,
        });
    };
    for field in &fields.fields {
        let ident = names::argument_name(&field.name, field.required);
        let example = example
            .as_ref()
            .and_then(|example| example.get(&field.name));
        arguments.push(Argument {
            ident: vacant(arguments, ident, "body"),
            member: format!("body.{}", field.ident),
            name: field.name.clone(),
            ty: field.set.clone(),
            required: field.required,
            description: field.description.clone(),
            example: example.cloned(),
            place: Place::Field,
        });
    }
    Some(Sent {
        body: Body::Fields(fields),
        ty,
    })
}

/// The schema with the descriptions of a node.
fn described(node: Node<'_>) -> Option<Node<'_>> {
    Schema::of(node).map(|schema| schema.node)
}

fn example(node: Node<'_>) -> Option<Value> {
    let example = node.get("example").filter(|example| !example.is_null());
    example.map(Node::json)
}

/// A name that no argument has yet: a field of the body may be called as a path parameter is.
fn vacant(arguments: &[Argument], ident: String, what: &str) -> String {
    let taken = |name: &str| arguments.iter().any(|argument| argument.ident == name);
    let mut vacant = ident;
    while taken(&vacant) {
        vacant = format!("{what}_{}", vacant.trim_start_matches("r#"));
    }
    vacant
}
