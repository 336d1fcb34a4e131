//! The document's schemas as types.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, evidence, paragraphs};
use super::{replies, structs, unions};
use crate::model::{Api, Kind, Ty, Type, Variant};
use crate::names::ident;

pub(super) fn types(api: &Api) -> TokenStream {
    let items = api.types.iter().map(|item| {
        let docs = docs(item);
        match &item.kind {
            Kind::Struct(fields) => structs::structure(item, &docs, fields),
            Kind::Id { .. } => id(item, &docs),
            Kind::Enum(variants) => open_enum(item, &docs, variants),
            Kind::Union(union) => unions::union(item, &docs, union),
            Kind::Replies(cases) => replies::replies(item, &docs, cases),
        }
    });
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

/// What a type is, or what it is called in the document, and where it is documented.
fn docs(item: &Type) -> TokenStream {
    let ours = format!("`{}` in the document.", item.name);
    let about = described(&item.description, ours);
    let looks = match &item.kind {
        // A description that shows the form already need not say it again.
        Kind::Id {
            prefix: Some(prefix),
        } if !about.contains(prefix) => {
            format!("It starts with `{prefix}`.")
        }
        _ => String::new(),
    };
    paragraphs([about, looks, evidence(item.evidence.as_ref())])
}

fn id(item: &Type, docs: &TokenStream) -> TokenStream {
    let name = ident(&item.name);
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
fn open_enum(item: &Type, docs: &TokenStream, variants: &[Variant]) -> TokenStream {
    let name = ident(&item.name);
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
