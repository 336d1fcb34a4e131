//! What a reply gives.

use super::ty::{Scope, Ty};

/// What a reply gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    /// A page of the collection: `data` is an array, `meta` says where it is.
    Page(Ty),
    /// A page of the collection: `data` is an array, and a cursor leads to the next page.
    CursorPage(Ty),
    /// What the envelope's `data` holds.
    Data(Ty),
    /// The body as it is, without an envelope.
    Whole(Ty),
    /// Text that is not JSON.
    Text,
    /// The bytes that came.
    Bytes,
    /// One of several, by the status: the name of a type that says which.
    Several(String),
    /// Nothing.
    Empty,
}

/// What an operation gives for one status.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The variant's name: `Accepted`.
    pub name: String,
    /// The first and the last status.
    pub statuses: (u16, u16),
    /// The document's description.
    pub description: String,
    /// What is given.
    pub output: Output,
}

impl Output {
    /// The type of what a call gives, as it is written.
    pub fn rust(&self, scope: Scope) -> String {
        match self {
            Self::Page(item) | Self::CursorPage(item) => format!("Page<{}>", item.rust(scope)),
            Self::Data(ty) | Self::Whole(ty) => ty.rust(scope),
            Self::Text => "String".to_owned(),
            Self::Bytes if scope == Scope::Types => "Bytes".to_owned(),
            Self::Bytes => "bytes::Bytes".to_owned(),
            Self::Several(name) => format!("types::{name}"),
            Self::Empty => "()".to_owned(),
        }
    }

    /// The type that it is made of.
    pub fn ty(&self) -> Option<&Ty> {
        match self {
            Self::Page(ty) | Self::CursorPage(ty) | Self::Data(ty) | Self::Whole(ty) => Some(ty),
            Self::Text | Self::Bytes | Self::Several(_) | Self::Empty => None,
        }
    }
}
