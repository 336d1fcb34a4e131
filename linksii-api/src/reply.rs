//! A reply that has arrived whole.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyDataStream;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{DecodeError, Error, ReplyInfo};
use crate::json::{self, Mismatch};
use crate::page::Page;
use crate::sanitize::Sanitizer;

/// A successful reply that has arrived whole.
#[derive(Debug)]
pub struct Reply {
    pub(crate) info: ReplyInfo,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// What follows what has been read of the body, if that is only its first piece.
    pub(crate) rest: Option<Box<Rest>>,
    pub(crate) sanitizer: Sanitizer,
}

/// The rest of a body, and how it is to be read.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(crate) body: BodyDataStream<reqwest::Body>,
    /// How long each piece may take.
    pub(crate) time: Duration,
    /// How many bytes the body may have in all.
    pub(crate) most: usize,
    /// The service's name and port, for errors.
    pub(crate) host: String,
}

/// An envelope around one thing.
#[derive(Deserialize, Serialize)]
pub(crate) struct Data<T> {
    data: T,
}

impl Reply {
    /// A page of a collection.
    pub(crate) fn page<T: DeserializeOwned>(self) -> Result<Page<T>, Error> {
        let page: Page<T> = self.decode()?;
        Ok(page.of_reply(self.info))
    }

    /// What the envelope holds.
    pub(crate) fn data<T: DeserializeOwned>(self) -> Result<T, Error> {
        let Data { data } = self.decode()?;
        Ok(data)
    }

    /// The body as it is. No body at all counts as null, and what is read into nothing, such as
    /// `()`, may be anything.
    pub(crate) fn json<T: DeserializeOwned>(self) -> Result<T, Error> {
        let is_nothing = self.body.is_empty() || size_of::<T>() == 0;
        if is_nothing && let Ok(nothing) = serde_json::from_str("null") {
            return Ok(nothing);
        }
        self.decode()
    }

    /// Nothing, whatever the body says.
    pub(crate) fn empty(self) -> Result<(), Error> {
        Ok(())
    }

    /// The body as text. What is not UTF-8 becomes U+FFFD.
    pub(crate) fn text(self) -> Result<String, Error> {
        let text = String::from_utf8_lossy(&self.body);
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    /// The body as it is.
    pub(crate) fn bytes(self) -> Result<Bytes, Error> {
        Ok(self.body)
    }

    /// What a reply with an undocumented status says: its JSON, or else its text.
    pub(crate) fn other(self) -> Result<(StatusCode, Value), Error> {
        let status = self.info.status;
        let json = if self.body.is_empty() {
            Value::Null
        } else {
            match self.decode() {
                Ok(json) => json,
                Err(_) => Value::String(self.text()?),
            }
        };
        Ok((status, json))
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.info.status
    }

    fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        json::read(&self.body).map_err(|mismatch| self.mismatch(&mismatch))
    }

    #[cold]
    fn mismatch(&self, Mismatch { path, message }: &Mismatch) -> Error {
        let message = if self.body.is_empty() {
            "there is no body"
        } else {
            message
        };
        let info = self.info.clone();
        DecodeError::of_reply(path, message, info, &self.body, &self.sanitizer).into()
    }
}
