//! A choice between schemas.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::node::Node;
use super::object::Object;
use super::schema::Schema;

/// A choice between schemas.
#[derive(Clone, Debug)]
pub struct Union<'d> {
    /// The property that says which member an object is of.
    pub tag: Option<&'d str>,
    /// The members, in the document's order.
    pub members: Vec<Member<'d>>,
}

/// A member of a choice.
#[derive(Clone, Debug)]
pub struct Member<'d> {
    /// Its schema.
    pub node: Node<'d>,
    /// What the tag of its objects is.
    pub tags: Vec<Cow<'d, str>>,
}

impl<'d> Union<'d> {
    /// The choice of a schema between these.
    pub(super) fn of(schema: Node<'d>, members: &[Node<'d>]) -> Self {
        let discriminator = schema.get("discriminator");
        let documented = discriminator.and_then(|discriminator| {
            let tag = discriminator.text("propertyName")?;
            Some((tag, documented_tags(discriminator, tag, members)?))
        });
        let (tag, tags) = documented.or_else(|| evident_tags(members)).unzip();
        let tags = tags.unwrap_or_else(|| vec![Vec::new(); members.len()]);
        let members = members.iter().copied().zip(tags);
        let members = members.map(|(node, tags)| Member { node, tags }).collect();
        Self { tag, members }
    }
}

/// What each member's tag is by the discriminator; nothing where it does not tell all apart.
fn documented_tags<'d>(
    discriminator: Node<'d>,
    tag: &str,
    members: &[Node<'d>],
) -> Option<Vec<Vec<Cow<'d, str>>>> {
    let document = discriminator.document();
    let mapping = discriminator.members_of("mapping");
    let mapping = mapping.filter_map(|(value, target)| {
        let target = target.as_text()?;
        let pointer = target.strip_prefix('#').map(str::to_owned);
        let pointer = pointer.unwrap_or_else(|| format!("/components/schemas/{target}"));
        Some((value, document.at(&pointer)?.resolved()?))
    });
    let mapping: Vec<(&str, Node<'d>)> = mapping.collect();
    let is_mapped = |value: &str| mapping.iter().any(|(mapped, _)| *mapped == value);
    let tags = members.iter().map(|member| {
        let member = member.resolved()?;
        let mapped = mapping.iter().filter(|(_, target)| *target == member);
        let mapped: Vec<Cow<'d, str>> = mapped.map(|(value, _)| Cow::Borrowed(*value)).collect();
        if !mapped.is_empty() {
            return Some(mapped);
        }
        match values(&Schema::of(member)?.object()?, tag) {
            Some(mut evident) => {
                evident.retain(|value| !is_mapped(value));
                Some(evident)
            }
            None => Some(vec![Cow::Borrowed(member.component()?)]),
        }
    });
    told_apart(tags.collect::<Option<_>>()?)
}

/// The tags of members, if each has some that no other has.
fn told_apart(tags: Vec<Vec<Cow<'_, str>>>) -> Option<Vec<Vec<Cow<'_, str>>>> {
    let mut seen = BTreeSet::new();
    let are_apart = tags
        .iter()
        .all(|of| !of.is_empty() && of.iter().all(|tag| seen.insert(tag)));
    are_apart.then_some(tags)
}

/// A property that all members require, with values that are never the same in two of them.
fn evident_tags<'d>(members: &[Node<'d>]) -> Option<(&'d str, Vec<Vec<Cow<'d, str>>>)> {
    let objects = members.iter().map(|member| Schema::of(*member)?.object());
    let objects: Vec<Object<'d>> = objects.collect::<Option<_>>()?;
    objects.first()?.required.iter().find_map(|name| {
        let tags = objects.iter();
        let tags = tags.map(|object| values(object, name).filter(|_| object.requires(name)));
        Some((*name, told_apart(tags.collect::<Option<_>>()?)?))
    })
}

/// The documented values of a property.
fn values<'d>(object: &Object<'d>, property: &str) -> Option<Vec<Cow<'d, str>>> {
    let values = Schema::of(object.property(property)?)?.documented_values();
    (!values.is_empty()).then_some(values)
}
