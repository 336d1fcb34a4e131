//! The API as a table of operations, for programs that call them by name: a command line, a tool
//! server.
//!
//! Each operation has its words, its arguments with their kinds and places, the columns of what it
//! gives, and JSON Schemas of both. What a kind does not describe is JSON. An operation that sends or
//! gives something else than JSON, or one of several replies, is not in it.

mod arguments;
mod columns;
mod schemas;

use crate::document::{self, Document};
use crate::model::{Api, Operation, Output, Resource, Ty};

pub use arguments::{Input, Kind, Place};
pub use columns::{Cell, Column};
pub use schemas::Gives;

/// A table of operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// The client crate's name in Rust: `linksii_api`.
    pub crate_name: String,
    /// In the document's order.
    pub resources: Vec<Listed>,
}

/// A resource with its operations.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The accessor on the client: `tracking`.
    pub accessor: String,
    /// The name for people: `tracking`, `api-keys`.
    pub name: String,
    /// What it is.
    pub description: String,
    /// In the document's order.
    pub operations: Vec<Entry>,
}

/// An operation of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The document's `operationId`.
    pub id: String,
    /// Its name among the functions of the table: `list_tracking`.
    pub function: String,
    /// The method on the resource: `list`.
    pub method_name: String,
    /// The name for people: `list`, `create`.
    pub verb: String,
    /// In upper case.
    pub method: &'static str,
    /// The path template.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The rest; may be empty.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Whether it changes something.
    pub writes: bool,
    /// Whether what it gives holds a secret.
    pub reveals: bool,
    /// What it takes; those that it must have come first.
    pub inputs: Vec<Input>,
    /// What it gives.
    pub gives: Gives,
    /// The columns of a row of it; empty where it is not an object.
    pub columns: Vec<Column>,
    /// A JSON Schema of its arguments as one object.
    pub input_schema: String,
    /// A JSON Schema of what it gives: of one item where it gives pages.
    pub output_schema: Option<String>,
}

/// Makes the table of an API and the document that it is from.
pub fn catalogue(document: &Document, api: &Api) -> Catalogue {
    let operations: Vec<document::Operation<'_>> = document.operations().collect();
    let resources = api.resources.iter();
    Catalogue {
        crate_name: api.service.crate_name.clone(),
        resources: resources
            .map(|resource| listed(resource, api, &operations))
            .collect(),
    }
}

fn listed(resource: &Resource, api: &Api, operations: &[document::Operation<'_>]) -> Listed {
    let entries = resource.operations.iter().filter_map(|operation| {
        let mut found = operations.iter();
        let found = found.find(|it| it.path == operation.path && it.method == operation.method)?;
        entry(operation, api, found)
    });
    Listed {
        accessor: resource.name.clone(),
        name: spoken(&resource.name),
        description: arguments::one_line(&resource.description),
        operations: entries.collect(),
    }
}

fn entry(operation: &Operation, api: &Api, found: &document::Operation<'_>) -> Option<Entry> {
    let mut arguments = operation.arguments.iter();
    if arguments.any(|it| matches!(it.ty.innermost(), Ty::Body | Ty::File)) {
        return None;
    }
    let mut inputs = arguments::inputs(operation, api);
    inputs.sort_by_key(|input| !input.required);
    let item = operation.output.ty();
    let gives = match &operation.output {
        Output::Page(_) | Output::CursorPage(_) if operation.paged => Gives::Pages,
        Output::Page(_) | Output::CursorPage(_) | Output::Data(_) => Gives::Data,
        Output::Whole(_) => Gives::Body,
        Output::Empty => Gives::Nothing,
        Output::Text | Output::Bytes | Output::Several(_) => return None,
    };
    Some(Entry {
        id: operation.id.clone(),
        function: operation.function.clone(),
        method_name: operation.method_name.clone(),
        verb: spoken(&operation.method_name),
        method: operation.method.as_str(),
        path: operation.path.clone(),
        summary: arguments::one_line(&operation.summary),
        description: arguments::one_line(&operation.description),
        deprecated: operation.deprecated,
        writes: !operation.method.reads(),
        reveals: item.is_some_and(|ty| reveals(ty, api, &mut Vec::new())),
        columns: item.map_or(Vec::new(), |ty| columns::columns(ty, api)),
        input_schema: schemas::input(operation, found),
        output_schema: schemas::output(found, gives),
        inputs,
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
fn reveals(ty: &Ty, api: &Api, seen: &mut Vec<String>) -> bool {
    if matches!(columns::within(ty), Ty::Secret) {
        return true;
    }
    let Some(name) = ty.named().filter(|name| !seen.iter().any(|it| it == name)) else {
        return false;
    };
    seen.push(name.to_owned());
    let fields = columns::fields(name, api);
    fields.iter().any(|field| reveals(&field.ty, api, seen))
}
