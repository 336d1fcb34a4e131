//! A resource as it is listed: JSON that was written once.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// A resource's JSON.
pub(crate) type Row = Box<RawValue>;

/// Writes a resource. None can fail to be written: no type has a map with keys that are not text.
pub(crate) fn row(resource: &impl Serialize) -> Row {
    to_raw_value(resource).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
