//! The document as progenitor takes it.
//!
//! Progenitor gets the document's operations: their paths, methods and parameters, what is
//! required of them, their bodies. Three things differ. Types are ours, so a schema only says how
//! ours is called. Replies are bytes, as the runtime reads them. And what would not be one
//! identifier in Rust has the name that it has there: progenitor keeps parameters apart by the
//! identifiers that it makes of their names.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use indexmap::IndexMap;
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use crate::document::{self, Document, Style};
use crate::model::{Api, Operation, Place, Scope, Ty};
use crate::names;

/// What `wire` and progenitor's code call something of their own.
const RESERVED: [&str; 2] = ["body", "endpoint"];

/// What progenitor takes, and what it would get wrong.
pub struct Lowered<'a> {
    /// The operations, each under the name of its function.
    pub document: OpenAPI,
    /// Our types, by the name of the schema in their place.
    pub types: BTreeMap<String, String>,
    /// How the operations are sent, by their functions.
    pub operations: BTreeMap<&'a str, Sent<'a>>,
}

/// How an operation is sent.
pub struct Sent<'a> {
    /// Its path template, body and media types.
    pub operation: &'a Operation,
    /// Its parameters in the document's order, by the names that they have here.
    pub parameters: IndexMap<String, Carried<'a>>,
    /// Whether there must be a body.
    pub body_required: bool,
}

/// A parameter of the document.
pub struct Carried<'a> {
    /// Its name there.
    pub name: &'a str,
    /// How its value is written.
    pub style: Style,
}

/// Writes the document for progenitor. How a parameter's type is called in Rust is the model's to
/// say; whatever else is in it comes from the document.
///
/// # Errors
///
/// What is not OpenAPI; a fault of the generator, if `check` found no error in the document.
pub fn lower<'a>(document: &'a Document, api: &'a Api) -> Result<Lowered<'a>, serde_json::Error> {
    let typed = api.operations();
    let typed = typed.map(|it| ((it.path.as_str(), it.method.as_str()), it));
    let typed: BTreeMap<_, &Operation> = typed.collect();
    let mut types = Types::default();
    let mut paths: Map<String, Value> = Map::new();
    let mut operations = BTreeMap::new();
    for operation in document.operations() {
        let Some(typed) = typed.get(&(operation.path, operation.method.as_str())) else {
            continue;
        };
        let sent = sent(&operation, typed);
        let item = paths.entry(path(&operation, &sent));
        let item = item.or_insert_with(|| json!({}));
        item[operation.method.as_str().to_lowercase()] = lowered(&operation, &sent, &mut types);
        operations.insert(typed.function.as_str(), sent);
    }
    let schemas = types.names.values();
    let schemas: Map<_, _> = schemas.map(|name| (name.clone(), json!({}))).collect();
    let types = types.names.into_iter().map(|(rust, name)| (name, rust));
    Ok(Lowered {
        document: serde_json::from_value(json!({
            "openapi": "3.0.3",
            "info": { "title": api.service.name, "version": "" },
            "paths": paths,
            "components": { "schemas": schemas },
        }))?,
        types: types.collect(),
        operations,
    })
}

fn sent<'a>(operation: &document::Operation<'a>, typed: &'a Operation) -> Sent<'a> {
    let mut taken = BTreeSet::from(RESERVED.map(str::to_owned));
    let parameters = operation.parameters().map(|(_, parameter)| {
        let name = parameter.name();
        let style = parameter.style().unwrap_or(Style::Plain);
        (ident(name, &mut taken), Carried { name, style })
    });
    Sent {
        operation: typed,
        parameters: parameters.collect(),
        body_required: operation
            .body()
            .is_some_and(|body| body.node.flag("required")),
    }
}

/// The path template with the names that its parameters have here.
fn path(operation: &document::Operation<'_>, sent: &Sent<'_>) -> String {
    let mut path = operation.path.to_owned();
    for ((place, _), (name, carried)) in operation.parameters().zip(&sent.parameters) {
        if place == document::Place::Path {
            path = path.replace(&format!("{{{}}}", carried.name), &format!("{{{name}}}"));
        }
    }
    path
}

fn lowered(operation: &document::Operation<'_>, sent: &Sent<'_>, types: &mut Types) -> Value {
    let typed = sent.operation;
    let named = operation.parameters().zip(sent.parameters.keys());
    let parameters = named.map(|((place, parameter), name)| {
        let mut arguments = typed.arguments.iter();
        let argument =
            arguments.find(|it| it.place == Place::Request(place) && it.name == parameter.name());
        let ty = argument.map_or(&Ty::Value, |it| &it.ty);
        json!({
            "name": name,
            "in": parameter.node.text("in"),
            "required": parameter.is_required() && ty.not_null() == ty,
            "schema": types.schema(ty.not_null()),
        })
    });
    let mut lowered = json!({
        "operationId": typed.function,
        "parameters": parameters.collect::<Vec<_>>(),
        "responses": { "2XX": {
            "description": "",
            "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } },
        } },
    });
    if let Some(ty) = typed.sent().filter(|_| operation.body().is_some()) {
        let required = sent.body_required;
        let ty = if required { &ty } else { ty.not_null() };
        lowered["requestBody"] = json!({
            "required": required,
            "content": { "application/json": { "schema": types.schema(ty) } },
        });
    }
    lowered
}

/// What a parameter is called in Rust.
fn ident(name: &str, taken: &mut BTreeSet<String>) -> String {
    let name = names::field_name(name);
    vacant(
        name.trim_start_matches("r#").trim_end_matches('_'),
        "_",
        taken,
    )
}

/// A name that is not taken yet: this one, or numbered.
fn vacant(base: &str, separator: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = base.to_owned();
    let mut count = 2;
    while !taken.insert(name.clone()) {
        name = format!("{base}{separator}{count}");
        count += 1;
    }
    name
}

/// The schemas that represent our types.
#[derive(Default)]
struct Types {
    /// The names of the schemas, by the type.
    names: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Types {
    /// A schema that progenitor makes the type of.
    fn schema(&mut self, ty: &Ty) -> Value {
        let (kind, format) = match ty {
            Ty::String => return json!({ "type": "string" }),
            Ty::Bool => return json!({ "type": "boolean" }),
            Ty::F64 => ("number", "double"),
            Ty::I32 => ("integer", "int32"),
            Ty::I64 => ("integer", "int64"),
            Ty::U32 => ("integer", "uint32"),
            Ty::U64 => ("integer", "uint64"),
            ours => {
                let name = self.name(ours.rust(Scope::Elsewhere));
                return json!({ "$ref": format!("#/components/schemas/{name}") });
            }
        };
        json!({ "type": kind, "format": format })
    }

    /// The name of a type's schema, in a form that progenitor does not change: upper camel case of
    /// upper camel case, as that of `AB` is `Ab`.
    fn name(&mut self, rust: String) -> String {
        let name = self.names.entry(rust).or_insert_with_key(|rust| {
            let base = rust.to_upper_camel_case().to_upper_camel_case();
            vacant(&base, "", &mut self.taken)
        });
        name.clone()
    }
}
