//! The arguments of a call, by name.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// The arguments of a call, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments(BTreeMap<String, Value>);

impl Arguments {
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        self.0.insert(name.to_owned(), value);
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// An argument that the call must have.
    pub(crate) fn required<T: DeserializeOwned>(&self, name: &str) -> Result<T, ArgumentError> {
        match self.0.get(name) {
            None => Err(ArgumentError::new(name, "is missing")),
            Some(Value::String(text)) if text.is_empty() => {
                Err(ArgumentError::new(name, "is empty"))
            }
            Some(value) => read(name, value),
        }
    }

    /// An argument that the call may have.
    pub(crate) fn optional<T: DeserializeOwned>(
        &self,
        name: &str,
    ) -> Result<Option<T>, ArgumentError> {
        self.0.get(name).map(|value| read(name, value)).transpose()
    }
}

fn read<T: DeserializeOwned>(name: &str, value: &Value) -> Result<T, ArgumentError> {
    T::deserialize(value).map_err(|error| ArgumentError::new(name, &error.to_string()))
}

/// An argument that cannot be sent, and why.
#[derive(Debug)]
pub(crate) struct ArgumentError {
    pub(crate) name: String,
    pub(crate) why: String,
}

impl ArgumentError {
    pub(crate) fn new(name: &str, why: &str) -> Self {
        Self {
            name: name.to_owned(),
            why: why.to_owned(),
        }
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.name, self.why)
    }
}
