//! Unions of values that do not say what they are.

use serde::de::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// A union of types that differ in their form alone.
pub(crate) trait Untagged: Sized + 'static {
    /// In the document's order.
    const VARIANTS: &'static [Variant<Self>];

    /// What is none of them.
    fn unknown(json: Value) -> Self;
}

/// A type of such a union.
pub(crate) struct Variant<T> {
    keys: &'static [&'static str],
    read: fn(&Value) -> Result<T, serde_json::Error>,
}

impl<T> Variant<T> {
    /// A type with the properties that its objects may have, if it has any.
    pub(crate) const fn new(
        keys: &'static [&'static str],
        read: fn(&Value) -> Result<T, serde_json::Error>,
    ) -> Self {
        Self { keys, read }
    }

    /// How many properties of an object this type does not know.
    fn unknown(&self, json: &Value) -> usize {
        let properties = json.as_object().into_iter().flat_map(Map::keys);
        properties
            .filter(|key| !self.keys.contains(&key.as_str()))
            .count()
    }
}

/// Of the types that can be read, the one that knows the most of an object; the first of several.
pub(crate) fn untagged<'de, T: Untagged, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let json = Value::deserialize(deserializer)?;
    let mut variants: Vec<_> = T::VARIANTS.iter().collect();
    variants.sort_by_key(|variant| variant.unknown(&json));
    let read = variants
        .into_iter()
        .find_map(|variant| (variant.read)(&json).ok());
    Ok(read.unwrap_or_else(|| T::unknown(json)))
}
