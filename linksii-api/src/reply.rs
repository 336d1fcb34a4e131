//! A reply that has arrived whole.

use bytes::Bytes;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::{DecodeError, Error, ReplyInfo};
use crate::json::{self, Mismatch};
use crate::page::Page;
use crate::sanitize::Sanitizer;

/// A successful reply that has arrived whole.
#[derive(Debug)]
pub struct Reply {
    info: ReplyInfo,
    headers: HeaderMap,
    body: Bytes,
    sanitizer: Sanitizer,
}

/// An envelope around one thing.
#[derive(Deserialize, Serialize)]
pub(crate) struct Data<T> {
    data: T,
}

impl Reply {
    pub(crate) fn new(
        info: ReplyInfo,
        headers: HeaderMap,
        body: Bytes,
        sanitizer: Sanitizer,
    ) -> Self {
        Self {
            info,
            headers,
            body,
            sanitizer,
        }
    }

    pub(crate) fn info(&self) -> &ReplyInfo {
        &self.info
    }

    /// What there is to know besides the body.
    pub(crate) fn take_head(&mut self) -> (ReplyInfo, HeaderMap) {
        (self.info.clone(), std::mem::take(&mut self.headers))
    }

    /// A page of a collection.
    pub(crate) fn page<T: DeserializeOwned>(self) -> Result<Page<T>, Error> {
        let page: Page<T> = self.decode()?;
        Ok(page.of_reply(self.info.rate_limit, self.info.request_id))
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
    #[allow(dead_code, reason = "a document may have no operation without a reply")]
    pub(crate) fn empty(self) -> Result<(), Error> {
        Ok(())
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
