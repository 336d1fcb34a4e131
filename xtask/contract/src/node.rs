//! Nodes of the document with their pointers, as the comparison remembers them.

use serde_yaml::Value;

use codegen::document::{self, Document, unescape};

/// A node of the document, with its JSON pointer.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) pointer: String,
    pub(super) node: document::Node<'d>,
}

impl<'d> Node<'d> {
    fn of(node: document::Node<'d>) -> Self {
        Self {
            pointer: node.pointer(),
            node,
        }
    }

    /// The whole document.
    pub(super) fn root(document: &'d Document) -> Self {
        Self::of(document.root())
    }

    /// The node at a JSON pointer.
    pub(super) fn at(document: &'d Document, pointer: &str) -> Option<Self> {
        document.at(pointer).map(Self::of)
    }

    /// A member, or an item by its index.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let item = || self.node.items().nth(key.parse().ok()?);
        self.node.get(key).or_else(item).map(Self::of)
    }

    /// The members, by their keys.
    pub(super) fn members(&self) -> impl Iterator<Item = (String, Self)> + use<'d> {
        let members = self.node.members();
        members.map(|(key, node)| (key.to_owned(), Self::of(node)))
    }

    /// The items of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        self.node.items().map(Self::of)
    }

    /// A member that is text.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.node.text(key)
    }

    /// Whether a member is `true`.
    pub(super) fn says(&self, key: &str) -> bool {
        self.node.flag(key)
    }

    /// What the node refers to, and so on; itself where it is not a reference.
    pub(super) fn resolved(&self) -> Option<Self> {
        self.node.resolved().map(Self::of)
    }

    /// The name of the component schema that the node is.
    pub(super) fn component(&self) -> Option<&'d str> {
        self.node.component()
    }

    /// The node as an edit writes it.
    pub(super) fn yaml(&self) -> Value {
        serde_yaml::to_value(self.node.json()).unwrap_or_default()
    }
}

/// The keys of a JSON pointer.
pub(super) fn keys(pointer: &str) -> impl Iterator<Item = String> {
    let keys = pointer.split('/').skip(1);
    keys.map(|key| unescape(key).into_owned())
}
