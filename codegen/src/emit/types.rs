//! The document's schemas as types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, evidence, paragraphs};
use super::{replies, structs, tokens, unions};
use crate::model::{Api, Kind, Scope, Ty, Type, Variant};
use crate::names::ident;

pub(super) fn types(api: &Api) -> TokenStream {
    let items = api.types.iter().map(|item| match &item.kind {
        Kind::Struct(fields) => structs::structure(item, about(item), fields),
        Kind::Id { prefix } => id(item, prefix.as_deref()),
        Kind::Enum(variants) => open_enum(item, variants),
        Kind::Union(union) => unions::union(item, about(item), union),
        Kind::Replies(cases) => replies::replies(item, cases),
    });
    let items: Vec<TokenStream> = items.collect();
    let imports = imports(api);
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

/// What a type is, or what it is called in the document.
fn about(item: &Type) -> String {
    described(
        &item.description,
        format!("`{}` in the document.", item.name),
    )
}

/// What the types refer to, and nothing else.
fn imports(api: &Api) -> TokenStream {
    let types = &api.types;
    let structs = types.iter().filter_map(|item| match &item.kind {
        Kind::Struct(fields) => Some(fields),
        _ => None,
    });
    let mut written: Vec<String> = Vec::new();
    for item in types {
        let made_of: Vec<String> = match &item.kind {
            Kind::Struct(fields) => {
                let fields = fields.fields.iter();
                fields.map(|field| field.ty.rust(Scope::Types)).collect()
            }
            Kind::Union(union) => {
                let members = union.members.iter();
                members.map(|member| member.ty.rust(Scope::Types)).collect()
            }
            Kind::Replies(cases) => {
                let cases = cases.iter();
                let outputs = cases.map(|it| replies::output_ty(&it.output, Scope::Types));
                outputs.map(|output| output.to_string()).collect()
            }
            Kind::Id { .. } | Kind::Enum(_) => Vec::new(),
        };
        written.extend(made_of);
    }
    let uses = |name: &str| {
        let words = written.iter().flat_map(|ty| ty.split(['<', '>', ',', ' ']));
        words
            .filter(|word| !word.is_empty())
            .any(|word| word == name)
    };
    let is = |of: fn(&Kind) -> bool| types.iter().any(|item| of(&item.kind));
    let has_union = |tagged: bool| {
        let mut unions = types.iter().filter_map(|item| match &item.kind {
            Kind::Union(union) => Some(union),
            _ => None,
        });
        unions.any(|union| union.tag.is_some() == tagged)
    };
    let is_json = |kind: &Kind| matches!(kind, Kind::Struct(fields) if !fields.is_form);
    let is_id = |kind: &Kind| matches!(kind, Kind::Id { .. });
    let has_extra = structs.clone().any(|it| it.extra.is_some());
    let has_example = |item: &Type| item.example.is_some() && matches!(item.kind, Kind::Struct(_));
    let has_form = structs.clone().any(|it| it.is_form);
    let union = is(|it| matches!(it, Kind::Union(_)));
    let serde = union || types.iter().any(|it| is_id(&it.kind) || is_json(&it.kind));
    let value = uses("Value") || is(|it| matches!(it, Kind::Union(_) | Kind::Replies(_)));
    let map = has_extra || uses("Map");
    let mut arguments = api.operations().flat_map(|operation| &operation.arguments);
    let passes_uuid = arguments.any(|argument| *argument.ty.innermost() == Ty::Uuid);
    let (tagged, untagged) = (has_union(true), has_union(false));
    tokens::imports(&[
        (uses("BTreeMap"), "use std::collections::BTreeMap;"),
        (uses("Bytes"), "use bytes::Bytes;"),
        (
            uses("DateTime") && uses("NaiveDate"),
            "use chrono::{DateTime, NaiveDate, Utc};",
        ),
        (
            uses("DateTime") && !uses("NaiveDate"),
            "use chrono::{DateTime, Utc};",
        ),
        (
            !uses("DateTime") && uses("NaiveDate"),
            "use chrono::NaiveDate;",
        ),
        (
            is(|it| matches!(it, Kind::Replies(_))),
            "use reqwest::StatusCode;",
        ),
        (serde && !union, "use serde::{Deserialize, Serialize};"),
        (
            union,
            "use serde::{Deserialize, Deserializer, Serialize, Serializer};",
        ),
        (map && (value || has_extra), "use serde_json::{Map, Value};"),
        (!map && value, "use serde_json::Value;"),
        (types.iter().any(has_example), "use crate::example;"),
        (
            is(|it| matches!(it, Kind::Id { .. })),
            "use crate::id::string_id;",
        ),
        (
            has_form && uses("File"),
            "use crate::multipart::{File, Multipart};",
        ),
        (
            has_form && !uses("File"),
            "use crate::multipart::Multipart;",
        ),
        (uses("Nullable"), "pub use crate::nullable::Nullable;"),
        (
            is(|it| matches!(it, Kind::Enum(_))),
            "use crate::open_enum::open_enum;",
        ),
        (uses("Page"), "use crate::page::Page;"),
        (
            types.iter().any(unions::is_parameter),
            "use crate::parameter::Parameter;",
        ),
        (uses("Secret"), "use crate::secret::Secret;"),
        (
            tagged && untagged,
            "use crate::union::{self, Tagged, Untagged, Variant};",
        ),
        (tagged && !untagged, "use crate::union::{self, Tagged};"),
        (
            !tagged && untagged,
            "use crate::union::{self, Untagged, Variant};",
        ),
        (uses("Uuid") || passes_uuid, "pub use crate::uuid::Uuid;"),
    ])
}
