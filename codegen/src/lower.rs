//! The document as progenitor takes it.
//!
//! Progenitor gets the document's operations: their paths, methods and parameters, what is
//! required of them, their bodies. Three things differ. Types are ours, so a schema only says how
//! ours is called. Replies are bytes, as the runtime reads them. And what would not be one
//! identifier in Rust has the name that it has there: progenitor keeps parameters apart by the
//! identifiers that it makes of their names.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use crate::document::{self, Document, Encoding, Parameter, Style};
use crate::model::{Api, Operation, Place, Scope, Ty};
use crate::names;

/// What `wire` and progenitor's code call something of their own.
const RESERVED: [&str; 2] = ["body", "endpoint"];

/// What progenitor takes, and what it would get wrong.
pub struct Lowered {
    /// The operations, each under the name of its function.
    pub document: OpenAPI,
    /// Our types, by the name of the schema in their place.
    pub types: BTreeMap<String, String>,
    /// How the parameters are sent, by the function and the name that they have here.
    pub parameters: BTreeMap<(String, String), Carried>,
    /// How the bodies are sent that are not plain JSON, by the function.
    pub bodies: BTreeMap<String, Written>,
    /// The media types that are asked for, by the function, where they are not JSON alone.
    pub accepted: BTreeMap<String, String>,
}

/// A parameter of the document.
pub struct Carried {
    /// Its name there.
    pub name: String,
    /// How its value is written.
    pub style: Style,
}

/// How a body is written.
pub struct Written {
    /// Its encoding.
    pub encoding: Encoding,
    /// Its media type.
    pub media_type: String,
}

/// Writes the document for progenitor. How a parameter's type is called in Rust is the model's to
/// say; whatever else is in it comes from the document.
///
/// # Errors
///
/// What is not OpenAPI; a fault of the generator, if `check` found no error in the document.
pub fn lower(document: &Document, api: &Api) -> Result<Lowered, serde_json::Error> {
    let typed = api.operations();
    let typed = typed.map(|it| ((it.path.as_str(), it.method.as_str()), it));
    let mut writer = Writer {
        typed: typed.collect(),
        types: Types::default(),
        parameters: BTreeMap::new(),
        bodies: BTreeMap::new(),
        accepted: BTreeMap::new(),
    };
    let mut paths: Map<String, Value> = Map::new();
    for operation in document.operations() {
        let Some((path, lowered)) = writer.operation(&operation) else {
            continue;
        };
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[operation.method.as_str().to_lowercase()] = lowered;
    }
    let schemas = writer.types.names.iter();
    let schemas: Map<_, _> = schemas.map(|(_, name)| (name.clone(), json!({}))).collect();
    let types = writer
        .types
        .names
        .into_iter()
        .map(|(rust, name)| (name, rust));
    Ok(Lowered {
        document: serde_json::from_value(json!({
            "openapi": "3.0.3",
            "info": { "title": api.service.name, "version": "" },
            "paths": paths,
            "components": { "schemas": schemas },
        }))?,
        types: types.collect(),
        parameters: writer.parameters,
        bodies: writer.bodies,
        accepted: writer.accepted,
    })
}

struct Writer<'a> {
    /// The model's operations, for the types of their arguments.
    typed: BTreeMap<(&'a str, &'a str), &'a Operation>,
    types: Types,
    parameters: BTreeMap<(String, String), Carried>,
    bodies: BTreeMap<String, Written>,
    accepted: BTreeMap<String, String>,
}

impl Writer<'_> {
    /// The path template and the operation.
    fn operation(&mut self, operation: &document::Operation<'_>) -> Option<(String, Value)> {
        let key = (operation.path, operation.method.as_str());
        let typed = self.typed.get(&key).copied()?;
        let function = typed.function.clone();
        let ty = |place, name: &str| {
            let mut arguments = typed.arguments.iter();
            let argument = arguments.find(|it| it.place == place && it.name == name);
            argument.map_or(Ty::Value, |it| it.ty.clone())
        };
        let mut path = operation.path.to_owned();
        let mut parameters = Vec::new();
        let mut taken = BTreeSet::from(RESERVED.map(str::to_owned));
        for (place, parameter) in operation.parameters() {
            let written = parameter.name();
            let name = vacant(written, &mut taken);
            if place == document::Place::Path {
                path = path.replace(&format!("{{{written}}}"), &format!("{{{name}}}"));
            }
            let ty = ty(Place::Request(place), written);
            parameters.push(self.parameter(&name, &parameter, &ty));
            let carried = Carried {
                name: written.to_owned(),
                style: parameter.style().unwrap_or(Style::Plain),
            };
            self.parameters.insert((function.clone(), name), carried);
        }
        let body = typed.sent().zip(operation.body()).map(|(ty, message)| {
            let required = message.node.flag("required");
            let ty = if required { &ty } else { ty.not_null() };
            json!({
                "required": required,
                "content": { "application/json": { "schema": self.types.schema(ty) } },
            })
        });
        if let Some(body) = &typed.body {
            let written = Written {
                encoding: body.encoding,
                media_type: body.media_type.clone(),
            };
            self.bodies.insert(function.clone(), written);
        }
        if let Some(accept) = &typed.accept {
            self.accepted.insert(function.clone(), accept.clone());
        }
        let mut lowered = json!({
            "operationId": function,
            "parameters": parameters,
            "responses": { "2XX": {
                "description": "",
                "content": { "*/*": { "schema": { "type": "string", "format": "binary" } } },
            } },
        });
        if let Some(body) = body {
            lowered["requestBody"] = body;
        }
        Some((path, lowered))
    }

    fn parameter(&mut self, name: &str, parameter: &Parameter<'_>, ty: &Ty) -> Value {
        json!({
            "name": name,
            "in": parameter.node.text("in"),
            "required": parameter.is_required() && ty.not_null() == ty,
            "schema": self.types.schema(ty.not_null()),
        })
    }
}

/// A parameter's name, or what it is called in Rust where that is another.
fn vacant(name: &str, taken: &mut BTreeSet<String>) -> String {
    let base = names::field_name(name);
    let base = base.trim_start_matches("r#").trim_end_matches('_');
    let mut vacant = base.to_owned();
    let mut count = 2;
    while !taken.insert(vacant.clone()) {
        vacant = format!("{base}_{count}");
        count += 1;
    }
    vacant
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

    /// The name of a type's schema, in a form that progenitor does not change.
    fn name(&mut self, rust: String) -> String {
        if let Some(known) = self.names.get(&rust) {
            return known.clone();
        }
        let mut name = rust.to_upper_camel_case();
        while name != name.to_upper_camel_case() || self.taken.contains(&name) {
            name = name.to_upper_camel_case();
            if self.taken.contains(&name) {
                name.push('X');
            }
        }
        self.taken.insert(name.clone());
        self.names.insert(rust, name.clone());
        name
    }
}
