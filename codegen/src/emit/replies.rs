//! What calls give: how a reply is read, and the enums of those with several.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs::{described, evidence, paragraphs};
use super::tokens::tokens;
use crate::model::{Case, Operation, Output, Scope, Type};
use crate::names::ident;

/// What a call gives.
pub(super) fn output_ty(output: &Output, scope: Scope) -> TokenStream {
    let of = |ty: &crate::model::Ty| tokens(&ty.rust(scope));
    match output {
        Output::Page(item) | Output::CursorPage(item) => {
            let item = of(item);
            quote!(Page<#item>)
        }
        Output::Data(whole) | Output::Whole(whole) => of(whole),
        Output::Text => quote!(String),
        Output::Bytes => match scope {
            Scope::Types => quote!(Bytes),
            Scope::Elsewhere => quote!(bytes::Bytes),
        },
        Output::Several(name) => {
            let name = ident(name);
            quote!(types::#name)
        }
        Output::Empty => quote!(()),
    }
}

/// The method of a reply that reads it.
pub(super) fn read(output: &Output) -> proc_macro2::Ident {
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

/// Reads one of several replies by its status.
pub(super) fn decode(operation: &Operation) -> TokenStream {
    let Output::Several(name) = &operation.output else {
        return TokenStream::new();
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
pub(super) fn replies(item: &Type, cases: &[Case]) -> TokenStream {
    let name = ident(&item.name);
    let docs = paragraphs([
        described(
            &item.description,
            format!("`{}` in the document.", item.name),
        ),
        evidence(item.evidence.as_ref()),
    ]);
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
                let ty = output_ty(output, Scope::Types);
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
