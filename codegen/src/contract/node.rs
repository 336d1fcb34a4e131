//! Ways around the document that keep the place of each node.

use serde_yaml::Value;

use crate::load::{Document, escape, unescape};
use crate::model::LONGEST_CHAIN;

/// A node of the document, with its JSON pointer.
#[derive(Clone, Debug)]
pub(super) struct Node<'d> {
    pub(super) document: &'d Document,
    pub(super) pointer: String,
    pub(super) value: &'d Value,
}

impl<'d> Node<'d> {
    /// The whole document.
    pub(super) fn root(document: &'d Document) -> Self {
        Self {
            document,
            pointer: String::new(),
            value: &document.tree,
        }
    }

    /// The node at a JSON pointer.
    pub(super) fn at(document: &'d Document, pointer: &str) -> Option<Self> {
        keys(pointer).try_fold(Self::root(document), |node, key| node.get(&key))
    }

    /// A member, or an item by its index.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        match self.value {
            Value::Sequence(items) => {
                let value = items.get(key.parse::<usize>().ok()?)?;
                Some(self.child(key, value))
            }
            _ => self
                .members()
                .find_map(|(name, node)| (name == key).then_some(node)),
        }
    }

    /// The members, by their keys.
    pub(super) fn members(&self) -> impl Iterator<Item = (String, Self)> + use<'d> {
        let parent = self.clone();
        let members = self.value.as_mapping().into_iter().flatten();
        members.filter_map(move |(key, value)| {
            let key = key.as_str()?;
            Some((key.to_owned(), parent.child(key, value)))
        })
    }

    /// The items of a list.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'d> {
        let parent = self.clone();
        let items = self.value.as_sequence().into_iter().flatten();
        items
            .enumerate()
            .map(move |(index, value)| parent.child(&index.to_string(), value))
    }

    fn child(&self, key: &str, value: &'d Value) -> Self {
        Self {
            document: self.document,
            pointer: format!("{}/{}", self.pointer, escape(key)),
            value,
        }
    }

    /// A member that is text.
    pub(super) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// Whether a member is `true`.
    pub(super) fn says(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// What the node refers to, and so on; itself where it is no reference.
    pub(super) fn resolved(&self) -> Option<Self> {
        let mut node = self.clone();
        for _ in 0..LONGEST_CHAIN {
            match node.text("$ref") {
                None => return Some(node),
                Some(reference) => {
                    node = Self::at(self.document, reference.strip_prefix('#')?)?;
                }
            }
        }
        None
    }

    /// The name of the schema component that the node stands at.
    pub(super) fn component(&self) -> Option<&str> {
        let name = self.pointer.strip_prefix("/components/schemas/")?;
        (!name.contains('/')).then_some(name)
    }
}

/// The keys of a JSON pointer.
pub(super) fn keys(pointer: &str) -> impl Iterator<Item = String> {
    let keys = pointer.split('/').skip(1);
    keys.map(|key| unescape(key).into_owned())
}
