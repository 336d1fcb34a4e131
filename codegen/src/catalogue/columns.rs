//! What an operation gives, as the columns of a table.

use crate::model::{self, Api, Field, Ty};

/// A column: a field of what an operation gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The field's name in the document.
    pub name: String,
    /// What its cells hold.
    pub cell: Cell,
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// An id: of no use if it is cut.
    Id,
    /// Text.
    Text,
    /// A number.
    Number,
    /// A time.
    Time,
    /// `true` or `false`.
    Flag,
    /// An object, a list, or anything.
    Json,
}

/// The columns of a type: none if it is not an object.
pub(super) fn columns(ty: &Ty, api: &Api) -> Vec<Column> {
    let name = match within(ty) {
        Ty::Struct(name) => name,
        _ => return Vec::new(),
    };
    let fields = fields(name, api).iter();
    let columns = fields.map(|field| Column {
        name: field.name.clone(),
        cell: cell(&field.ty),
    });
    columns.collect()
}

/// The fields of a struct of the API.
pub(super) fn fields<'a>(name: &str, api: &'a Api) -> &'a [Field] {
    let mut types = api.types.iter();
    match types.find(|it| it.name == name).map(|it| &it.kind) {
        Some(model::Kind::Struct(fields)) => &fields.fields,
        _ => &[],
    }
}

/// The type without the null that it may be, the list that it is in, and the like.
pub(super) fn within(ty: &Ty) -> &Ty {
    match ty {
        Ty::Option(inner) | Ty::Boxed(inner) | Ty::List(inner) => within(inner),
        _ => ty,
    }
}

fn cell(ty: &Ty) -> Cell {
    match ty.not_null() {
        Ty::Id(_) => Cell::Id,
        Ty::String | Ty::Secret | Ty::Enum(_) => Cell::Text,
        Ty::DateTime => Cell::Time,
        Ty::Bool => Cell::Flag,
        Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64 | Ty::F64 => Cell::Number,
        _ => Cell::Json,
    }
}
