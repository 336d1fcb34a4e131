//! The arguments that an assistant gives: what is empty is absent, and what cannot be sent is refused in words
//! that name it.

use rmcp::model::JsonObject;
use serde_json::Value;

use crate::arguments::Arguments;
use crate::catalogue::{Input, Kind};

/// How much of a wrong value is shown, in characters.
const SHOWN: usize = 60;

/// Reads the arguments of a tool, whose input schema has the bounds of numbers.
pub(super) fn read(
    tool: &str,
    inputs: &[Input],
    schema: &JsonObject,
    given: JsonObject,
) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    for (name, value) in given {
        let input = inputs.iter().find(|input| input.name == name);
        let is_empty = value.is_null() || value.as_str() == Some("");
        match input {
            None if is_empty => {}
            None => return Err(unknown(tool, &name, inputs)),
            // Assistants fill in what they have no value for.
            Some(_) if is_empty => {}
            Some(input) => {
                let value = checked(input, value)?;
                check_bounds(input, &value, schema)?;
                arguments.set(input.name, value);
            }
        }
    }
    for input in inputs.iter().filter(|input| input.required) {
        if !arguments.has(input.name) {
            let from = match input.kind {
                Kind::Id("WorkspaceId") => " `list_workspaces` shows the ids.",
                _ => "",
            };
            return Err(format!(
                "`{}` is required: {}.{from}",
                input.name,
                input.kind.words()
            ));
        }
    }
    Ok(arguments)
}

fn unknown(tool: &str, name: &str, inputs: &[Input]) -> String {
    let known: Vec<String> = inputs.iter().map(|it| format!("`{}`", it.name)).collect();
    let known = match known.as_slice() {
        [] => "it has none".to_owned(),
        known => format!("it has {}", known.join(", ")),
    };
    let name = shown(&Value::from(name));
    format!("`{tool}` has no argument {name}: {known}.")
}

/// The value as the client reads it.
fn checked(input: &Input, value: Value) -> Result<Value, String> {
    match fits(input.kind, &value) {
        true => Ok(whole(input.kind, value)),
        false => Err(format!(
            "`{}` is {}, not {}.",
            input.name,
            input.kind.words(),
            shown(&value)
        )),
    }
}

fn fits(kind: Kind, value: &Value) -> bool {
    match kind {
        Kind::Text | Kind::Id(_) | Kind::Choice(_) | Kind::Time => value.is_string(),
        Kind::Flag => value.is_boolean(),
        Kind::Whole => {
            let is_whole = |it: f64| it.fract() == 0.0 && it.abs() < 9e15;
            value.is_u64() || value.is_i64() || value.as_f64().is_some_and(is_whole)
        }
        Kind::Number => value.is_number(),
        Kind::List(item) => value
            .as_array()
            .is_some_and(|items| items.iter().all(|it| fits(*item, it))),
        Kind::Object => value.is_object(),
        Kind::Json => true,
    }
}

/// `5.0` is whole, and JSON may write it so.
fn whole(kind: Kind, value: Value) -> Value {
    match value.as_f64() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the value is whole and small, as was checked"
        )]
        Some(number) if kind == Kind::Whole && value.is_f64() => Value::from(number as i64),
        _ => value,
    }
}

fn check_bounds(input: &Input, value: &Value, schema: &JsonObject) -> Result<(), String> {
    let Some(number) = value.as_f64() else {
        return Ok(());
    };
    let property = schema.get("properties").and_then(|it| it.get(input.name));
    let bound = |name| property.and_then(|it| it.get(name));
    let least = bound("minimum").filter(|it| it.as_f64().is_some_and(|it| number < it));
    let most = bound("maximum").filter(|it| it.as_f64().is_some_and(|it| number > it));
    match (least, most) {
        (Some(least), _) => Err(format!(
            "`{}` is at least {least}, not {value}.",
            input.name
        )),
        (_, Some(most)) => Err(format!("`{}` is at most {most}, not {value}.", input.name)),
        (None, None) => Ok(()),
    }
}

/// A value for a message, bounded.
pub(super) fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operations::operations;

    fn list(given: Value) -> Result<Arguments, String> {
        let (_, operation) = operations()
            .find(|(_, it)| it.id == "list_tracking")
            .unwrap();
        let schema = serde_json::from_str(operation.input_schema).unwrap();
        read(
            operation.id,
            operation.inputs,
            &schema,
            given.as_object().unwrap().clone(),
        )
    }

    #[test]
    fn what_is_empty_is_absent() {
        let given = json!({"workspace_id": "ws_1", "limit": "", "offset": null, "other": ""});
        let arguments = list(given).unwrap();
        assert!(!arguments.has("limit") && !arguments.has("offset"));
        for empty in [
            json!({}),
            json!({"workspace_id": ""}),
            json!({"workspace_id": null}),
        ] {
            let why = list(empty).unwrap_err();
            assert!(why.starts_with("`workspace_id` is required"), "{why}");
        }
    }

    #[test]
    fn what_cannot_be_sent_is_named() {
        for (given, why) in [
            (
                json!({"limit": "five"}),
                "`limit` is a whole number, not \"five\".",
            ),
            (json!({"limit": 1.5}), "`limit` is a whole number, not 1.5."),
            (json!({"limit": 0}), "`limit` is at least 1, not 0."),
            (
                json!({"workspace_id": 5}),
                "`workspace_id` is an id, not 5.",
            ),
            (
                json!({"page": 2}),
                "`list_tracking` has no argument \"page\": it has `workspace_id`, `limit`, `offset`.",
            ),
        ] {
            assert_eq!(list(given).unwrap_err(), why);
        }
        let long = list(json!({"offset": "x".repeat(1 << 20)})).unwrap_err();
        assert!(long.len() < 200);
    }

    #[test]
    fn whole_numbers_may_have_a_point() {
        let arguments = list(json!({"workspace_id": "ws_1", "limit": 5.0})).unwrap();
        assert_eq!(arguments.required::<u32>("limit").unwrap(), 5);
    }
}
