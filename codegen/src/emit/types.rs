//! The document's schemas as types.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs::{described, evidence, paragraphs};
use super::tokens::{json_literal, not_null, ty};
use crate::model::{Api, Field, Kind, Struct, Ty, Type, Variant};
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
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #value_docs] #names,)*
            /// A value that the documentation does not name, as the service wrote it.
            Unknown(String),
        }

        impl #name {
            /// The value as it stands in JSON.
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
    let extra = fields.extra.then(|| {
        let name = extra_name(fields);
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

/// What the field of unknown fields is called.
pub(super) fn extra_name(fields: &Struct) -> proc_macro2::Ident {
    let taken = fields.fields.iter().any(|field| field.ident == "extra");
    if taken {
        format_ident!("extra_fields")
    } else {
        format_ident!("extra")
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
    let nullable = matches!(field.ty, Ty::Option(_));
    let optional = nullable || !field.required;
    let mut serde = Vec::new();
    if field.ident.trim_start_matches("r#") != field.name {
        let name = &field.name;
        serde.push(quote!(rename = #name));
    }
    if !field.required {
        serde.push(quote!(default, skip_serializing_if = "Option::is_none"));
    } else if nullable && reader(&field.ty).is_some() {
        serde.push(quote!(default));
    }
    if let Some((direction, module, function)) = reader(&field.ty) {
        let option = if optional { "option_" } else { "" };
        let path = format!("crate::{module}::{option}{function}");
        let direction = ident(direction);
        serde.push(quote!(#direction = #path));
    }
    let attribute = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
    let ty = field_ty(field);
    quote!(#docs #attribute pub #name: #ty)
}

/// A field's type: what may be absent and what may be null are both an `Option`.
pub(super) fn field_ty(field: &Field) -> TokenStream {
    let inner = ty(not_null(&field.ty), false);
    if field.required && !matches!(field.ty, Ty::Option(_)) {
        inner
    } else {
        quote!(Option<#inner>)
    }
}

/// What of the runtime reads a number, as 72 and 72.0 are one, or a time.
fn reader(ty: &Ty) -> Option<(&'static str, &'static str, &'static str)> {
    match not_null(ty) {
        Ty::F64 => Some(("with", "number", "float")),
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Some(("deserialize_with", "number", "integer")),
        Ty::DateTime => Some(("deserialize_with", "timestamp", "utc")),
        _ => None,
    }
}

/// What the types refer to, and nothing else.
fn imports(types: &[Type]) -> TokenStream {
    let structs = types.iter().filter_map(|item| match &item.kind {
        Kind::Struct(fields) => Some((item, fields)),
        _ => None,
    });
    let uses = |found: &dyn Fn(&Ty) -> bool| {
        let mut fields = structs.clone().flat_map(|(_, fields)| &fields.fields);
        fields.any(|field| contains(&field.ty, found))
    };
    let extra = structs.clone().any(|(_, fields)| fields.extra);
    let when = |used: bool, import: TokenStream| used.then_some(import);
    let map = extra || uses(&|ty| *ty == Ty::Object);
    let value = map || uses(&|ty| *ty == Ty::Value);
    let std = when(
        uses(&|ty| matches!(ty, Ty::Map(_))),
        quote!(
            use std::collections::BTreeMap;
        ),
    );
    let chrono = when(
        uses(&|ty| *ty == Ty::DateTime),
        quote!(
            use chrono::{DateTime, Utc};
        ),
    );
    let serde = when(
        types.iter().any(|item| !matches!(item.kind, Kind::Enum(_))),
        quote!(
            use serde::{Deserialize, Serialize};
        ),
    );
    let json = match (map, value) {
        (true, _) => Some(quote!(
            use serde_json::{Map, Value};
        )),
        (false, true) => Some(quote!(
            use serde_json::Value;
        )),
        (false, false) => None,
    };
    let secret = when(
        uses(&|ty| *ty == Ty::Secret),
        quote!(
            use crate::Secret;
        ),
    );
    let example = when(
        structs.clone().any(|(item, _)| item.example.is_some()),
        quote!(
            use crate::example;
        ),
    );
    let ids = when(
        types
            .iter()
            .any(|item| matches!(item.kind, Kind::Id { .. })),
        quote!(
            use crate::id::string_id;
        ),
    );
    let enums = when(
        types.iter().any(|item| matches!(item.kind, Kind::Enum(_))),
        quote!(
            use crate::open_enum::open_enum;
        ),
    );
    quote!(#std #chrono #serde #json #secret #example #ids #enums)
}

/// Whether a type is one that is looked for, or holds one.
pub(super) fn contains(ty: &Ty, found: &dyn Fn(&Ty) -> bool) -> bool {
    found(ty)
        || match ty {
            Ty::Map(inner) | Ty::List(inner) | Ty::Option(inner) | Ty::Boxed(inner) => {
                contains(inner, found)
            }
            _ => false,
        }
}
