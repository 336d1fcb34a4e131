//! One view of a schema, however the document spells it.

use std::collections::BTreeSet;

use openapiv3::{
    AdditionalProperties, ArrayType, OpenAPI, ReferenceOr, Schema, SchemaKind, Type as SchemaType,
};

/// Where the document keeps its named schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// A schema, or the name of one.
#[derive(Clone, Copy)]
pub(super) enum Node<'d> {
    Reference(&'d str),
    Schema(&'d Schema),
}

impl<'d> From<&'d ReferenceOr<Schema>> for Node<'d> {
    fn from(schema: &'d ReferenceOr<Schema>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

impl<'d> From<&'d ReferenceOr<Box<Schema>>> for Node<'d> {
    fn from(schema: &'d ReferenceOr<Box<Schema>>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema),
        }
    }
}

/// A schema whose references have been followed.
#[derive(Clone, Copy)]
pub(super) struct Resolved<'d> {
    pub(super) schema: &'d Schema,
    /// The component it was found in, if it has a name.
    pub(super) component: Option<&'d str>,
}

/// Follows references to the schema that they end at.
pub(super) fn resolve<'d>(openapi: &'d OpenAPI, node: impl Into<Node<'d>>) -> Option<Resolved<'d>> {
    let mut node = node.into();
    let mut component = None;
    for _ in 0..super::LONGEST_CHAIN {
        match node {
            Node::Schema(schema) => return Some(Resolved { schema, component }),
            Node::Reference(reference) => {
                let (name, schema) = openapi
                    .components
                    .as_ref()?
                    .schemas
                    .get_key_value(reference.strip_prefix(SCHEMAS)?)?;
                component = Some(name.as_str());
                node = schema.into();
            }
        }
    }
    None
}

/// An object schema's parts; `allOf` is merged into one.
#[derive(Default)]
pub(super) struct Object<'d> {
    pub(super) properties: Vec<(&'d str, Node<'d>)>,
    pub(super) required: Vec<&'d str>,
    pub(super) additional: Option<&'d AdditionalProperties>,
}

impl Object<'_> {
    /// Whether it lets through properties that it does not name, in so many words.
    pub(super) fn open(&self) -> bool {
        matches!(
            self.additional,
            Some(AdditionalProperties::Any(true) | AdditionalProperties::Schema(_))
        )
    }
}

/// The parts of an object schema; nothing for any other.
pub(super) fn object<'d>(openapi: &'d OpenAPI, schema: &'d Schema) -> Option<Object<'d>> {
    let mut gather = Gather {
        openapi,
        object: Object::default(),
        seen: BTreeSet::new(),
    };
    gather.take(schema).then_some(gather.object)
}

struct Gather<'d> {
    openapi: &'d OpenAPI,
    object: Object<'d>,
    /// The components whose parts are there already.
    seen: BTreeSet<&'d str>,
}

impl<'d> Gather<'d> {
    /// Takes a schema's parts in; false where it is no object.
    fn take(&mut self, schema: &'d Schema) -> bool {
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(part)) => {
                let additional = part.additional_properties.as_ref();
                self.add(&part.properties, &part.required, additional);
                true
            }
            // Without a `type`, properties or requirements still make it one.
            SchemaKind::Any(any)
                if any.one_of.is_empty() && any.any_of.is_empty() && any.not.is_none() =>
            {
                let members = self.all(&any.all_of);
                let additional = any.additional_properties.as_ref();
                self.add(&any.properties, &any.required, additional);
                let says_so = any.typ.as_deref() == Some("object")
                    || !any.properties.is_empty()
                    || !any.all_of.is_empty();
                members && says_so
            }
            SchemaKind::AllOf { all_of } => self.all(all_of),
            _ => false,
        }
    }

    fn all(&mut self, members: &'d [ReferenceOr<Schema>]) -> bool {
        members.iter().all(|member| {
            let Some(Resolved { schema, component }) = resolve(self.openapi, member) else {
                return false;
            };
            component.is_some_and(|name| !self.seen.insert(name)) || self.take(schema)
        })
    }

    fn add<P>(
        &mut self,
        properties: &'d P,
        required: &'d [String],
        additional: Option<&'d AdditionalProperties>,
    ) where
        &'d P: IntoIterator<Item = (&'d String, &'d ReferenceOr<Box<Schema>>)>,
    {
        let object = &mut self.object;
        for (name, schema) in properties {
            let node = Node::from(schema);
            let mut known = object.properties.iter_mut();
            match known.find(|(known, _)| known == name) {
                Some((_, known)) => *known = node,
                None => object.properties.push((name, node)),
            }
        }
        object.required.extend(required.iter().map(String::as_str));
        object.additional = additional.or(object.additional);
    }
}

/// An array schema's items; nothing for any other schema.
pub(super) fn items(schema: &Schema) -> Option<Option<Node<'_>>> {
    match &schema.schema_kind {
        SchemaKind::Type(SchemaType::Array(ArrayType { items, .. })) => {
            Some(items.as_ref().map(Node::from))
        }
        _ => None,
    }
}

/// The schema that is all that a schema consists of: a description beside it is why it is written
/// so, or that it may be null.
pub(super) fn only_member(schema: &Schema) -> Option<&ReferenceOr<Schema>> {
    match &schema.schema_kind {
        SchemaKind::AllOf { all_of: members }
        | SchemaKind::OneOf { one_of: members }
        | SchemaKind::AnyOf { any_of: members } => match members.as_slice() {
            [member] => Some(member),
            _ => None,
        },
        _ => None,
    }
}

/// The documented values of a string schema; empty where it is none or has none.
pub(super) fn values(schema: &Schema) -> Vec<&str> {
    let SchemaKind::Type(SchemaType::String(string)) = &schema.schema_kind else {
        return Vec::new();
    };
    let open = schema.schema_data.extensions.get("x-extensible-enum");
    let open = open
        .and_then(|values| values.as_array())
        .into_iter()
        .flatten();
    let closed = string.enumeration.iter().flatten().map(String::as_str);
    let mut values: Vec<&str> = Vec::new();
    for value in open.filter_map(|value| value.as_str()).chain(closed) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}
