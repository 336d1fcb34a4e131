//! Values in a path, a query or a header.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::Serialize;
use serde_json::Value;

use crate::secret::Secret;

/// What a path, a query or a header can have.
pub(crate) trait Parameter {
    /// Calls with each value: none where there is none, several for a list.
    fn each(&self, value: &mut dyn FnMut(&str));

    /// The value where there must be one.
    fn text(&self) -> String {
        let mut text = String::new();
        self.each(&mut |value| text.push_str(value));
        text
    }
}

/// A value that is text.
macro_rules! text_parameter {
    ($name:ty) => {
        impl crate::parameter::Parameter for $name {
            fn each(&self, value: &mut dyn FnMut(&str)) {
                let text: &str = self.as_ref();
                value(text);
            }
        }
    };
}

pub(crate) use text_parameter;

text_parameter!(str);
text_parameter!(String);

macro_rules! displayed_parameter {
    ($($name:ty),*) => {$(
        impl Parameter for $name {
            fn each(&self, value: &mut dyn FnMut(&str)) {
                value(&self.to_string());
            }
        }
    )*};
}

displayed_parameter!(bool, i32, i64, u32, u64, f64, NaiveDate);

impl Parameter for Secret {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        value(self.expose());
    }
}

impl Parameter for DateTime<Utc> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        value(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    }
}

impl<T: Parameter> Parameter for Option<T> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        if let Some(parameter) = self {
            parameter.each(value);
        }
    }
}

impl<T: Parameter + ?Sized> Parameter for &T {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        T::each(self, value);
    }
}

impl<T: Parameter> Parameter for Vec<T> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        self.as_slice().each(value);
    }
}

/// A value of a union that is not documented.
impl Parameter for Value {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        match self {
            Self::Null => {}
            Self::String(text) => value(text),
            Self::Array(items) => items.each(value),
            Self::Bool(_) | Self::Number(_) | Self::Object(_) => value(&self.to_string()),
        }
    }
}

/// A value as JSON; nothing where it is null.
pub(crate) struct Json<T>(T);

pub(crate) fn json<T: Serialize>(value: T) -> Json<T> {
    Json(value)
}

impl<T: Serialize> Parameter for Json<T> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        // What cannot be written has keys that are not text, which no type of a document has.
        match serde_json::to_string(&self.0) {
            Ok(json) if json != "null" => value(&json),
            _ => {}
        }
    }
}

/// All values as one, with a separator between them.
pub(crate) struct Joined<T> {
    values: T,
    separator: &'static str,
}

pub(crate) fn joined<T: Parameter>(values: T, separator: &'static str) -> Joined<T> {
    Joined { values, separator }
}

impl<T: Parameter> Parameter for Joined<T> {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        let mut all: Option<String> = None;
        self.values.each(&mut |value| match &mut all {
            Some(all) => {
                all.push_str(self.separator);
                all.push_str(value);
            }
            None => all = Some(value.to_owned()),
        });
        if let Some(all) = all {
            value(&all);
        }
    }
}

impl<T: Parameter> Parameter for [T] {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        for parameter in self {
            parameter.each(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(parameter: impl Parameter) -> Vec<String> {
        let mut values = Vec::new();
        parameter.each(&mut |value| values.push(value.to_owned()));
        values
    }

    #[test]
    fn a_list_is_repeated_or_joined() {
        assert_eq!(values(vec![1_u64, 2]), ["1", "2"]);
        assert_eq!(values(joined(&["a", "b"][..], ",")), ["a,b"]);
        assert_eq!(values(joined(Some(&[1_u32, 2][..]), "|")), ["1|2"]);
        assert_eq!(joined(vec!["a", "b"], " ").text(), "a b");
        assert_eq!(values(joined(&["", "a"][..], ",")), [",a"]);
    }

    #[test]
    fn a_list_of_nothing_is_nothing() {
        assert!(values(joined(&[""; 0][..], ",")).is_empty());
        assert!(values(joined(None::<&[u32]>, ",")).is_empty());
        assert!(values(Vec::<u32>::new()).is_empty());
    }

    #[test]
    fn json_is_its_text() {
        for (value, expected) in [
            (json!("a b"), vec!["a b"]),
            (json!(7), vec!["7"]),
            (json!(true), vec!["true"]),
            (json!(null), vec![]),
            (json!(["a", 1]), vec!["a", "1"]),
            (json!({"a": 1}), vec![r#"{"a":1}"#]),
        ] {
            assert_eq!(values(&value), expected);
        }
        let day = NaiveDate::from_ymd_opt(2025, 6, 1);
        assert_eq!(values(day), ["2025-06-01"]);
    }
}
