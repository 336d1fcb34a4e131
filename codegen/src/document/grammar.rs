//! What OpenAPI 3.0 has in each kind of node: the keys, and what each of them holds.
//!
//! The table is `openapi.txt`. Whatever goes through the document goes by it, so a node is of one
//! kind for all.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::node::Node;
use super::tree::{Document, Id};

/// What a node is: `Schema`, `Operation`.
pub type Kind = &'static str;

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

/// The keys of a kind of node, and those that it must have.
#[derive(Default)]
struct Fields {
    holds: HashMap<&'static str, Holds>,
    required: Vec<&'static str>,
}

static GRAMMAR: LazyLock<HashMap<Kind, Fields>> = LazyLock::new(|| {
    let lines = include_str!("openapi.txt").lines();
    let kinds = lines.filter_map(|line| line.split_once(": ").filter(|_| !line.starts_with('#')));
    let fields = |written: &'static str| {
        let mut fields = Fields::default();
        for (key, holds) in written
            .split(", ")
            .filter_map(|field| field.split_once(' '))
        {
            let name = key.trim_end_matches('!');
            fields.holds.insert(name, Holds::read(holds));
            fields.required.extend((name != key).then_some(name));
        }
        fields
    };
    kinds
        .map(|(kind, written)| (kind, fields(written)))
        .collect()
});

/// What a key of a kind of node holds; nothing if OpenAPI does not know it.
pub fn holds(kind: Kind, key: &str) -> Option<Holds> {
    GRAMMAR.get(kind)?.holds.get(key).copied()
}

/// The keys that a kind of node must have.
pub fn required(kind: Kind) -> &'static [&'static str] {
    GRAMMAR.get(kind).map_or(&[], |fields| &fields.required)
}

/// The section of `components` that a reference in place of such a node leads to.
pub fn section(kind: Kind) -> Option<&'static str> {
    let sections = &GRAMMAR.get("Components")?.holds;
    let mut sections = sections.iter();
    sections
        .find(|(_, holds)| **holds == Holds::ByName(kind))
        .map(|(section, _)| *section)
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
        let schemas = self
            .nodes()
            .filter(|(kind, node)| *kind == "Schema" && node.is_map());
        schemas.map(|(_, node)| node)
    }
}

fn collect(kind: Kind, node: Node<'_>, found: &mut Vec<(Kind, Id)>) {
    found.push((kind, node.id()));
    for (key, child) in node.members() {
        match holds(kind, key) {
            Some(Holds::One(kind) | Holds::OneOrFlag(kind)) => collect(kind, child, found),
            Some(Holds::List(kind)) => child.items().for_each(|it| collect(kind, it, found)),
            Some(Holds::ByName(kind)) => {
                child.members().for_each(|(_, it)| collect(kind, it, found));
            }
            Some(Holds::ByPattern(kind)) => {
                let named = child.members().filter(|(name, _)| !name.starts_with("x-"));
                named.for_each(|(_, it)| collect(kind, it, found));
            }
            _ => {}
        }
    }
}
