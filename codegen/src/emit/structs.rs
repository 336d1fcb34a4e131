//! Objects as structs.

use proc_macro2::TokenStream;
use quote::quote;

use super::conversion::{converted, is_kept, null, stored, taken, unset};
use super::docs::{described, doc, evidence, paragraphs};
use super::tokens::{json_literal, tokens};
use crate::model::{Field, Scope, Struct, Ty, Type};
use crate::names::ident;

pub(super) fn structure(item: &Type, about: String, fields: &Struct) -> TokenStream {
    let name = ident(&item.name);
    let docs = paragraphs([about, evidence(item.evidence.as_ref())]);
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
    let docs = paragraphs([described(&field.description, ours)]);
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
    let members = fields.fields.iter().map(initial);
    let extra = fields.extra.as_deref().map(ident);
    let extra = extra.map(|extra| quote!(#extra: Map::new(),));
    let docs = doc(&match asked.len() {
        0 => "One with nothing set.".to_owned(),
        _ => "One with what it cannot do without, and nothing else set.".to_owned(),
    });
    let too_many = (asked.len() > 7).then(
        || quote!(#[expect(clippy::too_many_arguments, reason = "the schema requires as many")]),
    );
    let setters = fields.set().map(|(field, name)| setter(field, name));
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

/// A field with the argument in it, its only value, or nothing yet.
fn initial(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    if let Some(value) = &field.fixed {
        let ty = tokens(&field.ty.rust(Scope::Types));
        return quote!(#name: #ty::from(#value));
    }
    if !field.required {
        let unset = unset(&field.ty, Scope::Types);
        return quote!(#name: #unset);
    }
    match &field.ty {
        // What may be nothing is passed as such.
        Ty::Option(inner) => match &**inner {
            Ty::Boxed(_) => quote!(#name: #name.map(Box::new)),
            _ => quote!(#name),
        },
        ty if is_kept(ty) && !matches!(ty, Ty::Boxed(_)) => quote!(#name),
        ty => {
            let value = stored(ty, converted(&field.set, quote!(#name)), Scope::Types);
            quote!(#name: #value)
        }
    }
}

fn setter(field: &Field, setter: &str) -> TokenStream {
    let (setter, name) = (ident(setter), ident(&field.ident));
    let docs = doc(&format!(
        "Sets [`{}`](Self::{}).",
        field.name,
        field.ident.trim_start_matches("r#")
    ));
    let value = field.set.not_null();
    let ty = taken(value, Scope::Types);
    let value = stored(&field.ty, converted(value, quote!(#name)), Scope::Types);
    let clear = field.clear.as_deref().map(|clear| {
        let docs = doc(&format!("Sends null for `{}`.", field.name));
        let (clear, null) = (ident(clear), null(Scope::Types));
        quote! {
            #docs
            pub fn #clear(mut self) -> Self {
                self.#name = #null;
                self
            }
        }
    });
    quote! {
        #docs
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }

        #clear
    }
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
        let plain = |ty: &Ty| ty.is_text() || ty.is_copy();
        match field.set.not_null() {
            Ty::File if optional => quote!(.files(#name, &self.#member)),
            Ty::File => quote!(.file(#name, &self.#member)),
            Ty::List(item) if **item == Ty::File && optional => {
                quote!(.files(#name, self.#member.iter().flatten()))
            }
            Ty::List(item) if **item == Ty::File => quote!(.files(#name, &self.#member)),
            Ty::List(item) if plain(item) => quote!(.parameter(#name, #value)),
            ty if plain(ty) => quote!(.parameter(#name, #value)),
            _ if is_there => quote!(.json(#name, #value)),
            _ => quote!(.optional_json(#name, #value)),
        }
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
