//! The vocabulary: what an API consists of.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use serde_json::Value;

use super::limits::{Limit, Limits};
use super::ty::Ty;
use crate::document::{Encoding, Method, Style};

/// An API, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// The service's address, keys and names.
    pub service: Service,
    /// One for each tag, in the document's order.
    pub resources: Vec<Resource>,
    /// The types that requests and replies are made of, in the document's order.
    pub types: Vec<Type>,
    /// How many requests a key may make.
    pub limits: Limits,
    /// The document's examples of schemas, requests and replies.
    pub examples: Vec<Example>,
}

/// Where the service is and how a client names itself to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Service {
    /// The service's name: `Linksii`.
    pub name: String,
    /// The client crate's name in Rust: `linksii_api`.
    pub crate_name: String,
    /// The first server's URL.
    pub base_url: String,
    /// What each key starts with: `lnk_`.
    pub key_prefix: String,
    /// The environment variable that holds the key.
    pub key_variable: String,
    /// The environment variable that overrides the URL.
    pub base_url_variable: String,
}

/// A group of operations on one kind of thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The accessor on the client and the module: `tracking`.
    pub name: String,
    /// The struct: `Tracking`.
    pub type_name: String,
    /// The tag's description.
    pub description: String,
    /// In the document's order.
    pub operations: Vec<Operation>,
}

/// One method on one path.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// The document's `operationId`.
    pub id: String,
    /// The function that builds its request: `list_tracking`.
    pub function: String,
    /// The method on the resource: `list`.
    pub method_name: String,
    /// The struct of its call: `ListTracking`.
    pub type_name: String,
    /// The struct that holds its arguments: `ListTrackingArguments`.
    pub arguments_name: String,
    /// `GET`.
    pub method: Method,
    /// The path template: `/tracking`.
    pub path: String,
    /// One line.
    pub summary: String,
    /// The rest; may be empty.
    pub description: String,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
    /// Where it is documented.
    pub evidence: Option<Evidence>,
    /// In the document's order: path, then query and headers, then the body or its fields.
    pub arguments: Vec<Argument>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub output: Output,
    /// What comes back by the status, where that is one of several.
    pub cases: Vec<Case>,
    /// The media types that are asked for, where they are not JSON alone.
    pub accept: Option<String>,
    /// Whether it takes `limit` and `offset`, or a cursor, and answers with pages.
    pub paged: bool,
    /// Where the arguments' struct keeps the cursor, where pages go by one.
    pub cursor: Option<String>,
    /// Where it keeps how many items a page holds, where a call says so.
    pub page_size: Option<String>,
    /// Which of the limits counts it.
    pub limit: Limit,
    /// A call for its documentation; nothing where an argument has no value to show.
    pub usage: Option<Usage>,
}

/// Something that a caller passes.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name in Rust.
    pub ident: String,
    /// Where the arguments' struct keeps it: `limit`, or `body.text`.
    pub member: String,
    /// Its name in the document.
    pub name: String,
    /// Its type.
    pub ty: Ty,
    /// Whether a call must have it.
    pub required: bool,
    /// The document's description.
    pub description: String,
    /// A value for the example in the documentation.
    pub example: Option<Value>,
    /// Where it goes.
    pub place: Place,
    /// How it is written there; that of the body's fields is the body's.
    pub style: Style,
    /// The method that sends null for it, where that is something else than leaving it out.
    pub clear: Option<String>,
    /// Whether the document calls it deprecated.
    pub deprecated: bool,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the request itself: its path, its query or a header.
    Request(crate::document::Place),
    /// Into a field of the body.
    Field,
    /// It is the body.
    Body,
}

/// How the arguments' struct passes an argument on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passing {
    /// By value.
    Copy,
    /// By reference.
    Reference,
    /// As a reference to what may be there.
    OptionalReference,
    /// As a reference to the text or the list that may be there.
    OptionalSlice,
}

/// What a request sends.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// What it is made of.
    pub parts: Parts,
    /// How it is written.
    pub encoding: Encoding,
    /// What it is written as: `application/json`.
    pub media_type: String,
}

/// What a request's body is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Parts {
    /// A struct, built from the arguments that go into its fields.
    Fields(Struct),
    /// One argument, whole.
    Whole,
}

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

/// A call that compiles, with the document's example values.
#[derive(Clone, Debug, PartialEq)]
pub struct Usage {
    /// The client crate's name in Rust.
    pub crate_name: String,
    /// The calls, one after the other, from the client on.
    pub calls: Vec<String>,
    /// What the result is called, where there is one.
    pub result: Option<String>,
    /// The arguments of the `println!` that shows it.
    pub shown: String,
}

/// The place in the documentation that a statement rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The page's title and how much of it could be read.
    pub page: String,
    /// The section's heading.
    pub section: String,
    /// Whether the documentation of the thing is whole.
    pub whole: bool,
    /// What to know about it.
    pub note: Option<String>,
}

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

/// A documented schema, request or reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// The name of its test.
    pub name: String,
    /// What it is an example of.
    pub of: Output,
    /// The example as JSON, in the document's order.
    pub json: String,
}

impl Api {
    /// The operations of all resources.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.resources
            .iter()
            .flat_map(|resource| &resource.operations)
    }

    /// The types by their names.
    pub fn types_by_name(&self) -> TypesByName<'_> {
        TypesByName::of(&self.types)
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

impl Operation {
    /// The type of what is sent.
    pub fn sent(&self) -> Option<Ty> {
        match &self.body.as_ref()?.parts {
            Parts::Fields(fields) => Some(Ty::Struct(fields.name.clone())),
            Parts::Whole => {
                let mut arguments = self.arguments.iter();
                let body = arguments.find(|argument| argument.place == Place::Body)?;
                Some(body.ty.clone())
            }
        }
    }

    /// The argument that goes into a field of the body.
    pub fn argument_of(&self, field: &Field) -> Option<&Argument> {
        self.fields().find(|argument| argument.name == field.name)
    }

    /// The field of the body that an argument goes into.
    pub fn body_field(&self, argument: &Argument) -> Option<&Field> {
        let fields = self
            .body_struct()
            .filter(|_| argument.place == Place::Field)?;
        fields
            .fields
            .iter()
            .find(|field| field.name == argument.name)
    }

    /// Whether there is nothing that a call could pass or send.
    pub fn is_unit(&self) -> bool {
        self.body_struct().is_none() && self.arguments.is_empty()
    }

    /// Whether pagination sets an argument.
    pub fn pages_by(&self, argument: &Argument) -> bool {
        let is_offset = self.paged && self.cursor.is_none() && argument.member == "offset";
        is_offset || self.page_size.as_deref() == Some(&argument.member)
    }

    /// The struct that is built from the arguments that go into its fields, and sent.
    pub fn body_struct(&self) -> Option<&Struct> {
        match &self.body.as_ref()?.parts {
            Parts::Fields(fields) => Some(fields),
            Parts::Whole => None,
        }
    }

    /// The positional arguments.
    pub fn required(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.required)
    }

    /// The arguments that have setters.
    pub fn optional(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| !argument.required)
    }

    /// The arguments that are on their own in the request: all but the body's fields.
    pub fn whole(&self) -> impl Iterator<Item = &Argument> {
        let arguments = self.arguments.iter();
        arguments.filter(|argument| argument.place != Place::Field)
    }

    /// The arguments that go into the body's fields.
    pub fn fields(&self) -> impl Iterator<Item = &Argument> {
        let arguments = self.arguments.iter();
        arguments.filter(|argument| argument.place == Place::Field)
    }
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

impl Argument {
    /// How it is passed on.
    pub fn passing(&self) -> Passing {
        let nullable = matches!(self.ty, Ty::Option(_));
        // A body that is null is sent.
        if self.required && nullable && self.place == Place::Body {
            return Passing::Reference;
        }
        match self.ty.not_null() {
            ty if ty.is_copy() => Passing::Copy,
            _ if self.required && !nullable => Passing::Reference,
            Ty::String | Ty::List(_) => Passing::OptionalSlice,
            _ => Passing::OptionalReference,
        }
    }
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

/// `20 requests a minute and 500 a day per key`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.requests_per_minute, self.requests_per_day) {
            (Some(minute), Some(day)) => {
                write!(f, "{minute} requests a minute and {day} a day per key")
            }
            (Some(minute), None) => write!(f, "{minute} requests a minute per key"),
            (None, Some(day)) => write!(f, "{day} requests a day per key"),
            (None, None) => f.write_str("no documented limit"),
        }
    }
}
