//! A test for each example in the document.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::{json_literal, ty};
use crate::model::{Api, Kind, Output};
use crate::names::{self, ident};

pub(super) fn examples(api: &Api) -> TokenStream {
    let schemas = api.types.iter().filter_map(|item| {
        let (name, json) = (ident(&item.name), item.example.as_deref()?);
        let test = ident(&names::field_name(&format!("schema {}", item.name)));
        let json = match item.kind {
            Kind::Struct(_) => json_literal(json, 1),
            Kind::Id { .. } | Kind::Enum(_) => json_literal(json, 0),
        };
        Some(quote!(#[test] fn #test() { round_trip::<types::#name>(#json); }))
    });
    let messages = api.examples.iter().filter_map(|example| {
        let of = match &example.of {
            Output::Page(item) => {
                let item = ty(item);
                quote!(Page<#item>)
            }
            Output::Data(data) => {
                let data = ty(data);
                quote!(Data<#data>)
            }
            Output::Whole(whole) => ty(whole),
            Output::Empty => return None,
        };
        let test = ident(&names::field_name(&example.name));
        let json = json_literal(&example.json, 1);
        Some(quote!(#[test] fn #test() { round_trip::<#of>(#json); }))
    });
    let tests: Vec<TokenStream> = schemas.chain(messages).collect();
    let shows = |of: fn(&Output) -> bool| api.examples.iter().any(|example| of(&example.of));
    let page = shows(|of| matches!(of, Output::Page(_))).then(|| {
        quote!(
            use crate::page::Page;
        )
    });
    let data = shows(|of| matches!(of, Output::Data(_))).then(|| {
        quote!(
            use crate::reply::Data;
        )
    });
    let round_trip = (!tests.is_empty()).then(|| {
        quote! {
            use super::types;
            use crate::example::round_trip;
        }
    });
    quote!(#round_trip #page #data #(#tests)*)
}
