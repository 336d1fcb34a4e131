//! A call that is being put together.

use std::time::Duration;

use crate::call_options::CallOptions;
use crate::cursor_paginator::CursorPaginator;
use crate::download::Download;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::executor::{Arrived, Target};
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::operation::{Operation, Paged};
use crate::page::Page;
use crate::paginator::{Collection, Items, Pages, Paginator};
use crate::response::Response;
use crate::retry_policy::RetryPolicy;
use crate::span;

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

    /// Adds a header to the request.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// Adds a parameter to the query, for what the documentation does not name.
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.options.query(name, value);
        self
    }

    /// How long each attempt may take, instead of the client's
    /// [`timeout`](crate::ClientBuilder::timeout).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// When the call is tried again, instead of the client's policy. [`RetryPolicy::none`] turns
    /// retries off.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
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
        self.arrived(false).await?.decode(|mut reply| {
            let head = reply.take_head();
            P::decode(reply).map(|output| Response::new(head, base, output))
        })
    }

    /// The reply's body in pieces, as they come.
    #[allow(dead_code, reason = "a document may have no binary reply")]
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
            operation: Some(span::Operation {
                id: info.id,
                path: info.path,
            }),
            in_pieces,
        };
        let arguments = self.arguments;
        let build = Box::new(move |endpoint: &Endpoint| arguments.request(endpoint));
        self.handle.executor.execute(target, self.options, build)
    }
}

impl<P: Operation> Call<P> {
    /// Makes the call.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; the table there says which failures are repeated first. Outside a tokio
    /// runtime it is an [`Error::Config`].
    ///
    /// # Panics
    ///
    /// In a tokio runtime that was built without its clock or its I/O, tokio panics: build one with
    /// `enable_all`.
    pub async fn send(self) -> Result<P::Output, Error> {
        self.execute().await
    }

    /// Makes the call as [`send`](Self::send) does, and keeps the reply's status, headers, request
    /// id, rate limit and the number of attempts.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn response(self) -> Result<Response<P::Output>, Error> {
        self.execute_whole().await
    }
}

impl<P: Paged, M: Mode> Call<P, M> {
    /// The most items that a page holds, at least 1. The service may give fewer.
    pub fn limit(mut self, limit: u32) -> Self {
        if limit == 0 {
            self.options
                .refuse("`limit` is 0, and a page holds at least 1 item");
        }
        self.arguments.set_limit(limit);
        if self.arguments.limit() != Some(limit) {
            self.options.refuse("this collection has no `limit`");
        }
        self
    }

    /// How many items to skip before the first.
    pub fn offset(mut self, offset: u64) -> Self {
        self.arguments.set_offset(offset);
        if self.arguments.offset() != Some(offset) {
            self.options
                .refuse("this collection is fetched by cursor, and has no `offset`");
        }
        self
    }

    /// How many pages may be fetched ahead at once by [`stream`](Call::stream),
    /// [`pages`](Call::pages) and [`all`](Call::all), at least 1, which is the default.
    ///
    /// The first page is fetched alone, as it says how many there are. Pages come in order, and at
    /// most this many are held in memory. They are fetched in tasks, so however slowly they are read,
    /// no reply is lost. The rate limit covers all of them together. Where each page says where the next one
    /// starts, by a cursor, this has no effect.
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.concurrency = pages.max(1);
        self
    }

    pub(crate) fn into_pages(self) -> Pages<P::Item> {
        let concurrency = self.concurrency;
        if P::PAGING.is_by_cursor() {
            Pages::of(CursorPaginator::new(self))
        } else {
            Pages::of(Paginator::new(self, concurrency))
        }
    }
}

impl<P: Paged> Call<P> {
    /// Fetches the collection from [`offset`](Self::offset) to its end, page by page.
    ///
    /// # Errors
    ///
    /// The first of any page; the items before it are lost. [`stream`](Self::stream) gives them.
    pub async fn all(self) -> Result<Vec<P::Item>, Error> {
        self.into_pages().all().await
    }

    /// The items one by one. Pages are fetched as they are needed, and no more once the stream is
    /// dropped. After an error the stream ends. [`Items`](crate::Items) has an example.
    pub fn stream(self) -> Items<P::Item> {
        Items::new(self.into_pages())
    }

    /// The pages one by one, as [`stream`](Self::stream).
    pub fn pages(self) -> Pages<P::Item> {
        self.into_pages()
    }
}

impl<P: Paged, M: Mode> Collection for Call<P, M> {
    type Item = P::Item;

    fn offset(&self) -> Option<u64> {
        self.arguments.offset()
    }

    async fn page(
        mut self,
        offset: Option<u64>,
        limit: Option<u64>,
    ) -> Result<Page<P::Item>, Error> {
        if let Some(offset) = offset {
            self.arguments.set_offset(offset);
        }
        if let Some(limit) = limit {
            self.arguments
                .set_limit(u32::try_from(limit).unwrap_or(u32::MAX));
        }
        self.execute().await
    }

    async fn page_at(mut self, cursor: Option<Box<str>>) -> Result<Page<P::Item>, Error> {
        if let Some(cursor) = cursor {
            self.arguments.set_cursor(&cursor);
        }
        self.execute().await
    }
}
