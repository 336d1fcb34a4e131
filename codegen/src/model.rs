//! The API in our vocabulary: resources with operations, types, limits.
//!
//! Every decision is made here (what a thing is called in Rust, which arguments are positional,
//! what a call gives), so that what comes after only prints. The values are plain and in the
//! document's order.
//!
//! Assumes a document in which [`check`](crate::check) found no error, or of which what errors
//! touch is left out; any other has a model that is not generated. What has no type of its own in Rust
//! becomes a JSON value, of which `check` warns.

mod api;
mod arguments;
mod built;
mod definition;
mod direction;
mod evidence;
mod examples;
mod hint;
mod limits;
mod operation;
mod operations;
mod output;
mod paging;
mod passed;
mod position;
mod recursion;
mod replies;
mod service;
mod status;
mod structs;
mod ty;
mod types;
mod unions;
mod usage;

pub use api::{Api, Resource};
pub use definition::{Field, Kind, Member, Struct, Type, TypesByName, Union, Variant};
pub use evidence::Evidence;
pub use examples::Example;
pub use limits::{Access, Limit, Limits};
pub use operation::{Argument, Body, Operation, Parts, Place, Usage};
pub use output::{Case, Output};
pub use service::Service;
pub use ty::{Scope, Ty};

use crate::document::Document;

/// Reads the API out of a document.
pub fn model(document: &Document) -> Api {
    let limits = limits::limits(document);
    let names = operations::names(document);
    let mut types = types::Types::new(document, &names);
    let (mut resources, messages) = operations::resources(document, &names, &limits, &mut types);
    let mut types = types.finish();
    passed::mark(&resources, &mut types);
    bodies(&mut resources, &types);
    let mut examples: Vec<Example> = types.iter().filter_map(examples::of_type).collect();
    examples.extend(messages);
    let service = service::service(document);
    usage::add(&mut resources, &types, &service.crate_name);
    Api {
        service,
        resources,
        types,
        limits,
        examples,
    }
}

/// Gives each body its struct as it is once all types are known: what holds itself is boxed then.
fn bodies(resources: &mut [Resource], types: &[Type]) {
    let types = TypesByName::of(types);
    let operations = resources.iter_mut().flat_map(|it| &mut it.operations);
    for body in operations.filter_map(|it| it.body.as_mut()) {
        if let Parts::Fields(fields) = &mut body.parts
            && let Some(Kind::Struct(built)) = types.get(&fields.name).map(|ty| &ty.kind)
        {
            fields.clone_from(built);
        }
    }
}
