//! Schemas as Rust's types.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::built::Built;
use super::definition::{Kind, Struct, Type, Variant};
use super::direction::{Direction, differing};
use super::position::Positions;
use super::recursion::box_what_holds_itself;
use super::structs;
use super::ty::Ty;
use super::unions::{self, Choice, Typed};
use crate::document::{Document, Format, Node, Schema, Shape, is_id};
use crate::names;

/// A schema, and which form of it where it has two.
type Key = (usize, Option<Direction>);

/// Collects the types that operations refer to.
pub(super) struct Types<'d> {
    positions: Positions,
    /// The schemas that are other types in requests than in replies.
    differing: HashSet<usize>,
    /// The types known so far. Where one without a name holds itself, it is any JSON there, of
    /// which `check` warns.
    known: HashMap<Key, Ty>,
    /// Those whose own references are still to be followed.
    queue: Vec<Later<'d>>,
    /// What has become of them.
    built: Built,
}

/// What gives a type that has its name its parts.
type Later<'d> = Box<dyn FnOnce(&mut Types<'d>) + 'd>;

impl<'d> Types<'d> {
    /// `operations` are the names of the operations.
    pub(super) fn new(document: &'d Document, operations: &HashMap<usize, String>) -> Self {
        Self {
            positions: Positions::of(document, operations),
            differing: differing(document),
            known: HashMap::new(),
            queue: Vec::new(),
            built: Built::default(),
        }
    }

    /// The type of a schema in an operation.
    pub(super) fn of(&mut self, node: Node<'d>, direction: Direction) -> Ty {
        let ty = self.ty(node, direction);
        self.follow();
        ty
    }

    /// The type of a schema whose values are sent as a form with files; nothing where it is not an
    /// object.
    pub(super) fn form(&mut self, node: Node<'d>) -> Option<Ty> {
        let schema = Schema::of(node)?;
        let Shape::Object(object) = schema.whole_shape() else {
            return None;
        };
        let name = self.positions.name(schema.node, None);
        let name = match schema.component {
            Some(_) => name + "Form",
            None => name,
        };
        self.later(schema, Some(Direction::Sent), &name, move |types, name| {
            let ty = |node| types.ty(node, Direction::Sent);
            Kind::Struct(structs::form(name, &object, ty))
        });
        self.follow();
        Some(Ty::Struct(name))
    }

    /// The struct that an operation's schema has become, with its fields.
    pub(super) fn struct_of(&self, ty: &Ty) -> Option<&Struct> {
        let Ty::Struct(name) = ty else {
            return None;
        };
        self.built.structure(name)
    }

    /// A name like this one for a type that no schema is.
    pub(super) fn vacant(&mut self, hint: &str) -> String {
        self.positions.vacant(hint)
    }

    /// Adds a type that no schema is.
    pub(super) fn add(&mut self, at: Node<'d>, name: &str, description: String, kind: Kind) {
        self.built.add(at, name, description, kind);
    }

    /// All types, in the document's order: those of its components, then those of operations.
    pub(super) fn finish(self) -> Vec<Type> {
        let mut types = self.built.into_types();
        box_what_holds_itself(&mut types);
        types
    }

    /// Builds the types that were referred to since.
    fn follow(&mut self) {
        while let Some(build) = self.queue.pop() {
            build(self);
        }
    }

    /// Builds a type once what refers to it is built, as it may hold that.
    fn later(
        &mut self,
        schema: Schema<'d>,
        form: Option<Direction>,
        name: &str,
        kind: impl FnOnce(&mut Self, &str) -> Kind + 'd,
    ) {
        let name = name.to_owned();
        self.queue.push(Box::new(move |types| {
            let kind = kind(types, &name);
            types.built.describe(schema.node, form, name, kind);
        }));
    }

    /// The type of a schema.
    fn ty(&mut self, node: Node<'d>, direction: Direction) -> Ty {
        let Some(schema) = Schema::of(node) else {
            return Ty::Value;
        };
        let is_either = self.differing.contains(&schema.node.id());
        let form = is_either.then_some(direction);
        let key = (schema.node.id(), form);
        let ty = match self.known.get(&key) {
            Some(known) => known.clone(),
            None => {
                self.known.insert(key, Ty::Value);
                let ty = self.new_type(schema, form, direction);
                self.known.insert(key, ty.clone());
                ty
            }
        };
        if schema.is_nullable() && ty != Ty::Value {
            ty.optional()
        } else {
            ty
        }
    }

    fn new_type(
        &mut self,
        schema: Schema<'d>,
        form: Option<Direction>,
        direction: Direction,
    ) -> Ty {
        match schema.shape() {
            Shape::List(item) => {
                let item = item.map(|item| self.ty(item, direction));
                Ty::List(Box::new(item.unwrap_or(Ty::Value)))
            }
            Shape::Enum(values) => {
                let name = self.positions.name(schema.node, None);
                let kind = Kind::Enum(variants(&values));
                self.built.describe(schema.node, None, name.clone(), kind);
                Ty::Enum(name)
            }
            Shape::Same(other) => self.ty(other, direction),
            Shape::Text(Format::Plain) if schema.component.is_some_and(is_id) => {
                let name = self.positions.name(schema.node, None);
                let kind = Kind::Id {
                    prefix: schema.node.text("x-id-prefix").map(str::to_owned),
                };
                self.built.describe(schema.node, None, name.clone(), kind);
                Ty::Id(name)
            }
            Shape::Text(Format::Plain | Format::Binary) => Ty::String,
            Shape::Text(Format::DateTime) => Ty::DateTime,
            Shape::Text(Format::Date) => Ty::Date,
            Shape::Text(Format::Uuid) => Ty::Uuid,
            Shape::Text(Format::Password) => Ty::Secret,
            Shape::Integer { small, unsigned } => match (small, unsigned) {
                (true, true) => Ty::U32,
                (true, false) => Ty::I32,
                (false, true) => Ty::U64,
                (false, false) => Ty::I64,
            },
            Shape::Number => Ty::F64,
            Shape::Flag => Ty::Bool,
            Shape::Object(object) if object.properties.is_empty() && object.required.is_empty() => {
                let values = object
                    .values()
                    .filter(|_| schema.node.get("discriminator").is_none());
                values.map_or(Ty::Object, |values| {
                    Ty::Map(Box::new(self.ty(values, direction)))
                })
            }
            Shape::Object(object) => {
                let name = self.positions.name(schema.node, form);
                self.later(schema, form, &name, move |types, name| {
                    let ty = |node| types.ty(node, direction);
                    Kind::Struct(structs::fields(name, &object, direction, ty))
                });
                Ty::Struct(name)
            }
            Shape::Union(union) => self.union(schema, &union, form, direction),
            Shape::Any => Ty::Value,
        }
    }

    fn union(
        &mut self,
        schema: Schema<'d>,
        union: &crate::document::Union<'d>,
        form: Option<Direction>,
        direction: Direction,
    ) -> Ty {
        let name = self.positions.name(schema.node, form);
        let itself = Ty::Union(name.clone());
        // A member may hold the union.
        self.known.insert((schema.node.id(), form), itself.clone());
        let mut may_be_null = false;
        let mut members = Vec::new();
        for member in &union.members {
            let ty = self.ty(member.node, direction);
            may_be_null |= matches!(ty, Ty::Option(_));
            if *ty.not_null() != itself {
                members.push(Typed {
                    node: member.node,
                    ty: ty.not_null().clone(),
                    tags: member.tags.iter().map(|tag| tag.to_string()).collect(),
                });
            }
        }
        let ty = match unions::choice(members, &name, schema.node) {
            Choice::One(ty) => ty,
            Choice::Several(members) => {
                let tag = union.tag;
                self.later(schema, form, &name, move |_, _| {
                    Kind::Union(unions::union(tag, &members))
                });
                itself
            }
        };
        if may_be_null && ty != Ty::Value {
            ty.optional()
        } else {
            ty
        }
    }
}

fn variants(values: &[Cow<'_, str>]) -> Vec<Variant> {
    let raw: Vec<&str> = values.iter().map(Cow::as_ref).collect();
    let names = names::distinct(&raw, names::variant_name);
    let variants = raw.iter().zip(names);
    variants
        .map(|(value, name)| Variant {
            name,
            value: (*value).to_owned(),
        })
        .collect()
}
