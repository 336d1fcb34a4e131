//! Progenitor's client as one function an operation that builds its request.
//!
//! Progenitor writes a method that builds a request, sends it and reads the reply. Of each we
//! keep the signature and what its statements put into the request, with three things replaced:
//! the base URL and the HTTP client by the runtime's `Endpoint`, whose URL is parsed once; sending
//! and reading by nothing, as the runtime does that for all operations in the same way; and the
//! `api-version` header, which nobody documented, by nothing. An argument that the statements put
//! nowhere is an error, so nothing is lost in silence.
//!
//! Progenitor sorts parameters by name. Ours are in the document's order again: those in the
//! path, then those in query and headers, then the body.

mod function;
mod request;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use progenitor::{GenerationSettings, Generator, InterfaceStyle};
use quote::quote;
use syn::ImplItemFn;
use thiserror::Error;

use self::request::Request;
use crate::lower::Lowered;
use crate::names;

/// Why there is no function for an operation; a fault of the generator, as `lower` wrote what
/// progenitor took.
#[derive(Debug, Error)]
#[error("{0}")]
pub struct WireError(String);

/// Has progenitor build the requests, and keeps that part of its output.
///
/// # Errors
///
/// What progenitor refuses, and code of its that is not as we know it.
pub fn wire(lowered: &Lowered<'_>) -> Result<TokenStream, WireError> {
    let mut settings = GenerationSettings::new();
    settings.with_interface(InterfaceStyle::Positional);
    for (schema, ty) in &lowered.types {
        settings.with_replacement(schema, ty, std::iter::empty());
    }
    let client = Generator::new(&settings)
        .generate_tokens(&lowered.document)
        .map_err(|error| WireError(format!("progenitor: {error}")))?;
    let mut functions = Vec::new();
    for member in members(client) {
        // What is not a method is another item of progenitor's, and what is not async makes no call.
        let method = syn::parse2::<ImplItemFn>(member).ok();
        if let Some(method) = method.filter(|method| method.sig.asyncness.is_some()) {
            functions.push(function(lowered, method)?);
        }
    }
    if functions.len() != lowered.operations.len() {
        let (made, asked) = (functions.len(), lowered.operations.len());
        return Err(WireError(format!(
            "progenitor made {made} methods of {asked}"
        )));
    }
    Ok(quote!(#(#functions)*))
}

fn function(lowered: &Lowered<'_>, method: ImplItemFn) -> Result<TokenStream, WireError> {
    let name = names::function_name(&method.sig.ident.to_string());
    let Some(sent) = lowered.operations.get(name.as_str()) else {
        let what = format!("progenitor made a method {name} of its own");
        return Err(WireError(what));
    };
    let request = Request::read(method);
    let request = request.map_err(|what| WireError(format!("{name} has no {what}")))?;
    Ok(function::function(sent, request))
}

/// What is in the blocks of progenitor's code, each part up to its own block.
///
/// They are parsed one at a time, as the syntax tree of all would be the largest thing in memory.
fn members(client: TokenStream) -> Vec<TokenStream> {
    let mut members = Vec::new();
    for token in client {
        let TokenTree::Group(block) = token else {
            continue;
        };
        let mut member = TokenStream::new();
        for token in block.stream() {
            let ends = matches!(&token, TokenTree::Group(it) if it.delimiter() == Delimiter::Brace);
            member.extend([token]);
            if ends {
                members.push(std::mem::take(&mut member));
            }
        }
    }
    members
}
