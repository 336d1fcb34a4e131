//! The types that schemas have become, in the document's order.

use std::collections::{BTreeMap, HashMap};

use super::definition::{Kind, Struct, Type};
use super::direction::Direction;
use super::evidence::evidence;
use crate::document::Node;

/// Whether a type is outside the components, its schema, and which form of it where it has two.
type Position = (bool, usize, Option<Direction>);

/// Types that have all that belongs to them.
#[derive(Default)]
pub(super) struct Built {
    types: BTreeMap<Position, Type>,
    positions: HashMap<String, Position>,
}

impl Built {
    /// Adds what a schema has become.
    pub(super) fn describe(
        &mut self,
        node: Node<'_>,
        form: Option<Direction>,
        name: String,
        kind: Kind,
    ) {
        let is_outside = node.around().all(|it| it.component().is_none());
        let example = node.get("example");
        let example = example.filter(|example| !example.is_null() && !example.is_left_out());
        let is_form = matches!(&kind, Kind::Struct(fields) if fields.is_form);
        let ty = Type {
            name: name.clone(),
            description: node.owned_text("description"),
            evidence: evidence(node),
            kind,
            passed: false,
            example: example
                .filter(|_| !is_form)
                .map(|example| format!("{:#}", example.json())),
        };
        let position = (is_outside, node.id(), form);
        self.types.insert(position, ty);
        self.positions.insert(name, position);
    }

    /// Adds a type that no schema is, at the position of what it is for.
    pub(super) fn add(&mut self, at: Node<'_>, name: &str, description: String, kind: Kind) {
        let ty = Type {
            name: name.to_owned(),
            description,
            evidence: None,
            kind,
            passed: false,
            example: None,
        };
        self.types.insert((true, at.id(), None), ty);
    }

    /// The struct of this name.
    pub(super) fn structure(&self, name: &str) -> Option<&Struct> {
        match &self.types.get(self.positions.get(name)?)?.kind {
            Kind::Struct(fields) => Some(fields),
            _ => None,
        }
    }

    /// Those of the document's components, then those of its operations.
    pub(super) fn into_types(self) -> Vec<Type> {
        self.types.into_values().collect()
    }
}
