//! What all open enums have in common.

/// Adds to an enum, which has `as_str`, `documented` and a variant `Unknown`, what all open enums
/// have. One read from text and written again is the same text.
macro_rules! open_enum {
    ($name:ident) => {
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::documented(value).unwrap_or_else(|| Self::Unknown(value.to_owned()))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(value.into())
            }
        }

        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::documented(&value).unwrap_or(Self::Unknown(value))
            }
        }

        // By the values as text, so that neither a new value nor another order in the documentation
        // changes it.
        impl Ord for $name {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Visitor;

                // A visitor, as text without escapes in the input needs no copy.
                impl serde::de::Visitor<'_> for Visitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("a string")
                    }

                    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<$name, E> {
                        Ok(value.into())
                    }

                    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<$name, E> {
                        Ok(value.into())
                    }
                }

                deserializer.deserialize_str(Visitor)
            }
        }

        crate::text_type::text_type!($name);
    };
}

pub(crate) use open_enum;
