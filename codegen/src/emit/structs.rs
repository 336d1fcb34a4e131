//! Objects as structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::conversion::{self, taken};
use super::docs::{described, doc, paragraphs};
use super::setter::{Setter, setter};
use super::tokens::{json_literal, tokens, too_many};
use crate::model::{Field, Scope, Struct, Ty, Type};
use crate::names::ident;

pub(super) fn structure(item: &Type, docs: &TokenStream, fields: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let extra = fields.extra.as_deref().map(|name| {
        let name = ident(name);
        quote! {
            /// The fields that the documentation does not name.
            #[serde(flatten)]
            pub #name: Map<String, Value>,
        }
    });
    let members = fields.fields.iter().map(|it| field(it, fields.is_form));
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
    let built = item.passed.then(|| built(fields));
    let form = fields.is_form.then(|| form(fields));
    let derived = if fields.is_form {
        quote!(#[derive(Clone, Debug, PartialEq)])
    } else {
        quote!(#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)])
    };
    quote! {
        #docs
        #derived
        #[non_exhaustive]
        pub struct #name { #(#members,)* #extra }

        #built
        #example
        #form
    }
}

fn field(field: &Field, is_form: bool) -> TokenStream {
    let name = ident(&field.ident);
    let ours = format!("`{}` in JSON.", field.name);
    // An attribute would warn whoever reads the whole struct.
    let deprecated = if field.deprecated { "Deprecated." } else { "" };
    let docs = paragraphs([&described(&field.description, ours), deprecated]);
    let ty = tokens(&field.ty.rust(Scope::Types));
    if is_form {
        return quote!(#docs pub #name: #ty);
    }
    let optional = matches!(field.ty, Ty::Option(_));
    let mut serde = Vec::new();
    if field.ident.trim_start_matches("r#") != field.name {
        let name = &field.name;
        serde.push(quote!(rename = #name));
    }
    let reader = reader(&field.ty);
    if matches!(field.ty, Ty::Nullable(_)) {
        serde.push(quote!(default, skip_serializing_if = "Nullable::is_absent"));
        if *field.set.not_null() == Ty::F64 {
            serde.push(quote!(with = "crate::nullable::float"));
        }
    } else if !field.required {
        serde.push(quote!(default, skip_serializing_if = "Option::is_none"));
    } else if optional && reader.is_some() {
        serde.push(quote!(default));
    }
    if let Some((direction, module, function)) = reader {
        let option = if optional { "option_" } else { "" };
        let path = format!("crate::{module}::{option}{function}");
        let direction = ident(direction);
        serde.push(quote!(#direction = #path));
    }
    let attribute = (!serde.is_empty()).then(|| quote!(#[serde(#(#serde),*)]));
    quote!(#docs #attribute pub #name: #ty)
}

/// What of the runtime reads a number, as 72 and 72.0 are one, or a time.
fn reader(ty: &Ty) -> Option<(&'static str, &'static str, &'static str)> {
    if matches!(ty, Ty::Nullable(_)) {
        return None;
    }
    match ty.not_null() {
        Ty::F64 => Some(("with", "number", "float")),
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Some(("deserialize_with", "number", "integer")),
        Ty::DateTime => Some(("deserialize_with", "timestamp", "utc")),
        _ => None,
    }
}

/// How callers build it: from what it cannot do without, and with a setter for each other field.
fn built(fields: &Struct) -> TokenStream {
    let name = ident(&fields.name);
    let asked: Vec<&Field> = fields.asked().collect();
    let parameters = asked.iter().map(|field| {
        let (name, ty) = (ident(&field.ident), taken(&field.set, Scope::Types));
        quote!(#name: #ty)
    });
    let members = fields.fields.iter().map(|it| {
        let passed = it.required.then(|| ident(&it.ident));
        conversion::field(it, passed.as_ref(), Scope::Types)
    });
    let extra = fields.extra.as_deref().map(ident);
    let extra = extra.map(|extra| quote!(#extra: Map::new(),));
    let docs = doc(&match asked.len() {
        0 => "One with nothing set.".to_owned(),
        _ => "One with what it cannot do without, and nothing else set.".to_owned(),
    });
    let too_many = too_many(asked.len(), 7, "the schema requires as many");
    let setters = fields.set().map(|(field, name)| setter_of(field, name));
    let default = asked.is_empty().then(|| {
        quote! {
            impl Default for #name {
                fn default() -> Self { Self::new() }
            }
        }
    });
    quote! {
        impl #name {
            #docs
            #too_many
            pub fn new(#(#parameters),*) -> Self {
                Self { #(#members,)* #extra }
            }

            #(#setters)*
        }

        #default
    }
}

fn setter_of(field: &Field, name: &str) -> TokenStream {
    let member = ident(&field.ident);
    setter(&Setter {
        docs: doc(&format!(
            "Sets [`{}`](Self::{}).",
            field.name,
            field.ident.trim_start_matches("r#")
        )),
        deprecated: false,
        name: &ident(name),
        parameter: &member,
        value: field.set.not_null(),
        target: quote!(self.#member),
        kept: &field.ty,
        documented: &field.name,
        clear: field.clear.as_deref(),
        scope: Scope::Types,
    })
}

/// How a form with files is written.
fn form(fields: &Struct) -> TokenStream {
    let name = ident(&fields.name);
    let parts = fields.fields.iter().map(|field| {
        let (member, name) = (ident(&field.ident), &field.name);
        let optional = matches!(field.ty, Ty::Option(_));
        let is_there = !optional && !matches!(field.ty, Ty::Nullable(_));
        let value = match field.ty {
            Ty::Option(_) => quote!(self.#member.as_ref()),
            Ty::Nullable(_) => quote!(self.#member.value()),
            _ => quote!(&self.#member),
        };
        let is_plain = |ty: &Ty| ty.is_text() || ty.is_copy();
        let (call, value) = match field.set.not_null() {
            Ty::File if optional => ("files", quote!(&self.#member)),
            Ty::File => ("file", value),
            Ty::List(item) if **item == Ty::File => match optional {
                true => ("files", quote!(self.#member.iter().flatten())),
                false => ("files", value),
            },
            Ty::List(item) if is_plain(item) => ("parameter", value),
            ty if is_plain(ty) => ("parameter", value),
            _ if is_there => ("json", value),
            _ => ("optional_json", value),
        };
        let call = ident(call);
        quote!(.#call(#name, #value))
    });
    quote! {
        impl #name {
            /// The parts of the form.
            pub(crate) fn multipart(&self) -> Multipart {
                Multipart::new() #(#parts)*
            }
        }
    }
}
