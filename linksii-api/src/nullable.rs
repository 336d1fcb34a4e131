//! Fields of an update, which may be left out, set or cleared.
#![allow(
    unreachable_pub,
    reason = "a document may have no update with a field that may be null"
)]

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A field of an update: left as it is, cleared, or set.
///
/// It is for fields with `#[serde(default, skip_serializing_if = "Nullable::is_absent")]`, so that what
/// is absent is not written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// The field is left out, and the service leaves it as it is.
    #[default]
    Absent,
    /// The field is null, and the service clears it.
    Null,
    /// The field has this value.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether the field is left out.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Whether the field is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The value without its field, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// The same with a reference to the value.
    pub fn as_ref(&self) -> Nullable<&T> {
        match self {
            Self::Absent => Nullable::Absent,
            Self::Null => Nullable::Null,
            Self::Value(value) => Nullable::Value(value),
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

/// Nothing is null; what is to be left out is [`Nullable::Absent`].
impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

pub(crate) mod float {
    //! A number that may be absent or null, for `#[serde(with)]`: a whole one is written without a
    //! fraction.

    use serde::{Deserializer, Serializer};

    use super::Nullable;
    use crate::number::option_float;

    pub(crate) fn serialize<S: Serializer>(
        value: &Nullable<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        option_float::serialize(&value.value().copied(), serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Nullable<f64>, D::Error> {
        option_float::deserialize(deserializer).map(Nullable::from)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use chrono::{DateTime, Utc};
    use serde_json::json;

    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Update {
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        name: Nullable<String>,
        #[serde(default, skip_serializing_if = "Nullable::is_absent")]
        until: Nullable<DateTime<Utc>>,
        #[serde(default, skip_serializing_if = "Nullable::is_absent", with = "float")]
        weight: Nullable<f64>,
    }

    #[test]
    fn a_field_is_left_out_null_or_set() {
        let until = "2025-06-01T10:00:00Z";
        for (update, json) in [
            (Update::default(), json!({})),
            (
                Update {
                    name: Nullable::Null,
                    until: None.into(),
                    weight: Nullable::Null,
                },
                json!({"name": null, "until": null, "weight": null}),
            ),
            (
                Update {
                    name: "x".to_owned().into(),
                    until: Some(until.parse().unwrap()).into(),
                    weight: Nullable::Value(72.0),
                },
                json!({"name": "x", "until": until, "weight": 72}),
            ),
        ] {
            assert_eq!(serde_json::to_value(&update).unwrap(), json);
            assert_eq!(serde_json::from_value::<Update>(json).unwrap(), update);
        }
    }

    #[test]
    fn a_value_is_given_back() {
        let name = Nullable::from("x");
        assert_eq!(
            (name.value(), name.as_ref()),
            (Some(&"x"), Nullable::Value(&"x"))
        );
        assert_eq!(Nullable::<u8>::Null.into_value(), None);
        assert!(Nullable::<u8>::Null.is_null() && !Nullable::<u8>::Absent.is_null());
    }
}
