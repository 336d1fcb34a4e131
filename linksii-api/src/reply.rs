//! A reply that has arrived whole.

use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body;
use crate::cursor_page::CursorPage;
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
    /// What follows what has been read of the body, if that is only its first piece.
    rest: Option<Box<Rest>>,
    sanitizer: Sanitizer,
}

/// The rest of a body, and how it is to be read.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    pub(crate) body: reqwest::Body,
    /// How long each piece may take.
    pub(crate) time: Duration,
    /// How many bytes the body may have in all.
    pub(crate) most: usize,
    /// The service's name and port, for errors.
    pub(crate) host: String,
}

impl Rest {
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, reqwest::Error>>> {
        body::poll_piece(&mut self.body, context)
    }
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
            rest: None,
            sanitizer,
        }
    }

    /// The same, of which only the first piece has been read.
    pub(crate) fn with_rest(mut self, rest: Rest) -> Self {
        self.rest = Some(Box::new(rest));
        self
    }

    pub(crate) fn into_parts(self) -> (ReplyInfo, HeaderMap, Bytes, Box<Rest>, Sanitizer) {
        let rest = self.rest.unwrap_or_default();
        (self.info, self.headers, self.body, rest, self.sanitizer)
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

    /// A page of a collection that is fetched by cursor.
    #[allow(dead_code, reason = "a document may have no cursors")]
    pub(crate) fn cursor_page<T: DeserializeOwned>(self) -> Result<Page<T>, Error> {
        let page: CursorPage<T> = self.decode()?;
        let page = Page::from(page);
        Ok(page.of_reply(self.info.rate_limit, self.info.request_id))
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
    #[allow(dead_code, reason = "a document may have one reply for each operation")]
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

    #[allow(dead_code, reason = "a document may have one reply for each operation")]
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn reply(status: StatusCode, body: &'static [u8]) -> Reply {
        let info = ReplyInfo::new(status);
        let body = Bytes::from_static(body);
        Reply::new(info, HeaderMap::new(), body, Sanitizer::default())
    }

    #[test]
    fn text_is_read_without_a_byte_order_mark() {
        for (body, text) in [
            (&b"\xef\xbb\xbfa,b"[..], "a,b"),
            (b"Zo\xeb", "Zo\u{fffd}"),
            (b"", ""),
        ] {
            assert_eq!(reply(StatusCode::OK, body).text().unwrap(), text);
            assert_eq!(reply(StatusCode::OK, body).bytes().unwrap(), body);
        }
    }

    #[test]
    fn a_status_that_is_not_documented_comes_with_what_the_reply_says() {
        for (body, json) in [
            (&b"{\"a\": 1}"[..], json!({"a": 1})),
            (b"soon", json!("soon")),
            (b"", json!(null)),
        ] {
            let reply = reply(StatusCode::ACCEPTED, body);
            assert_eq!(reply.status(), StatusCode::ACCEPTED);
            assert_eq!(reply.other().unwrap(), (StatusCode::ACCEPTED, json));
        }
    }

    #[test]
    fn a_page_by_cursor_is_read() {
        let body = br#"{"data": [1, 2], "meta": {"next_cursor": "c"}}"#;
        let page: Page<u32> = reply(StatusCode::OK, body).cursor_page().unwrap();
        assert_eq!(
            (page.data.as_slice(), page.cursor()),
            (&[1, 2][..], Some("c"))
        );
        let error = reply(StatusCode::OK, b"{}")
            .cursor_page::<u32>()
            .unwrap_err();
        assert!(error.to_string().contains("data"), "{error}");
    }
}
