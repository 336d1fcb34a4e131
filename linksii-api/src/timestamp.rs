//! Times as RFC 3339 writes them, for `#[serde(deserialize_with)]`.
//!
//! What chrono does by itself reads looser forms too, in more time and with more code.

use std::fmt;

use chrono::{DateTime, Utc};
use serde::de::{Deserializer, Error, Unexpected, Visitor};

use crate::nothing::or_nothing;

/// Reads a time, with any offset from UTC.
pub(crate) fn utc<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    deserializer.deserialize_str(Rfc3339)
}

/// Reads a time that may be null, absent or empty.
pub(crate) fn option_utc<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<DateTime<Utc>>, D::Error> {
    or_nothing(deserializer, Rfc3339)
}

struct Rfc3339;

impl Visitor<'_> for Rfc3339 {
    type Value = DateTime<Utc>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a time such as 2025-06-01T10:00:00Z")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
        DateTime::parse_from_rfc3339(text)
            .map(DateTime::into)
            .map_err(|_| E::invalid_value(Unexpected::Str(text), &self))
    }
}
