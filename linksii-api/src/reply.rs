//! A reply that has arrived whole.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, LOCATION};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::DecodeError;
use crate::json_path;
use crate::redact;
use crate::{Error, Page, RateLimit};

/// The headers that services name a request in, the first that is there. Which one this service
/// uses is not documented.
static REQUEST_ID: [HeaderName; 2] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
];

/// A reply that has arrived whole.
#[derive(Debug)]
pub struct Reply {
    status: StatusCode,
    rate_limit: Option<RateLimit>,
    request_id: Option<Box<str>>,
    location: Option<Box<str>>,
    attempts: u32,
    body: Bytes,
}

/// An envelope around one thing.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Data<T> {
    data: T,
}

impl Reply {
    /// A reply whose body has still to arrive. It was sent `now`, by the service's clock.
    pub(crate) fn new(
        status: StatusCode,
        headers: &HeaderMap,
        now: DateTime<Utc>,
        attempts: u32,
    ) -> Self {
        Self {
            status,
            rate_limit: RateLimit::from_headers(headers, now),
            request_id: REQUEST_ID.iter().find_map(|name| text(headers, name)),
            location: text(headers, &LOCATION).filter(|_| status.is_redirection()),
            attempts,
            body: Bytes::new(),
        }
    }

    pub(crate) fn with_body(mut self, body: Bytes) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    pub(crate) fn rate_limit(&self) -> Option<&RateLimit> {
        self.rate_limit.as_ref()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    pub(crate) fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    pub(crate) fn attempts(&self) -> u32 {
        self.attempts
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// A page of a collection.
    pub(crate) fn page<T: DeserializeOwned>(self) -> Result<Page<T>, Error> {
        let page: Page<T> = self.decode()?;
        Ok(page.of_reply(self.rate_limit, self.request_id))
    }

    /// What the envelope holds.
    pub(crate) fn data<T: DeserializeOwned>(self) -> Result<T, Error> {
        let Data { data } = self.decode()?;
        Ok(data)
    }

    /// The body as it is. No body at all counts as null.
    pub(crate) fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        if self.body.is_empty() {
            // So that `()`, `Option` and `Value` take a 204.
            return serde_json::from_str("null")
                .map_err(|_| self.undocumented(".", "there is no body".to_owned()));
        }
        self.decode()
    }

    /// Nothing, whatever the body says.
    #[allow(dead_code, reason = "a document may have no operation without a reply")]
    pub(crate) fn empty(self) -> Result<(), Error> {
        Ok(())
    }

    /// Checks the text once, as a whole: string by string takes a fifth longer.
    fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let text = std::str::from_utf8(&self.body).map_err(|error| {
            self.undocumented(".", format!("byte {} is not UTF-8", error.valid_up_to()))
        })?;
        serde_json::from_str(text).map_err(|error| self.misfit(text, &error))
    }

    #[cold]
    fn misfit(&self, text: &str, error: &serde_json::Error) -> Error {
        let path = json_path::path_to(text, error.line(), error.column());
        self.undocumented(&path, error.to_string())
    }

    fn undocumented(&self, path: &str, message: String) -> Error {
        Error::Decode(DecodeError::new(self, path.to_owned(), message))
    }
}

/// What a header says, without keys in it: people read it.
fn text(headers: &HeaderMap, name: &HeaderName) -> Option<Box<str>> {
    let text = headers.get(name)?.to_str().ok()?;
    Some(redact::keys(text).into())
}
