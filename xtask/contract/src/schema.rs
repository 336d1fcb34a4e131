//! What a schema says of a value, however the document spells it.

use serde_json::Value as Json;

use super::node::Node;

/// How deep `allOf` may stand in one another.
const DEEPEST: usize = 16;

/// The keywords that limit a value without telling its structure.
pub(super) const CONSTRAINTS: [&str; 12] = [
    "format",
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// A schema: its references followed, and what it is made of by `allOf` beside it.
pub(super) struct Schema<'d> {
    /// As it is written, which may be a reference.
    pub(super) written: Node<'d>,
    /// Itself, then the members of its `allOf`.
    pub(super) parts: Vec<Node<'d>>,
}

impl<'d> Schema<'d> {
    /// Nothing where its references lead nowhere.
    pub(super) fn of(written: Node<'d>) -> Option<Self> {
        let mut parts = Vec::new();
        gather(&written, &mut parts, 0)?;
        Some(Self { written, parts })
    }

    /// Where the schema itself stands, behind its references.
    pub(super) fn home(&self) -> &Node<'d> {
        self.parts.first().unwrap_or(&self.written)
    }

    pub(super) fn nullable(&self) -> bool {
        self.parts.iter().any(|part| part.says("nullable"))
    }

    /// The part that tells the type, and the type.
    pub(super) fn kind(&self) -> Option<(&Node<'d>, &'d str)> {
        self.parts
            .iter()
            .find_map(|part| Some((part, part.text("type")?)))
            .or_else(|| {
                let part = self
                    .parts
                    .iter()
                    .find(|it| it.node.get("properties").is_some())?;
                Some((part, "object"))
            })
    }

    /// The first part with a keyword, and what it says.
    pub(super) fn keyword(&self, key: &str) -> Option<Node<'d>> {
        self.parts.iter().find_map(|part| part.get(key))
    }

    /// The documented fields, each with its schema.
    pub(super) fn properties(&self) -> Vec<(String, Node<'d>)> {
        let lists = self.parts.iter().filter_map(|part| part.get("properties"));
        lists.flat_map(|list| list.members()).collect()
    }

    /// The names of the fields that are always there, each with the list that says so.
    pub(super) fn required(&self) -> Vec<(String, Node<'d>)> {
        let lists = self.parts.iter().filter_map(|part| part.get("required"));
        lists
            .flat_map(|list| {
                let names: Vec<_> = list.items().filter_map(|it| it.node.as_text()).collect();
                names
                    .into_iter()
                    .map(move |name| (name.to_owned(), list.clone()))
            })
            .collect()
    }

    /// The lists of documented values: `enum` or `x-extensible-enum`.
    pub(super) fn values(&self) -> impl Iterator<Item = Node<'d>> {
        let parts = self.parts.iter();
        parts.flat_map(|part| {
            ["enum", "x-extensible-enum"]
                .into_iter()
                .filter_map(|it| part.get(it))
        })
    }

    /// The alternatives of a choice.
    pub(super) fn alternatives(&self) -> Option<Node<'d>> {
        self.keyword("oneOf").or_else(|| self.keyword("anyOf"))
    }

    /// Each keyword that limits a value, with the part that has it, as a schema of its own.
    pub(super) fn constraints(&self) -> impl Iterator<Item = (&'static str, &Node<'d>, Json)> {
        self.parts.iter().flat_map(|part| {
            CONSTRAINTS.into_iter().filter_map(move |keyword| {
                let mut schema = serde_json::Map::new();
                schema.insert(keyword.to_owned(), part.node.get(keyword)?.json());
                // In 3.0 these two belong together: one says how the other is meant.
                let beside = match keyword {
                    "minimum" => Some("exclusiveMinimum"),
                    "maximum" => Some("exclusiveMaximum"),
                    _ => None,
                };
                if let Some(name) = beside
                    && let Some(exclusive) = part.node.get(name).map(|it| it.json())
                {
                    schema.insert(name.to_owned(), exclusive);
                }
                Some((keyword, part, Json::Object(schema)))
            })
        })
    }
}

fn gather<'d>(node: &Node<'d>, parts: &mut Vec<Node<'d>>, depth: usize) -> Option<()> {
    let node = node.resolved().filter(|_| depth < DEEPEST)?;
    let members = node.get("allOf");
    parts.push(node);
    members
        .iter()
        .flat_map(Node::items)
        .try_for_each(|member| gather(&member, parts, depth + 1))
}
