//! What a reply gives.

use super::ty::Ty;

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
    /// The type that it is made of.
    pub fn ty(&self) -> Option<&Ty> {
        match self {
            Self::Page(ty) | Self::CursorPage(ty) | Self::Data(ty) | Self::Whole(ty) => Some(ty),
            Self::Text | Self::Bytes | Self::Several(_) | Self::Empty => None,
        }
    }
}
