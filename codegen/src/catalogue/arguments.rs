//! What an operation takes, by name.

use crate::document;
use crate::model::{self, Api, Argument, Operation, Ty};

/// An argument of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// Its name for programs: `workspace_id`. No other argument of the operation has it.
    pub name: String,
    /// The setter on the call, where it is not one that every call must have.
    pub setter: String,
    /// Its type in Rust.
    pub ty: Ty,
    /// What its values are.
    pub kind: Kind,
    /// Whether a call must have it.
    pub required: bool,
    /// Where it goes.
    pub place: Place,
    /// What it is, on one line.
    pub description: String,
    /// A value of it, as text.
    pub example: Option<String>,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into a field of the body.
    Field,
    /// It is the body.
    Body,
}

/// What an argument's values are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// An id, of what the type says.
    Id(String),
    /// Text with documented values, and others to come.
    Choice(Vec<String>),
    /// A time.
    Time,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A list of these.
    List(Box<Kind>),
    /// An object of anything.
    Object,
    /// Any other JSON.
    Json,
}

pub(super) fn inputs(operation: &Operation, api: &Api) -> Vec<Input> {
    let arguments = operation.arguments.iter();
    arguments.map(|argument| input(argument, api)).collect()
}

fn input(argument: &Argument, api: &Api) -> Input {
    let example = argument.example.as_ref();
    Input {
        name: name(argument),
        setter: argument.ident.clone(),
        ty: if argument.required {
            argument.ty.clone()
        } else {
            argument.ty.not_null().clone()
        },
        kind: kind(argument.ty.not_null(), api),
        required: argument.required,
        place: match argument.place {
            model::Place::Request(document::Place::Path) => Place::Path,
            model::Place::Request(document::Place::Query) => Place::Query,
            model::Place::Request(document::Place::Header) => Place::Header,
            model::Place::Field => Place::Field,
            model::Place::Body => Place::Body,
        },
        description: one_line(&argument.description),
        example: example.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned)),
    }
}

/// An argument's name for programs.
pub(super) fn name(argument: &Argument) -> String {
    argument.ident.trim_start_matches("r#").to_owned()
}

/// Text on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn kind(ty: &Ty, api: &Api) -> Kind {
    match ty {
        Ty::String | Ty::Secret => Kind::Text,
        Ty::Id(name) => Kind::Id(name.clone()),
        Ty::Enum(name) => {
            let mut types = api.types.iter();
            match types.find(|it| it.name == *name).map(|it| &it.kind) {
                Some(model::Kind::Enum(variants)) => {
                    Kind::Choice(variants.iter().map(|it| it.value.clone()).collect())
                }
                _ => Kind::Text,
            }
        }
        Ty::DateTime => Kind::Time,
        Ty::Bool => Kind::Flag,
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Kind::Whole,
        Ty::F64 => Kind::Number,
        Ty::List(item) => Kind::List(Box::new(kind(item, api))),
        Ty::Object => Kind::Object,
        _ => Kind::Json,
    }
}
