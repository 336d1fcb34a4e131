//! The public surface of the client, as tokens.
//!
//! Nothing is decided here: names, types and order are the model's. Each submodule prints one
//! kind of file.

mod arguments;
mod call;
mod catalogue;
mod conversion;
mod docs;
mod examples;
mod limits;
mod module;
mod replies;
mod resource;
mod sandbox;
mod service;
mod setter;
mod structs;
mod tokens;
mod types;
mod unions;

pub use catalogue::catalogue;
pub use module::Module;
pub use sandbox::sandbox;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Api;
use crate::names::ident;

/// Prints the API, with the request functions of the wire stage.
pub fn emit(api: &Api, functions: TokenStream) -> Vec<Module> {
    let name = &api.service.name;
    let resources = api.resources.iter().map(|resource| ident(&resource.name));
    let by_cursor = api.operations().any(|it| it.cursor.is_some());
    let cursors = by_cursor.then(cursors);
    let mut modules = vec![
        Module::new(
            "mod.rs",
            format!("The {name} API as its OpenAPI document describes it."),
            quote! {
                #[cfg(test)]
                mod examples;
                pub mod limits;
                pub mod resources;
                pub(crate) mod service;
                pub mod types;
                pub(crate) mod wire;
            },
        ),
        Module::new(
            "examples.rs",
            "The document's examples, each read into its type and written back without loss.",
            examples::examples(api),
        ),
        Module::new(
            "limits.rs",
            format!("How many requests an API key may make, as {name} documents it."),
            limits::limits(&api.limits),
        ),
        Module::new(
            "resources/mod.rs",
            format!("What {name} has: a module for each resource, with its operations."),
            quote!(#(pub mod #resources;)* #cursors),
        ),
    ];
    modules.extend(api.resources.iter().map(|resource| {
        let (file, about) = docs::about_resource(resource);
        Module::new(
            format!("resources/{file}.rs"),
            about,
            resource::resource(resource),
        )
    }));
    modules.extend([
        Module::new(
            "service.rs",
            format!("Where {name} is, and what its keys look like."),
            service::service(&api.service),
        ),
        Module::new(
            "types.rs",
            "What requests and replies are made of.",
            types::types(api),
        ),
        Module::new(
            "wire.rs",
            "One function an operation that builds its request.",
            quote! {
                use reqwest::{Method, Request};

                use super::types;
                use crate::endpoint::{Endpoint, segment};
                use crate::error::Error;
                use crate::parameter;

                #functions
            },
        ),
    ]);
    modules
}

/// What pages show of a cursor, where there is one.
fn cursors() -> TokenStream {
    quote! {
        impl<T> crate::page::Page<T> {
            /// Where the next page starts; nothing on the last.
            pub fn next_cursor(&self) -> Option<&str> { self.cursor() }

            /// The same with another page after it, for tests.
            pub fn with_next_cursor(self, cursor: impl Into<String>) -> Self {
                self.of_cursor(Some(cursor.into().into_boxed_str()))
            }
        }
    }
}
