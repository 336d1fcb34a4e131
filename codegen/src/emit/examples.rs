//! A test for each example in the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{imports, json_literal, ty};
use crate::model::{Api, Output};
use crate::names::ident;

pub(super) fn examples(api: &Api) -> TokenStream {
    let tests = api.examples.iter().filter_map(|example| {
        let given = ty(example.of.ty()?);
        let of = match &example.of {
            Output::Page(_) => quote!(Page<#given>),
            Output::Data(_) => quote!(Data<#given>),
            // What a page keeps of a cursor is not where it was.
            Output::CursorPage(_) => return None,
            _ => given,
        };
        let (test, json) = (ident(&example.name), json_literal(&example.json, 1));
        Some(quote!(#[test] fn #test() { round_trip::<#of>(#json); }))
    });
    let tests: Vec<TokenStream> = tests.collect();
    let shows = |of: fn(&Output) -> bool| api.examples.iter().any(|example| of(&example.of));
    let imports = imports(&[
        (
            !tests.is_empty(),
            "use super::types; use crate::example::round_trip;",
        ),
        (
            shows(|of| matches!(of, Output::Page(_))),
            "use crate::page::Page;",
        ),
        (
            shows(|of| matches!(of, Output::Data(_))),
            "use crate::reply::Data;",
        ),
    ]);
    quote!(#imports #(#tests)*)
}
