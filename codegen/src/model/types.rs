//! Schemas as Rust's types.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use super::definition::{Field, Kind, Struct, Type, Variant};
use super::direction::{Direction, differing, goes_only, may_be_null};
use super::evidence::evidence;
use super::position::Positions;
use super::recursion::box_what_holds_itself;
use super::ty::Ty;
use super::unions::{self, Choice, Typed};
use crate::document::{Document, Format, Node, Object, Schema, Shape, is_id};
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
    queue: Vec<Pending<'d>>,
    /// What has become of them, in the document's order.
    built: BTreeMap<(bool, usize, Option<Direction>), Type>,
}

/// A type that has its name, and not its parts.
struct Pending<'d> {
    schema: Schema<'d>,
    name: String,
    form: Option<Direction>,
    direction: Direction,
    parts: Parts<'d>,
}

enum Parts<'d> {
    Object(Object<'d>),
    Form(Object<'d>),
    Union(Option<&'d str>, Vec<Typed<'d>>),
}

impl<'d> Types<'d> {
    /// `operations` are the names of the operations.
    pub(super) fn new(document: &'d Document, operations: &HashMap<usize, String>) -> Self {
        Self {
            positions: Positions::of(document, operations),
            differing: differing(document),
            known: HashMap::new(),
            queue: Vec::new(),
            built: BTreeMap::new(),
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
        self.queue.push(Pending {
            schema,
            name: name.clone(),
            form: Some(Direction::Sent),
            direction: Direction::Sent,
            parts: Parts::Form(object),
        });
        self.follow();
        Some(Ty::Struct(name))
    }

    /// The struct that an operation's schema has become, with its fields.
    pub(super) fn struct_of(&self, ty: &Ty) -> Option<&Struct> {
        let Ty::Struct(name) = ty else {
            return None;
        };
        self.built.values().find_map(|ty| match &ty.kind {
            Kind::Struct(fields) if fields.name == *name => Some(fields),
            _ => None,
        })
    }

    /// A name like this one for a type that no schema is.
    pub(super) fn vacant(&mut self, hint: &str) -> String {
        self.positions.vacant(hint)
    }

    /// Adds a type that no schema is.
    pub(super) fn add(&mut self, at: Node<'d>, ty: Type) {
        self.built.insert((true, at.id(), None), ty);
    }

    /// All types, in the document's order: those of its components, then those of operations.
    pub(super) fn finish(self) -> Vec<Type> {
        let mut types: Vec<Type> = self.built.into_values().collect();
        box_what_holds_itself(&mut types);
        types
    }

    fn form_of(&self, schema: Node<'d>, direction: Direction) -> Option<Direction> {
        self.differing.contains(&schema.id()).then_some(direction)
    }

    /// Builds the types that were referred to since.
    fn follow(&mut self) {
        while let Some(pending) = self.queue.pop() {
            let Pending {
                schema,
                name,
                form,
                direction,
                parts,
            } = pending;
            let kind = match parts {
                Parts::Object(object) => Kind::Struct(self.fields(&name, &object, direction)),
                Parts::Form(object) => Kind::Struct(self.form_fields(&name, &object)),
                Parts::Union(tag, members) => Kind::Union(unions::union(tag, &members)),
            };
            self.build(schema.node, form, describe(name, schema.node, kind));
        }
    }

    fn build(&mut self, node: Node<'d>, form: Option<Direction>, ty: Type) {
        let is_outside = node.around().all(|it| it.component().is_none());
        self.built.insert((is_outside, node.id(), form), ty);
    }

    /// The type of a schema.
    fn ty(&mut self, node: Node<'d>, direction: Direction) -> Ty {
        let Some(schema) = Schema::of(node) else {
            return Ty::Value;
        };
        let form = self.form_of(schema.node, direction);
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
                self.build(schema.node, None, describe(name.clone(), schema.node, kind));
                Ty::Enum(name)
            }
            Shape::Same(other) => self.ty(other, direction),
            Shape::Text(Format::Plain) if schema.component.is_some_and(is_id) => {
                let name = self.positions.name(schema.node, None);
                let kind = Kind::Id {
                    prefix: schema.node.text("x-id-prefix").map(str::to_owned),
                };
                self.build(schema.node, None, describe(name.clone(), schema.node, kind));
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
                self.queue.push(Pending {
                    schema,
                    name: name.clone(),
                    form,
                    direction,
                    parts: Parts::Object(object),
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
                    tags: unions::tags(member),
                });
            }
        }
        let holds_itself = members
            .iter()
            .any(|member| member.ty.named() == Some(&name));
        let members = match unions::choice(members) {
            // A type without a name cannot hold itself.
            Choice::One(ty) if holds_itself => Choice::Several(vec![Typed {
                node: schema.node,
                ty,
                tags: Vec::new(),
            }]),
            choice => choice,
        };
        let ty = match members {
            Choice::One(ty) => ty,
            Choice::Several(members) => {
                self.queue.push(Pending {
                    schema,
                    name,
                    form,
                    direction,
                    parts: Parts::Union(union.tag, members),
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

    fn fields(&mut self, name: &str, object: &Object<'d>, direction: Direction) -> Struct {
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
                let set = node.map_or(Ty::Value, |node| self.ty(node, direction));
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
                    description: schema
                        .map_or(String::new(), |it| it.node.owned_text("description")),
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
    fn form_fields(&mut self, name: &str, object: &Object<'d>) -> Struct {
        let mut form = self.fields(name, object, Direction::Sent);
        form.is_form = true;
        form.extra = None;
        for field in &mut form.fields {
            let node = object.property(&field.name);
            if let Some(files) = node.and_then(files) {
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

fn describe(name: String, node: Node<'_>, kind: Kind) -> Type {
    let example = node.get("example");
    let example = example.filter(|example| !example.is_null() && !example.is_left_out());
    let is_form = matches!(&kind, Kind::Struct(fields) if fields.is_form);
    Type {
        name,
        description: node.owned_text("description"),
        evidence: evidence(node),
        kind,
        passed: false,
        example: example
            .filter(|_| !is_form)
            .map(|example| format!("{:#}", example.json())),
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
