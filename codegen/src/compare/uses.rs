//! Which operations a type is seen in.

use std::collections::{BTreeMap, BTreeSet};

use super::called;
use crate::model::{Api, Body, Kind, Operation, Output, Struct, Ty};

/// The operations by the name of the type.
pub(super) type Uses = BTreeMap<String, Vec<String>>;

pub(super) fn uses(api: &Api) -> Uses {
    let structs = api.types.iter().filter_map(|ty| match &ty.kind {
        Kind::Struct(fields) => Some((ty.name.as_str(), fields)),
        _ => None,
    });
    let structs: BTreeMap<&str, &Struct> = structs.collect();
    let mut uses = Uses::new();
    for resource in &api.resources {
        for operation in &resource.operations {
            for name in seen(operation, &structs) {
                let operations = uses.entry(name.to_owned()).or_default();
                operations.push(called(resource, operation));
            }
        }
    }
    uses
}

/// The types in an operation's arguments and reply, and those inside them.
fn seen<'a>(operation: &'a Operation, structs: &BTreeMap<&str, &'a Struct>) -> BTreeSet<&'a str> {
    let mut queue: Vec<&str> = operation
        .arguments
        .iter()
        .filter_map(|it| named(&it.ty))
        .collect();
    match &operation.body {
        Some(Body::Fields(fields)) => queue.push(&fields.name),
        Some(Body::Whole { ty, .. }) => queue.extend(named(ty)),
        None => {}
    }
    match &operation.output {
        Output::Page(ty) | Output::Data(ty) | Output::Whole(ty) => queue.extend(named(ty)),
        Output::Empty => {}
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = queue.pop() {
        if seen.insert(name) {
            let fields = structs.get(name).map(|it| &it.fields);
            queue.extend(fields.into_iter().flatten().filter_map(|it| named(&it.ty)));
        }
    }
    seen
}

/// The document's type in a type.
fn named(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Id(name) | Ty::Enum(name) | Ty::Struct(name) => Some(name),
        Ty::Map(inner) | Ty::List(inner) | Ty::Option(inner) | Ty::Boxed(inner) => named(inner),
        _ => None,
    }
}
