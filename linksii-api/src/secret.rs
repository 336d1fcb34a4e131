//! Text that must not be seen.

use std::fmt;

use linksii_sanitize::REDACTED;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A secret of the API, such as a new key.
///
/// It is overwritten when it is dropped, and neither `Debug` nor `Display` show it. [`expose`]
/// does, and so does serialising it: a type that holds one is written as it was read.
///
/// ```
/// use linksii_api::Secret;
///
/// let secret = Secret::from("lnk_a1b2");
/// assert_eq!(format!("{secret} {secret:?}"), "[redacted] Secret([redacted])");
/// assert_eq!(secret.expose(), "lnk_a1b2");
/// ```
///
/// [`expose`]: Secret::expose
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself. Keep it out of logs, and store it where secrets are kept.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({REDACTED})")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}
