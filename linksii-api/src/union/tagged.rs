//! Unions of objects that say what they are.

use std::fmt;
use std::marker::PhantomData;
use std::vec;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

/// A union of objects, each of which says in the same property what it is.
pub(crate) trait Tagged: Sized {
    /// The property.
    const TAG: &'static str;

    /// Reads the object that says so of itself, that property included.
    fn read<'de, D: Deserializer<'de>>(tag: &str, object: D) -> Result<Self, D::Error>;

    /// What does not say what it is.
    fn unknown(json: Value) -> Self;
}

pub(crate) fn tagged<'de, T: Tagged, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_any(TaggedVisitor(PhantomData))
}

/// Writes an object of such a union, with the property that says what it is.
pub(crate) fn write<S: Serializer>(
    serializer: S,
    property: &str,
    tag: &str,
    object: &impl Serialize,
) -> Result<S::Ok, S::Error> {
    match serde_json::to_value(object) {
        Ok(Value::Object(mut object)) => {
            object.insert(property.to_owned(), tag.into());
            object.serialize(serializer)
        }
        Ok(other) => other.serialize(serializer),
        Err(error) => Err(S::Error::custom(error)),
    }
}

struct TaggedVisitor<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for TaggedVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with a `{}`", T::TAG)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut rest: A) -> Result<T, A::Error> {
        let mut before = Vec::new();
        while let Some(key) = rest.next_key::<String>()? {
            let value: Value = rest.next_value()?;
            let is_tag = key == T::TAG;
            let tag = match &value {
                Value::String(tag) if is_tag => Some(tag.clone()),
                Value::Number(_) | Value::Bool(_) if is_tag => Some(value.to_string()),
                _ => None,
            };
            before.push((key, value));
            if let Some(tag) = tag {
                let whole = Replay {
                    before: before.into_iter(),
                    value: None,
                    rest,
                };
                return T::read(&tag, MapAccessDeserializer::new(whole));
            }
        }
        Ok(T::unknown(before.into_iter().collect::<Map<_, _>>().into()))
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::unknown(Value::Null))
    }

    fn visit_bool<E>(self, json: bool) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_i64<E>(self, json: i64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_u64<E>(self, json: u64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_f64<E>(self, json: f64) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_str<E>(self, json: &str) -> Result<T, E> {
        Ok(T::unknown(json.into()))
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut json: A) -> Result<T, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = json.next_element()? {
            items.push(item);
        }
        Ok(T::unknown(Value::Array(items)))
    }
}

/// An object whose first properties have been read.
struct Replay<A> {
    before: vec::IntoIter<(String, Value)>,
    /// Of the last property given.
    value: Option<Value>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Replay<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        let Some((key, value)) = self.before.next() else {
            return self.rest.next_key_seed(seed);
        };
        self.value = Some(value);
        let key = seed.deserialize(Value::String(key));
        key.map(Some).map_err(A::Error::custom)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value).map_err(A::Error::custom),
            None => self.rest.next_value_seed(seed),
        }
    }
}
