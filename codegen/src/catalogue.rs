//! The API as a table of operations, for programs that call them by name: a command line, a tool
//! server.
//!
//! Each operation has its words, its arguments with their kinds, the columns of what it gives, and
//! JSON Schemas of both. What a kind does not describe is JSON. An operation that sends or gives
//! something else than JSON, or one of several replies, is not in it.

mod columns;
mod inputs;
mod schemas;

use std::collections::HashMap;

use crate::document::{self, Document};
use crate::model::{Api, Operation, Output, Resource, Ty, TypesByName};

pub use columns::{Cell, Column};
pub use inputs::{Input, Kind};
pub use schemas::{Gives, one_line};

/// A table of operations.
pub struct Catalogue<'a> {
    /// The client crate's name in Rust: `linksii_api`.
    pub crate_name: &'a str,
    /// In the document's order.
    pub resources: Vec<Listed<'a>>,
}

/// A resource with its operations.
pub struct Listed<'a> {
    /// Its accessor and description.
    pub resource: &'a Resource,
    /// The name for people: `tracking`, `api-keys`.
    pub name: String,
    /// In the document's order.
    pub operations: Vec<Entry<'a>>,
}

/// An operation of the table.
pub struct Entry<'a> {
    /// Its request, and the method that makes it.
    pub operation: &'a Operation,
    /// The name for people: `list`, `create`.
    pub verb: String,
    /// Whether what it gives holds a secret.
    pub reveals: bool,
    /// What it takes; those that it must have come first.
    pub inputs: Vec<Input<'a>>,
    /// What it gives.
    pub gives: Gives,
    /// The columns of a row of it; empty where it is not an object.
    pub columns: Vec<Column<'a>>,
    /// A JSON Schema of its arguments as one object.
    pub input_schema: String,
    /// A JSON Schema of what it gives: of one item where it gives pages.
    pub output_schema: Option<String>,
}

/// Makes the table of an API and the document that it is from.
pub fn catalogue<'a>(document: &Document, api: &'a Api) -> Catalogue<'a> {
    let types = api.types_by_name();
    let documented = document.operations();
    let documented = documented.map(|it| ((it.path, it.method.as_str()), it));
    let documented: HashMap<_, _> = documented.collect();
    let resources = api.resources.iter().map(|resource| {
        let entries = resource.operations.iter().filter_map(|operation| {
            let key = (operation.path.as_str(), operation.method.as_str());
            entry(operation, &types, documented.get(&key)?)
        });
        Listed {
            resource,
            name: spoken(&resource.name),
            operations: entries.collect(),
        }
    });
    Catalogue {
        crate_name: &api.service.crate_name,
        resources: resources.collect(),
    }
}

fn entry<'a>(
    operation: &'a Operation,
    types: &TypesByName<'a>,
    documented: &document::Operation<'_>,
) -> Option<Entry<'a>> {
    let mut arguments = operation.arguments.iter();
    if arguments.any(|it| matches!(it.ty.innermost(), Ty::Body | Ty::File)) {
        return None;
    }
    let gives = match &operation.output {
        Output::Page(_) | Output::CursorPage(_) if operation.paged => Gives::Pages,
        Output::Page(_) | Output::CursorPage(_) | Output::Data(_) => Gives::Data,
        Output::Whole(_) => Gives::Body,
        Output::Empty => Gives::Nothing,
        Output::Text | Output::Bytes | Output::Several(_) => return None,
    };
    let given = operation.output.ty();
    Some(Entry {
        operation,
        verb: spoken(&operation.method_name),
        reveals: given.is_some_and(|ty| reveals(ty, types)),
        inputs: inputs::inputs(operation, types),
        columns: given.map_or(Vec::new(), |ty| columns::columns(ty, types)),
        input_schema: schemas::input(operation, documented),
        output_schema: schemas::output(documented, gives),
        gives,
    })
}

/// A name in Rust as people type it: `r#type` is `type`, `api_keys` is `api-keys`.
fn spoken(name: &str) -> String {
    name.trim_start_matches("r#")
        .trim_matches('_')
        .replace('_', "-")
}

/// Whether a type is a secret, or holds one.
fn reveals(ty: &Ty, types: &TypesByName<'_>) -> bool {
    let inside = types.inside([ty]);
    let inside = inside.into_iter().filter_map(|name| types.get(name));
    let mut all = inside.flat_map(|ty| ty.made_of()).chain([ty]);
    all.any(|ty| *ty.innermost() == Ty::Secret)
}
