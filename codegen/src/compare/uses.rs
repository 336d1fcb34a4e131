//! Which operations a type is seen in.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::called;
use crate::model::{Api, Body, Kind, Operation, Struct, Ty};

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
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let types = arguments.chain(operation.output.ty());
    let mut queue: Vec<&str> = types.filter_map(Ty::named).collect();
    if let Some(Body::Fields(fields)) = &operation.body {
        queue.push(&fields.name);
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = queue.pop() {
        if seen.insert(name) {
            let fields = structs.get(name).map(|it| &it.fields);
            queue.extend(fields.into_iter().flatten().filter_map(|it| it.ty.named()));
        }
    }
    seen
}
