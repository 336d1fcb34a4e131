//! The document's schemas as types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, evidence, paragraphs};
use super::{replies, structs, unions};
use crate::model::{Api, Kind, Ty, Type, Variant};
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
    let (nullable, uuid) = exports(api);
    quote! {
        use std::collections::BTreeMap;

        use bytes::Bytes;
        use chrono::{DateTime, NaiveDate, Utc};
        use reqwest::StatusCode;
        use serde::{Deserialize, Deserializer, Serialize, Serializer};
        use serde_json::{Map, Value};

        use crate::example;
        use crate::id::string_id;
        use crate::multipart::{File, Multipart};
        #nullable
        use crate::open_enum::open_enum;
        use crate::page::Page;
        use crate::parameter::Parameter;
        use crate::secret::Secret;
        use crate::union::{self, Tagged, Untagged, Variant};
        #uuid

        #(#items)*
    }
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

/// The types of the runtime that users need for what they find in these.
fn exports(api: &Api) -> (Option<TokenStream>, Option<TokenStream>) {
    let types = api.types.iter().flat_map(Type::made_of);
    let is_sent = types.clone().any(|ty| matches!(ty, Ty::Nullable(_)));
    let nullable = is_sent.then(|| {
        quote!(
            pub use crate::nullable::Nullable;
        )
    });
    let arguments = api.operations().flat_map(|operation| &operation.arguments);
    let mut all = types.chain(arguments.map(|argument| &argument.ty));
    let is_named = all.any(|ty| *ty.innermost() == Ty::Uuid);
    let uuid = is_named.then(|| {
        quote!(
            pub use crate::uuid::Uuid;
        )
    });
    (nullable, uuid)
}
