//! JSON of any form, for what is read as far as it makes sense.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// Any JSON. [`serde_json::Value`] would do as well, with four times the machine code.
#[derive(Debug)]
pub(crate) enum Any {
    Text(String),
    Unsigned(u64),
    Signed(i64),
    Float(f64),
    Object(Vec<(String, Any)>),
    /// A truth value, null or a list, whatever it holds.
    Other,
}

impl Any {
    /// A property, if this is an object that has it: the last of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(properties) => {
                let mut properties = properties.iter().rev();
                let (_, value) = properties.find(|(key, _)| key == name)?;
                Some(value)
            }
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON")
    }

    fn visit_str<E>(self, text: &str) -> Result<Any, E> {
        Ok(Any::Text(text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Any, E> {
        Ok(Any::Unsigned(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Any, E> {
        Ok(Any::Signed(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Any, E> {
        Ok(Any::Float(number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Any, E> {
        Ok(Any::Other)
    }

    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Any, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Any::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Any, A::Error> {
        let mut properties = Vec::new();
        while let Some(property) = members.next_entry()? {
            properties.push(property);
        }
        Ok(Any::Object(properties))
    }
}
