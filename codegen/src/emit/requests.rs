//! The functions of the wire stage, with what they refer to.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::imports;
use crate::document::{self, Style};
use crate::model::{Api, Operation, Place};

pub(super) fn requests(api: &Api, functions: TokenStream) -> TokenStream {
    let has_segments = api.operations().any(|operation| {
        let mut arguments = operation.whole();
        arguments.any(|it| it.place == Place::Request(document::Place::Path))
    });
    let names_a_type = |operation: &Operation| {
        let has_struct = operation.body_struct().is_some();
        has_struct || operation.whole().any(|it| it.ty.named().is_some())
    };
    let is_styled = |operation: &Operation| {
        let mut arguments = operation.whole();
        arguments.any(|it| matches!(it.style, Style::Joined(_) | Style::Json))
    };
    let is_empty = api.resources.is_empty();
    let imports = imports(&[
        (!is_empty, "use reqwest::{Method, Request};"),
        (api.operations().any(names_a_type), "use super::types;"),
        (has_segments, "use crate::endpoint::{Endpoint, segment};"),
        (!has_segments && !is_empty, "use crate::endpoint::Endpoint;"),
        (!is_empty, "use crate::error::Error;"),
        (api.operations().any(is_styled), "use crate::parameter;"),
    ]);
    quote!(#imports #functions)
}
