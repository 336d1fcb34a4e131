//! A resource: its struct, its operations, and the call and the arguments of each.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::conversion::{converted, is_kept, null, stored, taken, unset};
use super::docs::{described, doc, evidence, paragraphs, usage, words};
use super::replies;
use super::tokens::{self, tokens, ty};
use crate::model::{Argument, Field, Operation, Output, Passing, Resource, Scope, Ty};
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
    let arguments = ident(&operation.arguments_name);
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
        let ty = taken(&argument.ty, Scope::Elsewhere);
        quote!(#name: #ty)
    });
    let too_many = (operation.required().count() > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the operation has as many")]),
    );
    let fields = operation
        .whole()
        .map(|argument| initial(&ident(&argument.ident), argument));
    let body = operation.body_struct().map(|body| {
        let name = ident(&body.name);
        let members = body.fields.iter().map(|field| member(operation, field));
        let extra = body.extra.as_deref().map(ident);
        let extra = extra.map(|extra| quote!(#extra: serde_json::Map::new(),));
        quote!(body: types::#name { #(#members,)* #extra })
    });
    let value = if operation.is_unit() {
        quote!(#arguments)
    } else {
        quote!(#arguments { #(#fields,)* #body })
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

/// The struct of an operation's call with its setters, and that of its arguments.
fn operation(resource: &Resource, operation: &Operation) -> TokenStream {
    let call = call(resource, operation);
    let setters = setters(operation);
    let arguments = arguments(operation);
    let machinery = machinery(operation);
    let paged = operation.paged.then(|| paged(operation));
    quote! {
        #call
        #setters
        #arguments
        #machinery
        #paged
    }
}

/// What a caller has in hand until it is sent. Macros of the runtime give it what all calls have.
fn call(resource: &Resource, operation: &Operation) -> TokenStream {
    let (name, arguments) = (
        ident(&operation.type_name),
        ident(&operation.arguments_name),
    );
    let about = format!(
        "A call of [`{}::{}`]; [`send`](Self::send) makes it.",
        resource.type_name,
        operation.method_name.trim_start_matches("r#")
    );
    let request = format!("`{} {}`", operation.method.as_str(), operation.path);
    let docs = paragraphs([about, words(&operation.summary), request]);
    let methods = match &operation.output {
        Output::Page(item) | Output::CursorPage(item) if operation.paged => {
            let item = ty(item);
            quote!(crate::call_methods::collection_methods! { #name(#arguments) -> #item })
        }
        output => {
            let output = replies::output_ty(output, Scope::Elsewhere);
            quote!(crate::call_methods::call_methods! { #name(#arguments) -> #output })
        }
    };
    let is_raw = matches!(operation.output, Output::Text | Output::Bytes);
    let download = is_raw.then(|| quote!(crate::call_methods::download_method! { #name }));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name<M = Async>(Call<#arguments, M>);

        #methods
        #download
    }
}

/// The struct that holds an operation's arguments.
fn arguments(operation: &Operation) -> TokenStream {
    let name = ident(&operation.arguments_name);
    let members = operation.whole().map(|argument| {
        let (member, ty) = (ident(&argument.ident), member_ty(argument));
        quote!(#member: #ty)
    });
    let body = operation.body_struct().map(|body| {
        let ty = ident(&body.name);
        quote!(body: types::#ty)
    });
    let structure = if operation.is_unit() {
        quote!(struct #name;)
    } else {
        quote!(struct #name { #(#members,)* #body })
    };
    quote! {
        #[derive(Clone, Debug)]
        #structure
    }
}

/// What the runtime asks of the arguments.
fn machinery(operation: &Operation) -> TokenStream {
    let name = ident(&operation.arguments_name);
    let (id, path) = (&operation.id, &operation.path);
    let method = quote::format_ident!("{}", operation.method.as_str());
    let (limit, function) = (ident(&operation.limit.name), ident(&operation.function));
    let output = replies::output_ty(&operation.output, Scope::Elsewhere);
    let decode = match &operation.output {
        Output::Several(_) => replies::decode(operation),
        output => {
            let read = replies::read(output);
            quote!(reply.#read())
        }
    };
    let refusals = operation
        .arguments
        .iter()
        .filter_map(|it| refusal(operation, it));
    let arguments = operation.whole().map(passed);
    let body = operation.body_struct().map(|_| quote!(&self.body));
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

/// An id that is empty would ask for something else, or for everything.
fn refusal(operation: &Operation, argument: &Argument) -> Option<TokenStream> {
    if !matches!(argument.ty.not_null(), Ty::Id(_)) {
        return None;
    }
    let (member, name) = (tokens(&argument.member), &argument.name);
    let field = operation.body_field(argument);
    let is_nullable = field.is_some_and(|field| matches!(field.ty, Ty::Nullable(_)));
    if argument.required && matches!(argument.ty, Ty::Id(_)) {
        return Some(quote!(self.#member.refuse_empty(#name)?;));
    }
    let there = if is_nullable {
        quote!(self.#member.value())
    } else {
        quote!(&self.#member)
    };
    Some(quote! {
        if let Some(id) = #there {
            id.refuse_empty(#name)?;
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
    let name = ident(&operation.arguments_name);
    let (Output::Page(item) | Output::CursorPage(item)) = &operation.output else {
        return TokenStream::new();
    };
    let item = ty(item);
    let limit = match operation.page_size {
        Some(_) => quote!(Some(&mut self.limit)),
        None => quote!(None),
    };
    let paging = match operation.cursor.as_deref().map(ident) {
        Some(cursor) => {
            quote!(Paging::by_cursor(#limit, |cursor| self.#cursor = Some(cursor.into())))
        }
        None => quote!(Paging::by_offset(#limit, &mut self.offset)),
    };
    quote! {
        impl Paged for #name {
            type Item = #item;

            fn paging(&mut self) -> Paging<'_> { #paging }
        }
    }
}

/// A setter for each optional argument, and a method that sends null where that is something else.
/// The runtime has the setters of a page.
fn setters(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let own = operation.optional().filter(|it| !operation.pages_by(it));
    let setters: Vec<TokenStream> = own.map(|it| setter(operation, it)).collect();
    (!setters.is_empty()).then(|| quote!(impl<M: Mode> #name<M> { #(#setters)* }))
}

fn setter(operation: &Operation, argument: &Argument) -> TokenStream {
    let ours = format!("Sets `{}`.", argument.name);
    let docs = paragraphs([described(&argument.description, ours)]);
    let deprecated = argument.deprecated.then(|| quote!(#[deprecated]));
    let (setter, member) = (ident(&argument.ident), tokens(&argument.member));
    let value = argument.ty.not_null();
    let ty = taken(value, Scope::Elsewhere);
    let field = operation.body_field(argument);
    let kept = field.map_or_else(|| value.clone().optional(), |field| field.ty.clone());
    let value = stored(&kept, converted(value, quote!(#setter)), Scope::Elsewhere);
    let clear = argument.clear.as_deref().map(|clear| {
        let docs = doc(&format!("Sends null for `{}`.", argument.name));
        let (clear, null) = (ident(clear), null(Scope::Elsewhere));
        quote! {
            #docs
            #deprecated
            pub fn #clear(mut self) -> Self {
                self.0.arguments.#member = #null;
                self
            }
        }
    });
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #setter: #ty) -> Self {
            self.0.arguments.#member = #value;
            self
        }

        #clear
    }
}

fn member_ty(argument: &Argument) -> TokenStream {
    if argument.required {
        ty(&argument.ty)
    } else {
        let ty = ty(argument.ty.not_null());
        quote!(Option<#ty>)
    }
}

/// A member of the arguments' struct, with the argument in it or nothing yet.
fn initial(member: &Ident, argument: &Argument) -> TokenStream {
    if !argument.required {
        return quote!(#member: None);
    }
    let name = ident(&argument.ident);
    if *member == name && is_kept(&argument.ty) {
        return quote!(#member);
    }
    let value = converted(&argument.ty, quote!(#name));
    quote!(#member: #value)
}

/// A field of the body, with the argument in it, its only value, or nothing yet.
fn member(operation: &Operation, field: &Field) -> TokenStream {
    let member = ident(&field.ident);
    if let Some(value) = &field.fixed {
        let ty = ty(&field.ty);
        return quote!(#member: #ty::from(#value));
    }
    let argument = operation.argument_of(field).filter(|it| it.required);
    let Some(argument) = argument else {
        let unset = unset(&field.ty, Scope::Elsewhere);
        return quote!(#member: #unset);
    };
    let name = ident(&argument.ident);
    if member == name && field.ty == argument.ty && is_kept(&argument.ty) {
        return quote!(#member);
    }
    // A required field that may be null takes what may be nothing.
    let kept = match &field.ty {
        Ty::Option(inner) if matches!(**inner, Ty::Boxed(_)) => quote!(#name.map(Box::new)),
        Ty::Option(_) => name.to_token_stream(),
        kept => stored(
            kept,
            converted(&argument.ty, quote!(#name)),
            Scope::Elsewhere,
        ),
    };
    quote!(#member: #kept)
}

/// Whether an operation's arguments or what it gives are of the document's types.
fn names_a_type(operation: &Operation) -> bool {
    let arguments = operation.arguments.iter().map(|argument| &argument.ty);
    let mut types = arguments.chain(operation.output.ty());
    let is_several = matches!(operation.output, Output::Several(_));
    is_several || operation.body_struct().is_some() || types.any(|ty| ty.named().is_some())
}

fn imports(resource: &Resource) -> TokenStream {
    let operations = &resource.operations;
    let types = operations.iter().any(names_a_type);
    let is_page = |it: &Operation| matches!(it.output, Output::Page(_) | Output::CursorPage(_));
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
            "use crate::operation::{Operation, OperationInfo, Paged, Paging};",
        ),
        (!paged, "use crate::operation::{Operation, OperationInfo};"),
        (page, "use crate::page::Page;"),
        (true, "use crate::reply::Reply;"),
    ])
}
