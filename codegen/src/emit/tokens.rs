//! Types and JSON as tokens.

use std::fmt::Debug;

use linksii_sanitize::is_unsafe;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

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
        Ok(literal) if !json.contains(|c| c != '\n' && is_unsafe(c)) => quote!(#literal),
        // What a raw string cannot have, or would hide.
        _ => quote!(#text),
    }
}

/// A value that may be missing.
pub(super) fn option(value: Option<impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// The name of a variant that printed code has under the same name.
pub(super) fn variant(of: impl Debug) -> Ident {
    format_ident!("{of:?}")
}

/// What keeps clippy quiet about a function with more arguments than it likes.
pub(super) fn too_many(arguments: usize, most: usize, reason: &str) -> Option<TokenStream> {
    let is_too_many = arguments > most;
    is_too_many.then(|| quote!(#[expect(clippy::too_many_arguments, reason = #reason)]))
}
