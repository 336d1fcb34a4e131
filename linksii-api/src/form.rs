//! Values as pairs of a name and a text, as forms and queries have them.
//!
//! A list is its items, each with the list's name. An object in another has its name in brackets: `a[b]=1`.
//! An object in a list has its number there as well: `a[0][b]=1`.

use form_urlencoded::Serializer;
use serde::Serialize;
use serde_json::Value;

use crate::error::Error;

pub(crate) const CONTENT_TYPE: &str = "application/x-www-form-urlencoded";

/// An object as a form.
pub(crate) fn encoded(object: &(impl Serialize + ?Sized)) -> Result<String, Error> {
    let pairs = pairs(object)
        .map_err(|why| Error::config(format!("the body cannot be sent as a form: {why}")))?;
    let mut form = Serializer::new(String::new());
    Ok(form.extend_pairs(pairs).finish())
}

/// The pairs of an object's properties.
pub(crate) fn pairs(object: &(impl Serialize + ?Sized)) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    match json(object)? {
        Value::Object(object) => {
            for (name, value) in object {
                add(name, value, &mut pairs);
            }
            Ok(pairs)
        }
        Value::Null => Ok(pairs),
        _ => Err("it is not an object".to_owned()),
    }
}

/// The pairs of a value with a name.
pub(crate) fn named(name: &str, value: &impl Serialize) -> Result<Vec<(String, String)>, String> {
    let mut pairs = Vec::new();
    match json(value)? {
        Value::Null => {}
        value => add(name.to_owned(), value, &mut pairs),
    }
    Ok(pairs)
}

fn json(value: &(impl Serialize + ?Sized)) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

fn add(name: String, value: Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => pairs.push((name, String::new())),
        Value::String(text) => pairs.push((name, text)),
        Value::Bool(_) | Value::Number(_) => pairs.push((name, value.to_string())),
        Value::Array(items) => {
            for (at, item) in items.into_iter().enumerate() {
                let is_nested = item.is_array() || item.is_object();
                let name = if is_nested {
                    format!("{name}[{at}]")
                } else {
                    name.clone()
                };
                add(name, item, pairs);
            }
        }
        Value::Object(object) => {
            for (key, value) in object {
                add(format!("{name}[{key}]"), value, pairs);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(pairs: Result<Vec<(String, String)>, String>) -> String {
        let pairs = pairs.unwrap();
        let pairs: Vec<_> = pairs.iter().map(|(k, v)| format!("{k}={v}")).collect();
        pairs.join(" ")
    }

    #[test]
    fn an_object_is_its_pairs() {
        for (object, expected) in [
            (json!({}), ""),
            (json!(null), ""),
            (
                json!({"a": 1, "b": "x y", "c": true, "d": null}),
                "a=1 b=x y c=true d=",
            ),
            (json!({"a": [1, "b"], "c": []}), "a=1 a=b"),
            (
                json!({"a": {"b": {"c": 1.5}, "d": [1, 2]}}),
                "a[b][c]=1.5 a[d]=1 a[d]=2",
            ),
            (json!({"a": [{"b": 1}, {"b": 2}]}), "a[0][b]=1 a[1][b]=2"),
        ] {
            assert_eq!(text(pairs(&object)), expected);
        }
        for wrong in [json!(1), json!([1]), json!("a")] {
            assert!(pairs(&wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_value_is_its_pairs_below_its_name() {
        for (value, expected) in [
            (json!({"a": 1, "b": {"c": "d"}}), "f[a]=1 f[b][c]=d"),
            (json!([1, 2]), "f=1 f=2"),
            (json!(null), ""),
            (json!("x"), "f=x"),
        ] {
            assert_eq!(text(named("f", &value)), expected);
        }
    }
}
