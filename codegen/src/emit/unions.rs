//! Choices between types as enums.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{described, evidence, paragraphs};
use super::tokens::tokens;
use crate::model::{Kind, Member, Scope, Ty, Type, Union};
use crate::names::ident;

/// An enum with room for what the document does not know.
pub(super) fn union(item: &Type, about: String, union: &Union) -> TokenStream {
    let name = ident(&item.name);
    let docs = paragraphs([about, evidence(item.evidence.as_ref())]);
    let variants = union.members.iter().map(|member| {
        let (variant, ty) = (ident(&member.name), held(member));
        let ours = match member.tags.as_slice() {
            [] => format!("{} that is one of these.", member.name),
            tags => format!("`{}`.", tags.join("` or `")),
        };
        let docs = paragraphs([described(&member.description, ours)]);
        quote!(#docs #variant(#ty))
    });
    let conversions = union
        .members
        .iter()
        .map(|member| conversions(item, union, member));
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
pub(super) fn is_parameter(item: &Type) -> bool {
    let Kind::Union(union) = &item.kind else {
        return false;
    };
    let mut members = union.members.iter();
    item.passed && members.all(|it| it.ty.is_text() || it.ty.is_copy())
}

fn is_boxed(ty: &Ty) -> bool {
    matches!(ty, Ty::Struct(_) | Ty::Union(_))
}

/// What a variant holds: a struct may hold the union, so it is boxed.
fn held(member: &Member) -> TokenStream {
    let ty = tokens(&member.ty.rust(Scope::Types));
    if is_boxed(&member.ty) {
        quote!(Box<#ty>)
    } else {
        ty
    }
}

/// A value of the member's type is one of the union.
fn conversions(item: &Type, union: &Union, member: &Member) -> TokenStream {
    let (name, variant) = (ident(&item.name), ident(&member.name));
    let ty = tokens(&member.ty.rust(Scope::Types));
    // Two variants of one type: the caller says which.
    if union
        .members
        .iter()
        .filter(|other| other.ty == member.ty)
        .count()
        > 1
    {
        return TokenStream::new();
    }
    let value = if is_boxed(&member.ty) {
        quote!(Box::new(value))
    } else {
        quote!(value)
    };
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

/// How it is read: by its tag, or by what can be read and knows most of it.
fn read(item: &Type, union: &Union) -> TokenStream {
    match &union.tag {
        Some(tag) => tagged(item, union, tag),
        None => untagged(item, union),
    }
}

fn tagged(item: &Type, union: &Union, tag: &str) -> TokenStream {
    let name = ident(&item.name);
    let reads = union.members.iter().map(|member| {
        let (variant, tags) = (ident(&member.name), &member.tags);
        quote!(#(#tags)|* => Deserialize::deserialize(json).map(Self::#variant),)
    });
    let writes = union.members.iter().map(|member| {
        let (variant, first) = (ident(&member.name), member.tags.first());
        // Of several tags the value's own field says which.
        if member.has_tag && member.tags.len() > 1 {
            quote!(Self::#variant(it) => it.serialize(serializer),)
        } else {
            quote!(Self::#variant(it) => union::write(serializer, #tag, #first, it),)
        }
    });
    let written = written(&name, quote!(#(#writes)*));
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

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                union::tagged(deserializer)
            }
        }

        #written
    }
}

fn untagged(item: &Type, union: &Union) -> TokenStream {
    let name = ident(&item.name);
    let mut members: Vec<&Member> = union.members.iter().collect();
    members.sort_by_key(|member| openness(&member.ty));
    let variants = members.into_iter().map(|member| {
        let (variant, fields) = (ident(&member.name), &member.fields);
        quote! {
            Variant::new(&[#(#fields),*], |json| Deserialize::deserialize(json).map(Self::#variant))
        }
    });
    let writes = union.members.iter().map(|member| {
        let variant = ident(&member.name);
        quote!(Self::#variant(it) => it.serialize(serializer),)
    });
    let written = written(&name, quote!(#(#writes)*));
    quote! {
        impl Untagged for #name {
            const VARIANTS: &'static [Variant<Self>] = &[#(#variants),*];

            fn unknown(json: Value) -> Self { Self::Unknown(json) }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                union::untagged(deserializer)
            }
        }

        #written
    }
}

fn written(name: &proc_macro2::Ident, writes: TokenStream) -> TokenStream {
    quote! {
        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #writes
                    Self::Unknown(json) => json.serialize(serializer),
                }
            }
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
