//! A resource: its struct, and the methods that start its calls.

use proc_macro2::TokenStream;
use quote::quote;

use super::conversion::{converted, field, named, taken};
use super::docs::{described, doc, evidence, paragraphs, usage, words};
use super::tokens::too_many;
use super::{arguments, call};
use crate::model::{Operation, Resource, Scope};
use crate::names::ident;

pub(super) fn resource(resource: &Resource) -> TokenStream {
    let (name, accessor) = (ident(&resource.type_name), ident(&resource.name));
    let about = doc(&format!(
        "The {} resource, from [`Client::{}`].",
        words(&resource.name.trim_start_matches("r#").replace('_', " ")),
        resource.name
    ));
    let ours = format!("The operations on {}.", words(&resource.name));
    let description = paragraphs([described(&resource.description, ours)]);
    let methods = resource.operations.iter().map(method);
    let operations = resource.operations.iter().map(|operation| {
        let (call, arguments) = (
            call::call(resource, operation),
            arguments::arguments(operation),
        );
        quote!(#call #arguments)
    });
    quote! {
        use reqwest::{Method, Request};

        use crate::call::Call;
        use crate::client::Client;
        use crate::endpoint::Endpoint;
        use crate::error::Error;
        use crate::generated::{limits, types, wire};
        use crate::handle::Handle;
        use crate::mode::{Async, Mode};
        use crate::operation::{Operation, OperationInfo, Paged, Paging};
        use crate::page::Page;
        use crate::reply::Reply;

        #about
        #[derive(Clone, Debug)]
        pub struct #name<M = Async> { handle: Handle<M> }

        impl Client {
            #description
            pub fn #accessor(&self) -> #name {
                #name { handle: self.handle() }
            }
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #description
            pub fn #accessor(&self) -> #name<crate::blocking::Blocking> {
                #name { handle: self.handle() }
            }
        }

        impl<M: Mode> #name<M> { #(#methods)* }

        #(#operations)*
    }
}

/// The method that starts a call.
fn method(operation: &Operation) -> TokenStream {
    let (name, call) = (ident(&operation.method_name), ident(&operation.type_name));
    let arguments = ident(&operation.arguments_name);
    let request = format!("`{}` · {}.", operation.request(), operation.limit);
    let docs = paragraphs([
        words(&operation.summary),
        words(&operation.description),
        request,
        evidence(operation.evidence.as_ref()),
        usage(operation.usage.as_ref()),
    ]);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let parameters = operation.required().map(|argument| {
        let name = ident(&argument.ident);
        let ty = taken(&argument.ty, Scope::Elsewhere);
        quote!(#name: #ty)
    });
    let too_many = too_many(operation.required().count(), 6, "the operation has as many");
    let members = operation.whole().map(|argument| {
        let name = ident(&argument.ident);
        if argument.required {
            named(&name, converted(&argument.ty, quote!(#name)))
        } else {
            named(&name, quote!(None))
        }
    });
    let body = operation.body_struct().map(|body| {
        let name = ident(&body.name);
        let fields = body.fields.iter().map(|it| {
            let passed = operation.argument_of(it).filter(|it| it.required);
            field(
                it,
                passed.map(|it| ident(&it.ident)).as_ref(),
                Scope::Elsewhere,
            )
        });
        let extra = body.extra.as_deref().map(ident);
        let extra = extra.map(|extra| quote!(#extra: serde_json::Map::new(),));
        quote!(body: types::#name { #(#fields,)* #extra })
    });
    let value = if operation.is_unit() {
        quote!(#arguments)
    } else {
        quote!(#arguments { #(#members,)* #body })
    };
    quote! {
        #docs
        #deprecated
        #too_many
        pub fn #name(&self, #(#parameters),*) -> #call<M> {
            let arguments = #value;
            #call(Call::new(&self.handle, arguments))
        }
    }
}
