//! Choices between types as enums.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::{described, paragraphs};
use super::tokens::tokens;
use crate::model::{Kind, Member, Scope, Ty, Type, Union};
use crate::names::ident;

/// An enum with room for what the document does not know.
pub(super) fn union(item: &Type, docs: &TokenStream, union: &Union) -> TokenStream {
    let name = ident(&item.name);
    let variants = union.members.iter().map(|member| {
        let (variant, (ty, _)) = (ident(&member.name), held(member));
        let ours = match member.tags.as_slice() {
            [] => format!("{} that is one of these.", member.name),
            tags => format!("`{}`.", tags.join("` or `")),
        };
        let docs = paragraphs([described(&member.description, ours)]);
        quote!(#docs #variant(#ty))
    });
    let members = union.members.iter();
    let conversions = members.map(|member| conversions(item, union, member));
    let read = read(item, union);
    let parameter = is_parameter(item).then(|| {
        let variants = union.members.iter().map(|member| ident(&member.name));
        quote! {
            impl Parameter for #name {
                fn each(&self, value: &mut dyn FnMut(&str)) {
                    match self {
                        #(Self::#variants(it) => it.each(value),)*
                        Self::Unknown(json) => json.each(value),
                    }
                }
            }
        }
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// What the documentation does not name, as the service wrote it.
            Unknown(Value),
        }

        #(#conversions)*

        #read

        #parameter
    }
}

/// Whether a path, a query or a header can have it.
fn is_parameter(item: &Type) -> bool {
    let Kind::Union(union) = &item.kind else {
        return false;
    };
    let mut members = union.members.iter();
    item.passed && members.all(|it| it.ty.is_text() || it.ty.is_copy())
}

/// What a variant holds, and how a value becomes that: a struct may hold the union, so it is boxed.
fn held(member: &Member) -> (TokenStream, TokenStream) {
    let ty = tokens(&member.ty.rust(Scope::Types));
    match member.ty {
        Ty::Struct(_) | Ty::Union(_) => (quote!(Box<#ty>), quote!(Box::new(value))),
        _ => (ty, quote!(value)),
    }
}

/// A value of the member's type is one of the union.
fn conversions(item: &Type, union: &Union, member: &Member) -> TokenStream {
    let (name, variant) = (ident(&item.name), ident(&member.name));
    let ty = tokens(&member.ty.rust(Scope::Types));
    // Of two variants of one type the caller says which.
    let mut others = union.members.iter().filter(|it| it.name != member.name);
    if others.any(|it| it.ty == member.ty) {
        return TokenStream::new();
    }
    let (_, value) = held(member);
    let from_text = (member.ty == Ty::String).then(|| {
        quote! {
            impl From<&str> for #name {
                fn from(value: &str) -> Self { Self::#variant(value.to_owned()) }
            }
        }
    });
    quote! {
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self { Self::#variant(#value) }
        }

        #from_text
    }
}

/// How it is read, by its tag or by what can be read and knows most of it, and written.
fn read(item: &Type, union: &Union) -> TokenStream {
    let name = ident(&item.name);
    let (form, reader) = match &union.tag {
        Some(tag) => (tagged(&name, union, tag), quote!(tagged)),
        None => (untagged(&name, union), quote!(untagged)),
    };
    let writes = union.members.iter().map(|member| {
        let (variant, first) = (ident(&member.name), member.tags.first());
        match &union.tag {
            // Of several tags the value's own field says which.
            Some(tag) if !member.has_tag || member.tags.len() <= 1 => {
                quote!(Self::#variant(it) => union::write(serializer, #tag, #first, it),)
            }
            _ => quote!(Self::#variant(it) => it.serialize(serializer),),
        }
    });
    quote! {
        #form

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                union::#reader(deserializer)
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(#writes)*
                    Self::Unknown(json) => json.serialize(serializer),
                }
            }
        }
    }
}

fn tagged(name: &Ident, union: &Union, tag: &str) -> TokenStream {
    let reads = union.members.iter().map(|member| {
        let (variant, tags) = (ident(&member.name), &member.tags);
        quote!(#(#tags)|* => Deserialize::deserialize(json).map(Self::#variant),)
    });
    quote! {
        impl Tagged for #name {
            const TAG: &'static str = #tag;

            fn read<'de, D: Deserializer<'de>>(tag: &str, json: D) -> Result<Self, D::Error> {
                match tag {
                    #(#reads)*
                    _ => Deserialize::deserialize(json).map(Self::Unknown),
                }
            }

            fn unknown(json: Value) -> Self { Self::Unknown(json) }
        }
    }
}

fn untagged(name: &Ident, union: &Union) -> TokenStream {
    let mut members: Vec<&Member> = union.members.iter().collect();
    members.sort_by_key(|member| openness(&member.ty));
    let variants = members.into_iter().map(|member| {
        let (variant, fields) = (ident(&member.name), &member.fields);
        quote! {
            Variant::new(&[#(#fields),*], |json| Deserialize::deserialize(json).map(Self::#variant))
        }
    });
    quote! {
        impl Untagged for #name {
            const VARIANTS: &'static [Variant<Self>] = &[#(#variants),*];

            fn unknown(json: Value) -> Self { Self::Unknown(json) }
        }
    }
}

/// How much else a type reads: what reads little is tried first.
fn openness(ty: &Ty) -> u8 {
    match ty {
        Ty::Date | Ty::DateTime | Ty::Uuid | Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => 0,
        Ty::F64 | Ty::Id(_) => 1,
        Ty::Enum(_) => 2,
        Ty::String | Ty::Secret => 3,
        Ty::Object | Ty::Map(_) => 4,
        Ty::Value => 5,
        _ => 1,
    }
}
