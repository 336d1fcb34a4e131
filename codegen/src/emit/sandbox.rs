//! The table that the sandbox plays from.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::module::Module;
use super::tokens::{json_literal, option};
use crate::sandbox::{Played, Sandbox};

/// Prints the table.
pub fn sandbox(sandbox: &Sandbox) -> Module {
    let Sandbox {
        base_path,
        operations,
        enums,
        maps,
    } = sandbox;
    let operations = operations.iter().map(operation);
    let (enums, maps) = (enums.iter(), maps.iter());
    let tokens = quote! {
        use crate::operation::{Document, Operation};

        /// The document that the sandbox was built with.
        pub(crate) static DOCUMENT: Document = Document {
            base_path: #base_path,
            operations: &[#(#operations),*],
            enums: &[#(#enums),*],
            maps: &[#(#maps),*],
        };
    };
    Module::new(
        "mod.rs",
        "What the document says of each operation.",
        tokens,
    )
}

fn operation(operation: &Played) -> TokenStream {
    let Played {
        id,
        method,
        path,
        query,
        body,
        body_required,
        reply,
    } = operation;
    let query = json(query);
    let [body, reply] = [body, reply].map(|it| option(it.as_ref().map(json)));
    quote! {
        Operation {
            id: #id,
            method: #method,
            path: #path,
            query: #query,
            body: #body,
            body_required: #body_required,
            reply: #reply,
        }
    }
}

fn json(value: &Value) -> TokenStream {
    json_literal(&value.to_string(), 0)
}
