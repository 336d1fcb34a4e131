//! Which operations a type is seen in.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::called;
use crate::model::{Api, Operation, Output, Ty, Type};

/// The operations by the name of the type.
pub(super) type Uses = BTreeMap<String, Vec<String>>;

pub(super) fn uses(api: &Api) -> Uses {
    let types = api.types.iter().map(|ty| (ty.name.as_str(), ty));
    let types: BTreeMap<&str, &Type> = types.collect();
    let mut uses = Uses::new();
    for resource in &api.resources {
        for operation in &resource.operations {
            for name in seen(operation, &types) {
                let operations = uses.entry(name.to_owned()).or_default();
                operations.push(called(resource, operation));
            }
        }
    }
    uses
}

/// The types in an operation's arguments and reply, and those inside them.
fn seen<'a>(operation: &'a Operation, types: &BTreeMap<&str, &'a Type>) -> BTreeSet<&'a str> {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let made_of = arguments.chain(operation.output.ty());
    let mut queue: Vec<&str> = made_of.filter_map(Ty::named).collect();
    if let Output::Several(name) = &operation.output {
        queue.push(name);
    }
    if let Some(fields) = operation.body_struct() {
        queue.push(&fields.name);
    }
    let mut seen = BTreeSet::new();
    while let Some(name) = queue.pop() {
        if seen.insert(name) {
            queue.extend(types.get(name).into_iter().flat_map(|ty| ty.inner()));
        }
    }
    seen
}
