//! Paths as resources with operations.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, ReferenceOr, Response, StatusCode};

use super::components::{component, json_media};
use super::evidence::evidence;
use super::examples::Examples;
use super::limits::{Access, Limit, Limits};
use super::schema::{Node, items, object, resolve};
use super::types::Types;
use super::{Argument, Example, HttpMethod, Operation, Output, Place, Resource, Ty};
use crate::load::Document;
use crate::names;

/// Reads the operations, and the examples of their requests and replies on the way.
pub(super) struct Operations<'d, 't> {
    pub(super) document: &'d Document,
    pub(super) types: &'t mut Types<'d>,
    pub(super) examples: Examples,
    limits: BTreeMap<(&'t str, Access), &'t Limit>,
}

impl<'d, 't> Operations<'d, 't> {
    pub(super) fn new(
        document: &'d Document,
        limits: &'t Limits,
        types: &'t mut Types<'d>,
    ) -> Self {
        let limits = limits.paths.iter();
        Self {
            document,
            types,
            examples: Examples::default(),
            limits: limits
                .map(|limit| ((limit.path.as_str(), limit.access), limit))
                .collect(),
        }
    }

    /// The examples that the operations came with.
    pub(super) fn examples(self) -> Vec<Example> {
        self.examples.found
    }

    /// The operations of all paths, by tag, in the document's order.
    pub(super) fn resources(&mut self) -> Vec<Resource> {
        let openapi = &self.document.openapi;
        let mut resources: IndexMap<&str, Resource> = openapi
            .tags
            .iter()
            .map(|tag| {
                (
                    tag.name.as_str(),
                    resource(&tag.name, tag.description.as_deref()),
                )
            })
            .collect();
        for (path, item) in &openapi.paths.paths {
            let ReferenceOr::Item(item) = item else {
                continue;
            };
            for (method, operation) in item.iter() {
                let Some(method) = http_method(method) else {
                    continue;
                };
                let written = operation.tags.first().map(String::as_str);
                let tag = tag_of(written, resources.keys().copied(), path);
                let operation = self.operation(path, item, method, operation, tag);
                resources
                    .entry(tag)
                    .or_insert_with(|| resource(tag, None))
                    .operations
                    .push(operation);
            }
        }
        let mut resources: Vec<Resource> = resources.into_values().collect();
        resources.retain(|resource| !resource.operations.is_empty());
        resources.iter_mut().for_each(tell_methods_apart);
        resources
    }

    fn operation(
        &mut self,
        path: &str,
        item: &'d PathItem,
        method: HttpMethod,
        operation: &'d openapiv3::Operation,
        tag: &str,
    ) -> Operation {
        let id = operation
            .operation_id
            .clone()
            .unwrap_or_else(|| names::field_name(&format!("{} {path}", method.as_str())));
        let function = names::field_name(&id);
        let type_name = names::operation_type_name(&id, tag);
        let mut arguments = self.parameters(path, item, operation, &type_name);
        let body = self.body(operation, &id, &type_name, &mut arguments);
        let output = self.output(operation, &id, &type_name);
        let paged = matches!(output, Output::Page(_)) && page_by_offset(&mut arguments);
        Operation {
            method_name: names::method_name(&id, tag),
            limit: self.limit(path, method),
            http_method: method,
            path: path.to_owned(),
            summary: operation.summary.clone().unwrap_or_default(),
            description: operation.description.clone().unwrap_or_default(),
            deprecated: operation.deprecated,
            evidence: evidence(
                &self.document.openapi,
                operation.extensions.get("x-evidence"),
            ),
            id,
            function,
            type_name,
            arguments,
            body,
            output,
            paged,
        }
    }

    fn limit(&self, path: &str, method: HttpMethod) -> Limit {
        let half = match method {
            HttpMethod::Get | HttpMethod::Head => Access::Read,
            _ => Access::Write,
        };
        let limit = self
            .limits
            .get(&(path, half))
            .or_else(|| self.limits.get(&(path, Access::Any)));
        limit.map_or_else(|| Limit::undocumented(path), |&limit| limit.clone())
    }

    /// What the operation answers with, when it succeeds.
    fn output(&mut self, operation: &'d openapiv3::Operation, id: &str, type_name: &str) -> Output {
        let document = self.document;
        let mut output = Output::Empty;
        for (status, response) in &operation.responses.responses {
            let name = match response {
                ReferenceOr::Reference { reference } => {
                    reference.rsplit('/').next().unwrap_or(reference).to_owned()
                }
                ReferenceOr::Item(_) => format!("{id}_{status}"),
            };
            if !is_success(status) {
                continue;
            }
            let response: Option<&Response> = component(document, response, |all| &all.responses);
            let Some(media) = response.and_then(|response| json_media(&response.content)) else {
                continue;
            };
            if output == Output::Empty {
                output = match &media.schema {
                    Some(schema) => self.envelope(schema.into(), &format!("{type_name} reply")),
                    None => Output::Whole(Ty::Value),
                };
            }
            self.examples.add(document, &name, media, &output);
        }
        output
    }

    /// Looks through the envelope, where there is one.
    fn envelope(&mut self, node: Node<'d>, hint: &str) -> Output {
        let openapi = &self.document.openapi;
        let parts = resolve(openapi, node).and_then(|resolved| object(openapi, resolved.schema));
        let property = |name: &str| {
            let (_, node) = parts
                .as_ref()?
                .properties
                .iter()
                .find(|(known, _)| *known == name)?;
            Some(*node)
        };
        let Some(data) = property("data") else {
            return Output::Whole(self.types.of(node, hint));
        };
        let item = resolve(openapi, data)
            .and_then(|resolved| items(resolved.schema))
            .flatten();
        match (item, property("meta")) {
            (Some(item), Some(meta)) if is_page_meta(openapi, meta) => {
                Output::Page(self.types.of(item, &format!("{hint} item")))
            }
            // A `meta` of another kind says something that would be lost.
            (_, Some(_)) => Output::Whole(self.types.of(node, hint)),
            (_, None) => Output::Data(self.types.of(data, hint)),
        }
    }
}

fn resource(tag: &str, description: Option<&str>) -> Resource {
    Resource {
        name: names::resource_name(tag),
        type_name: names::resource_type_name(tag),
        description: description.unwrap_or_default().to_owned(),
        operations: Vec::new(),
    }
}

/// Operations that come to one name keep their whole ids.
fn tell_methods_apart(resource: &mut Resource) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for operation in &resource.operations {
        *counts.entry(operation.method_name.clone()).or_default() += 1;
    }
    for operation in &mut resource.operations {
        if counts[&operation.method_name] > 1 {
            operation.method_name.clone_from(&operation.function);
        }
    }
}

/// The tag that an operation belongs to: the one written, or the first word of its path, as a tag
/// known so far spells it.
pub(crate) fn tag_of<'d>(
    written: Option<&'d str>,
    mut known: impl Iterator<Item = &'d str>,
    path: &'d str,
) -> &'d str {
    let first_word = || {
        let mut words = path.split('/').filter(|word| !word.is_empty());
        let word = words.next().unwrap_or("root");
        let same = |tag: &&str| names::resource_name(tag) == names::resource_name(word);
        known.find(same).unwrap_or(word)
    };
    written.unwrap_or_else(first_word)
}

fn http_method(method: &str) -> Option<HttpMethod> {
    match method {
        "get" => Some(HttpMethod::Get),
        "put" => Some(HttpMethod::Put),
        "post" => Some(HttpMethod::Post),
        "delete" => Some(HttpMethod::Delete),
        "patch" => Some(HttpMethod::Patch),
        "head" => Some(HttpMethod::Head),
        _ => None,
    }
}

fn is_success(status: &StatusCode) -> bool {
    match status {
        StatusCode::Code(code) => (200..300).contains(code),
        StatusCode::Range(range) => *range == 2,
    }
}

/// Whether the object says where a page stands, as [`Page`](super::Output::Page) wants it.
fn is_page_meta(openapi: &OpenAPI, meta: Node<'_>) -> bool {
    let Some(meta) = resolve(openapi, meta).and_then(|it| object(openapi, it.schema)) else {
        return false;
    };
    ["total", "limit", "offset"]
        .iter()
        .all(|name| meta.properties.iter().any(|(known, _)| known == name))
}

/// Whether the arguments say which page is wanted; if so they get the walk's own types.
fn page_by_offset(arguments: &mut [Argument]) -> bool {
    let is = |argument: &Argument, name: &str| {
        argument.name == name
            && argument.place == Place::Query
            && !argument.required
            && matches!(argument.ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64)
    };
    let has = |name| arguments.iter().any(|argument| is(argument, name));
    if !(has("limit") && has("offset")) {
        return false;
    }
    for argument in arguments {
        // Their setters are the call's own, so the arguments may be called the same.
        if is(argument, "limit") {
            (argument.ident, argument.ty) = ("limit".to_owned(), Ty::U32);
        } else if is(argument, "offset") {
            (argument.ident, argument.ty) = ("offset".to_owned(), Ty::U64);
        }
    }
    true
}
