//! What an operation takes, by name.

use crate::model::{self, Argument, Operation, Ty, TypesByName};

/// An argument of the table.
pub struct Input<'a> {
    /// Its type, its setter and where it goes.
    pub argument: &'a Argument,
    /// Its name for programs: `workspace_id`. No other argument of the operation has it.
    pub name: &'a str,
    /// What its values are.
    pub kind: Kind<'a>,
    /// A value of it, as text.
    pub example: Option<String>,
}

/// What an argument's values are.
#[derive(Debug)]
pub enum Kind<'a> {
    /// Text.
    Text,
    /// An id, of what the type says.
    Id(&'a str),
    /// Text with documented values, and others to come.
    Choice(Vec<&'a str>),
    /// A time.
    Time,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// A list of these.
    List(Box<Kind<'a>>),
    /// An object of anything.
    Object,
    /// Any other JSON.
    Json,
}

/// Those that a call must have come first.
pub(super) fn inputs<'a>(operation: &'a Operation, types: &TypesByName<'a>) -> Vec<Input<'a>> {
    let arguments = operation.required().chain(operation.optional());
    let inputs = arguments.map(|argument| Input {
        argument,
        name: name(argument),
        kind: kind(argument.ty.not_null(), types),
        example: argument.example.as_ref().map(|example| {
            let text = example.as_str().map(str::to_owned);
            text.unwrap_or_else(|| example.to_string())
        }),
    });
    inputs.collect()
}

/// An argument's name for programs.
pub(super) fn name(argument: &Argument) -> &str {
    argument.ident.trim_start_matches("r#")
}

fn kind<'a>(ty: &'a Ty, types: &TypesByName<'a>) -> Kind<'a> {
    match ty {
        Ty::String | Ty::Secret => Kind::Text,
        Ty::Id(name) => Kind::Id(name),
        Ty::Enum(name) => match types.get(name).map(|it| &it.kind) {
            Some(model::Kind::Enum(variants)) => {
                Kind::Choice(variants.iter().map(|it| it.value.as_str()).collect())
            }
            _ => Kind::Text,
        },
        Ty::DateTime => Kind::Time,
        Ty::Bool => Kind::Flag,
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 => Kind::Whole,
        Ty::F64 => Kind::Number,
        Ty::List(item) => Kind::List(Box::new(kind(item, types))),
        Ty::Object => Kind::Object,
        _ => Kind::Json,
    }
}
