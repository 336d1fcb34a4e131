//! A resource: its struct, its operations, and the arguments of each.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{described, doc, evidence, paragraphs, usage, words};
use super::tokens::{self, tokens, ty};
use crate::model::{Argument, Body, Operation, Output, Passing, Resource, Ty};
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
    let operations = resource.operations.iter().map(|it| operation(resource, it));
    let imports = imports(resource);
    quote! {
        #imports

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
    let request = format!(
        "`{} {}` · {}.",
        operation.method.as_str(),
        operation.path,
        operation.limit
    );
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
        let ty = parameter_ty(&argument.ty);
        quote!(#name: #ty)
    });
    let too_many = (operation.required().count() > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the operation has as many")]),
    );
    let fields = operation
        .whole()
        .map(|argument| initial(&ident(&argument.ident), argument));
    let body = match &operation.body {
        Some(Body::Fields(fields)) => {
            let name = ident(&fields.name);
            let members = operation
                .fields()
                .zip(&fields.fields)
                .map(|(argument, field)| initial(&ident(&field.ident), argument));
            let extra = fields.extra.as_deref().map(ident);
            let extra = extra.map(|extra| quote!(#extra: serde_json::Map::new(),));
            Some(quote!(body: types::#name { #(#members,)* #extra }))
        }
        Some(Body::Whole) | None => None,
    };
    let value = if operation.arguments.is_empty() {
        quote!(#call)
    } else {
        quote!(#call { #(#fields,)* #body })
    };
    quote! {
        #docs
        #deprecated
        #too_many
        pub fn #name(&self, #(#parameters),*) -> Call<#call, M> {
            Call::new(&self.handle, #value)
        }
    }
}

/// The struct that holds an operation's arguments, and what the runtime asks of it.
fn operation(resource: &Resource, operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let about = doc(&format!(
        "The arguments of [`{}::{}`].",
        resource.type_name,
        operation.method_name.trim_start_matches("r#")
    ));
    let members = operation.whole().map(|argument| {
        let (member, ty) = (ident(&argument.ident), member_ty(argument));
        quote!(pub(crate) #member: #ty)
    });
    let body = match &operation.body {
        Some(Body::Fields(fields)) => {
            let ty = ident(&fields.name);
            Some(quote!(pub(crate) body: types::#ty))
        }
        Some(Body::Whole) | None => None,
    };
    let structure = if operation.arguments.is_empty() {
        quote!(pub struct #name;)
    } else {
        quote!(pub struct #name { #(#members,)* #body })
    };
    let machinery = machinery(operation);
    let paged = operation.paged.then(|| paged(operation));
    let setters = setters(operation);
    quote! {
        #about
        #[derive(Clone, Debug)]
        #structure

        #setters
        #machinery
        #paged
    }
}

fn machinery(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let (id, path) = (&operation.id, &operation.path);
    let method = quote::format_ident!("{}", operation.method.as_str());
    let (limit, function) = (ident(&operation.limit.name), ident(&operation.function));
    let output = output_ty(&operation.output);
    let decode = match &operation.output {
        Output::Page(_) => quote!(reply.page()),
        Output::Data(_) => quote!(reply.data()),
        Output::Whole(_) => quote!(reply.json()),
        Output::Empty => quote!(reply.empty()),
    };
    let refusals = operation.arguments.iter().filter_map(refusal);
    let arguments = operation.whole().map(passed);
    let body = matches!(operation.body, Some(Body::Fields(_))).then(|| quote!(&self.body));
    let arguments = arguments.chain(body);
    quote! {
        impl Operation for #name {
            type Output = #output;

            const INFO: OperationInfo = OperationInfo {
                id: #id,
                method: Method::#method,
                path: #path,
                limit: &limits::#limit,
            };

            fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
                #(#refusals)*
                wire::#function(endpoint, #(#arguments),*)
            }

            fn decode(reply: Reply) -> Result<Self::Output, Error> {
                #decode
            }
        }
    }
}

/// What a call gives.
pub(super) fn output_ty(output: &Output) -> TokenStream {
    match output {
        Output::Page(item) => {
            let item = ty(item);
            quote!(Page<#item>)
        }
        Output::Data(whole) | Output::Whole(whole) => ty(whole),
        Output::Empty => quote!(()),
    }
}

/// An id that is empty would ask for something else, or for everything.
fn refusal(argument: &Argument) -> Option<TokenStream> {
    if !matches!(argument.ty.not_null(), Ty::Id(_)) {
        return None;
    }
    let (member, name) = (tokens(&argument.member), &argument.name);
    Some(if argument.required && matches!(argument.ty, Ty::Id(_)) {
        quote!(self.#member.refuse_empty(#name)?;)
    } else {
        quote! {
            if let Some(id) = &self.#member {
                id.refuse_empty(#name)?;
            }
        }
    })
}

/// An argument on its way to the function that builds the request.
fn passed(argument: &Argument) -> TokenStream {
    let member = tokens(&argument.member);
    match argument.passing() {
        Passing::Copy => quote!(self.#member),
        Passing::Reference => quote!(&self.#member),
        Passing::OptionalReference => quote!(self.#member.as_ref()),
        Passing::OptionalSlice => quote!(self.#member.as_deref()),
    }
}

fn paged(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let Output::Page(item) = &operation.output else {
        return TokenStream::new();
    };
    let item = ty(item);
    quote! {
        impl Paged for #name {
            type Item = #item;

            fn limit(&self) -> Option<u32> { self.limit }

            fn set_limit(&mut self, limit: u32) { self.limit = Some(limit); }

            fn offset(&self) -> Option<u64> { self.offset }

            fn set_offset(&mut self, offset: u64) { self.offset = Some(offset); }
        }
    }
}

/// A setter for each optional argument. The runtime has those of a page.
fn setters(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let is_own = |argument: &&Argument| {
        !(operation.paged && matches!(argument.name.as_str(), "limit" | "offset"))
    };
    let setters: Vec<TokenStream> = operation
        .optional()
        .filter(is_own)
        .map(|argument| {
            let ours = format!("Sets `{}`.", argument.name);
            let docs = paragraphs([described(&argument.description, ours)]);
            let (setter, ty) = (ident(&argument.ident), parameter_ty(argument.ty.not_null()));
            let (member, value) = (
                tokens(&argument.member),
                converted(argument.ty.not_null(), &setter),
            );
            quote! {
                #docs
                pub fn #setter(mut self, #setter: #ty) -> Self {
                    self.arguments.#member = Some(#value);
                    self
                }
            }
        })
        .collect();
    (!setters.is_empty()).then(|| quote!(impl<M: Mode> Call<#name, M> { #(#setters)* }))
}

fn member_ty(argument: &Argument) -> TokenStream {
    if argument.required {
        ty(&argument.ty)
    } else {
        let ty = ty(argument.ty.not_null());
        quote!(Option<#ty>)
    }
}

/// A member of a struct, with the argument in it or nothing yet.
fn initial(member: &Ident, argument: &Argument) -> TokenStream {
    if !argument.required {
        return quote!(#member: None);
    }
    let name = ident(&argument.ident);
    if *member == name && !argument.ty.is_converted() {
        return quote!(#member);
    }
    let value = converted(&argument.ty, &name);
    quote!(#member: #value)
}

/// The type of a parameter: what is made of text takes text.
fn parameter_ty(of: &Ty) -> TokenStream {
    let ty = ty(of);
    if of.is_converted() {
        quote!(impl Into<#ty>)
    } else {
        ty
    }
}

fn converted(of: &Ty, name: &Ident) -> TokenStream {
    if of.is_converted() {
        quote!(#name.into())
    } else {
        quote!(#name)
    }
}

/// Whether an operation's arguments or what it gives are of the document's types.
fn names_a_type(operation: &Operation) -> bool {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let mut types = arguments.chain(operation.output.ty());
    matches!(operation.body, Some(Body::Fields(_))) || types.any(|ty| ty.named().is_some())
}

fn imports(resource: &Resource) -> TokenStream {
    let operations = &resource.operations;
    let types = operations.iter().any(names_a_type);
    let is_page = |it: &Operation| matches!(it.output, Output::Page(_));
    let page = operations.iter().any(is_page);
    let paged = operations.iter().any(|it| it.paged);
    tokens::imports(&[
        (true, "use reqwest::{Method, Request};"),
        (
            true,
            "use crate::call::Call; use crate::client::Client; use crate::endpoint::Endpoint; use \
             crate::error::Error;",
        ),
        (types, "use crate::generated::{limits, types, wire};"),
        (!types, "use crate::generated::{limits, wire};"),
        (
            true,
            "use crate::handle::Handle; use crate::mode::{Async, Mode};",
        ),
        (
            paged,
            "use crate::operation::{Operation, OperationInfo, Paged};",
        ),
        (!paged, "use crate::operation::{Operation, OperationInfo};"),
        (page, "use crate::page::Page;"),
        (true, "use crate::reply::Reply;"),
    ])
}
