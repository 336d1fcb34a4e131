//! What calls give: how a reply is read, and the enums of those with several.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{described, paragraphs};
use super::tokens::tokens;
use crate::model::{Case, Operation, Output, Scope, Type};
use crate::names::ident;

/// The method of a reply that reads it.
fn read(output: &Output) -> proc_macro2::Ident {
    format_ident!(
        "{}",
        match output {
            Output::Page(_) | Output::CursorPage(_) => "page",
            Output::Data(_) => "data",
            Output::Whole(_) => "json",
            Output::Text => "text",
            Output::Bytes => "bytes",
            Output::Empty => "empty",
            Output::Several(_) => "other",
        }
    )
}

/// Reads a reply; one of several by its status.
pub(super) fn decode(operation: &Operation) -> TokenStream {
    let Output::Several(name) = &operation.output else {
        let read = read(&operation.output);
        return quote!(reply.#read());
    };
    let name = ident(name);
    let arms = operation.cases.iter().map(|case| {
        let (variant, statuses) = (ident(&case.name), statuses(case));
        match &case.output {
            Output::Empty => quote!(#statuses => reply.empty().map(|()| types::#name::#variant),),
            output => {
                let read = read(output);
                quote!(#statuses => reply.#read().map(types::#name::#variant),)
            }
        }
    });
    quote! {
        match reply.status().as_u16() {
            #(#arms)*
            _ => reply.other().map(|(status, json)| types::#name::Unknown(status, json)),
        }
    }
}

fn statuses(case: &Case) -> TokenStream {
    let (first, last) = case.statuses;
    let [from, to] = [first, last].map(Literal::u16_unsuffixed);
    if first == last {
        quote!(#from)
    } else {
        // An arm for a range may not overlap with those for one status.
        quote!(status if (#from..=#to).contains(&status))
    }
}

/// The type of one of several replies.
pub(super) fn replies(item: &Type, docs: &TokenStream, cases: &[Case]) -> TokenStream {
    let name = ident(&item.name);
    let variants = cases.iter().map(|case| {
        let variant = ident(&case.name);
        let status = match case.statuses {
            (first, last) if first == last => format!("Status {first}."),
            (first, _) => format!("Any other status of the class {}XX.", first / 100),
        };
        let docs = paragraphs([described(&case.description, String::new()), status]);
        match &case.output {
            Output::Empty => quote!(#docs #variant),
            output => {
                let ty = tokens(&output.rust(Scope::Types));
                quote!(#docs #variant(#ty))
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "a reply is taken apart where it arrives")]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// A success that the documentation does not name, with its body as JSON.
            Unknown(StatusCode, Value),
        }
    }
}
