//! What an operation gives, as the columns of a table.

use crate::model::{Kind, Ty, TypesByName};

/// A column: a field of what an operation gives.
pub struct Column<'a> {
    /// The field's name in the document.
    pub name: &'a str,
    /// What its cells hold.
    pub cell: Cell,
}

/// What the cells of a column hold.
#[derive(Debug)]
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
pub(super) fn columns<'a>(ty: &Ty, types: &TypesByName<'a>) -> Vec<Column<'a>> {
    let Ty::Struct(name) = within(ty) else {
        return Vec::new();
    };
    let Some(Kind::Struct(structure)) = types.get(name).map(|it| &it.kind) else {
        return Vec::new();
    };
    let columns = structure.fields.iter().map(|field| Column {
        name: &field.name,
        cell: cell(&field.ty),
    });
    columns.collect()
}

/// The type without the null that it may be, the list that it is in, and the like.
fn within(ty: &Ty) -> &Ty {
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
