//! An operation: what a call passes, sends and gives.

use serde_json::Value;

use super::definition::{Field, Struct};
use super::evidence::Evidence;
use super::limits::Limit;
use super::output::{Case, Output};
use super::ty::Ty;
use crate::document::{self, Encoding, Method, Style};

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
    /// Whether a call says, by `limit`, how many items a page holds.
    pub has_page_size: bool,
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
    Request(document::Place),
    /// Into a field of the body.
    Field,
    /// It is the body.
    Body,
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

impl Operation {
    /// What it requests: `GET /tracking`.
    pub fn request(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }

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
        match argument.member.as_str() {
            "limit" => self.has_page_size,
            "offset" => self.paged && self.cursor.is_none(),
            _ => false,
        }
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
