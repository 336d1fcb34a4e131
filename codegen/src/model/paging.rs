//! How the arguments of an operation say which page is asked for.

use super::operation::{Argument, Place};
use super::output::Output;
use super::ty::Ty;
use crate::document::{self, CURSORS};

/// How pages are asked for; not at all, by default.
#[derive(Default)]
pub(super) struct Paging {
    pub(super) paged: bool,
    pub(super) cursor: Option<String>,
    pub(super) has_page_size: bool,
}

impl Paging {
    /// Reads the arguments of an operation, and gives those for pages their own names and types.
    pub(super) fn of(output: &Output, arguments: &mut [Argument]) -> Self {
        let paging = match output {
            Output::Page(_) => Self::by_offset(arguments),
            Output::CursorPage(_) => Self::by_cursor(arguments),
            _ => None,
        };
        paging.unwrap_or_default()
    }

    /// By `limit` and `offset`.
    fn by_offset(arguments: &mut [Argument]) -> Option<Self> {
        let (limit, offset) = (number(arguments, "limit")?, number(arguments, "offset")?);
        rename(&mut arguments[limit], "limit", Ty::U32);
        rename(&mut arguments[offset], "offset", Ty::U64);
        Some(Self {
            paged: true,
            cursor: None,
            has_page_size: true,
        })
    }

    /// By a cursor, and by `limit` if there is one.
    fn by_cursor(arguments: &mut [Argument]) -> Option<Self> {
        let cursor = CURSORS.into_iter().find_map(|name| {
            let index = optional(arguments, name)?;
            (arguments[index].ty.not_null() == &Ty::String).then_some(index)
        })?;
        let limit = number(arguments, "limit");
        if let Some(limit) = limit {
            rename(&mut arguments[limit], "limit", Ty::U32);
        }
        arguments[cursor].ty = Ty::String;
        Some(Self {
            paged: true,
            cursor: Some(arguments[cursor].member.clone()),
            has_page_size: limit.is_some(),
        })
    }
}

/// An argument in the query that a call need not have.
fn optional(arguments: &[Argument], name: &str) -> Option<usize> {
    arguments.iter().position(|argument| {
        let in_query = argument.place == Place::Request(document::Place::Query);
        argument.name == name && in_query && !argument.required
    })
}

fn number(arguments: &[Argument], name: &str) -> Option<usize> {
    let index = optional(arguments, name)?;
    let ty = arguments[index].ty.not_null();
    matches!(ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64).then_some(index)
}

/// Gives an argument a name that its struct has for pagination. Its setter is the call's own, so
/// the arguments may be called the same.
fn rename(argument: &mut Argument, name: &str, ty: Ty) {
    name.clone_into(&mut argument.ident);
    name.clone_into(&mut argument.member);
    argument.ty = ty;
}
