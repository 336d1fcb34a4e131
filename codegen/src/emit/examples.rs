//! A test for each example in the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{json_literal, ty};
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
    quote! {
        use super::types;
        use crate::example::round_trip;
        use crate::page::Page;
        use crate::reply::Data;

        #(#tests)*
    }
}
