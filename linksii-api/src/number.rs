//! Numbers, of which JSON has one kind: 72 and 72.0 are the same value, and some services write
//! `"72"`.
//!
//! A whole number is written without a fraction, as the service writes it.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::nothing::or_nothing;

/// The largest magnitude below which each whole `f64` is that integer and no other.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(crate) mod float {
    //! A number, for `#[serde(with)]`.

    use serde::{Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        match super::whole(*value) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(*value),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        deserializer.deserialize_any(super::Float)
    }
}

pub(crate) mod option_float {
    //! A number that may be null or absent, for `#[serde(with)]`.

    use serde::{Deserializer, Serializer};

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
        super::or_nothing(deserializer, super::Float)
    }
}

/// Reads an integer, for `#[serde(deserialize_with)]`.
pub(crate) fn integer<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<u64> + TryFrom<i64>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(Integer(PhantomData))
}

/// Reads an integer that may be null or absent, for `#[serde(deserialize_with)]`.
pub(crate) fn option_integer<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: TryFrom<u64> + TryFrom<i64>,
    D: Deserializer<'de>,
{
    or_nothing(deserializer, Integer(PhantomData))
}

struct Float;

impl Visitor<'_> for Float {
    type Value = f64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_f64<E>(self, value: f64) -> Result<f64, E> {
        Ok(value)
    }

    fn visit_u64<E>(self, value: u64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_i64<E>(self, value: i64) -> Result<f64, E> {
        Ok(value as f64)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<f64, E> {
        number(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
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

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let digits = text.trim();
        if let Ok(value) = digits.parse::<u64>() {
            return self.visit_u64(value);
        }
        let whole = digits.parse().ok().or_else(|| whole(number(digits)?));
        let value = whole.and_then(|whole: i64| T::try_from(whole).ok());
        value.ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// A finite number that is written as JSON writes it.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let value: f64 = text.parse().ok().filter(|_| is_number)?;
    value.is_finite().then_some(value)
}

/// The integer that a float is, if it is one beyond doubt.
pub(crate) fn whole(value: f64) -> Option<i64> {
    // Within these bounds the conversion is exact.
    (value.fract() == 0.0 && value.abs() < EXACT).then_some(value as i64)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde::{Deserialize, Serialize};
    use serde_json::{Value, json};

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
    fn each_form_of_a_number_is_the_same_value() {
        let whole = json!({"score": 72, "count": 14, "maybe": 1, "perhaps": -2});
        for other in [
            json!({"score": 72.0, "count": 14.0, "maybe": 1.0, "perhaps": -2.0}),
            json!({"score": "72", "count": "14", "maybe": "1", "perhaps": "-2"}),
            json!({"score": "72.0", "count": " 14.0 ", "maybe": "1e0", "perhaps": "-2.0"}),
        ] {
            let [one, other]: [Numbers; 2] =
                [whole.clone(), other].map(|it| serde_json::from_value(it).unwrap());
            assert_eq!(one, other);
            assert_eq!(serde_json::to_value(one).unwrap(), whole);
        }
    }

    #[test]
    fn fractions_stay_fractions() {
        let half = json!({"score": 72.5, "count": 0, "maybe": null, "perhaps": null});
        let read: Numbers = serde_json::from_value(half.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), half);
    }

    #[test]
    fn null_absence_and_empty_text_are_nothing_where_nothing_is_allowed() {
        for numbers in [
            json!({"score": 0, "count": 0}),
            json!({"score": 0, "count": 0, "maybe": null, "perhaps": null}),
            json!({"score": 0, "count": 0, "maybe": "", "perhaps": ""}),
        ] {
            let read: Numbers = serde_json::from_value(numbers).unwrap();
            assert_eq!((read.maybe, read.perhaps), (None, None));
        }
    }

    fn refused(field: &str, values: &[Value]) {
        for value in values {
            let mut numbers = json!({"score": 0, "count": 0});
            numbers[field] = value.clone();
            serde_json::from_value::<Numbers>(numbers).unwrap_err();
        }
    }

    #[test]
    fn what_is_not_an_integer_or_out_of_range_is_refused() {
        refused(
            "count",
            &[
                json!(14.5),
                json!(-1),
                json!(4_294_967_296_u64),
                json!(1e300),
                json!("14.5"),
                json!("-1"),
                json!("4294967296"),
                json!("many"),
                json!(""),
                json!(null),
                json!(true),
            ],
        );
    }

    #[test]
    fn what_is_not_a_number_is_refused() {
        let texts = ["", "inf", "NaN", "-inf", "1e999", "+1", "0x10", "72%"];
        let texts: Vec<Value> = texts.map(Value::from).into();
        refused("score", &texts);
        refused("score", &[json!(null), json!([]), json!(false)]);
        refused("maybe", &[json!("many"), json!({})]);
    }
}
