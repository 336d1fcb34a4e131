//! The service's address and names.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Service;

pub(super) fn service(service: &Service) -> TokenStream {
    let Service {
        name,
        base_url,
        key_prefix,
        key_variable,
        base_url_variable,
        ..
    } = service;
    quote! {
        /// The service's name.
        pub(crate) const NAME: &str = #name;

        /// Where it is, unless the caller says otherwise.
        pub(crate) const BASE_URL: &str = #base_url;

        /// What each API key starts with.
        pub(crate) const KEY_PREFIX: &str = #key_prefix;

        /// The environment variable that holds the API key.
        pub(crate) const KEY_VARIABLE: &str = #key_variable;

        /// The environment variable that overrides [`BASE_URL`].
        pub(crate) const BASE_URL_VARIABLE: &str = #base_url_variable;
    }
}
