//! The table of limits.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc;
use super::tokens::{option, variant};
use crate::model::{Access, Limit, Limits};
use crate::names::ident;

pub(super) fn limits(limits: &Limits) -> TokenStream {
    let statics = limits.paths.iter().map(|limit| {
        let name = ident(&limit.name);
        let docs = doc(&about(limit));
        let value = value(limit);
        quote!(#docs pub(crate) static #name: Limit = #value;)
    });
    let names = limits.paths.iter().map(|limit| ident(&limit.name));
    let every_other = value(&Limit {
        name: String::new(),
        path: String::new(),
        access: Access::Any,
        requests_per_minute: limits.every_other,
        requests_per_day: None,
    });
    quote! {
        use reqwest::Method;

        pub use crate::limit::{Access, Limit};

        /// The documented limits, but that of each path that has none of its own.
        pub fn all() -> impl Iterator<Item = &'static Limit> {
            ALL.iter().copied()
        }

        /// The limit that counts a request: of those for its path or one above, the one with the
        /// longest, or else the one for every other.
        pub fn of(method: &Method, path: &str) -> &'static Limit {
            Limit::of(method, path, ALL, &EVERY_OTHER)
        }

        #(#statics)*

        /// The limit of each path that has none of its own.
        pub(crate) static EVERY_OTHER: Limit = #every_other;

        static ALL: &[&Limit] = &[#(&#names),*];
    }
}

fn about(limit: &Limit) -> String {
    let what = match limit.access {
        Access::Any => "Requests to",
        Access::Read => "Reading",
        Access::Write => "Writing",
    };
    format!("{what} `{}`: {limit}.", limit.path)
}

fn value(limit: &Limit) -> TokenStream {
    let path = &limit.path;
    let access = variant(limit.access);
    let number = proc_macro2::Literal::u32_unsuffixed;
    let minute = match limit.requests_per_minute.map(number) {
        Some(minute) => quote!(#minute),
        None => quote!(u32::MAX),
    };
    let day = option(limit.requests_per_day.map(number));
    quote! {
        Limit {
            path: #path,
            access: Access::#access,
            requests_per_minute: #minute,
            requests_per_day: #day,
        }
    }
}
