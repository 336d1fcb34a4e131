//! An operation's parameters and body as the arguments of its call.

use indexmap::IndexMap;
use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathItem, RequestBody};
use serde_json::Value;

use super::components::{component, json_media};
use super::operations::Operations;
use super::schema::resolve;
use super::{Argument, Body, Output, Place, Ty};
use crate::names;

impl<'d> Operations<'d, '_> {
    /// The arguments in path, query and headers; those of the path stand as in its template.
    pub(super) fn parameters(
        &mut self,
        path: &str,
        item: &'d PathItem,
        operation: &'d openapiv3::Operation,
        type_name: &str,
    ) -> Vec<Argument> {
        // An operation's parameter takes the place of its path's of the same name and place.
        let mut parameters: IndexMap<(&str, Place), &ParameterData> = IndexMap::new();
        for parameter in item.parameters.iter().chain(&operation.parameters) {
            let parameter = component(self.document, parameter, |all| &all.parameters);
            if let Some((place, data)) = parameter.and_then(placed) {
                parameters.insert((data.name.as_str(), place), data);
            }
        }
        let mut arguments: Vec<Argument> = parameters
            .into_iter()
            .map(|((name, place), data)| {
                let ParameterSchemaOrContent::Schema(schema) = &data.format else {
                    return self.argument(name, place, data, Ty::String, None);
                };
                let ty = self.types.of(schema, &format!("{type_name} {name}"));
                let resolved = resolve(&self.document.openapi, schema);
                let example = resolved.and_then(|it| it.schema.schema_data.example.clone());
                self.argument(name, place, data, ty, example)
            })
            .collect();
        arguments.sort_by_key(|argument| match argument.place {
            Place::Path => path
                .find(&format!("{{{}}}", argument.name))
                .unwrap_or(path.len()),
            _ => usize::MAX,
        });
        arguments
    }

    fn argument(
        &self,
        name: &str,
        place: Place,
        data: &ParameterData,
        ty: Ty,
        example: Option<Value>,
    ) -> Argument {
        Argument {
            ident: argument_ident(name, data.required),
            name: name.to_owned(),
            ty,
            required: data.required,
            description: data.description.clone().unwrap_or_default(),
            example: data.example.clone().or(example),
            place,
        }
    }

    /// What the operation sends. The fields of an object become arguments.
    pub(super) fn body(
        &mut self,
        operation: &'d openapiv3::Operation,
        id: &str,
        type_name: &str,
        arguments: &mut Vec<Argument>,
    ) -> Option<Body> {
        let document = self.document;
        let body = operation.request_body.as_ref()?;
        let body: &RequestBody = component(document, body, |all| &all.request_bodies)?;
        let media = json_media(&body.content)?;
        let schema = media.schema.as_ref();
        let ty = schema.map_or(Ty::Value, |schema| {
            self.types.of(schema, &format!("{type_name} body"))
        });
        self.examples.add(
            document,
            &format!("{id}_request"),
            media,
            &Output::Whole(ty.clone()),
        );
        let example = schema
            .and_then(|schema| resolve(&document.openapi, schema))
            .and_then(|it| it.schema.schema_data.example.as_ref())
            .cloned();
        let fields = schema
            .and_then(|schema| self.types.struct_of(schema, &ty))
            .filter(|_| body.required)
            .cloned();
        let Some(fields) = fields else {
            arguments.push(Argument {
                ident: "body".to_owned(),
                name: "body".to_owned(),
                ty: ty.clone(),
                required: body.required,
                description: body.description.clone().unwrap_or_default(),
                example,
                place: Place::Body,
            });
            return Some(Body::Whole {
                ty,
                required: body.required,
            });
        };
        for field in &fields.fields {
            arguments.push(Argument {
                ident: vacant(arguments, &argument_ident(&field.name, field.required)),
                name: field.name.clone(),
                ty: field.ty.clone(),
                required: field.required,
                description: field.description.clone(),
                example: example
                    .as_ref()
                    .and_then(|example| example.get(&field.name))
                    .cloned(),
                place: Place::Field,
            });
        }
        Some(Body::Fields(fields))
    }
}

/// A positional argument's name, or a setter's.
pub(crate) fn argument_ident(name: &str, required: bool) -> String {
    if required {
        names::field_name(name)
    } else {
        names::setter_name(name)
    }
}

fn placed(parameter: &Parameter) -> Option<(Place, &ParameterData)> {
    match parameter {
        Parameter::Path { parameter_data, .. } => Some((Place::Path, parameter_data)),
        Parameter::Query { parameter_data, .. } => Some((Place::Query, parameter_data)),
        Parameter::Header { parameter_data, .. } => Some((Place::Header, parameter_data)),
        Parameter::Cookie { .. } => None,
    }
}

/// A name that no argument has yet: a field of the body may be called as a path parameter is.
fn vacant(arguments: &[Argument], ident: &str) -> String {
    let taken = |name: &str| arguments.iter().any(|argument| argument.ident == name);
    if taken(ident) {
        format!("body_{}", ident.trim_start_matches("r#"))
    } else {
        ident.to_owned()
    }
}
