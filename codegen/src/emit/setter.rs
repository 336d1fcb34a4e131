//! Methods that set what is optional, of a call or of a type that is sent.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::conversion::{converted, null, stored, taken};
use super::docs::doc;
use crate::model::{Scope, Ty};
use crate::names::ident;

/// A method that sets something, and maybe one that sends null for it.
pub(super) struct Setter<'a> {
    pub(super) docs: TokenStream,
    pub(super) deprecated: bool,
    pub(super) name: &'a Ident,
    pub(super) parameter: &'a Ident,
    /// The type of the value.
    pub(super) value: &'a Ty,
    /// What is set, and its type.
    pub(super) target: TokenStream,
    pub(super) kept: &'a Ty,
    /// Its name in the document.
    pub(super) documented: &'a str,
    /// The method that sends null, where that is something else than leaving it out.
    pub(super) clear: Option<&'a str>,
    pub(super) scope: Scope,
}

pub(super) fn setter(setter: &Setter<'_>) -> TokenStream {
    let Setter {
        docs,
        name,
        parameter,
        target,
        scope,
        ..
    } = setter;
    let ty = taken(setter.value, *scope);
    let value = converted(setter.value, quote!(#parameter));
    let value = stored(setter.kept, value, *scope);
    let deprecated = setter.deprecated.then(|| quote!(#[deprecated]));
    let clear = setter.clear.map(|clear| {
        let docs = doc(&format!("Sends null for `{}`.", setter.documented));
        let (clear, null) = (ident(clear), null(*scope));
        quote! {
            #docs
            #deprecated
            pub fn #clear(mut self) -> Self {
                #target = #null;
                self
            }
        }
    });
    quote! {
        #docs
        #deprecated
        pub fn #name(mut self, #parameter: #ty) -> Self {
            #target = #value;
            self
        }

        #clear
    }
}
