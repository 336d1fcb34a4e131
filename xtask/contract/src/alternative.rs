//! Which alternatives of a choice a value is.

use codegen::document::{Node, Schema, Shape};
use serde_json::Value as Json;

use crate::judge::{Broken, Judge};

/// A value is none of a choice: the choice's list, and the property whose value names another
/// alternative, if there is one.
pub(crate) struct NoAlternative<'d>(pub(crate) Node<'d>, pub(crate) Option<&'d str>);

/// The alternatives that a schema chooses between.
fn choice(schema: Node<'_>) -> Option<Node<'_>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf"))
}

impl<'d> Judge<'d> {
    /// What a schema is made of for a value: its own parts, and those of the alternatives that the
    /// value is.
    ///
    /// # Errors
    ///
    /// Which choice it is none of.
    pub(crate) fn parts(
        &self,
        written: Node<'d>,
        value: &Json,
    ) -> Result<Vec<Node<'d>>, NoAlternative<'d>> {
        let mut parts = parts(written);
        let mut next = 0;
        while let Some(part) = parts.get(next).copied() {
            next += 1;
            for alternative in self.alternatives(part, value)? {
                for part in self::parts(alternative) {
                    if !parts.contains(&part) {
                        parts.push(part);
                    }
                }
            }
        }
        Ok(parts)
    }

    /// Whether null is a value of a schema.
    pub(crate) fn allows_null(&self, written: Node<'d>) -> bool {
        let parts = parts(written);
        let has_choice = parts.iter().any(|it| choice(*it).is_some());
        parts.iter().any(|it| it.flag("nullable"))
            || has_choice && self.allows(written, &Json::Null)
            || !has_choice && parts.iter().all(|it| says_nothing(*it))
    }

    /// The alternatives of a part that a value is: the one that its tag names, else those that allow it,
    /// else the only one that it is most like.
    fn alternatives(
        &self,
        part: Node<'d>,
        value: &Json,
    ) -> Result<Vec<Node<'d>>, NoAlternative<'d>> {
        let Some(list) = choice(part) else {
            return Ok(Vec::new());
        };
        if let Some(Shape::Union(union)) = Schema::of(part).map(|it| it.shape())
            && let Some(name) = union.tag
            && let Some(tag) = value.get(name).and_then(Json::as_str)
        {
            let mut members = union.members.into_iter();
            let tagged = members.find(|it| it.tags.iter().any(|known| known == tag));
            return tagged
                .map(|it| vec![it.node])
                .ok_or(NoAlternative(list, Some(name)));
        }
        let mut candidates: Vec<_> = list.items().filter(|it| self.allows(*it, value)).collect();
        let is_allowed = !candidates.is_empty();
        if is_allowed && list.key() == Some("anyOf") {
            return Ok(candidates);
        }
        if !is_allowed {
            candidates.extend(list.items().filter(|it| self.has_type(*it, value)));
        }
        let likeness = |it: &Node<'d>| likeness(*it, value);
        let most = candidates.iter().map(likeness).max();
        candidates.retain(|it| Some(likeness(it)) == most);
        match candidates.as_slice() {
            [first, rest @ ..] if is_allowed || rest.is_empty() => Ok(vec![*first]),
            _ => Err(NoAlternative(list, None)),
        }
    }

    /// Whether a value is of a schema's type, whatever is in it.
    fn has_type(&self, schema: Node<'d>, value: &Json) -> bool {
        let parts = parts(schema);
        let has = |key| parts.iter().any(|it| it.get(key).is_some());
        let mut broken = parts.iter().flat_map(|it| self.broken(*it, value));
        (has("type") || has("properties") && value.is_object())
            && !broken.any(|it| it == Broken::Type)
    }
}

/// What a schema is made of, whatever the value.
pub(crate) fn parts(schema: Node<'_>) -> Vec<Node<'_>> {
    Schema::of(schema).map(|it| it.parts()).unwrap_or_default()
}

/// Whether a schema allows anything.
fn says_nothing(schema: Node<'_>) -> bool {
    let telling = [
        "type",
        "enum",
        "x-extensible-enum",
        "properties",
        "required",
        "not",
    ];
    telling.iter().all(|key| schema.get(key).is_none())
}

/// How many of an object's members a schema names.
fn likeness(schema: Node<'_>, value: &Json) -> usize {
    let object = Schema::of(schema).and_then(|it| it.object());
    let properties = object.into_iter().flat_map(|it| it.properties);
    properties.filter(|it| value.get(it.name).is_some()).count()
}
