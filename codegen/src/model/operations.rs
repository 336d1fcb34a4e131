//! Paths as resources with operations.

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

/// The names of all operations, by their nodes: their ids, told apart where Rust's would be the
/// same.
///
/// The first in the document keeps its name, and each other has its request at the end. So an
/// operation that is added behind them renames none.
pub(super) fn names(document: &Document) -> HashMap<usize, String> {
    let mut taken = BTreeSet::new();
    let mut found = HashMap::new();
    for operation in document.operations() {
        let mut name = names::function_name(&operation.name());
        if taken.contains(&name) {
            let request = names::request_name(operation.method.key(), operation.path);
            name = names::function_name(&format!("{name}_{request}"));
        }
        while !taken.insert(name.clone()) {
            name.push('_');
        }
        found.insert(operation.node.id(), name);
    }
    found
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

/// What the operations of a tag are called in its resource. Where two would be called the same,
/// the first in the document is, and the other keeps its whole id.
fn methods(tag: &document::Tag<'_>, names: &HashMap<usize, String>) -> Vec<String> {
    let ids = tag.operations.iter().map(|operation| {
        let name = names.get(&operation.node.id());
        name.cloned().unwrap_or_default()
    });
    let ids: Vec<String> = ids.collect();
    let short = tag.operations.iter().zip(&ids).map(|(operation, id)| {
        let written = operation.id().filter(|it| names::function_name(it) == *id);
        names::method_name(written.unwrap_or(id), tag.name)
    });
    let short: Vec<String> = short.collect();
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut later = Vec::new();
    for (index, name) in short.iter().enumerate() {
        if !taken.insert(name) {
            later.push(index);
        }
    }
    let mut taken: BTreeSet<String> = taken.into_iter().map(str::to_owned).collect();
    let mut chosen = short.clone();
    for index in later {
        let mut whole = names::field_name(&ids[index]);
        while !taken.insert(whole.clone()) {
            whole.push('_');
        }
        chosen[index] = whole;
    }
    chosen
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
