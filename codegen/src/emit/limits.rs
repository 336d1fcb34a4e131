//! The table of limits.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::doc;
use crate::model::{Access, Limit, Limits};
use crate::names::ident;

pub(super) fn limits(limits: &Limits) -> TokenStream {
    let statics = limits.paths.iter().map(|limit| {
        let name = ident(&limit.name);
        let docs = doc(&about(limit));
        let value = value(limit);
        quote!(#docs pub static #name: Limit = #value;)
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
        pub use crate::limit::{Access, Limit};

        #(#statics)*

        /// The limit of each path that has none of its own.
        pub static EVERY_OTHER: Limit = #every_other;

        /// All limits but [`EVERY_OTHER`].
        pub static ALL: &[&Limit] = &[#(&#names),*];
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
    let access = match limit.access {
        Access::Any => quote!(Access::Any),
        Access::Read => quote!(Access::Read),
        Access::Write => quote!(Access::Write),
    };
    let number = |number: u32| proc_macro2::Literal::u32_unsuffixed(number);
    let minute = match limit.requests_per_minute.map(number) {
        Some(minute) => quote!(#minute),
        None => quote!(u32::MAX),
    };
    let day = match limit.requests_per_day.map(number) {
        Some(day) => quote!(Some(#day)),
        None => quote!(None),
    };
    quote! {
        Limit {
            path: #path,
            access: #access,
            requests_per_minute: #minute,
            requests_per_day: #day,
        }
    }
}
