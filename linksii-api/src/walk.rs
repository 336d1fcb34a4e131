//! Walking a collection page by page.
//!
//! The walk goes by what the service answered: the next page starts where the rows of the last
//! ended. It ends on an empty page, and where the rows received are all that the last page counts. A count that is
//! below the rows received cannot be right, so it is not believed.
//!
//! With concurrency, pages after the first are asked for ahead, each as large as the first was. One
//! that comes shorter would leave a gap before the next: then what was asked for ahead is
//! dropped, and asked for anew from where the rows ended.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{self, FuturesOrdered};

use crate::call::{Call, Mode};
use crate::operation::Paged;
use crate::{Error, Page};

/// The pages of a collection, one by one. Nothing is fetched until it is polled.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T>(Pin<Box<dyn Stream<Item = Result<Page<T>, Error>> + Send>>);

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a collection, one by one. Nothing is fetched until it is polled.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    page: std::vec::IntoIter<T>,
}

impl<T> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
        }
    }
}

impl<T: Unpin> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match Pin::new(&mut self.pages).poll_next(context) {
                Poll::Ready(Some(Ok(page))) => self.page = page.data.into_iter(),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

pub(crate) async fn all<P: Paged, M: Mode>(call: Call<P, M>) -> Result<Vec<P::Item>, Error> {
    let mut pages = pages(call);
    let mut items = Vec::new();
    while let Some(page) = pages.next().await {
        items.append(&mut page?.data);
    }
    Ok(items)
}

pub(crate) fn pages<P: Paged, M: Mode>(call: Call<P, M>) -> Pages<P::Item> {
    let walk = Walk::new(call);
    let pages = stream::unfold(walk, |mut walk| async {
        let page = walk.next().await?;
        Some((page, walk))
    });
    Pages(Box::pin(pages.fuse()))
}

/// A page that was asked for, and what came of it.
type Fetched<T> = BoxFuture<'static, Result<Page<T>, Error>>;

struct Walk<P: Paged, M> {
    call: Call<P, M>,
    /// Where the next page to be given starts.
    offset: u64,
    /// How many items the collection holds, as far as that is to be believed.
    total: Option<u64>,
    /// How many rows the pages ahead are expected to have; nothing before the first page.
    rows: Option<u64>,
    ahead: FuturesOrdered<Fetched<P::Item>>,
    /// Where the pages ahead start.
    offsets: VecDeque<u64>,
    ended: bool,
}

impl<P: Paged, M: Mode> Walk<P, M> {
    fn new(call: Call<P, M>) -> Self {
        Self {
            offset: call.arguments.offset().unwrap_or(0),
            call,
            total: None,
            rows: None,
            ahead: FuturesOrdered::new(),
            offsets: VecDeque::new(),
            ended: false,
        }
    }

    async fn next(&mut self) -> Option<Result<Page<P::Item>, Error>> {
        if self.ended {
            return None;
        }
        self.ask_ahead();
        let page = match self.ahead.next().await? {
            Ok(page) => page,
            Err(error) => {
                self.end();
                return Some(Err(error));
            }
        };
        self.offsets.pop_front();
        if page.data.is_empty() {
            self.end();
            // The first page is given even so: its meta tells that there is nothing.
            return self.rows.is_none().then_some(Ok(page));
        }
        if page.meta.offset != self.offset {
            self.end();
            return Some(Err(self.astray(&page)));
        }
        self.advance(&page);
        Some(Ok(page))
    }

    /// Asks for as many pages as may be in flight and are known to be there.
    fn ask_ahead(&mut self) {
        if self
            .offsets
            .front()
            .is_some_and(|next| *next != self.offset)
        {
            self.ahead = FuturesOrdered::new();
            self.offsets.clear();
        }
        while self.offsets.len() < self.call.concurrency {
            let next = match (self.offsets.back(), self.rows) {
                (None, _) => self.offset,
                (Some(last), Some(rows)) => last.saturating_add(rows),
                // The first page has still to tell.
                (Some(_), None) => break,
            };
            if !self.offsets.is_empty() && self.total.is_none_or(|total| next >= total) {
                break;
            }
            self.ahead.push_back(self.ask(next));
            self.offsets.push_back(next);
        }
    }

    fn ask(&self, offset: u64) -> Fetched<P::Item> {
        let mut call = self.call.clone();
        // The caller's own first request stays as the caller wrote it.
        if self.rows.is_some() {
            call.arguments.set_offset(offset);
        }
        Box::pin(async move { call.execute().await })
    }

    fn advance(&mut self, page: &Page<P::Item>) {
        let rows = page.data.len() as u64;
        self.offset = self.offset.saturating_add(rows);
        self.rows = Some(rows);
        self.total = Some(page.meta.total).filter(|total| *total >= self.offset);
        if self.total == Some(self.offset) {
            self.end();
        }
    }

    fn end(&mut self) {
        self.ended = true;
        self.ahead = FuturesOrdered::new();
        self.offsets.clear();
    }

    /// A service that answers with another page than the one asked for would send us in circles.
    fn astray(&self, page: &Page<P::Item>) -> Error {
        Error::Decode(crate::error::DecodeError::astray(
            page.meta.offset,
            self.offset,
            page.request_id(),
        ))
    }
}
