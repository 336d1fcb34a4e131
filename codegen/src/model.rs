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
mod direction;
mod evidence;
mod examples;
mod limits;
mod operations;
mod passed;
mod position;
mod recursion;
mod replies;
mod status;
mod ty;
mod types;
mod unions;
mod usage;

pub use api::{
    Api, Argument, Body, Case, Evidence, Example, Field, Kind, Member, Operation, Output, Parts,
    Passing, Place, Resource, Service, Struct, Type, TypesByName, Union, Usage, Variant,
};
pub use limits::{Access, Limit, Limits};
pub use ty::{Scope, Ty};

use std::collections::HashMap;

use crate::document::{Document, Node};
use crate::names;

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
    let service = service(document);
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
    let structs = types.iter().filter_map(|ty| match &ty.kind {
        Kind::Struct(fields) => Some((ty.name.as_str(), fields)),
        _ => None,
    });
    let structs: HashMap<&str, &Struct> = structs.collect();
    let operations = resources.iter_mut().flat_map(|it| &mut it.operations);
    for body in operations.filter_map(|it| it.body.as_mut()) {
        if let Parts::Fields(fields) = &mut body.parts
            && let Some(built) = structs.get(fields.name.as_str())
        {
            fields.clone_from(built);
        }
    }
}

fn service(document: &Document) -> Service {
    let root = document.root();
    let client = root.get("x-client");
    let written = |key| Some(client?.text(key)?.to_owned());
    let name = written("name").unwrap_or_else(|| {
        let title = root.get("info").and_then(|info| info.text("title"));
        let title = title.unwrap_or_default().trim();
        title.strip_suffix("API").unwrap_or(title).trim().to_owned()
    });
    let snake = names::field_name(&name);
    let variable = names::static_name(&name);
    let server = root
        .get("servers")
        .and_then(|servers| servers.items().next());
    let mut schemes = document.components("securitySchemes");
    let key_prefix = schemes.find_map(|(_, scheme)| scheme.text("x-key-prefix"));
    Service {
        crate_name: written("crate")
            .unwrap_or(format!("{snake}_api"))
            .replace('-', "_"),
        base_url: server.map_or(String::new(), url),
        key_prefix: key_prefix.unwrap_or_default().to_owned(),
        key_variable: written("key-variable").unwrap_or(format!("{variable}_API_KEY")),
        base_url_variable: written("base-url-variable").unwrap_or(format!("{variable}_BASE_URL")),
        name,
    }
}

/// A server's URL, its variables at their defaults.
fn url(server: Node<'_>) -> String {
    let mut url = server.owned_text("url");
    for (name, variable) in server.members_of("variables") {
        let default = variable.text("default").unwrap_or_default();
        url = url.replace(&format!("{{{name}}}"), default);
    }
    url
}
