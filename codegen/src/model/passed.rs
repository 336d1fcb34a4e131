//! The types that callers pass, which they have to be able to build.

use std::collections::HashMap;

use super::api::{Resource, Type};

/// Marks the types of arguments, and those inside them.
pub(super) fn mark(resources: &[Resource], types: &mut [Type]) {
    let indices = types.iter().enumerate();
    let indices: HashMap<String, usize> = indices
        .map(|(index, ty)| (ty.name.clone(), index))
        .collect();
    let operations = resources.iter().flat_map(|resource| &resource.operations);
    let arguments = operations.flat_map(|operation| &operation.arguments);
    let passed = arguments.filter_map(|argument| argument.ty.named());
    let mut queue: Vec<String> = passed.map(str::to_owned).collect();
    while let Some(name) = queue.pop() {
        let Some(ty) = indices.get(&name).map(|index| &mut types[*index]) else {
            continue;
        };
        if !std::mem::replace(&mut ty.passed, true) {
            queue.extend(ty.inner().map(str::to_owned));
        }
    }
}
