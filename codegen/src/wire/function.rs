//! A request as a function that builds it on the runtime's endpoint.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::request::{Argument, Part, Request};
use crate::document::{Encoding, Style};
use crate::lower::Sent;

/// Writes the function. How a value is written is the document's to say.
pub(super) fn function(sent: &Sent<'_>, request: Request) -> TokenStream {
    let Request {
        verb,
        path: format,
        mut arguments,
    } = request;
    // In the document's order again.
    arguments.sort_by_key(|it| match it.part {
        Part::Path => (0, 0),
        Part::Query | Part::Header => (
            1,
            sent.parameters.get_index_of(&key(it)).unwrap_or_default(),
        ),
        Part::Body => (2, 0),
    });
    let parameters = arguments.iter().map(|Argument { name, ty, part }| {
        // Progenitor takes every body for one that has to be there.
        if *part == Part::Body && !sent.body_required {
            quote!(#name: Option<#ty>)
        } else {
            quote!(#name: #ty)
        }
    });
    let too_many = (arguments.len() > 6).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the operation has as many")]),
    );
    let in_part = |part| arguments.iter().filter(move |it| it.part == part);
    let segments = in_part(Part::Path).map(|it| {
        let carried = sent.parameters.get(&key(it));
        let value = value(carried.map(|carried| carried.style), it);
        quote!(segment(#value))
    });
    let mut segments = segments.peekable();
    let path = if segments.peek().is_none() {
        quote!(#format)
    } else {
        quote!(&format!(#format, #(#segments),*))
    };
    // Headers are set after the query.
    let calls = in_part(Part::Query).chain(in_part(Part::Header));
    let calls = calls.map(|it| parameter(sent, it));
    let accept = sent.operation.accept.as_ref();
    let accept = accept.map(|accept| quote!(.accept(#accept)));
    let body = in_part(Part::Body).map(|it| body(sent, it));
    let verb = format_ident!("{}", verb.to_string().to_uppercase());
    let function = format_ident!("{}", sent.operation.function);
    let doc = format!(" `{}`", sent.operation.request());
    quote! {
        #[doc = #doc]
        #too_many
        pub(crate) fn #function(endpoint: &Endpoint, #(#parameters),*) -> Result<Request, Error> {
            endpoint.request(Method::#verb, #path) #(#calls)* #accept #(#body)* .build()
        }
    }
}

/// What progenitor was given an argument for. A keyword has `_` at its end.
fn key(argument: &Argument) -> String {
    let name = argument.name.to_string();
    name.trim_end_matches('_').to_owned()
}

/// The value of an argument, as its style has it.
fn value(style: Option<Style>, argument: &Argument) -> TokenStream {
    let value = &argument.name;
    match style {
        Some(Style::Joined(separator)) => {
            let separator = separator.to_string();
            quote!(parameter::joined(#value, #separator))
        }
        Some(Style::Json) => quote!(parameter::json(#value)),
        _ => quote!(#value),
    }
}

/// Puts an argument into the query or into a header.
fn parameter(sent: &Sent<'_>, argument: &Argument) -> TokenStream {
    let call = match argument.part {
        Part::Header => quote!(header),
        _ => quote!(query),
    };
    let carried = sent.parameters.get(&key(argument));
    let style = carried.map(|carried| carried.style);
    let name = carried.map(|carried| carried.name);
    let value = value(style, argument);
    match style {
        Some(Style::Deep) => quote!(.query_object(#name, #value)),
        Some(Style::Fields) => quote!(.query_fields(#value)),
        _ => quote!(.#call(#name, #value)),
    }
}

fn body(sent: &Sent<'_>, argument: &Argument) -> Option<TokenStream> {
    let (body, written) = (&argument.name, sent.operation.body.as_ref()?);
    let media_type = &written.media_type;
    let add = match written.encoding {
        Encoding::Json if is_usual(media_type) => quote!(json(#body)),
        Encoding::Json => quote!(json_as(#body, #media_type)),
        Encoding::Form => quote!(form(#body)),
        Encoding::Multipart => quote!(multipart(&#body.multipart())),
        Encoding::Text | Encoding::Bytes => quote!(body(#body, #media_type)),
    };
    Some(if sent.body_required {
        quote!(.#add)
    } else {
        quote!(.optional(#body, |request, #body| request.#add))
    })
}

/// Whether JSON of this media type is sent as any JSON is.
fn is_usual(media_type: &str) -> bool {
    let kind = media_type.split(';').next().unwrap_or(media_type).trim();
    kind.eq_ignore_ascii_case("application/json") || kind.contains('*')
}
