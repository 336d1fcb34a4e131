//! Differences of types.

use super::difference::{Found, Step, pairs};
use super::uses::{Uses, uses};
use crate::model::{Api, Field, Kind, Scope, Struct, Ty, Type, Variant};

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found) {
    let (used_before, used) = (uses(old), uses(new));
    for pair in pairs(old.types.iter(), new.types.iter(), |it: &Type| &it.name) {
        let of = |ty: Option<&Type>, uses: &Uses| {
            let operations = ty.and_then(|ty| uses.get(&ty.name).cloned());
            operations.unwrap_or_default()
        };
        found.operations = of(pair.0, &used_before);
        found.operations.extend(of(pair.1, &used));
        found.operations.sort();
        found.operations.dedup();
        match pair {
            (None, Some(new)) => found.add(Step::Additive, name(new), "is new"),
            (Some(old), None) => found.add(Step::Breaking, name(old), "is gone"),
            (Some(old), Some(new)) => one(old, new, found),
            (None, None) => {}
        }
    }
}

fn name(ty: &Type) -> String {
    format!("types::{}", ty.name)
}

fn one(old: &Type, new: &Type, found: &mut Found) {
    let item = name(new);
    match (&old.kind, &new.kind) {
        (Kind::Struct(old), Kind::Struct(new)) => fields(&item, old, new, found),
        (Kind::Enum(old), Kind::Enum(new)) => variants(&item, old, new, found),
        (Kind::Id { prefix: old }, Kind::Id { prefix: new }) => {
            found.reworded(&item, "what it starts with", old, new);
        }
        _ => found.add(Step::Breaking, &item, "is another kind of type"),
    }
    if matches!(new.kind, Kind::Struct(_)) {
        match (&old.example, &new.example) {
            (Some(_), None) => found.add(Step::Breaking, &item, "has no example() any more"),
            (None, Some(_)) => found.add(Step::Additive, &item, "has an example()"),
            (old, new) => found.reworded(&item, "its example", old, new),
        }
    }
    found.reworded(&item, "its description", &old.description, &new.description);
    found.reworded(&item, "its evidence", &old.evidence, &new.evidence);
}

fn fields(item: &str, old: &Struct, new: &Struct, found: &mut Found) {
    for pair in pairs(old.fields.iter(), new.fields.iter(), |it: &Field| &it.ident) {
        match pair {
            (None, Some(new)) => {
                found.add(Step::Additive, format!("{item}.{}", new.ident), "is new");
            }
            (Some(old), None) => {
                found.add(Step::Breaking, format!("{item}.{}", old.ident), "is gone");
            }
            (Some(old), Some(new)) => {
                let item = format!("{item}.{}", new.ident);
                let (was, is) = (old.ty.rust(Scope::Types), new.ty.rust(Scope::Types));
                found.changed(Step::Breaking, &item, "its type", &was, &is);
                if was == is && matches!(new.ty, Ty::Option(_)) {
                    let (was, is) = (nothing(old), nothing(new));
                    found.changed(Step::Additive, &item, "no value in JSON", was, is);
                }
                found.changed(
                    Step::Additive,
                    &item,
                    "its name in JSON",
                    &old.name,
                    &new.name,
                );
                found.reworded(&item, "its description", &old.description, &new.description);
            }
            (None, None) => {}
        }
    }
    let of = |it: &Struct| it.fields.iter().map(|it| it.ident.clone()).collect();
    order(item, "fields", of(old), of(new), found);
    match (&old.extra, &new.extra) {
        (Some(_), None) => found.add(Step::Breaking, item, "keeps no extra fields any more"),
        (None, Some(_)) => found.add(Step::Additive, item, "keeps extra fields"),
        (Some(was), Some(is)) => {
            found.changed(Step::Breaking, item, "the field of extra fields", was, is);
        }
        (None, None) => {}
    }
}

/// How nothing is written.
fn nothing(field: &Field) -> &'static str {
    if field.required { "null" } else { "absent" }
}

/// The order shows in the documentation, and promises nothing.
fn order(item: &str, what: &str, mut old: Vec<String>, mut new: Vec<String>, found: &mut Found) {
    let known = old.clone();
    old.retain(|it| new.contains(it));
    new.retain(|it| known.contains(it));
    found.reworded(item, &format!("the order of its {what}"), old, new);
}

fn variants(item: &str, old: &[Variant], new: &[Variant], found: &mut Found) {
    let of = |all: &[Variant]| all.iter().map(|it| it.name.clone()).collect();
    order(item, "values", of(old), of(new), found);
    for pair in pairs(old.iter(), new.iter(), |it: &Variant| &it.name) {
        match pair {
            (None, Some(new)) => {
                found.add(Step::Additive, format!("{item}::{}", new.name), "is new");
            }
            (Some(old), None) => {
                found.add(Step::Breaking, format!("{item}::{}", old.name), "is gone");
            }
            (Some(old), Some(new)) => {
                let item = format!("{item}::{}", new.name);
                found.changed(Step::Additive, &item, "its value", &old.value, &new.value);
            }
            (None, None) => {}
        }
    }
}
