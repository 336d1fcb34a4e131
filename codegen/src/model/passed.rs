//! The types that callers pass, which they have to be able to build.

use std::collections::HashSet;

use super::api::Resource;
use super::definition::{Type, TypesByName};

/// Marks the types of arguments, and those inside them.
pub(super) fn mark(resources: &[Resource], types: &mut [Type]) {
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    let arguments = operations.flat_map(|operation| &operation.arguments);
    let passed = TypesByName::of(types).inside(arguments.map(|argument| &argument.ty));
    let passed: HashSet<String> = passed.into_iter().map(str::to_owned).collect();
    for ty in types {
        ty.passed = passed.contains(&ty.name);
    }
}
