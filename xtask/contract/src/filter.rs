//! Whether a parameter chooses the items that name its value.
//!
//! Only what items say themselves counts. The same items for two values may be right: they may be
//! everybody's, and so may none.

use codegen::document::{Envelope, Node, Schema, Shape, is_id};
use serde_json::Value as Json;

use crate::finding::Kind;
use crate::operation::Operation;
use crate::pagination::Page;
use crate::value::{Comparison, Ids};

/// What pages of an operation, each with the arguments that it was asked for with, show of the parameters
/// that their items name the values of.
pub(crate) fn look<'d>(
    operation: &Operation<'d>,
    status: u16,
    pages: &[(Ids, Page)],
    comparison: &Comparison<'d>,
) -> Vec<(&'d str, Kind)> {
    let parameters = operation.parameters();
    let known = parameters.filter_map(|(_, parameter)| {
        let name = parameter.name();
        let field = field(operation, status, name)?;
        let known = |value: &str| {
            let mut asked = pages
                .iter()
                .filter_map(|(arguments, _)| arguments.get(name));
            asked.any(|it| it == value)
        };
        let is_told = is_told(field);
        let is_other = |row: &Json, asked: &str| {
            let value = &row[name];
            let is_another = text(value).is_some_and(|it| it != asked && (is_told || known(&it)));
            is_another
                && [value, &typed(asked, value)]
                    .iter()
                    .all(|it| comparison.is_right(field, it))
        };
        let unfiltered = pages.iter().find(|(arguments, page)| {
            let asked = arguments.get(name);
            asked.is_some_and(|asked| page.rows.iter().any(|row| is_other(row, asked)))
        });
        let (arguments, page) = unfiltered?;
        let is_same = |(others, other): &(Ids, Page)| {
            others.get(name) != arguments.get(name) && other.rows == page.rows
        };
        match pages.iter().any(is_same) {
            true => Some((name, Kind::IgnoredParameter)),
            false => Some((name, Kind::Unfiltered)),
        }
    });
    known.collect()
}

/// The optional parameters that choose by a value of the items, each with one that some items have and
/// others have not.
pub(crate) fn choices<'d>(
    operation: &Operation<'d>,
    status: u16,
    page: &Page,
) -> Vec<(&'d str, String)> {
    let optional = operation.parameters().filter(|(_, it)| !it.is_required());
    let choices = optional.filter_map(|(_, parameter)| {
        let name = parameter.name();
        let field = Schema::of(field(operation, status, name)?)?;
        if !is_choice(Schema::of(parameter.schema()?)?, field) {
            return None;
        }
        let mut values = page.rows.iter().filter_map(|row| text(&row[name]));
        let first = values.next()?;
        values.any(|it| it != first).then_some((name, first))
    });
    choices.collect()
}

/// Whether a parameter's values are those of a property, and not a part, a bound or an order of them.
fn is_choice(parameter: Schema<'_>, field: Schema<'_>) -> bool {
    let is_flag = |it: Schema<'_>| matches!(it.whole_shape(), Shape::Flag);
    let values = parameter.documented_values();
    let has_same_id = parameter.node == field.node && field.component.is_some_and(is_id);
    let has_same_values = !values.is_empty() && values == field.documented_values();
    has_same_id || has_same_values || is_flag(parameter) && is_flag(field)
}

/// The property of an operation's items that a parameter has the name of.
fn field<'d>(operation: &Operation<'d>, status: u16, name: &str) -> Option<Node<'d>> {
    let item = match Envelope::of(operation.response(status)?.schema()?) {
        Envelope::Page(item) | Envelope::CursorPage(item) => item,
        Envelope::Data(data) => data.resolved()?.get("items")?,
        Envelope::Whole(_) => return None,
    };
    Schema::of(item)?.object()?.property(name)
}

/// Whether the document says of a value that it is one.
fn is_told(field: Node<'_>) -> bool {
    let Some(schema) = Schema::of(field) else {
        return false;
    };
    let has_prefix = schema
        .parts()
        .iter()
        .any(|it| it.text("x-id-prefix").is_some());
    has_prefix
        || !schema.documented_values().is_empty()
        || matches!(schema.whole_shape(), Shape::Flag)
}

/// An argument as JSON, like another value if it can be.
fn typed(argument: &str, like: &Json) -> Json {
    match like {
        Json::String(_) => argument.into(),
        _ => serde_json::from_str(argument).unwrap_or_else(|_| argument.into()),
    }
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
