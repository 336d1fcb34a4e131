//! Numbers, of which JSON has one kind: 72 and 72.0 are the same value.
//!
//! A whole number is written without a fraction, as the service writes it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// The largest magnitude below which each whole `f64` is that integer and no other.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) mod float {
    //! A number, for `#[serde(with)]`.

    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match super::whole(*value) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(*value),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        f64::deserialize(deserializer)
    }
}

pub(crate) mod option_float {
    //! A number that may be null or absent, for `#[serde(with)]`.
    #![allow(dead_code, reason = "a document may have no such number")]

    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        value: &Option<f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => super::float::serialize(value, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<f64>, D::Error> {
        Option::deserialize(deserializer)
    }
}

/// Reads an integer in either form, for `#[serde(deserialize_with)]`.
pub(crate) fn integer<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<u64> + TryFrom<i64>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_i64(Integer(PhantomData))
}

/// Reads an integer that may be null or absent, for `#[serde(deserialize_with)]`.
#[allow(dead_code, reason = "a document may have no such number")]
pub(crate) fn option_integer<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: TryFrom<u64> + TryFrom<i64>,
    D: Deserializer<'de>,
{
    struct Either<T>(T);

    impl<'de, T: TryFrom<u64> + TryFrom<i64>> Deserialize<'de> for Either<T> {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            integer(deserializer).map(Self)
        }
    }

    Ok(Option::<Either<T>>::deserialize(deserializer)?.map(|Either(value)| value))
}

struct Integer<T>(PhantomData<T>);

impl<T: TryFrom<u64> + TryFrom<i64>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number in range")
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let whole = whole(value).and_then(|whole| T::try_from(whole).ok());
        whole.ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }
}

/// The integer that a float is, if it is one beyond doubt.
fn whole(value: f64) -> Option<i64> {
    // Within these bounds the conversion is exact.
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Numbers {
        #[serde(with = "super::float")]
        score: f64,
        #[serde(deserialize_with = "super::integer")]
        count: u32,
        #[serde(default, with = "super::option_float")]
        maybe: Option<f64>,
        #[serde(default, deserialize_with = "super::option_integer")]
        perhaps: Option<i64>,
    }

    #[test]
    fn both_forms_of_a_number_are_one_value() {
        let whole = json!({"score": 72, "count": 14, "maybe": 1, "perhaps": -2});
        let fraction = json!({"score": 72.0, "count": 14.0, "maybe": 1.0, "perhaps": -2.0});
        let [one, other]: [Numbers; 2] =
            [whole.clone(), fraction].map(|it| serde_json::from_value(it).unwrap());
        assert_eq!(one, other);
        assert_eq!(serde_json::to_value(one).unwrap(), whole);
    }

    #[test]
    fn fractions_stay_fractions() {
        let half = json!({"score": 72.5, "count": 0, "maybe": null, "perhaps": null});
        let read: Numbers = serde_json::from_value(half.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), half);
    }

    #[test]
    fn what_is_no_integer_or_out_of_range_is_refused() {
        for count in [
            json!(14.5),
            json!(-1),
            json!(4_294_967_296_u64),
            json!(1e300),
            json!("14"),
        ] {
            let numbers = json!({"score": 0, "count": count});
            assert!(
                serde_json::from_value::<Numbers>(numbers).is_err(),
                "{count}"
            );
        }
    }
}
