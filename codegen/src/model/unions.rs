//! Choices between schemas as unions of types.

use std::collections::BTreeMap;

use super::definition::{Member, Union};
use super::ty::Ty;
use crate::document::{Node, Object, Schema};
use crate::names;

/// A member of a choice with its type.
pub(super) struct Typed<'d> {
    pub(super) node: Node<'d>,
    pub(super) ty: Ty,
    pub(super) tags: Vec<String>,
}

/// What a choice comes to.
pub(super) enum Choice<'d> {
    /// One type that is all of its members.
    One(Ty),
    /// Several types.
    Several(Vec<Typed<'d>>),
}

/// What the members of a union come to. `name` and `node` are the union's own.
pub(super) fn choice<'d>(members: Vec<Typed<'d>>, name: &str, node: Node<'d>) -> Choice<'d> {
    let holds_itself = members.iter().any(|it| it.ty.named() == Some(name));
    match distinct(members) {
        // A type without a name cannot hold itself.
        Choice::One(ty) if holds_itself => {
            let tags = Vec::new();
            Choice::Several(vec![Typed { node, ty, tags }])
        }
        choice => choice,
    }
}

/// Leaves of a choice's members those that differ in Rust.
fn distinct(members: Vec<Typed<'_>>) -> Choice<'_> {
    let mut distinct: Vec<Typed<'_>> = Vec::new();
    for member in members {
        match distinct.iter_mut().find(|known| known.ty == member.ty) {
            Some(known) => known.tags.extend(member.tags),
            None => distinct.push(member),
        }
    }
    if distinct.iter().any(|member| member.ty == Ty::Value) {
        return Choice::One(Ty::Value);
    }
    let count = |is: fn(&Ty) -> bool| distinct.iter().filter(|it| is(&it.ty)).count();
    let is_number = |ty: &Ty| ty.is_copy() && *ty != Ty::Bool;
    // Any text is text, and an enum takes any text.
    if count(|ty| *ty == Ty::String) > 0 {
        let keeps_enum = count(Ty::is_text) == 2 && count(|ty| matches!(ty, Ty::Enum(_))) == 1;
        distinct.retain(|member| match member.ty {
            Ty::String => !keeps_enum,
            Ty::Enum(_) => keeps_enum,
            ref ty => !ty.is_text(),
        });
    }
    // A number is one, whatever its size.
    if distinct.iter().filter(|it| is_number(&it.ty)).count() > 1 {
        let is_fraction = distinct.iter().any(|member| member.ty == Ty::F64);
        let widest = if is_fraction { Ty::F64 } else { Ty::I64 };
        let mut seen = false;
        distinct.retain_mut(|member| {
            let is_first = !is_number(&member.ty) || !std::mem::replace(&mut seen, true);
            if is_number(&member.ty) {
                member.ty = widest.clone();
            }
            is_first
        });
    }
    match distinct.as_slice() {
        [] => Choice::One(Ty::Value),
        [only] => Choice::One(only.ty.clone()),
        _ => Choice::Several(distinct),
    }
}

/// The union of these types. `fields` are the names of a struct's fields in JSON.
pub(super) fn union(tag: Option<&str>, members: &[Typed<'_>]) -> Union {
    let is_tagged = members
        .iter()
        .all(|member| matches!(member.ty, Ty::Struct(_)) && !member.tags.is_empty());
    let tag = tag.filter(|_| is_tagged);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let raw = members.iter().map(|member| {
        let name = called(tag, member);
        let count = seen.entry(name.clone()).or_default();
        *count += 1;
        if *count == 1 {
            name
        } else {
            format!("{name} {count}")
        }
    });
    let raw: Vec<String> = raw.collect();
    let raw: Vec<&str> = raw.iter().map(String::as_str).collect();
    let given = names::distinct(&raw, names::variant_name);
    let members = members.iter().zip(given).map(|(member, name)| {
        let schema = Schema::of(member.node);
        let object = schema.and_then(|schema| schema.object());
        let fields = object.iter().flat_map(|object| &object.properties);
        Member {
            name,
            description: schema.map_or(String::new(), |it| it.node.owned_text("description")),
            ty: member.ty.clone(),
            has_tag: tag.is_some_and(|tag| has(object.as_ref(), tag)),
            tags: tag.map_or_else(Vec::new, |_| member.tags.clone()),
            fields: fields.map(|property| property.name.to_owned()).collect(),
        }
    });
    Union {
        tag: tag.map(str::to_owned),
        members: members.collect(),
    }
}

fn has(object: Option<&Object<'_>>, name: &str) -> bool {
    object.is_some_and(|object| object.properties.iter().any(|it| it.name == name))
}

/// What a member is called before it is a name in Rust.
fn called(tag: Option<&str>, member: &Typed<'_>) -> String {
    if let (Some(_), [only]) = (tag, member.tags.as_slice()) {
        return only.clone();
    }
    match &member.ty {
        Ty::List(item) if item.named().is_some() => {
            format!("{} list", item.named().unwrap_or_default())
        }
        Ty::Id(name) | Ty::Enum(name) | Ty::Struct(name) | Ty::Union(name) => {
            let title = member.node.text("title");
            title.map_or_else(|| name.clone(), str::to_owned)
        }
        Ty::String | Ty::Secret => "Text".to_owned(),
        Ty::DateTime => "Time".to_owned(),
        Ty::Date => "Date".to_owned(),
        Ty::Uuid => "Uuid".to_owned(),
        Ty::Bool => "Flag".to_owned(),
        Ty::F64 => "Number".to_owned(),
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => "Integer".to_owned(),
        Ty::List(_) => "List".to_owned(),
        Ty::Map(_) | Ty::Object => "Object".to_owned(),
        _ => "Other".to_owned(),
    }
}
