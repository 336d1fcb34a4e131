//! What a caller has in hand until it is sent, with a setter for each optional argument.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, paragraphs, words};
use super::setter::{Setter, setter};
use super::tokens::{tokens, ty};
use crate::model::{Argument, Operation, Output, Resource, Scope};
use crate::names::ident;

/// The struct of an operation's call. Macros of the runtime give it what all calls have.
pub(super) fn call(resource: &Resource, operation: &Operation) -> TokenStream {
    let (name, arguments) = (
        ident(&operation.type_name),
        ident(&operation.arguments_name),
    );
    let about = format!(
        "A call of [`{}::{}`]; [`send`](Self::send) makes it.",
        resource.type_name,
        operation.method_name.trim_start_matches("r#")
    );
    let request = format!("`{}`", operation.request());
    let docs = paragraphs([about, words(&operation.summary), request]);
    let methods = match &operation.output {
        Output::Page(item) | Output::CursorPage(item) if operation.paged => {
            let item = ty(item);
            quote!(crate::call_methods::collection_methods! { #name(#arguments) -> #item })
        }
        output => {
            let output = tokens(&output.rust(Scope::Elsewhere));
            quote!(crate::call_methods::call_methods! { #name(#arguments) -> #output })
        }
    };
    let is_raw = matches!(operation.output, Output::Text | Output::Bytes);
    let download = is_raw.then(|| quote!(crate::call_methods::download_method! { #name }));
    let setters = setters(operation);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #name<M = Async>(Call<#arguments, M>);

        #methods
        #download
        #setters
    }
}

/// The runtime has the setters of a page.
fn setters(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let own = operation.optional().filter(|it| !operation.pages_by(it));
    let setters: Vec<TokenStream> = own.map(|it| setter_of(operation, it)).collect();
    (!setters.is_empty()).then(|| quote!(impl<M: Mode> #name<M> { #(#setters)* }))
}

fn setter_of(operation: &Operation, argument: &Argument) -> TokenStream {
    let ours = format!("Sets `{}`.", argument.name);
    let member = tokens(&argument.member);
    let value = argument.ty.not_null();
    let field = operation.body_field(argument);
    let name = ident(&argument.ident);
    setter(&Setter {
        docs: paragraphs([described(&argument.description, ours)]),
        deprecated: argument.deprecated,
        parameter: &name,
        name: &name,
        value,
        target: quote!(self.0.arguments.#member),
        kept: &field.map_or_else(|| value.clone().optional(), |field| field.ty.clone()),
        documented: &argument.name,
        clear: argument.clear.as_deref(),
        scope: Scope::Elsewhere,
    })
}
