//! What the values of a schema are, however the document spells it.

use std::borrow::Cow;

use super::node::Node;
use super::object::Object;
use super::schema::{Format, Schema};
use super::union::Union;

/// What the values of a schema are.
#[derive(Clone, Debug)]
pub enum Shape<'d> {
    /// Text.
    Text(Format),
    /// Text with documented values.
    Enum(Vec<Cow<'d, str>>),
    /// Whole numbers.
    Integer {
        /// Of 32 bits, and not 64.
        small: bool,
        /// From 0.
        unsigned: bool,
    },
    /// Numbers.
    Number,
    /// `true` and `false`.
    Flag,
    /// Lists of this, or of anything.
    List(Option<Node<'d>>),
    /// Objects.
    Object(Object<'d>),
    /// One of several schemas.
    Union(Union<'d>),
    /// Those of another schema: a description beside it is why it is written so, or that it may
    /// be null.
    Same(Node<'d>),
    /// Anything.
    Any,
}

impl<'d> Schema<'d> {
    /// What its values are.
    pub fn shape(&self) -> Shape<'d> {
        if self.has_choice() {
            if let Some(object) = self.object() {
                return Shape::Object(object);
            }
            match self.members().as_slice() {
                [] => {}
                [only] => return Shape::Same(*only),
                _ if self.node.get("allOf").is_some() => {
                    return self.telling_part().map_or(Shape::Any, Shape::Same);
                }
                members => return Shape::Union(Union::of(self.node, members)),
            }
        }
        match self.kind() {
            Some("array") => Shape::List(self.node.get("items")),
            Some("string") => match self.values() {
                values if values.is_empty() => Shape::Text(self.format()),
                values => Shape::Enum(values),
            },
            Some("integer") => {
                let format = self.node.text("format").unwrap_or_default();
                Shape::Integer {
                    small: matches!(
                        format,
                        "int32" | "uint32" | "int16" | "uint16" | "int8" | "uint8"
                    ),
                    unsigned: format.starts_with("uint") || self.is_from_zero(),
                }
            }
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Flag,
            _ => self.object().map_or(Shape::Any, Shape::Object),
        }
    }

    /// The shape, with that of the schema that it is the same as.
    pub fn whole_shape(&self) -> Shape<'d> {
        let mut schema = *self;
        let mut seen = Vec::new();
        loop {
            seen.push(schema.node);
            match schema.shape() {
                Shape::Same(other) => match Schema::of(other) {
                    Some(other) if !seen.contains(&other.node) => schema = other,
                    _ => return Shape::Any,
                },
                shape => return shape,
            }
        }
    }
}

impl<'d> Node<'d> {
    /// The [whole shape](Schema::whole_shape) of the schema here; nothing where its references lead
    /// nowhere.
    pub fn whole_shape(self) -> Option<Shape<'d>> {
        Some(Schema::of(self)?.whole_shape())
    }
}
