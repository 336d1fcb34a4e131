//! An operation's parameters and body as the arguments of its call.

use serde_json::Value;

use super::direction::Direction;
use super::operation::{Argument, Body, Parts, Place};
use super::ty::Ty;
use super::types::Types;
use crate::document::{self, Content, Encoding, Message, Node, Operation, Schema, Style};
use crate::names;

/// The arguments in path, query and headers; those of the path are as in its template.
pub(super) fn parameters<'d>(operation: &Operation<'d>, types: &mut Types<'d>) -> Vec<Argument> {
    let parameters: Vec<_> = operation.parameters().collect();
    let raw: Vec<&str> = parameters.iter().map(|(_, it)| it.name()).collect();
    let named = names::distinct(&raw, names::field_name);
    let mut arguments = Vec::new();
    for ((place, parameter), ident) in parameters.into_iter().zip(named) {
        let name = parameter.name();
        let ty = parameter
            .schema()
            .map_or(Ty::String, |schema| types.of(schema, Direction::Sent));
        let required = parameter.is_required();
        let ident = if required {
            ident
        } else {
            names::setter_name(&ident)
        };
        let ident = vacant(&arguments, ident, "parameter");
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
            style: parameter.style().unwrap_or(Style::Plain),
            clear: None,
            deprecated: parameter.node.flag("deprecated"),
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

/// What the operation sends, and its type. The fields of an object become arguments.
pub(super) fn body<'d>(
    message: &Message<'d>,
    types: &mut Types<'d>,
    arguments: &mut Vec<Argument>,
) -> Option<(Body, Ty)> {
    let content = message.content()?;
    let schema = content.node.get("schema");
    let ty = content_type(&content, types);
    let body = |parts| Body {
        parts,
        encoding: content.encoding,
        media_type: match content.encoding {
            Encoding::Text if content.media_type.contains('*') => "text/plain".to_owned(),
            Encoding::Bytes if content.media_type.contains('*') => {
                "application/octet-stream".to_owned()
            }
            _ => content.media_type.to_owned(),
        },
    };
    let required = message.node.flag("required");
    let example = schema.and_then(described).and_then(example);
    let Some(fields) = types.struct_of(&ty).filter(|_| required).cloned() else {
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
            style: Style::Plain,
            clear: None,
            deprecated: false,
        });
        return Some((body(Parts::Whole), ty));
    };
    for field in &fields.fields {
        if field.fixed.is_some() || !field.required && field.setter.is_none() {
            continue;
        }
        let ident = if field.required {
            field.ident.clone()
        } else {
            names::setter_name(&field.ident)
        };
        let example = example
            .as_ref()
            .and_then(|example| example.get(&field.name));
        let clear = field.clear.as_ref();
        arguments.push(Argument {
            ident: vacant(arguments, ident, "body"),
            member: format!("body.{}", field.ident),
            name: field.name.clone(),
            ty: field.set.clone(),
            required: field.required,
            description: field.description.clone(),
            example: example.cloned(),
            place: Place::Field,
            style: Style::Plain,
            clear: clear.map(|clear| vacant(arguments, clear.clone(), "body")),
            deprecated: field.deprecated,
        });
    }
    Some((body(Parts::Fields(fields)), ty))
}

/// The type of what is sent.
fn content_type<'d>(content: &Content<'d>, types: &mut Types<'d>) -> Ty {
    let schema = content.node.get("schema");
    match content.encoding {
        Encoding::Json => schema.map_or(Ty::Value, |schema| types.of(schema, Direction::Sent)),
        Encoding::Form => schema.map_or(Ty::Object, |schema| types.of(schema, Direction::Sent)),
        Encoding::Multipart => schema.and_then(|it| types.form(it)).unwrap_or(Ty::Object),
        Encoding::Text | Encoding::Bytes => Ty::Body,
    }
}

/// The schema with the descriptions of a node.
fn described(node: Node<'_>) -> Option<Node<'_>> {
    Schema::of(node).map(|schema| schema.node)
}

fn example(node: Node<'_>) -> Option<Value> {
    let example = node.get("example");
    let example = example.filter(|example| !example.is_null() && !example.is_left_out());
    example.map(Node::json)
}

/// A name that no argument has yet: a field of the body may be called as a path parameter is.
fn vacant(arguments: &[Argument], ident: String, what: &str) -> String {
    let taken = |name: &str| {
        let mut arguments = arguments.iter();
        arguments.any(|it| it.ident == name || it.clear.as_deref() == Some(name))
    };
    let mut vacant = ident;
    while taken(&vacant) {
        vacant = format!("{what}_{}", vacant.trim_start_matches("r#"));
    }
    vacant
}
