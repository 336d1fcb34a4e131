//! How much is shown of text from outside, and without which keys.
//!
//! Whatever a service, a proxy or a header says goes through [`Sanitizer::line`] before it is part
//! of an error, a log or `Debug`.

pub(crate) use linksii_sanitize::{Sanitizer, without_credentials};

use crate::generated::service::KEY_PREFIX;

/// The longest message, in characters.
pub(crate) const MESSAGE: usize = 500;

/// The longest name: a request id, a code, a location, a path in JSON.
pub(crate) const NAME: usize = 200;

/// For text where no client's key is known: it redacts whatever begins as keys do.
pub(crate) fn without_own_key() -> Sanitizer {
    Sanitizer::new("", KEY_PREFIX)
}
