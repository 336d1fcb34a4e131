//! A request's body that could not be read.

use std::error::Error;
use std::fmt;
use std::io;

/// Why the stream that a request carries ended too early. Of an HTTP client's errors, it says that neither
/// the network nor the service is the cause.
#[derive(Debug)]
pub(crate) struct BodyError(io::Error);

impl From<io::Error> for BodyError {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for BodyError {}
