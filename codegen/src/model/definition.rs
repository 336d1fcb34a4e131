//! The definition of a type.

use std::collections::{BTreeSet, HashMap};

use super::evidence::Evidence;
use super::output::Case;
use super::ty::Ty;

/// A type of the document's that becomes one of ours.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Its name in Rust.
    pub name: String,
    /// The document's description.
    pub description: String,
    /// Where it is documented.
    pub evidence: Option<Evidence>,
    /// What it is.
    pub kind: Kind,
    /// Whether callers pass it, on its own or in something else.
    pub passed: bool,
    /// The document's example, as JSON in the document's order.
    pub example: Option<String>,
}

/// What a type is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// An object.
    Struct(Struct),
    /// A string that names one of something.
    Id {
        /// What its values start with, where the document says.
        prefix: Option<String>,
    },
    /// A string with documented values, and others to come.
    Enum(Vec<Variant>),
    /// One of several types, and others to come.
    Union(Union),
    /// What an operation gives, by the status.
    Replies(Vec<Case>),
}

/// One of several types.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The property that says which one an object is.
    pub tag: Option<String>,
    /// In the document's order.
    pub members: Vec<Member>,
}

/// A type that a union may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The variant's name.
    pub name: String,
    /// The document's description.
    pub description: String,
    /// Its type.
    pub ty: Ty,
    /// What the tag of its objects is.
    pub tags: Vec<String>,
    /// Whether its own fields hold the tag.
    pub has_tag: bool,
    /// The names of its fields in JSON, where it is an object.
    pub fields: Vec<String>,
}

/// An object's fields.
#[derive(Clone, Debug, PartialEq)]
pub struct Struct {
    /// Its name in Rust.
    pub name: String,
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The field for the properties that the document does not name, if it keeps them.
    pub extra: Option<String>,
    /// Whether it is a form with files, which is not JSON.
    pub is_form: bool,
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name in Rust.
    pub ident: String,
    /// Its name in the document.
    pub name: String,
    /// The document's description.
    pub description: String,
    /// Its type; [`Ty::Option`] where it may be null or absent.
    pub ty: Ty,
    /// The type of its values where it is there.
    pub set: Ty,
    /// Whether it is always there.
    pub required: bool,
    /// The method that sets it, where requests may have it and need not.
    pub setter: Option<String>,
    /// The method that makes it null, where that is something else than leaving it out.
    pub clear: Option<String>,
    /// The only value that it can have.
    pub fixed: Option<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// A documented value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its name in Rust.
    pub name: String,
    /// The value.
    pub value: String,
}

impl Type {
    /// The types that it is made of.
    pub fn made_of(&self) -> impl Iterator<Item = &Ty> + Clone {
        let types: Vec<&Ty> = match &self.kind {
            Kind::Struct(fields) => fields.fields.iter().map(|field| &field.ty).collect(),
            Kind::Union(union) => union.members.iter().map(|member| &member.ty).collect(),
            Kind::Replies(cases) => cases.iter().filter_map(|case| case.output.ty()).collect(),
            Kind::Id { .. } | Kind::Enum(_) => Vec::new(),
        };
        types.into_iter()
    }
}

impl Struct {
    /// The fields that a request cannot do without.
    pub fn asked(&self) -> impl Iterator<Item = &Field> {
        let fields = self.fields.iter();
        fields.filter(|field| field.required && field.fixed.is_none())
    }

    /// The fields that a request may have, with the methods that set them.
    pub fn set(&self) -> impl Iterator<Item = (&Field, &str)> {
        let fields = self.fields.iter();
        fields.filter_map(|field| Some((field, field.setter.as_deref()?)))
    }
}

/// Types by their names.
pub struct TypesByName<'a>(HashMap<&'a str, &'a Type>);

impl<'a> TypesByName<'a> {
    pub(super) fn of(types: &'a [Type]) -> Self {
        Self(types.iter().map(|ty| (ty.name.as_str(), ty)).collect())
    }

    /// The type of this name.
    pub fn get(&self, name: &str) -> Option<&'a Type> {
        self.0.get(name).copied()
    }

    /// The types that these are made of, and those inside them.
    pub fn inside<'t>(&self, types: impl IntoIterator<Item = &'t Ty>) -> BTreeSet<&'a str> {
        let mut queue: Vec<&Type> = self.named(types).collect();
        let mut inside = BTreeSet::new();
        while let Some(ty) = queue.pop() {
            if inside.insert(ty.name.as_str()) {
                queue.extend(self.named(ty.made_of()));
            }
        }
        inside
    }

    fn named<'t>(&self, types: impl IntoIterator<Item = &'t Ty>) -> impl Iterator<Item = &'a Type> {
        let types = types.into_iter();
        types.filter_map(|ty| self.get(ty.named()?))
    }
}
