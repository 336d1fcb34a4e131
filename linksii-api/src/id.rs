//! What all ids have in common.

/// Adds to an id, a struct of one `String`, what all ids have.
macro_rules! string_id {
    ($name:ident) => {
        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// An empty id would ask for something else, or for everything.
            #[allow(dead_code, reason = "an id may occur in replies only")]
            pub(crate) fn refuse_empty(&self, argument: &str) -> Result<(), crate::Error> {
                if self.0.is_empty() {
                    return Err(crate::Error::config(format!(
                        "`{argument}` is empty: pass the id of one of yours, as a reply gave it"
                    )));
                }
                Ok(())
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        /// An empty text is refused.
        impl std::str::FromStr for $name {
            type Err = crate::ConfigError;

            fn from_str(id: &str) -> Result<Self, crate::ConfigError> {
                if id.is_empty() {
                    return Err(crate::ConfigError::new(
                        "the id is empty: pass the id of one of yours, as a reply gave it",
                    ));
                }
                Ok(Self(id.to_owned()))
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&String> for $name {
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        crate::text_type::text_type!($name);
    };
}

pub(crate) use string_id;
