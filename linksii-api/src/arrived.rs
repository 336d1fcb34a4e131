//! What a call makes of its reply.

use std::mem::take;

use reqwest::Url;

use crate::download::Download;
use crate::error::{Effect, Error};
use crate::reply::Reply;
use crate::response::Response;
use crate::span::Span;

/// A success, and the span that it arrived in.
pub(crate) struct Arrived {
    pub(crate) reply: Reply,
    /// Whether the request did what must not be done twice.
    pub(crate) effect: Effect,
    pub(crate) span: Span,
}

impl Arrived {
    pub(crate) fn decode<T>(
        self,
        decode: impl FnOnce(Reply) -> Result<T, Error>,
    ) -> Result<T, Error> {
        decode(self.reply).map_err(|error| {
            self.span.failed(&error);
            error.with_effect(self.effect)
        })
    }

    /// The same, with the reply's head. The base URL is that of the service.
    pub(crate) fn response<T>(
        self,
        base: Url,
        decode: impl FnOnce(Reply) -> Result<T, Error>,
    ) -> Result<Response<T>, Error> {
        self.decode(|mut reply| {
            let (info, headers) = (reply.info.clone(), take(&mut reply.headers));
            decode(reply).map(|value| Response::new(info, headers, base, value))
        })
    }

    /// The reply in pieces, if it was asked for so.
    pub(crate) fn download(self) -> Download {
        Download::new(self.reply, self.effect, self.span)
    }
}
