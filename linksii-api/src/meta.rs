//! A page's position in its collection.

use serde::{Deserialize, Deserializer, Serialize};

use crate::json::Any;
use crate::number::whole;

/// A page's position in its collection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Meta {
    /// How many items the collection holds. Where the service does not say, or says something that
    /// is not a count, it is how many are known of: see [`has_total`](Self::has_total).
    pub total: u64,
    /// The most items that a page holds, as the service counts.
    pub limit: u64,
    /// How many items come before the page's first.
    pub offset: u64,
    #[serde(skip)]
    reported: Reported,
}

/// What the service said of a page's position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reported {
    total: bool,
    offset: bool,
}

impl Meta {
    /// A position, for tests.
    pub fn new(total: u64, limit: u64, offset: u64) -> Self {
        Self {
            total,
            limit,
            offset,
            reported: Reported {
                total: true,
                offset: true,
            },
        }
    }

    /// Whether the service said how many items the collection holds.
    pub fn has_total(&self) -> bool {
        self.reported.total
    }

    /// How many items the collection holds, if the service said so.
    pub(crate) fn reported_total(&self) -> Option<u64> {
        Some(self.total).filter(|_| self.reported.total)
    }

    /// How many items come before the page's first, if the service said so.
    pub(crate) fn reported_offset(&self) -> Option<u64> {
        Some(self.offset).filter(|_| self.reported.offset)
    }
}

/// A position as services send it.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Position {
    #[serde(deserialize_with = "count")]
    total: Option<u64>,
    #[serde(deserialize_with = "count")]
    limit: Option<u64>,
    #[serde(deserialize_with = "count")]
    offset: Option<u64>,
    #[serde(alias = "nextCursor", deserialize_with = "cursor")]
    pub(crate) next_cursor: Option<Box<str>>,
}

impl Position {
    pub(crate) fn of(&self, rows: u64) -> Meta {
        let offset = self.offset.unwrap_or(0);
        Meta {
            total: self.total.unwrap_or(offset.saturating_add(rows)),
            limit: self.limit.unwrap_or(rows),
            offset,
            reported: Reported {
                total: self.total.is_some(),
                offset: self.offset.is_some(),
            },
        }
    }
}

impl<'de> Deserialize<'de> for Meta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Position::deserialize(deserializer).map(|position| position.of(0))
    }
}

/// A count in any form. What is not one is nothing: most calls do not need it.
fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Ok(match Any::deserialize(deserializer)? {
        Any::Unsigned(number) => Some(number),
        Any::Float(number) => whole(number).and_then(|whole| u64::try_from(whole).ok()),
        Any::Text(text) => text.trim().parse().ok(),
        Any::Signed(_) | Any::Object(_) | Any::Other => None,
    })
}

/// A text or a number. What is neither is nothing, and so is an empty text.
pub(crate) fn cursor<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Box<str>>, D::Error> {
    let text = match Any::deserialize(deserializer)? {
        Any::Text(text) => text,
        Any::Unsigned(number) => number.to_string(),
        Any::Signed(number) => number.to_string(),
        Any::Float(number) => number.to_string(),
        Any::Object(_) | Any::Other => String::new(),
    };
    Ok(Some(text.into_boxed_str()).filter(|text| !text.is_empty()))
}
