//! Types and JSON as tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::turns_text;
use crate::model::{Scope, Ty};

/// A type, as it is written outside `types.rs`.
pub(super) fn ty(of: &Ty) -> TokenStream {
    tokens(&of.rust(Scope::Elsewhere))
}

/// What the model has spelled.
pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// JSON as a raw string, its lines moved in by `depth` steps more than the code around them.
pub(super) fn json_literal(json: &str, depth: usize) -> TokenStream {
    let mut hashes = String::from("#");
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let text = json.replace('\n', &format!("\n{}", "    ".repeat(depth)));
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(literal) if !json.contains(turns_text) => quote!(#literal),
        // What a raw string cannot have: a lone carriage return, and signs that turn text.
        _ => quote!(#text),
    }
}
