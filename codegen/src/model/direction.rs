//! Schemas whose values are others in a request than in a reply.
//!
//! A request has nothing of what is `readOnly`, and a reply nothing of what is `writeOnly`. What a
//! request may leave out or make null is three things there, and in a reply one of two: null and
//! nothing mean the same to a reader.

use std::collections::HashSet;

use crate::document::{Document, Node, Schema, Shape};

/// Which way values of a type go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Direction {
    Received,
    Sent,
}

/// The ids of the schemas that are one type in requests, and another in replies.
pub(super) fn differing(document: &Document) -> HashSet<usize> {
    let differing = document.schemas().filter(|schema| differs(*schema));
    document.leading_to(differing)
}

fn differs(schema: Node<'_>) -> bool {
    let Some(object) = Schema::of(schema).and_then(|schema| schema.object()) else {
        return false;
    };
    object.properties.iter().any(|property| {
        let Some(node) = property.schema else {
            return false;
        };
        if object.requires(property.name) {
            goes_only(node).is_some()
        } else {
            may_be_null(node)
        }
    })
}

/// The only direction that a property's values go.
pub(super) fn goes_only(property: Node<'_>) -> Option<Direction> {
    let resolved = property.resolved().unwrap_or(property);
    let has = |key| property.flag(key) || resolved.flag(key);
    if has("readOnly") {
        Some(Direction::Received)
    } else {
        has("writeOnly").then_some(Direction::Sent)
    }
}

/// Whether null is a value of a schema, or of the one that it is the same as.
pub(super) fn may_be_null(node: Node<'_>) -> bool {
    let mut seen = Vec::new();
    let mut next = Schema::of(node);
    while let Some(schema) = next.filter(|schema| !seen.contains(&schema.node)) {
        seen.push(schema.node);
        if schema.is_nullable() {
            return true;
        }
        next = match schema.shape() {
            Shape::Same(other) => Schema::of(other),
            _ => None,
        };
    }
    false
}
