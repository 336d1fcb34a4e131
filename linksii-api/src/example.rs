//! The document's examples, for users' tests and for ours.

use serde::de::DeserializeOwned;

/// Reads an example of the document into its type.
///
/// The JSON is the generator's, never input: each has a generated test that reads it.
#[expect(clippy::expect_used, reason = "a generated test reads each example")]
pub(crate) fn decode<T: DeserializeOwned>(json: &str) -> T {
    serde_json::from_str(json).expect("the example fits its type")
}

/// Reads an example, writes it back, and asserts that nothing was lost on the way.
#[cfg(test)]
#[expect(
    clippy::unwrap_used,
    reason = "an example that does not fit fails its test"
)]
pub(crate) fn round_trip<T: DeserializeOwned + serde::Serialize>(json: &str) {
    let documented: serde_json::Value = serde_json::from_str(json).unwrap();
    let decoded: T = serde_json::from_str(json).unwrap();
    let written = serde_json::to_value(decoded).unwrap();
    assert!(
        is_same(&written, &documented),
        "{written} is not {documented}"
    );
}

/// Whether two values are the same, where 72 and 72.0 are one number, and two texts may be one time.
#[cfg(test)]
fn is_same(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value;

    let time = chrono::DateTime::parse_from_rfc3339;
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::String(one), Value::String(other)) if one != other => {
            matches!((time(one), time(other)), (Ok(one), Ok(other)) if one == other)
        }
        (Value::Array(one), Value::Array(other)) => {
            let mut pairs = one.iter().zip(other);
            one.len() == other.len() && pairs.all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_there = |(key, value)| other.get(key).is_some_and(|it| is_same(value, it));
            one.len() == other.len() && one.iter().all(is_there)
        }
        _ => one == other,
    }
}
