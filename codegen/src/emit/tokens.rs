//! Types and JSON as tokens.

use linksii_sanitize::is_unsafe;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::model::{Scope, Ty};

/// A type, as it is written outside `types.rs`.
pub(super) fn ty(of: &Ty) -> TokenStream {
    tokens(&of.rust(Scope::Elsewhere))
}

/// What the model has spelled.
pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

/// The imports that are used.
pub(super) fn imports(imports: &[(bool, &str)]) -> TokenStream {
    let used = imports.iter().filter(|(is_used, _)| *is_used);
    used.map(|(_, import)| tokens(import)).collect()
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
