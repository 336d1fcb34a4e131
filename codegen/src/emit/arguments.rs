//! The struct that holds an operation's arguments, and what the runtime asks of it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::replies::decode;
use super::tokens::{tokens, ty};
use crate::model::{Argument, Operation, Output, Place, Scope, Ty};
use crate::names::ident;

pub(super) fn arguments(operation: &Operation) -> TokenStream {
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
    let operation_impl = machinery(operation);
    let paged = operation.paged.then(|| paged(operation));
    quote! {
        #[derive(Clone, Debug)]
        #structure

        #operation_impl
        #paged
    }
}

/// What the runtime asks of the arguments.
fn machinery(operation: &Operation) -> TokenStream {
    let name = ident(&operation.arguments_name);
    let (id, path) = (&operation.id, &operation.path);
    let method = format_ident!("{}", operation.method.as_str());
    let (limit, function) = (ident(&operation.limit.name), ident(&operation.function));
    let output = tokens(&operation.output.rust(Scope::Elsewhere));
    let decode = decode(operation);
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
    let nullable = matches!(argument.ty, Ty::Option(_));
    match argument.ty.not_null() {
        // A body that is null is sent.
        _ if argument.required && nullable && argument.place == Place::Body => {
            quote!(&self.#member)
        }
        ty if ty.is_copy() => quote!(self.#member),
        _ if argument.required && !nullable => quote!(&self.#member),
        Ty::String | Ty::List(_) => quote!(self.#member.as_deref()),
        _ => quote!(self.#member.as_ref()),
    }
}

fn paged(operation: &Operation) -> TokenStream {
    let name = ident(&operation.arguments_name);
    let (Output::Page(item) | Output::CursorPage(item)) = &operation.output else {
        return TokenStream::new();
    };
    let item = ty(item);
    let limit = if operation.has_page_size {
        quote!(Some(&mut self.limit))
    } else {
        quote!(None)
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

fn member_ty(argument: &Argument) -> TokenStream {
    if argument.required {
        ty(&argument.ty)
    } else {
        let ty = ty(argument.ty.not_null());
        quote!(Option<#ty>)
    }
}
