//! What OpenAPI 3.0 has in each kind of node: the keys, and what each of them holds.
//!
//! The table is `openapi.txt`. Whatever goes through the document goes by it, so a node is of one
//! kind for all.

use std::collections::HashMap;
use std::sync::LazyLock;

use indexmap::IndexMap;

use super::node::Node;
use super::tree::{Document, Id};

/// What a node is: `Schema`, `Operation`.
pub type Kind = &'static str;

/// What a kind of node has under a key.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What is there.
    pub holds: Holds,
    /// What becomes of it.
    pub role: Role,
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It must be there.
    Required,
    /// It must be there for people to read, and no code is made of it.
    Text,
    /// It may be there.
    Optional,
    /// It may be there, and is left out of the client.
    LeftOut,
}

/// What a key holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// A whole number from 1.
    Positive,
    /// A list of anything.
    Values,
    /// A mapping of anything.
    Map,
    /// Anything: it is not the document's own.
    Data,
    /// A node.
    One(Kind),
    /// A node, or `true` or `false`.
    OneOrFlag(Kind),
    /// A list of nodes.
    List(Kind),
    /// A mapping from names to nodes.
    ByName(Kind),
    /// The same, among which there may be extensions.
    ByPattern(Kind),
}

impl Holds {
    fn read(written: &'static str) -> Self {
        match written.split_once(':').unwrap_or((written, "")) {
            ("text", _) => Self::Text,
            ("texts", _) => Self::Texts,
            ("flag", "") => Self::Flag,
            ("number", _) => Self::Number,
            ("count", _) => Self::Count,
            ("positive", _) => Self::Positive,
            ("values", _) => Self::Values,
            ("map", "") => Self::Map,
            ("data", _) => Self::Data,
            ("flag", kind) => Self::OneOrFlag(kind),
            ("list", kind) => Self::List(kind),
            ("map", kind) => Self::ByName(kind),
            ("pattern", kind) => Self::ByPattern(kind),
            (kind, _) => Self::One(kind),
        }
    }
}

type Fields = IndexMap<&'static str, Field>;

static GRAMMAR: LazyLock<HashMap<Kind, Fields>> = LazyLock::new(|| {
    let lines = include_str!("openapi.txt").lines();
    let kinds = lines.filter_map(|line| line.split_once(": ").filter(|_| !line.starts_with('#')));
    let fields = |written: &'static str| written.split(", ").filter_map(read).collect();
    let kinds = kinds.map(|(kind, written)| (kind, fields(written)));
    kinds.collect()
});

/// A field as the table has it: `name! text`.
fn read(written: &'static str) -> Option<(&'static str, Field)> {
    let (key, holds) = written.split_once(' ')?;
    let holds = Holds::read(holds);
    let name = key.trim_end_matches(['!', '?', '-']);
    let role = match &key[name.len()..] {
        "!" => Role::Required,
        "?" => Role::Text,
        "-" => Role::LeftOut,
        _ => Role::Optional,
    };
    Some((name, Field { holds, role }))
}

/// What a kind of node has under a key; nothing if OpenAPI does not know it.
pub fn field(kind: &str, key: &str) -> Option<Field> {
    GRAMMAR.get(kind)?.get(key).copied()
}

/// All that a kind of node has.
pub fn fields(kind: Kind) -> impl Iterator<Item = (&'static str, Field)> {
    let fields = GRAMMAR.get(kind).into_iter().flatten();
    fields.map(|(key, field)| (*key, *field))
}

/// The section of `components` that a reference in place of such a node leads to.
pub fn section(kind: Kind) -> Option<&'static str> {
    let mut sections = fields("Components");
    let section = sections.find(|(_, field)| field.holds == Holds::ByName(kind));
    section.map(|(section, _)| section)
}

impl Document {
    /// Each node with its kind, except for what is data.
    pub fn nodes(&self) -> impl Iterator<Item = (Kind, Node<'_>)> {
        let kinds = self.kinds.get_or_init(|| {
            let mut kinds = Vec::new();
            collect("Root", self.root(), &mut kinds);
            kinds
        });
        kinds.iter().map(|(kind, id)| (*kind, Node::new(self, *id)))
    }

    /// Each schema.
    pub fn schemas(&self) -> impl Iterator<Item = Node<'_>> {
        let nodes = self.nodes();
        nodes.filter_map(|(kind, node)| (kind == "Schema" && node.is_map()).then_some(node))
    }
}

fn collect(kind: Kind, node: Node<'_>, found: &mut Vec<(Kind, Id)>) {
    found.push((kind, node.id()));
    for (key, child) in node.members() {
        match field(kind, key).map(|field| field.holds) {
            Some(Holds::One(kind) | Holds::OneOrFlag(kind)) => collect(kind, child, found),
            Some(Holds::List(kind)) => child.items().for_each(|it| collect(kind, it, found)),
            Some(holds @ (Holds::ByName(kind) | Holds::ByPattern(kind))) => {
                let is_node = |name: &str| holds == Holds::ByName(kind) || !name.starts_with("x-");
                let named = child.members().filter(|(name, _)| is_node(name));
                named.for_each(|(_, it)| collect(kind, it, found));
            }
            _ => {}
        }
    }
}
