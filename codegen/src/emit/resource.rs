//! A resource: its struct, its operations, and the arguments of each.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{described, doc, evidence, paragraphs, words};
use super::limits::in_words;
use super::tokens::{not_null, ty};
use super::types::{contains, extra_name};
use super::usage::usage;
use crate::model::{Api, Argument, Body, Operation, Output, Place, Resource, Ty};
use crate::names::ident;

pub(super) fn resource(api: &Api, resource: &Resource) -> TokenStream {
    let (name, accessor) = (ident(&resource.type_name), ident(&resource.name));
    let about = doc(&format!(
        "The {} resource, from [`Client::{}`].",
        words(&resource.name.trim_start_matches("r#").replace('_', " ")),
        resource.name
    ));
    let ours = format!("The operations on {}.", words(&resource.name));
    let description = paragraphs([described(&resource.description, ours)]);
    let methods = resource
        .operations
        .iter()
        .map(|it| method(api, resource, it));
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
fn method(api: &Api, resource: &Resource, operation: &Operation) -> TokenStream {
    let (name, call) = (ident(&operation.method_name), ident(&operation.type_name));
    let request = format!(
        "`{} {}` · {}.",
        operation.http_method.as_str(),
        operation.path,
        in_words(&operation.limit)
    );
    let docs = paragraphs([
        words(&operation.summary),
        words(&operation.description),
        request,
        evidence(operation.evidence.as_ref()),
        usage(api, resource, operation),
    ]);
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let parameters = operation.required().map(|argument| {
        let name = ident(&argument.ident);
        let ty = parameter_ty(&argument.ty);
        quote!(#name: #ty)
    });
    let too_many = (operation.required().count() > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the service wants each of them")]),
    );
    let fields = operation
        .arguments
        .iter()
        .filter(|argument| argument.place != Place::Field)
        .map(|argument| initial(&ident(&argument.ident), argument));
    let body = match &operation.body {
        Some(Body::Fields(fields)) => {
            let name = ident(&fields.name);
            let members = operation
                .placed(Place::Field)
                .zip(&fields.fields)
                .map(|(argument, field)| initial(&ident(&field.ident), argument));
            let extra = fields.extra.then(|| {
                let extra = extra_name(fields);
                quote!(#extra: serde_json::Map::new(),)
            });
            Some(quote!(body: types::#name { #(#members,)* #extra }))
        }
        Some(Body::Whole { .. }) | None => None,
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
    let members = operation
        .arguments
        .iter()
        .filter(|argument| argument.place != Place::Field)
        .map(|argument| {
            let (member, ty) = (ident(&argument.ident), member_ty(argument));
            quote!(pub(crate) #member: #ty)
        });
    let body = match &operation.body {
        Some(Body::Fields(fields)) => {
            let ty = ident(&fields.name);
            Some(quote!(pub(crate) body: types::#ty))
        }
        Some(Body::Whole { .. }) | None => None,
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
    let method = quote::format_ident!("{}", operation.http_method.as_str());
    let (limit, function) = (ident(&operation.limit.name), ident(&operation.function));
    let output = output_ty(&operation.output);
    let decode = match &operation.output {
        Output::Page(_) => quote!(reply.page()),
        Output::Data(_) => quote!(reply.data()),
        Output::Whole(_) => quote!(reply.json()),
        Output::Empty => quote!(reply.empty()),
    };
    let refusals = operation.arguments.iter().filter_map(refusal);
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
                wire::#function(endpoint, self)
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
            let item = ty(item, true);
            quote!(Page<#item>)
        }
        Output::Data(whole) | Output::Whole(whole) => ty(whole, true),
        Output::Empty => quote!(()),
    }
}

/// An id that is empty would ask for something else, or for everything.
fn refusal(argument: &Argument) -> Option<TokenStream> {
    if !matches!(not_null(&argument.ty), Ty::Id(_)) {
        return None;
    }
    let (member, name) = (member(argument), &argument.name);
    Some(
        if argument.required && argument.ty == *not_null(&argument.ty) {
            quote!(self.#member.refuse_empty(#name)?;)
        } else {
            quote! {
                if let Some(id) = &self.#member {
                    id.refuse_empty(#name)?;
                }
            }
        },
    )
}

fn paged(operation: &Operation) -> TokenStream {
    let name = ident(&operation.type_name);
    let Output::Page(item) = &operation.output else {
        return TokenStream::new();
    };
    let item = ty(item, true);
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
            let (setter, ty) = (ident(&argument.ident), parameter_ty(not_null(&argument.ty)));
            let (member, value) = (member(argument), converted(not_null(&argument.ty), &setter));
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

/// Where the arguments' struct keeps an argument.
fn member(argument: &Argument) -> TokenStream {
    match argument.place {
        Place::Field => {
            let field = ident(&crate::names::field_name(&argument.name));
            quote!(body.#field)
        }
        _ => {
            let member = ident(&argument.ident);
            quote!(#member)
        }
    }
}

fn member_ty(argument: &Argument) -> TokenStream {
    if argument.required {
        ty(&argument.ty, true)
    } else {
        let ty = ty(not_null(&argument.ty), true);
        quote!(Option<#ty>)
    }
}

/// A member of a struct, with the argument in it or nothing yet.
fn initial(member: &Ident, argument: &Argument) -> TokenStream {
    if !argument.required {
        return quote!(#member: None);
    }
    let name = ident(&argument.ident);
    if *member == name && !takes_into(&argument.ty) {
        return quote!(#member);
    }
    let value = converted(&argument.ty, &name);
    quote!(#member: #value)
}

/// The type of a parameter: what is made of text takes text.
fn parameter_ty(of: &Ty) -> TokenStream {
    let ty = ty(of, true);
    if takes_into(of) {
        quote!(impl Into<#ty>)
    } else {
        ty
    }
}

fn converted(of: &Ty, name: &Ident) -> TokenStream {
    if takes_into(of) {
        quote!(#name.into())
    } else {
        quote!(#name)
    }
}

fn takes_into(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::String | Ty::Secret | Ty::Id(_) | Ty::Enum(_) | Ty::Object | Ty::Value
    )
}

/// Whether an operation's arguments or what it gives are of the document's types.
fn names_a_type(operation: &Operation) -> bool {
    let output = match &operation.output {
        Output::Page(ty) | Output::Data(ty) | Output::Whole(ty) => Some(ty),
        Output::Empty => None,
    };
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let is_named = |ty: &Ty| matches!(ty, Ty::Id(_) | Ty::Enum(_) | Ty::Struct(_));
    let mut types = arguments.chain(output);
    matches!(operation.body, Some(Body::Fields(_))) || types.any(|ty| contains(ty, &is_named))
}

fn imports(resource: &Resource) -> TokenStream {
    let operations = &resource.operations;
    let types = operations.iter().any(names_a_type);
    let types = types.then(|| quote!(types,));
    let page = operations
        .iter()
        .any(|it| matches!(it.output, Output::Page(_)));
    let paged = operations.iter().any(|it| it.paged);
    let page = page.then(|| quote!(Page,));
    let paged = paged.then(|| quote!(Paged,));
    quote! {
        use reqwest::{Method, Request};

        use crate::call::{Async, Call, Handle, Mode};
        use crate::endpoint::Endpoint;
        use crate::generated::{limits, #types wire};
        use crate::operation::{Operation, OperationInfo, #paged};
        use crate::reply::Reply;
        use crate::{Client, Error, #page};
    }
}
