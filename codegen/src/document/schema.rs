//! One view of a schema, however the document spells it.

use std::borrow::Cow;
use std::iter::successors;

use super::grammar::field;
use super::node::{LONGEST_CHAIN, Node};

/// A schema whose references have been followed.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'d> {
    /// The schema itself.
    pub node: Node<'d>,
    /// The component that it was found in, if it has a name.
    pub component: Option<&'d str>,
}

/// What text represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Nothing but itself.
    Plain,
    /// A time.
    DateTime,
    /// A day.
    Date,
    /// A UUID.
    Uuid,
    /// What is not to be shown.
    Password,
    /// Bytes, where they can be sent.
    Binary,
}

/// The types that a schema can have.
pub const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The keys that choose between schemas, or put several together.
pub const CHOICES: [&str; 4] = ["allOf", "anyOf", "oneOf", "not"];

/// The keys that say of a schema without a type what it is.
const TELLING: [&str; 10] = [
    "$ref",
    "type",
    "properties",
    "additionalProperties",
    "items",
    "enum",
    "x-extensible-enum",
    "allOf",
    "anyOf",
    "oneOf",
];

/// Whether a key means something for a type of schema.
pub fn applies(key: &str, kind: &str) -> bool {
    let is_for_all = || TYPES.iter().all(|kind| field(kind, key).is_none());
    field(kind, key).is_some() || is_for_all()
}

/// Whether a schema says what its values are, and not only what of them is right.
pub fn says_something(schema: Node<'_>) -> bool {
    schema.has_any(&TELLING)
}

/// Whether a component of this name holds ids, if it is text.
pub fn is_id(component: &str) -> bool {
    let mut ends = ["Id", "ID", "_id"].iter();
    ends.any(|end| component.ends_with(end))
}

/// Whether a property or a parameter of this name holds an id.
pub fn holds_id(name: &str) -> bool {
    name == "id" || name.ends_with("_id") || name.ends_with("Id")
}

impl<'d> Schema<'d> {
    /// The schema that a node's references end at; nothing where they lead nowhere.
    pub fn of(node: Node<'d>) -> Option<Self> {
        let node = node.resolved()?;
        Some(Self {
            node,
            component: node.component(),
        })
    }

    /// What it is made of: itself, then the members of its `allOf`, and of theirs.
    pub fn parts(&self) -> Vec<Node<'d>> {
        let mut parts = Vec::new();
        gather(self.node, &mut parts);
        parts
    }

    /// Its type, or what its keys say that it is.
    pub(super) fn kind(&self) -> Option<&'d str> {
        let node = self.node;
        let kind = node.text("type").filter(|kind| TYPES.contains(kind));
        kind.or_else(|| {
            let listed = ["enum", "x-extensible-enum"];
            let values = listed.into_iter().flat_map(|key| node.items_of(key));
            let mut values = values.filter(|value| !value.is_null()).peekable();
            let is_text = values.peek().is_some() && values.all(|it| it.as_text().is_some());
            let text = is_text.then_some("string");
            node.get("items").map_or(text, |_| Some("array"))
        })
    }

    pub(super) fn format(&self) -> Format {
        match self.node.text("format") {
            Some("date-time") => Format::DateTime,
            Some("date") => Format::Date,
            Some("uuid") => Format::Uuid,
            Some("password") => Format::Password,
            Some("binary") => Format::Binary,
            _ => Format::Plain,
        }
    }

    pub(super) fn is_from_zero(&self) -> bool {
        let minimum = self.node.get("minimum").and_then(Node::as_number);
        minimum.is_some_and(|minimum| !minimum.is_negative())
    }

    /// The documented values of text, open ones first.
    pub(super) fn values(&self) -> Vec<Cow<'d, str>> {
        let mut values = Vec::new();
        for key in ["x-extensible-enum", "enum"] {
            for value in self.node.items_of(key).filter_map(Node::written) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        values
    }

    /// The documented values of text, also where they are those of another schema.
    pub fn documented_values(&self) -> Vec<Cow<'d, str>> {
        let only = |schema: &Self| match schema.members().as_slice() {
            [only] => Self::of(*only),
            _ => None,
        };
        let end = successors(Some(*self), only).take(LONGEST_CHAIN).last();
        let end = end.filter(|end| !end.has_choice() && end.kind() == Some("string"));
        end.map_or_else(Vec::new, |end| end.values())
    }

    /// The only value that text can have.
    pub fn only_value(&self) -> Option<Cow<'d, str>> {
        let is_open = self.node.get("x-extensible-enum").is_some();
        let mut values = self.documented_values().into_iter();
        let only = values.next().filter(|_| !is_open)?;
        values.next().is_none().then_some(only)
    }

    pub(super) fn has_choice(&self) -> bool {
        self.node.has_any(&CHOICES)
    }

    /// Whether null is a value of it, as it says itself.
    pub fn is_nullable(&self) -> bool {
        let node = self.node;
        node.flag("nullable")
            || node.items_of("enum").any(Node::is_null)
            || choices(node).any(is_null)
    }

    /// The members of its choice that say what they are, null apart.
    pub(super) fn members(&self) -> Vec<Node<'d>> {
        let members = self.node.items_of("allOf").chain(choices(self.node));
        let mut distinct: Vec<Node<'d>> = Vec::new();
        for member in members.filter(|member| says_something(*member) && !is_null(*member)) {
            let is_new = |known: &Node<'d>| !known.says_the_same(member);
            if distinct.iter().all(is_new) {
                distinct.push(member);
            }
        }
        distinct
    }

    /// The part that says most, where they are no objects.
    pub(super) fn telling_part(&self) -> Option<Node<'d>> {
        let parts = self.node.items_of("allOf");
        let parts: Vec<Node<'d>> = parts.filter(|part| says_something(*part)).collect();
        let says_more = |part: &&Node<'d>| {
            let resolved = part.resolved();
            resolved.is_some_and(|part| part.has_any(&["enum", "items"]))
        };
        parts.iter().find(says_more).or(parts.first()).copied()
    }
}

/// The schemas that a schema chooses between.
pub(super) fn choices<'d>(schema: Node<'d>) -> impl Iterator<Item = Node<'d>> {
    schema.items_of("oneOf").chain(schema.items_of("anyOf"))
}

fn gather<'d>(schema: Node<'d>, parts: &mut Vec<Node<'d>>) {
    // A schema may be a part of itself.
    if !parts.contains(&schema) {
        parts.push(schema);
        let members = schema.items_of("allOf").filter_map(Node::resolved);
        members.for_each(|member| gather(member, parts));
    }
}

/// Whether a schema has no value but null.
fn is_null(schema: Node<'_>) -> bool {
    let mut values = schema.items_of("enum").peekable();
    let only_null = values.peek().is_some() && values.all(Node::is_null);
    only_null
        || schema.text("type") == Some("null")
        || schema.flag("nullable") && !says_something(schema)
}
