//! Whether a parameter chooses the items that name its value.
//!
//! Only what items say themselves counts. That two values lead to the same items proves nothing, since
//! some items belong to all values.

use codegen::document::{Envelope, Node, Schema, Shape, is_id};
use serde_json::Value as Json;

use crate::finding::Kind;
use crate::operation::Operation;
use crate::value::{Comparison, Ids};

/// The items of a reply, and the arguments that they were asked for with.
pub(crate) type Answer = (Ids, Vec<Json>);

/// What a reply holds: the items of its `data`, or `data` as the only one.
pub(crate) fn items(reply: &Json) -> Vec<Json> {
    match &reply["data"] {
        Json::Array(items) => items.clone(),
        item => vec![item.clone()],
    }
}

/// What the answers of an operation show of the parameters that items name the values of.
pub(crate) fn look<'d>(
    operation: &Operation<'d>,
    status: u16,
    answers: &[Answer],
    comparison: &Comparison<'d>,
) -> Vec<(&'d str, Kind)> {
    let parameters = operation.parameters();
    let known = parameters.filter_map(|(_, parameter)| {
        let name = parameter.name();
        let (key, field) = field(operation, status, name)?;
        let has_value = |value: &str| {
            let mut all = answers.iter();
            all.any(|(arguments, _)| arguments.get(name).is_some_and(|it| it == value))
        };
        let is_known = |value: &str| has_value(value) || is_listed(field);
        // A value that breaks its own schema is another difference.
        let is_other = |value: &Json, asked: &str| {
            text(value).is_some_and(|it| it != asked && is_known(&it))
                && comparison.is_right(field, value)
                && comparison.is_right(field, &like(value, asked))
        };
        let (arguments, items) = answers.iter().find(|(arguments, items)| {
            let asked = arguments.get(name);
            asked.is_some_and(|asked| items.iter().any(|it| is_other(&it[key], asked)))
        })?;
        let is_same =
            |(others, other): &Answer| others.get(name) != arguments.get(name) && other == items;
        match answers.iter().any(is_same) {
            true => Some((name, Kind::IgnoredParameter)),
            false => Some((name, Kind::Unfiltered)),
        }
    });
    known.collect()
}

/// The optional parameters that choose by a value of the items, each with one that some items have and
/// others do not.
pub(crate) fn choices<'d>(
    operation: &Operation<'d>,
    status: u16,
    items: &[Json],
) -> Vec<(&'d str, String)> {
    let optional = operation.parameters().filter(|(_, it)| !it.is_required());
    let choices = optional.filter_map(|(_, parameter)| {
        let name = parameter.name();
        let (key, field) = field(operation, status, name)?;
        if !is_choice(Schema::of(parameter.schema()?)?, Schema::of(field)?) {
            return None;
        }
        let mut values = items.iter().filter_map(|it| text(&it[key]));
        let first = values.next()?;
        values.any(|it| it != first).then_some((name, first))
    });
    choices.collect()
}

/// Whether a parameter's values are those of a property, and not a part, a bound or an order of them.
fn is_choice(parameter: Schema<'_>, field: Schema<'_>) -> bool {
    let values = parameter.documented_values();
    let has_same_id = parameter.node == field.node && field.component.is_some_and(is_id);
    let has_same_values = !values.is_empty() && values == field.documented_values();
    has_same_id || has_same_values || is_flag(parameter) && is_flag(field)
}

fn is_flag(schema: Schema<'_>) -> bool {
    matches!(schema.whole_shape(), Shape::Flag)
}

/// Whether the document says which values a property has, or how they start.
fn is_listed(field: Node<'_>) -> bool {
    Schema::of(field).is_some_and(|schema| {
        let mut parts = schema.parts().into_iter();
        let has_prefix = parts.any(|it| it.text("x-id-prefix").is_some());
        has_prefix || !schema.documented_values().is_empty() || is_flag(schema)
    })
}

/// The property of an operation's items that has the value of a parameter: the one of its name, or the
/// id of the only item, which the path ends with.
fn field<'d>(operation: &Operation<'d>, status: u16, name: &'d str) -> Option<(&'d str, Node<'d>)> {
    let (item, is_only) = match Envelope::of(operation.response(status)?.schema()?) {
        Envelope::Page(item) | Envelope::CursorPage(item) => (item, false),
        Envelope::Data(data) => match data.resolved()?.get("items") {
            Some(item) => (item, false),
            None => (data, true),
        },
        Envelope::Whole(_) => return None,
    };
    let object = Schema::of(item)?.object()?;
    let is_its_id = is_only && operation.ends_with(name);
    let key = if is_its_id { "id" } else { name };
    Some((key, object.property(key)?))
}

/// An argument as JSON, of another value's type if it can be.
fn like(value: &Json, argument: &str) -> Json {
    let read = || serde_json::from_str(argument).ok();
    let read = Some(value)
        .filter(|it| !it.is_string())
        .and_then(|_| read());
    read.unwrap_or_else(|| argument.into())
}

fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}
