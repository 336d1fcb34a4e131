//! Paths as resources with operations.

use std::collections::{BTreeMap, BTreeSet};

use super::api::{Argument, Example, Operation, Output, Place, Resource};
use super::arguments;
use super::evidence::evidence;
use super::examples::Examples;
use super::limits::{Access, Limit, Limits};
use super::ty::Ty;
use super::types::Types;
use crate::document::{self, Document, Envelope, Schema};
use crate::names;

/// The operations of all paths by tag, and the examples of their requests and replies.
pub(super) fn resources<'d>(
    document: &'d Document,
    limits: &Limits,
    types: &mut Types<'d>,
) -> (Vec<Resource>, Vec<Example>) {
    let mut reader = Reader {
        types,
        examples: Examples::default(),
        limits: limits.by_request(),
    };
    let mut resources = Vec::new();
    for tag in document.tags() {
        let operations = tag.operations.iter();
        let mut operations: Vec<Operation> = operations
            .map(|operation| reader.operation(operation, tag.name))
            .collect();
        separate_methods(&mut operations);
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

struct Reader<'d, 't> {
    types: &'t mut Types<'d>,
    examples: Examples,
    limits: BTreeMap<(&'t str, Access), &'t Limit>,
}

impl<'d> Reader<'d, '_> {
    fn operation(&mut self, operation: &document::Operation<'d>, tag: &str) -> Operation {
        let node = operation.node;
        let id = operation.name().into_owned();
        let type_name = names::operation_type_name(&id, tag);
        let mut arguments = arguments::parameters(operation, self.types, &type_name);
        let body = operation.body().and_then(|message| {
            let sent = arguments::body(&message, self.types, &type_name, &mut arguments)?;
            if let Some(media) = message.json() {
                let of = Output::Whole(sent.ty);
                self.examples.add(&format!("{id}_request"), media, &of);
            }
            Some(sent.body)
        });
        let output = self.output(operation, &id, &type_name);
        let paged = matches!(output, Output::Page(_)) && page_by_offset(&mut arguments);
        Operation {
            function: names::function_name(&id),
            method_name: names::method_name(&id, tag),
            method: operation.method,
            path: operation.path.to_owned(),
            summary: node.owned_text("summary"),
            description: node.owned_text("description"),
            deprecated: node.flag("deprecated"),
            evidence: evidence(node),
            limit: self.limit(operation),
            usage: None,
            id,
            type_name,
            arguments,
            body,
            output,
            paged,
        }
    }

    fn limit(&self, operation: &document::Operation<'_>) -> Limit {
        let of = |access| self.limits.get(&(operation.path, access)).copied();
        let limit = of(Access::of(operation.method)).or_else(|| of(Access::Any));
        limit
            .cloned()
            .unwrap_or_else(|| Limit::undocumented(operation.path))
    }

    /// What the operation answers with, when it succeeds.
    fn output(&mut self, operation: &document::Operation<'d>, id: &str, type_name: &str) -> Output {
        let mut output = Output::Empty;
        for (status, response) in operation.successes() {
            let Some(media) = response.json() else {
                continue;
            };
            if output == Output::Empty {
                output = match response.schema() {
                    Some(schema) => self.reply(schema, &format!("{type_name} reply")),
                    None => Output::Whole(Ty::Value),
                };
            }
            let reference = response.listed.text("$ref");
            let component = reference.and_then(|reference| reference.rsplit('/').next());
            let name = component.map_or_else(|| format!("{id}_{status}"), str::to_owned);
            self.examples.add(&name, media, &output);
        }
        output
    }

    fn reply(&mut self, schema: document::Node<'d>, hint: &str) -> Output {
        match Envelope::of(schema) {
            Envelope::Page(item) => Output::Page(self.types.of(item, &format!("{hint} item"))),
            Envelope::Data(data) => {
                let ty = self.types.of(data, hint);
                let parts = Schema::of(schema).map(|it| it.parts()).unwrap_or_default();
                let mut required = parts.iter().flat_map(|it| it.items_of("required"));
                let is_required = required.any(|it| it.as_text() == Some("data"));
                Output::Data(if is_required { ty } else { ty.optional() })
            }
            Envelope::Whole(whole) => Output::Whole(self.types.of(whole, hint)),
        }
    }
}

/// Operations that come to one name keep their whole ids.
fn separate_methods(operations: &mut [Operation]) {
    let (mut seen, mut shared) = (BTreeSet::new(), BTreeSet::new());
    for operation in operations.iter() {
        if !seen.insert(operation.method_name.clone()) {
            shared.insert(operation.method_name.clone());
        }
    }
    for operation in operations {
        if shared.contains(&operation.method_name) {
            operation.method_name = names::field_name(&operation.id);
        }
    }
}

/// Whether the arguments say which page is asked for; if so they get pagination's own names and
/// types.
fn page_by_offset(arguments: &mut [Argument]) -> bool {
    let index = |name: &str| {
        arguments.iter().position(|argument| {
            argument.name == name
                && argument.place == Place::Request(document::Place::Query)
                && !argument.required
                && matches!(argument.ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64)
        })
    };
    let (Some(limit), Some(offset)) = (index("limit"), index("offset")) else {
        return false;
    };
    for (index, name, ty) in [(limit, "limit", Ty::U32), (offset, "offset", Ty::U64)] {
        // Their setters are the call's own, so the arguments may be called the same.
        let argument = &mut arguments[index];
        name.clone_into(&mut argument.ident);
        name.clone_into(&mut argument.member);
        argument.ty = ty;
    }
    true
}
