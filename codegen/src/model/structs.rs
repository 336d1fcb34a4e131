//! Objects as structs.

use std::borrow::Cow;

use super::definition::{Field, Struct};
use super::direction::{Direction, goes_only, may_be_null};
use super::ty::Ty;
use crate::document::{Format, Node, Object, Schema, Shape};
use crate::names;

/// The fields of an object. `ty` gives the types of their values.
pub(super) fn fields<'d>(
    name: &str,
    object: &Object<'d>,
    direction: Direction,
    mut ty: impl FnMut(Node<'d>) -> Ty,
) -> Struct {
    let described = object.properties.iter();
    let described = described.map(|property| (property.name, property.schema));
    let undescribed = object.undescribed().map(|name| (name, None));
    let mut properties: Vec<(&str, Option<Node<'d>>)> = described.chain(undescribed).collect();
    properties.dedup_by_key(|(name, _)| *name);
    // What only goes the other way is not there.
    properties.retain(|(name, node)| {
        let only = node.and_then(goes_only).filter(|_| object.requires(name));
        only.is_none_or(|only| only == direction)
    });
    let raw: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let idents = names::distinct(&raw, names::field_name);
    let fields = properties
        .iter()
        .zip(&idents)
        .map(|((property, node), ident)| {
            let set = node.map_or(Ty::Value, &mut ty);
            let required = object.requires(property);
            let nullable = node.is_some_and(may_be_null);
            let ty = match (required, nullable && direction == Direction::Sent) {
                (true, _) => set.clone(),
                (false, true) => Ty::Nullable(Box::new(set.not_null().clone())),
                (false, false) => set.clone().optional(),
            };
            let schema = node.and_then(Schema::of);
            let is_read = node.and_then(goes_only) == Some(Direction::Received);
            let only = schema.filter(|_| required).and_then(|it| it.only_value());
            let clears = matches!(ty, Ty::Nullable(_));
            Field {
                ident: ident.clone(),
                name: (*property).to_owned(),
                description: schema.map_or(String::new(), |it| it.node.owned_text("description")),
                setter: (!required && !is_read).then(|| names::field_setter_name(ident)),
                clear: clears.then(|| clear_name(ident, &idents)),
                fixed: only
                    .filter(|_| matches!(set, Ty::Enum(_)))
                    .map(Cow::into_owned),
                deprecated: schema.is_some_and(|it| it.node.flag("deprecated")),
                ty,
                set,
                required,
            }
        });
    let fields: Vec<Field> = fields.collect();
    let is_taken = fields.iter().any(|field| field.ident == "extra");
    let extra = if is_taken { "extra_fields" } else { "extra" };
    Struct {
        name: name.to_owned(),
        fields,
        extra: object.is_open().then(|| extra.to_owned()),
        is_form: false,
    }
}

/// The fields of a form with files.
pub(super) fn form<'d>(name: &str, object: &Object<'d>, ty: impl FnMut(Node<'d>) -> Ty) -> Struct {
    let mut form = fields(name, object, Direction::Sent, ty);
    form.is_form = true;
    form.extra = None;
    for field in &mut form.fields {
        if let Some(files) = object.property(&field.name).and_then(files) {
            field.set = files.clone();
            field.ty = if field.required {
                files
            } else {
                files.optional()
            };
            field.clear = None;
        }
    }
    form
}

/// The type of what is sent as files.
fn files(node: Node<'_>) -> Option<Ty> {
    match Schema::of(node)?.whole_shape() {
        Shape::Text(Format::Binary) => Some(Ty::File),
        Shape::List(Some(item)) => match files(item)? {
            Ty::File => Some(Ty::List(Box::new(Ty::File))),
            _ => None,
        },
        _ => None,
    }
}

/// The name of the method that makes a field null.
fn clear_name(ident: &str, idents: &[String]) -> String {
    let mut name = format!("{}_null", ident.trim_start_matches("r#"));
    while idents.contains(&name) {
        name.push('_');
    }
    name
}
