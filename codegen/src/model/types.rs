//! Schemas as Rust's types.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::api::{Field, Kind, Struct, Type, Variant};
use super::evidence::evidence;
use super::ty::Ty;
use crate::document::{Document, Format, Node, Object, Schema, Shape, is_id};
use crate::names;

/// Collects the types that operations refer to.
pub(super) struct Types<'d> {
    document: &'d Document,
    /// The components referred to so far.
    wanted: BTreeSet<&'d str>,
    /// Those whose own references are still to be followed.
    queue: Vec<(&'d str, Schema<'d>)>,
    /// What each component becomes, before the types of the objects inside it.
    built: BTreeMap<&'d str, Vec<Type>>,
    /// The types of the components that have none of their own.
    aliases: BTreeMap<&'d str, Ty>,
    /// The objects whose fields are being read, each inside the one before.
    open: Vec<Node<'d>>,
    /// The types of objects that are in an operation, outside any component.
    inline: Vec<Type>,
    /// The names that are given away.
    taken: BTreeSet<String>,
}

impl<'d> Types<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let components = document.components("schemas");
        Self {
            taken: components.map(|(name, _)| names::type_name(name)).collect(),
            document,
            wanted: BTreeSet::new(),
            queue: Vec::new(),
            built: BTreeMap::new(),
            aliases: BTreeMap::new(),
            open: Vec::new(),
            inline: Vec::new(),
        }
    }

    /// The type of a schema in an operation; an object there is called `hint`.
    pub(super) fn of(&mut self, node: Node<'d>, hint: &str) -> Ty {
        let mut inline = std::mem::take(&mut self.inline);
        let ty = self.ty(node, hint, &mut inline);
        self.inline = inline;
        self.follow();
        ty
    }

    /// The struct that an operation's schema has become, with its fields.
    pub(super) fn struct_of(&self, node: Node<'d>, ty: &Ty) -> Option<&Struct> {
        let Ty::Struct(name) = ty else {
            return None;
        };
        let types = match Schema::of(node)?.component {
            Some(component) => self.built.get(component)?,
            None => &self.inline,
        };
        types.iter().rev().find_map(|ty| match &ty.kind {
            Kind::Struct(fields) if fields.name == *name => Some(fields),
            _ => None,
        })
    }

    /// All types, in the document's order.
    pub(super) fn finish(mut self) -> Vec<Type> {
        let components = self.document.components("schemas");
        let built = components.filter_map(|(name, _)| self.built.remove(name));
        let mut types: Vec<Type> = built.flatten().collect();
        types.append(&mut self.inline);
        box_what_holds_itself(&mut types);
        types
    }

    /// Builds the components that were referred to since.
    fn follow(&mut self) {
        while let Some((component, schema)) = self.queue.pop() {
            let mut inline = Vec::new();
            let name = names::type_name(component);
            let kind = match schema.shape() {
                Shape::Object(object) => Kind::Struct(self.fields(&name, &object, &mut inline)),
                Shape::Enum(values) => Kind::Enum(variants(&values)),
                _ => Kind::Id {
                    prefix: schema.node.text("x-id-prefix").map(str::to_owned),
                },
            };
            inline.insert(0, describe(name, schema.node, kind));
            self.built.insert(component, inline);
        }
    }

    /// The type of a schema. The objects inside it go to `inline`.
    fn ty(&mut self, node: Node<'d>, hint: &str, inline: &mut Vec<Type>) -> Ty {
        let Some(schema) = Schema::of(node) else {
            return Ty::Value;
        };
        let ty = match schema.component {
            Some(component) => self.component(component, schema),
            None => self.unnamed(schema, hint, inline),
        };
        if schema.node.flag("nullable") && ty != Ty::Value {
            ty.optional()
        } else {
            ty
        }
    }

    /// The type of a component: its own, if it has one.
    fn component(&mut self, component: &'d str, schema: Schema<'d>) -> Ty {
        let named = match schema.shape() {
            Shape::Enum(_) => Ty::Enum,
            Shape::Text(Format::Plain) if is_id(component) => Ty::Id,
            Shape::Object(object) if !object.properties.is_empty() => Ty::Struct,
            _ => return self.alias(component, schema),
        };
        if self.wanted.insert(component) {
            self.queue.push((component, schema));
        }
        named(names::type_name(component))
    }

    /// The type of a component that has none of its own. Where it holds itself with no type of
    /// its own between, it is any JSON there, of which `check` warns.
    fn alias(&mut self, component: &'d str, schema: Schema<'d>) -> Ty {
        if let Some(known) = self.aliases.get(component) {
            return known.clone();
        }
        self.aliases.insert(component, Ty::Value);
        let mut inline = Vec::new();
        let ty = self.unnamed(schema, component, &mut inline);
        self.built.insert(component, inline);
        self.aliases.insert(component, ty.clone());
        ty
    }

    /// The type of a schema without a type of its own.
    fn unnamed(&mut self, schema: Schema<'d>, hint: &str, inline: &mut Vec<Type>) -> Ty {
        match schema.shape() {
            Shape::List(item) => {
                let item = item.map(|item| self.ty(item, &format!("{hint} item"), inline));
                Ty::List(Box::new(item.unwrap_or(Ty::Value)))
            }
            Shape::Enum(values) => {
                let name = self.vacant(hint);
                inline.push(describe(
                    name.clone(),
                    schema.node,
                    Kind::Enum(variants(&values)),
                ));
                Ty::Enum(name)
            }
            Shape::Same(other) => self.ty(other, hint, inline),
            Shape::Text(Format::Plain) => Ty::String,
            Shape::Text(Format::DateTime) => Ty::DateTime,
            Shape::Text(Format::Password) => Ty::Secret,
            Shape::Integer { small, unsigned } => match (small, unsigned) {
                (true, true) => Ty::U32,
                (true, false) => Ty::I32,
                (false, true) => Ty::U64,
                (false, false) => Ty::I64,
            },
            Shape::Number => Ty::F64,
            Shape::Flag => Ty::Bool,
            Shape::Object(object) => self.object(schema.node, &object, hint, inline),
            Shape::Any => Ty::Value,
        }
    }

    /// A name for a type that has none of its own, which may be a component's already.
    fn vacant(&mut self, hint: &str) -> String {
        let mut name = names::type_name(hint);
        while !self.taken.insert(name.clone()) {
            name.push_str("Inline");
        }
        name
    }

    fn object(
        &mut self,
        node: Node<'d>,
        object: &Object<'d>,
        hint: &str,
        inline: &mut Vec<Type>,
    ) -> Ty {
        if object.properties.is_empty() {
            let Some(values) = object.values() else {
                return Ty::Object;
            };
            return Ty::Map(Box::new(self.ty(values, &format!("{hint} value"), inline)));
        }
        // What is merged into an object may be the very one that it is in.
        if self.open.contains(&node) {
            return Ty::Value;
        }
        let name = self.vacant(hint);
        let at = inline.len();
        self.open.push(node);
        let kind = Kind::Struct(self.fields(&name, object, inline));
        self.open.pop();
        inline.insert(at, describe(name.clone(), node, kind));
        Ty::Struct(name)
    }

    fn fields(&mut self, name: &str, object: &Object<'d>, inline: &mut Vec<Type>) -> Struct {
        let mut fields = Vec::new();
        for (property, node) in &object.properties {
            let set = self.ty(*node, &format!("{name} {property}"), inline);
            let required = object.required.contains(property);
            let ty = if required {
                set.clone()
            } else {
                set.clone().optional()
            };
            let described = Schema::of(*node).map(|schema| schema.node);
            fields.push(Field {
                ident: names::field_name(property),
                name: (*property).to_owned(),
                description: described.map_or(String::new(), |it| it.owned_text("description")),
                ty,
                set,
                required,
            });
        }
        let is_taken = fields.iter().any(|field| field.ident == "extra");
        let extra = if is_taken { "extra_fields" } else { "extra" };
        Struct {
            name: name.to_owned(),
            fields,
            extra: object.is_open().then(|| extra.to_owned()),
        }
    }
}

fn describe(name: String, node: Node<'_>, kind: Kind) -> Type {
    let example = node.get("example").filter(|example| !example.is_null());
    Type {
        name,
        description: node.owned_text("description"),
        evidence: evidence(node),
        kind,
        example: example.map(|example| format!("{:#}", example.json())),
    }
}

fn variants(values: &[&str]) -> Vec<Variant> {
    let variant = |value: &&str| Variant {
        name: names::variant_name(value),
        value: (*value).to_owned(),
    };
    values.iter().map(variant).collect()
}

/// A struct that holds itself, with no list or map between, would have no size.
fn box_what_holds_itself(types: &mut [Type]) {
    let mut held: DiGraphMap<&str, ()> = DiGraphMap::new();
    for ty in types.iter() {
        if let Kind::Struct(Struct { name, fields, .. }) = &ty.kind {
            for inner in fields.iter().filter_map(|field| direct(&field.ty)) {
                held.add_edge(name, inner, ());
            }
        }
    }
    // Two structs hold one another, over whatever others, if they are in one component.
    let components: BTreeMap<String, usize> = tarjan_scc(&held)
        .into_iter()
        .enumerate()
        .flat_map(|(index, names)| names.into_iter().map(move |name| (name.to_owned(), index)))
        .collect();
    for ty in types {
        let Kind::Struct(Struct { name, fields, .. }) = &mut ty.kind else {
            continue;
        };
        for field in fields {
            let circular = direct(&field.ty).is_some_and(|inner| {
                inner == name || components.get(inner) == components.get(name)
            });
            if circular {
                field.ty = boxed(std::mem::replace(&mut field.ty, Ty::Value));
            }
        }
    }
}

/// The struct that a value of the type holds in itself.
fn direct(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Struct(name) => Some(name),
        Ty::Option(inner) => direct(inner),
        _ => None,
    }
}

fn boxed(ty: Ty) -> Ty {
    match ty {
        Ty::Option(inner) => Ty::Option(Box::new(Ty::Boxed(inner))),
        ty => Ty::Boxed(Box::new(ty)),
    }
}
