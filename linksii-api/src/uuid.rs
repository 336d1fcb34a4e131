//! UUIDs, as a type of their own.

use std::fmt;
use std::str::FromStr;

use serde::de::{Deserializer, Unexpected, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::error::ConfigError;
use crate::parameter::Parameter;

/// Where the hyphens are in the text of a UUID.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// A UUID. It is written in lower case, and read in any case, with or without hyphens.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid([u8; 16]);

impl Uuid {
    /// The UUID of these bytes, the first in the text first.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes, the first in the text first.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let is_hyphenated = bytes.len() == 36 && HYPHENS.iter().all(|at| bytes[*at] == b'-');
        let digits = if is_hyphenated {
            text.replace('-', "")
        } else {
            text.to_owned()
        };
        let is_uuid = digits.len() == 32 && digits.bytes().all(|it| it.is_ascii_hexdigit());
        let number = u128::from_str_radix(&digits, 16).ok();
        number.filter(|_| is_uuid).map(Self::from)
    }
}

impl From<[u8; 16]> for Uuid {
    fn from(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

impl From<u128> for Uuid {
    fn from(number: u128) -> Self {
        Self(number.to_be_bytes())
    }
}

impl From<Uuid> for u128 {
    fn from(uuid: Uuid) -> Self {
        Self::from_be_bytes(uuid.0)
    }
}

impl FromStr for Uuid {
    type Err = ConfigError;

    /// # Errors
    ///
    /// Text that is not 32 hexadecimal digits, with or without hyphens.
    fn from_str(text: &str) -> Result<Self, ConfigError> {
        Self::parse(text).ok_or_else(|| {
            ConfigError::new(
                "this is not a UUID: one has 32 hexadecimal digits, with or without hyphens",
            )
        })
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:032x}", u128::from(*self));
        let parts = [
            &digits[..8],
            &digits[8..12],
            &digits[12..16],
            &digits[16..20],
            &digits[20..],
        ];
        f.pad(&parts.join("-"))
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Uuid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Uuid;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a UUID such as 67e55044-10b1-426f-9247-bb680e5fe0c8")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Uuid, E> {
                Uuid::parse(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

impl Parameter for Uuid {
    fn each(&self, value: &mut dyn FnMut(&str)) {
        value(&self.to_string());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Uuid;

    const TEXT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

    #[test]
    fn each_spelling_is_the_same_uuid() {
        let uuid: Uuid = TEXT.parse().unwrap();
        assert_eq!(uuid.to_string(), TEXT);
        for other in [TEXT.to_uppercase(), TEXT.replace('-', "")] {
            assert_eq!(other.parse::<Uuid>().unwrap(), uuid);
        }
        assert_eq!(Uuid::from(u128::from(uuid)), uuid);
        let json = serde_json::to_string(&uuid).unwrap();
        assert_eq!(serde_json::from_str::<Uuid>(&json).unwrap(), uuid);
    }

    #[test]
    fn what_is_not_a_uuid_is_refused() {
        for text in [
            "",
            "67e55044",
            &TEXT.replace('6', "g"),
            &TEXT.replace('-', "0"),
            "é",
        ] {
            text.parse::<Uuid>().unwrap_err();
            serde_json::from_value::<Uuid>(text.into()).unwrap_err();
        }
    }
}
