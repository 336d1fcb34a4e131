//! The parts of an object, wherever they are written.

use super::node::Node;
use super::schema::{self, Schema, says_something};

/// The parts of an object; those of `allOf` are merged. Of a choice beside them, all parts may be
/// there and none must.
#[derive(Clone, Debug, Default)]
pub struct Object<'d> {
    /// The properties, in the document's order.
    pub properties: Vec<Property<'d>>,
    /// The names of those that are always there.
    pub required: Vec<&'d str>,
    /// What it says of properties that it does not name.
    pub additional: Option<Node<'d>>,
    /// Whether it is one of several kinds of object, of which some are described elsewhere.
    is_base: bool,
}

/// A property of an object.
#[derive(Clone, Copy, Debug)]
pub struct Property<'d> {
    /// Its name.
    pub name: &'d str,
    /// Its schema; nothing where the parts of the object contradict each other.
    pub schema: Option<Node<'d>>,
}

impl<'d> Object<'d> {
    /// The schema of a property.
    pub fn property(&self, name: &str) -> Option<Node<'d>> {
        let mut properties = self.properties.iter();
        properties.find(|known| known.name == name)?.schema
    }

    /// Whether a property is always there.
    pub fn requires(&self, name: &str) -> bool {
        self.required.contains(&name)
    }

    /// The names that are required, and not described.
    pub fn undescribed(&self) -> impl Iterator<Item = &'d str> {
        let described = |name: &str| self.properties.iter().any(|it| it.name == name);
        let required = self.required.iter().copied();
        required.filter(move |name| !described(name))
    }

    /// Whether it says that there are properties that it does not name.
    pub fn is_open(&self) -> bool {
        let says_so = |node: Node<'_>| node.is_map() || node.as_bool() == Some(true);
        self.is_base || self.additional.is_some_and(says_so)
    }

    /// The schema of the properties that it does not name.
    pub fn values(&self) -> Option<Node<'d>> {
        self.additional.filter(|node| node.is_map())
    }

    fn add(&mut self, name: &'d str, schema: Node<'d>, is_certain: bool) {
        let known = self.properties.iter_mut().find(|known| known.name == name);
        match known {
            None => self.properties.push(Property {
                name,
                schema: Some(schema),
            }),
            Some(known) if is_certain => known.schema = Some(schema),
            Some(known) => {
                let is_same = |it: Node<'d>| it.says_the_same(schema);
                known.schema = known.schema.filter(|it| is_same(*it));
            }
        }
    }
}

impl<'d> Schema<'d> {
    /// The parts of an object; nothing for any other schema.
    pub fn object(&self) -> Option<Object<'d>> {
        let mut merging = Merging::default();
        if !merging.take(self.node) {
            return None;
        }
        merging.take_choices();
        Some(merging.object)
    }
}

/// An object that is being merged.
#[derive(Default)]
struct Merging<'d> {
    object: Object<'d>,
    /// The schemas whose parts are there already.
    seen: Vec<Node<'d>>,
    /// The schemas of which one is merged as well.
    choices: Vec<Node<'d>>,
}

impl<'d> Merging<'d> {
    /// Takes a schema's parts in; false where it is not an object.
    fn take(&mut self, schema: Node<'d>) -> bool {
        if self.seen.contains(&schema) {
            return true;
        }
        self.seen.push(schema);
        let kind = schema.text("type");
        if kind.is_some_and(|kind| kind != "object") || schema.get("enum").is_some() {
            return false;
        }
        let choices = schema::choices(schema).filter(|choice| says_something(*choice));
        let choices: Vec<Node<'d>> = choices.collect();
        let mut is_object = kind.is_some() && choices.is_empty()
            || schema.has_any(&["properties", "additionalProperties"]);
        let mut inner = Vec::new();
        let parts = schema.items_of("allOf");
        for part in parts.filter(|part| says_something(*part)) {
            let Some(part) = part.resolved() else {
                return false;
            };
            if self.take(part) {
                is_object = true;
            } else if is_choice(part) {
                inner.extend(schema::choices(part));
            } else {
                return false;
            }
        }
        if !is_object {
            return false;
        }
        self.choices.extend(inner.into_iter().chain(choices));
        for (name, property) in schema.members_of("properties") {
            self.object.add(name, property, true);
        }
        let required = schema.items_of("required").filter_map(Node::as_text);
        self.object.required.extend(required);
        let additional = schema.get("additionalProperties");
        self.object.additional = additional.or(self.object.additional);
        self.object.is_base |= schema.get("discriminator").is_some();
        true
    }

    /// Takes in what each member of the choices adds. What is in all of them need not be there.
    fn take_choices(&mut self) {
        for choice in std::mem::take(&mut self.choices) {
            let Some(resolved) = choice.resolved().filter(|it| !self.seen.contains(it)) else {
                continue;
            };
            let mut added = Self {
                seen: std::mem::take(&mut self.seen),
                ..Self::default()
            };
            let is_object = added.take(resolved);
            added.take_choices();
            self.seen = added.seen;
            // What only requires something adds nothing.
            self.object.is_base |= added.object.is_base || !is_object && !is_constraint(resolved);
            for Property { name, schema } in added.object.properties {
                match schema {
                    Some(schema) => self.object.add(name, schema, false),
                    None => self.object.is_base = true,
                }
            }
        }
    }
}

/// Whether a schema is a choice and nothing else.
fn is_choice(schema: Node<'_>) -> bool {
    schema.get("properties").is_none() && schema.has_any(&["oneOf", "anyOf"])
}

/// Whether a schema only says of an object what must be in it.
fn is_constraint(schema: Node<'_>) -> bool {
    schema.get("required").is_some() && schema.get("properties").is_none()
}
