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
    assert_eq!(serde_json::to_value(decoded).unwrap(), documented);
}
