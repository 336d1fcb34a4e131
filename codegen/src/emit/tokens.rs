//! Types and JSON as tokens.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::docs::turns_text;
use crate::model::Ty;
use crate::names::ident;

/// A type. Outside `types.rs` the document's own are called `types::…`.
pub(super) fn ty(of: &Ty, outside: bool) -> TokenStream {
    let inner = |of: &Ty| ty(of, outside);
    match of {
        Ty::String => quote!(String),
        Ty::Secret if outside => quote!(crate::Secret),
        Ty::Secret => quote!(Secret),
        Ty::DateTime if outside => quote!(chrono::DateTime<chrono::Utc>),
        Ty::DateTime => quote!(DateTime<Utc>),
        Ty::Bool => quote!(bool),
        Ty::I32 => quote!(i32),
        Ty::I64 => quote!(i64),
        Ty::U32 => quote!(u32),
        Ty::U64 => quote!(u64),
        Ty::F64 => quote!(f64),
        Ty::Value if outside => quote!(serde_json::Value),
        Ty::Value => quote!(Value),
        Ty::Object if outside => quote!(serde_json::Map<String, serde_json::Value>),
        Ty::Object => quote!(Map<String, Value>),
        Ty::Map(value) => {
            let (map, value) = (
                if outside {
                    quote!(std::collections::BTreeMap)
                } else {
                    quote!(BTreeMap)
                },
                inner(value),
            );
            quote!(#map<String, #value>)
        }
        Ty::List(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        Ty::Option(some) => {
            let some = inner(some);
            quote!(Option<#some>)
        }
        Ty::Boxed(held) => {
            let held = inner(held);
            quote!(Box<#held>)
        }
        Ty::Id(name) | Ty::Enum(name) | Ty::Struct(name) => {
            let name = ident(name);
            if outside {
                quote!(types::#name)
            } else {
                quote!(#name)
            }
        }
    }
}

/// The type without the null that it may be.
pub(super) fn not_null(of: &Ty) -> &Ty {
    match of {
        Ty::Option(some) => some,
        other => other,
    }
}

/// JSON as a raw string, its lines moved in by `depth` steps more than the code around them.
pub(super) fn json_literal(json: &str, depth: usize) -> TokenStream {
    let mut hashes = String::from("#");
    while json.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let indent = "    ".repeat(depth);
    let mut lines = json.lines();
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        text.push('\n');
        text.push_str(&indent);
        text.push_str(line);
    }
    match format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>() {
        Ok(literal) if !json.contains(turns_text) => quote!(#literal),
        // What may not stand in a raw string: a lone carriage return, and signs that turn text.
        _ => quote!(#text),
    }
}
