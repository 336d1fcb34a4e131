//! A call that is being put together.

use crate::arrived::Arrived;
use crate::call_options::CallOptions;
use crate::download::Download;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::executor::Target;
use crate::fetch::Fetch;
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::operation::{Operation, Paged, Start};
use crate::pages::Pages;
use crate::response::Response;
use crate::{cursor_paginator, paginator};

/// A call that reads its reply into a type of the caller's own, from `body_as` or `items_as` of a call of a
/// [resource](crate::resources). [`send`](Self::send) makes it.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<P, M = Async> {
    pub(crate) handle: Handle<M>,
    pub(crate) arguments: P,
    pub(crate) options: CallOptions,
    pub(crate) concurrency: usize,
}

impl<P: Operation, M: Mode> Call<P, M> {
    pub(crate) fn new(handle: &Handle<M>, arguments: P) -> Self {
        Self {
            handle: handle.clone(),
            arguments,
            options: CallOptions::default(),
            concurrency: 1,
        }
    }

    /// The same call of what its arguments become. They are given in a call without options.
    pub(crate) fn around<Q>(self, arguments: impl FnOnce(Self) -> Q) -> Call<Q, M> {
        let inner = Self::new(&self.handle, self.arguments);
        Call {
            handle: self.handle,
            options: self.options,
            concurrency: self.concurrency,
            arguments: arguments(inner),
        }
    }

    pub(crate) async fn execute(self) -> Result<P::Output, Error> {
        self.arrived(false).await?.decode(P::decode)
    }

    pub(crate) async fn execute_whole(self) -> Result<Response<P::Output>, Error> {
        let base = self.handle.executor.endpoint.url().clone();
        self.arrived(false).await?.response(base, P::decode)
    }

    /// The reply's body in pieces, as they come.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "a document may have no binary reply")
    )]
    pub(crate) async fn execute_download(mut self) -> Result<Download, Error> {
        self.options.in_pieces();
        self.arrived(true).await.map(Arrived::download)
    }

    fn arrived(self, in_pieces: bool) -> impl Future<Output = Result<Arrived, Error>> + use<P, M> {
        let info = P::INFO;
        let target = Target {
            method: info.method,
            path: info.path.into(),
            limit: info.limit,
            operation: Some(info.id),
            in_pieces,
        };
        let arguments = self.arguments;
        let build = Box::new(move |endpoint: &Endpoint| arguments.request(endpoint));
        self.handle.executor.execute(target, self.options, build)
    }
}

impl<P: Paged, M: Mode> Call<P, M> {
    pub(crate) fn set_limit(&mut self, limit: u32) {
        if limit == 0 {
            self.options
                .refuse("`limit` is 0, and a page holds at least 1 item");
        }
        match self.arguments.paging().limit {
            Some(it) => *it = Some(limit),
            None => self.options.refuse("this collection has no `limit`"),
        }
    }

    pub(crate) fn set_offset(&mut self, offset: u64) {
        match self.arguments.paging().start {
            Start::Offset(it) => *it = Some(offset),
            Start::Cursor(_) => self
                .options
                .refuse("this collection is fetched by cursor, and has no `offset`"),
        }
    }

    pub(crate) fn into_pages(mut self) -> Pages<P::Item> {
        let offset = match self.arguments.paging().start {
            Start::Offset(offset) => Some(offset.unwrap_or(0)),
            Start::Cursor(_) => None,
        };
        let Some(offset) = offset else {
            return cursor_paginator::pages(move |cursor| {
                let mut call = self.clone();
                let start = call.arguments.paging().start;
                if let (Start::Cursor(mut set_cursor), Some(cursor)) = (start, cursor) {
                    set_cursor(cursor);
                }
                Fetch::start(call.execute())
            });
        };
        paginator::pages(offset, self.concurrency, move |offset, limit| {
            let mut call = self.clone();
            if let (Start::Offset(it), Some(offset)) = (call.arguments.paging().start, offset) {
                *it = Some(offset);
            }
            if let (Some(it), Some(limit)) = (call.arguments.paging().limit, limit) {
                *it = Some(u32::try_from(limit).unwrap_or(u32::MAX));
            }
            Fetch::start(call.execute())
        })
    }
}
