//! Paths as resources with operations.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::api::Resource;
use super::arguments;
use super::evidence::evidence;
use super::examples::Example;
use super::examples::Examples;
use super::limits::{Access, Limit, Limits};
use super::operation::Operation;
use super::output::Output;
use super::paging::Paging;
use super::replies::{Replies, replies};
use super::types::Types;
use crate::document::{self, Document};
use crate::names;

/// The names of the functions of all operations, by their nodes.
pub(super) fn names(document: &Document) -> HashMap<usize, String> {
    let operations: Vec<document::Operation<'_>> = document.operations().collect();
    let ids: Vec<Cow<'_, str>> = operations.iter().map(|it| it.name()).collect();
    let ids: Vec<&str> = ids.iter().map(Cow::as_ref).collect();
    let requests: Vec<String> = operations.iter().map(|it| it.request()).collect();
    let nodes = operations.iter().map(|it| it.node.id());
    nodes.zip(names::function_names(&ids, &requests)).collect()
}

/// The operations of all paths by tag, and the examples of their requests and replies.
pub(super) fn resources<'d>(
    document: &'d Document,
    names: &HashMap<usize, String>,
    limits: &Limits,
    types: &mut Types<'d>,
) -> (Vec<Resource>, Vec<Example>) {
    let mut reader = Reader {
        types,
        names,
        examples: Examples::default(),
        limits: limits.by_request(),
    };
    let mut resources = Vec::new();
    for tag in document.tags() {
        let methods = methods(&tag, names);
        let operations = tag.operations.iter().zip(methods);
        let mut operations: Vec<Operation> = operations
            .map(|(operation, method)| reader.operation(operation, tag.name, method))
            .collect();
        name_arguments(&mut operations);
        if !operations.is_empty() {
            resources.push(Resource {
                name: names::resource_name(tag.name),
                type_name: names::resource_type_name(tag.name),
                description: tag.description.to_owned(),
                operations,
            });
        }
    }
    (resources, reader.examples.found)
}

/// Names the structs of the arguments, which nobody sees, by what the calls' leave.
fn name_arguments(operations: &mut [Operation]) {
    let names = operations
        .iter()
        .map(|operation| operation.type_name.clone());
    let mut taken: BTreeSet<String> = names.collect();
    for operation in operations {
        let mut name = operation.type_name.clone() + "Arguments";
        while !taken.insert(name.clone()) {
            name.push_str("Of");
        }
        operation.arguments_name = name;
    }
}

/// What the operations of a tag are called in its resource.
fn methods(tag: &document::Tag<'_>, names: &HashMap<usize, String>) -> Vec<String> {
    let ids: Vec<Cow<'_, str>> = tag.operations.iter().map(|it| it.name()).collect();
    let ids: Vec<&str> = ids.iter().map(Cow::as_ref).collect();
    let functions = tag
        .operations
        .iter()
        .filter_map(|it| names.get(&it.node.id()));
    let functions: Vec<&str> = functions.map(String::as_str).collect();
    names::method_names(&ids, &functions, tag.name)
}

struct Reader<'d, 't> {
    types: &'t mut Types<'d>,
    names: &'t HashMap<usize, String>,
    examples: Examples,
    limits: BTreeMap<(&'t str, Access), &'t Limit>,
}

impl<'d> Reader<'d, '_> {
    fn operation(
        &mut self,
        operation: &document::Operation<'d>,
        tag: &str,
        method_name: String,
    ) -> Operation {
        let node = operation.node;
        let id = operation.name().into_owned();
        let function = self.names.get(&node.id()).cloned().unwrap_or_default();
        let type_name = names::operation_type_name(&function, tag);
        let mut arguments = arguments::parameters(operation, self.types);
        let body = operation.body().and_then(|message| {
            let (body, ty) = arguments::body(&message, self.types, &mut arguments)?;
            if let Some(media) = message.json() {
                let of = Output::Whole(ty);
                self.examples.add(&format!("{id}_request"), media, &of);
            }
            Some(body)
        });
        let names = (id.as_str(), type_name.as_str());
        let Replies {
            output,
            cases,
            accept,
        } = replies(operation, self.types, &mut self.examples, names);
        let paging = Paging::of(&output, &mut arguments);
        Operation {
            method_name,
            method: operation.method,
            path: operation.path.to_owned(),
            summary: node.owned_text("summary"),
            description: node.owned_text("description"),
            deprecated: node.flag("deprecated"),
            evidence: evidence(node),
            limit: self.limit(operation),
            usage: None,
            paged: paging.paged,
            cursor: paging.cursor,
            has_page_size: paging.has_page_size,
            function,
            id,
            arguments_name: String::new(),
            type_name,
            arguments,
            body,
            output,
            cases,
            accept,
        }
    }

    fn limit(&self, operation: &document::Operation<'_>) -> Limit {
        let of = |access| self.limits.get(&(operation.path, access)).copied();
        let limit = of(Access::of(operation.method)).or_else(|| of(Access::Any));
        limit
            .cloned()
            .unwrap_or_else(|| Limit::undocumented(operation.path, Access::Any))
    }
}
