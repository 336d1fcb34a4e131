//! Schemas as Rust's types.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{
    AdditionalProperties, IntegerFormat, IntegerType, Schema, SchemaKind, StringFormat, StringType,
    Type as SchemaType, VariantOrUnknownOrEmpty,
};
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use super::evidence::evidence;
use super::schema::{Node, Object, Resolved, items, object, only_member, resolve, values};
use super::{Field, Kind, Struct, Ty, Type, Variant};
use crate::load::Document;
use crate::names;

/// Collects the types that operations refer to.
pub(super) struct Types<'d> {
    document: &'d Document,
    /// The components referred to so far.
    wanted: BTreeSet<&'d str>,
    /// Those whose own references are still to be followed.
    queue: Vec<&'d str>,
    /// What each component becomes, before the types of the objects inside it.
    built: BTreeMap<&'d str, Vec<Type>>,
    /// What the components without a type of their own stand for.
    aliases: BTreeMap<&'d str, Ty>,
    /// The objects whose fields are being read, each inside the one before.
    open: Vec<&'d Schema>,
    /// The types of objects that stand in an operation, outside any component.
    inline: Vec<Type>,
    /// The names that are given away.
    taken: BTreeSet<String>,
}

impl<'d> Types<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let components = document.openapi.components.iter();
        let names = components.flat_map(|components| components.schemas.keys());
        Self {
            taken: names.map(|name| names::type_name(name)).collect(),
            document,
            wanted: BTreeSet::new(),
            queue: Vec::new(),
            built: BTreeMap::new(),
            aliases: BTreeMap::new(),
            open: Vec::new(),
            inline: Vec::new(),
        }
    }

    /// The type of a schema that stands in an operation; an object there is called `hint`.
    pub(super) fn of(&mut self, node: impl Into<Node<'d>>, hint: &str) -> Ty {
        let mut inline = std::mem::take(&mut self.inline);
        let ty = self.ty(node.into(), hint, &mut inline);
        self.inline = inline;
        self.follow();
        ty
    }

    /// The struct that an operation's schema has become, with its fields.
    pub(super) fn struct_of(&self, node: impl Into<Node<'d>>, ty: &Ty) -> Option<&Struct> {
        let Ty::Struct(name) = ty else {
            return None;
        };
        let component = resolve(&self.document.openapi, node)?.component;
        let types = match component {
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
        let components = self.document.openapi.components.iter();
        let names = components.flat_map(|components| components.schemas.keys());
        let mut types: Vec<Type> = names
            .filter_map(|name| self.built.remove(name.as_str()))
            .flatten()
            .collect();
        types.append(&mut self.inline);
        box_what_holds_itself(&mut types);
        types
    }

    /// Builds the components that were referred to since.
    fn follow(&mut self) {
        while let Some(component) = self.queue.pop() {
            let schemas = self.document.openapi.components.iter();
            let Some(resolved) = schemas
                .filter_map(|components| components.schemas.get(component))
                .find_map(|schema| resolve(&self.document.openapi, schema))
            else {
                continue;
            };
            let mut inline = Vec::new();
            let name = names::type_name(component);
            let kind = match named(self.document, component, resolved.schema) {
                Named::Struct(object) => Kind::Struct(self.fields(&name, &object, &mut inline)),
                Named::Id => Kind::Id {
                    prefix: text(resolved.schema, "x-id-prefix"),
                },
                Named::Enum => Kind::Enum(variants(resolved.schema)),
                Named::No => continue,
            };
            let ty = self.describe(name, resolved.schema, kind);
            self.built
                .insert(component, std::iter::once(ty).chain(inline).collect());
        }
    }

    /// The type of a schema. The objects inside it go to `inline`.
    fn ty(&mut self, node: Node<'d>, hint: &str, inline: &mut Vec<Type>) -> Ty {
        let Some(Resolved { schema, component }) = resolve(&self.document.openapi, node) else {
            return Ty::Value;
        };
        let ty = match component.map(|name| (name, named(self.document, name, schema))) {
            Some((name, Named::Struct(_))) => self.want(name, Ty::Struct),
            Some((name, Named::Id)) => self.want(name, Ty::Id),
            Some((name, Named::Enum)) => self.want(name, Ty::Enum),
            Some((name, Named::No)) => self.alias(name, schema),
            None => self.unnamed(schema, hint, inline),
        };
        match ty {
            Ty::Value | Ty::Option(_) => ty,
            ty if schema.schema_data.nullable => Ty::Option(Box::new(ty)),
            ty => ty,
        }
    }

    fn want(&mut self, component: &'d str, ty: fn(String) -> Ty) -> Ty {
        if self.wanted.insert(component) {
            self.queue.push(component);
        }
        ty(names::type_name(component))
    }

    /// The type of a component that has none of its own. Where it holds itself with no type of its own
    /// between, it is any JSON there, which `check` has warned of.
    fn alias(&mut self, component: &'d str, schema: &'d Schema) -> Ty {
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

    /// The type of a schema that is no component.
    fn unnamed(&mut self, schema: &'d Schema, hint: &str, inline: &mut Vec<Type>) -> Ty {
        if let Some(item) = items(schema) {
            let item = item.map(|item| self.ty(item, &format!("{hint} item"), inline));
            return Ty::List(Box::new(item.unwrap_or(Ty::Value)));
        }
        if !values(schema).is_empty() {
            let name = self.vacant(hint);
            let ty = self.describe(name.clone(), schema, Kind::Enum(variants(schema)));
            inline.push(ty);
            return Ty::Enum(name);
        }
        if let Some(member) = only_member(schema) {
            return self.ty(Node::from(member), hint, inline);
        }
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::String(string)) => string_ty(string),
            SchemaKind::Type(SchemaType::Integer(integer)) => integer_ty(integer),
            SchemaKind::Type(SchemaType::Number(_)) => Ty::F64,
            SchemaKind::Type(SchemaType::Boolean(_)) => Ty::Bool,
            _ => match object(&self.document.openapi, schema) {
                Some(object) => self.object(schema, &object, hint, inline),
                None => Ty::Value,
            },
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
        schema: &'d Schema,
        object: &Object<'d>,
        hint: &str,
        inline: &mut Vec<Type>,
    ) -> Ty {
        if !object.properties.is_empty() {
            // What is merged into an object may be the very one that it stands in.
            if self.open.iter().any(|open| std::ptr::eq(*open, schema)) {
                return Ty::Value;
            }
            let name = self.vacant(hint);
            let at = inline.len();
            self.open.push(schema);
            let kind = Kind::Struct(self.fields(&name, object, inline));
            self.open.pop();
            let ty = self.describe(name.clone(), schema, kind);
            inline.insert(at, ty);
            return Ty::Struct(name);
        }
        match object.additional {
            Some(AdditionalProperties::Schema(values)) => {
                let value = self.ty(Node::from(&**values), &format!("{hint} value"), inline);
                Ty::Map(Box::new(value))
            }
            _ => Ty::Object,
        }
    }

    fn fields(&mut self, name: &str, object: &Object<'d>, inline: &mut Vec<Type>) -> Struct {
        let fields = object
            .properties
            .iter()
            .map(|&(property, node)| Field {
                ident: names::field_name(property),
                name: property.to_owned(),
                description: self.description(node),
                ty: self.ty(node, &format!("{name} {property}"), inline),
                required: object.required.contains(&property),
            })
            .collect();
        Struct {
            name: name.to_owned(),
            fields,
            extra: object.open(),
        }
    }

    /// The words beside a property; those of the component that it refers to, if it has none.
    fn description(&self, node: Node<'d>) -> String {
        resolve(&self.document.openapi, node)
            .and_then(|resolved| resolved.schema.schema_data.description.clone())
            .unwrap_or_default()
    }

    fn describe(&self, name: String, schema: &Schema, kind: Kind) -> Type {
        let data = &schema.schema_data;
        Type {
            name,
            description: data.description.clone().unwrap_or_default(),
            evidence: evidence(&self.document.openapi, data.extensions.get("x-evidence")),
            kind,
            example: data
                .example
                .as_ref()
                .and_then(|it| serde_json::to_string_pretty(it).ok()),
        }
    }
}

/// Whether a component gets a type of its own.
enum Named<'d> {
    Struct(Object<'d>),
    Id,
    Enum,
    No,
}

fn named<'d>(document: &'d Document, component: &str, schema: &'d Schema) -> Named<'d> {
    if !values(schema).is_empty() {
        return Named::Enum;
    }
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::String(string)) => {
            if is_id(component) && string_ty(string) == Ty::String {
                Named::Id
            } else {
                Named::No
            }
        }
        _ if only_member(schema).is_some() => Named::No,
        _ => match object(&document.openapi, schema) {
            Some(object) if !object.properties.is_empty() => Named::Struct(object),
            _ => Named::No,
        },
    }
}

fn is_id(component: &str) -> bool {
    component.ends_with("Id") || component.ends_with("ID") || component.ends_with("_id")
}

fn text(schema: &Schema, extension: &str) -> Option<String> {
    let extension = schema.schema_data.extensions.get(extension)?;
    extension.as_str().map(str::to_owned)
}

fn variants(schema: &Schema) -> Vec<Variant> {
    values(schema)
        .into_iter()
        .map(|value| Variant {
            name: names::variant_name(value),
            value: value.to_owned(),
        })
        .collect()
}

fn string_ty(string: &StringType) -> Ty {
    match string.format {
        VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Ty::DateTime,
        VariantOrUnknownOrEmpty::Item(StringFormat::Password) => Ty::Secret,
        _ => Ty::String,
    }
}

fn integer_ty(integer: &IntegerType) -> Ty {
    let small = matches!(
        integer.format,
        VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32)
    );
    match (small, integer.minimum.is_some_and(|minimum| minimum >= 0)) {
        (true, true) => Ty::U32,
        (true, false) => Ty::I32,
        (false, true) => Ty::U64,
        (false, false) => Ty::I64,
    }
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
