//! The document's schemas as types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, evidence, paragraphs};
use super::tokens::{self, json_literal, tokens};
use crate::model::{Api, Field, Kind, Scope, Struct, Ty, Type, Variant};
use crate::names::ident;

pub(super) fn types(api: &Api) -> TokenStream {
    let items = api.types.iter().map(|item| match &item.kind {
        Kind::Struct(fields) => structure(item, fields),
        Kind::Id { prefix } => id(item, prefix.as_deref()),
        Kind::Enum(variants) => open_enum(item, variants),
    });
    let items: Vec<TokenStream> = items.collect();
    let imports = imports(&api.types);
    quote!(#imports #(#items)*)
}

fn id(item: &Type, prefix: Option<&str>) -> TokenStream {
    let name = ident(&item.name);
    let looks = prefix
        .map(|prefix| format!("It starts with `{prefix}`."))
        .unwrap_or_default();
    let description = about(item);
    // A description that shows the form already need not say it again.
    let looks = if prefix.is_some_and(|it| description.contains(it)) {
        String::new()
    } else {
        looks
    };
    let docs = paragraphs([description, looks, evidence(item.evidence.as_ref())]);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct #name(String);

        string_id!(#name);
    }
}

/// An enum with room for the values that the document does not know. The runtime's macro adds
/// what is the same for all.
fn open_enum(item: &Type, variants: &[Variant]) -> TokenStream {
    let name = ident(&item.name);
    let docs = paragraphs([about(item), evidence(item.evidence.as_ref())]);
    let names: Vec<_> = variants
        .iter()
        .map(|variant| ident(&variant.name))
        .collect();
    let values: Vec<_> = variants.iter().map(|variant| &variant.value).collect();
    let value_docs = values.iter().map(|value| format!(" `{value}`."));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #value_docs] #names,)*
            /// A value that the documentation does not name, as the service wrote it.
            Unknown(String),
        }

        impl #name {
            /// The value, as it is in JSON.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #values,)*
                    Self::Unknown(value) => value,
                }
            }

            fn documented(value: &str) -> Option<Self> {
                match value {
                    #(#values => Some(Self::#names),)*
                    _ => None,
                }
            }
        }

        open_enum!(#name);
    }
}

fn structure(item: &Type, fields: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let docs = paragraphs([about(item), evidence(item.evidence.as_ref())]);
    let extra = fields.extra.as_deref().map(|name| {
        let name = ident(name);
        quote! {
            /// The fields that the documentation does not name.
            #[serde(flatten)]
            pub #name: Map<String, Value>,
        }
    });
    let members = fields.fields.iter().map(field);
    let example = item.example.as_deref().map(|json| {
        let json = json_literal(json, 3);
        quote! {
            impl #name {
                /// An example to start from in tests: change its fields as needed.
                pub fn example() -> Self {
                    example::decode(#json)
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[non_exhaustive]
        pub struct #name { #(#members,)* #extra }

        #example
    }
}

/// What a type is, or what it is called in the document.
fn about(item: &Type) -> String {
    described(
        &item.description,
        format!("`{}` in the document.", item.name),
    )
}

fn field(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let ours = format!("`{}` in JSON.", field.name);
    let docs = paragraphs([described(&field.description, ours)]);
    let optional = matches!(field.ty, Ty::Option(_));
    let mut serde = Vec::new();
    if field.ident.trim_start_matches("r#") != field.name {
        let name = &field.name;
        serde.push(quote!(rename = #name));
    }
    if !field.required {
        serde.push(quote!(default, skip_serializing_if = "Option::is_none"));
    } else if optional && reader(&field.ty).is_some() {
        serde.push(quote!(default));
    }
    if let Some((direction, module, function)) = reader(&field.ty) {
        let option = if optional { "option_" } else { "" };
        let path = format!("crate::{module}::{option}{function}");
        let direction = ident(direction);
        serde.push(quote!(#direction = #path));
    }
    let attribute = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
    let ty = tokens(&field.ty.rust(Scope::Types));
    quote!(#docs #attribute pub #name: #ty)
}

/// What of the runtime reads a number, as 72 and 72.0 are one, or a time.
fn reader(ty: &Ty) -> Option<(&'static str, &'static str, &'static str)> {
    match ty.not_null() {
        Ty::F64 => Some(("with", "number", "float")),
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Some(("deserialize_with", "number", "integer")),
        Ty::DateTime => Some(("deserialize_with", "timestamp", "utc")),
        _ => None,
    }
}

/// What the types refer to, and nothing else.
fn imports(types: &[Type]) -> TokenStream {
    let structs = types.iter().filter_map(|item| match &item.kind {
        Kind::Struct(fields) => Some(fields),
        _ => None,
    });
    let fields = structs.clone().flat_map(|it| &it.fields);
    let written: Vec<String> = fields.map(|field| field.ty.rust(Scope::Types)).collect();
    let uses = |name: &str| {
        let words = written.iter().flat_map(|ty| ty.split(['<', '>', ',', ' ']));
        words
            .filter(|word| !word.is_empty())
            .any(|word| word == name)
    };
    let is = |of: fn(&Kind) -> bool| types.iter().any(|item| of(&item.kind));
    let has_extra = structs.clone().any(|it| it.extra.is_some());
    let has_example = |item: &Type| item.example.is_some() && matches!(item.kind, Kind::Struct(_));
    let map = has_extra || uses("Map");
    tokens::imports(&[
        (uses("BTreeMap"), "use std::collections::BTreeMap;"),
        (uses("DateTime"), "use chrono::{DateTime, Utc};"),
        (
            is(|it| !matches!(it, Kind::Enum(_))),
            "use serde::{Deserialize, Serialize};",
        ),
        (map, "use serde_json::{Map, Value};"),
        (!map && uses("Value"), "use serde_json::Value;"),
        (types.iter().any(has_example), "use crate::example;"),
        (
            is(|it| matches!(it, Kind::Id { .. })),
            "use crate::id::string_id;",
        ),
        (
            is(|it| matches!(it, Kind::Enum(_))),
            "use crate::open_enum::open_enum;",
        ),
        (uses("Secret"), "use crate::secret::Secret;"),
    ])
}
