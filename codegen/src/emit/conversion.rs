//! What methods take, and how it becomes what is kept.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::tokens::tokens;
use crate::model::{Field, Scope, Ty};
use crate::names::ident;

/// The type of a parameter: whatever can be made into a value, and anything that gives the items
/// of a list.
pub(super) fn taken(of: &Ty, scope: Scope) -> TokenStream {
    match of {
        Ty::List(item) => {
            let item = taken(item, scope);
            quote!(impl IntoIterator<Item = #item>)
        }
        Ty::Map(value) => {
            let value = taken(value, scope);
            quote!(impl IntoIterator<Item = (impl Into<String>, #value)>)
        }
        _ => {
            let ty = tokens(&of.rust(scope));
            if of.is_converted() {
                quote!(impl Into<#ty>)
            } else {
                ty
            }
        }
    }
}

/// Whether a parameter is kept as it is passed.
fn is_kept(of: &Ty) -> bool {
    !of.is_converted() && !matches!(of, Ty::List(_) | Ty::Map(_))
}

/// A parameter as the value that it becomes.
pub(super) fn converted(of: &Ty, passed: TokenStream) -> TokenStream {
    match of {
        Ty::List(item) if is_kept(item) => quote!(#passed.into_iter().collect()),
        Ty::List(item) if item.is_converted() => {
            quote!(#passed.into_iter().map(Into::into).collect())
        }
        Ty::List(item) => {
            let item = converted(item, quote!(item));
            quote!(#passed.into_iter().map(|item| #item).collect())
        }
        Ty::Map(value) => {
            let value = converted(value, quote!(value));
            quote!(#passed.into_iter().map(|(key, value)| (key.into(), #value)).collect())
        }
        _ if of.is_converted() => quote!(#passed.into()),
        _ => passed,
    }
}

/// A member of a literal: its name alone where that is the value.
pub(super) fn named(member: &Ident, value: TokenStream) -> TokenStream {
    if *member == value.to_string() {
        value
    } else {
        quote!(#member: #value)
    }
}

/// A field in a literal, with its only value, what is passed for it, or nothing yet.
pub(super) fn field(of: &Field, passed: Option<&Ident>, scope: Scope) -> TokenStream {
    let value = match (&of.fixed, passed, &of.ty) {
        (Some(value), _, ty) => {
            let ty = tokens(&ty.rust(scope));
            quote!(#ty::from(#value))
        }
        (None, None, Ty::Nullable(_)) => {
            let nullable = nullable(scope);
            quote!(#nullable::Absent)
        }
        (None, None, _) => quote!(None),
        // What may be nothing is passed as such.
        (None, Some(passed), Ty::Option(inner)) => match **inner {
            Ty::Boxed(_) => quote!(#passed.map(Box::new)),
            _ => quote!(#passed),
        },
        (None, Some(passed), ty) => stored(ty, converted(&of.set, quote!(#passed)), scope),
    };
    named(&ident(&of.ident), value)
}

/// A value as a field of this type has it.
pub(super) fn stored(field: &Ty, value: TokenStream, scope: Scope) -> TokenStream {
    match field {
        Ty::Option(inner) => {
            let value = stored(inner, value, scope);
            quote!(Some(#value))
        }
        Ty::Nullable(inner) => {
            let (nullable, value) = (nullable(scope), stored(inner, value, scope));
            quote!(#nullable::Value(#value))
        }
        Ty::Boxed(_) => quote!(Box::new(#value)),
        _ => value,
    }
}

/// The null of a field that is sent as such.
pub(super) fn null(scope: Scope) -> TokenStream {
    let nullable = nullable(scope);
    quote!(#nullable::Null)
}

fn nullable(scope: Scope) -> TokenStream {
    match scope {
        Scope::Types => quote!(Nullable),
        Scope::Elsewhere => quote!(crate::nullable::Nullable),
    }
}
