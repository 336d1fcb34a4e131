//! Fetching a collection page by page.
//!
//! The next page starts where the rows of the last one ended, whatever was asked for. It ends on an
//! empty page, and where the rows received are as many as the last page counts. A count that is below the rows
//! received cannot be right, so one more page is asked for; if that one has rows and the count has
//! not grown, it is an error, and so is a page that repeats rows. No row is dropped or doubled
//! silently.
//!
//! Each page is fetched in a task of its own, which ends with the stream: it goes on while nobody polls
//! the stream, and its reply is kept however late it is read. With concurrency, pages after the first are asked for
//! ahead, each as large as the last was. Where one comes shorter, the gap before the next is asked for by
//! itself; where one comes longer, what the next repeats is left out.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};
use futures_util::StreamExt;
use serde::Serialize;
use tokio::runtime::Handle;

use crate::error::{DecodeError, Error, TransportError, TransportKind};
use crate::page::Page;
use crate::span::in_current;
use crate::task::Task;

/// Something that comes in pages.
pub(crate) trait Collection: Clone + Send + Unpin + 'static {
    type Item: Clone + PartialEq + Serialize + Send + Unpin + 'static;

    /// The offset that the caller starts at.
    fn offset(&self) -> Option<u64>;

    /// Fetches a page; without an offset and a limit as the caller asks for it.
    fn page(
        self,
        offset: Option<u64>,
        limit: Option<u64>,
    ) -> impl Future<Output = Result<Page<Self::Item>, Error>> + Send;

    /// Fetches a page; without a cursor as the caller asks for it.
    fn page_at(
        self,
        cursor: Option<Box<str>>,
    ) -> impl Future<Output = Result<Page<Self::Item>, Error>> + Send;
}

/// A page that is being fetched, in a task of its own.
pub(crate) struct Fetch<T>(Task<Result<Page<T>, Error>>);

impl<T: Send + 'static> Fetch<T> {
    pub(crate) fn start(
        page: impl Future<Output = Result<Page<T>, Error>> + Send + 'static,
    ) -> Result<Self, Error> {
        let Ok(runtime) = Handle::try_current() else {
            return Err(Error::config(
                "there is no tokio runtime here, and pages are fetched in its tasks: poll the stream \
                 under `#[tokio::main]`, or use the blocking client (feature `blocking`)",
            ));
        };
        Ok(Self(Task::spawn(&runtime, in_current(page))))
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Page<T>, Error>> {
        let outcome = ready!(Pin::new(&mut self.0).poll(context));
        Poll::Ready(outcome.unwrap_or_else(|| {
            let message = "the tokio runtime is shutting down";
            Err(TransportError::new(TransportKind::Interrupted, message).into())
        }))
    }
}

/// The pages of a collection, one by one. Nothing is fetched until it is polled. After an error the
/// stream ends.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T>(Pin<Box<dyn FusedStream<Item = Result<Page<T>, Error>> + Send>>);

impl<T: Send + Unpin + 'static> Pages<T> {
    pub(crate) fn of(
        pages: impl FusedStream<Item = Result<Page<T>, Error>> + Send + 'static,
    ) -> Self {
        Self(Box::pin(pages))
    }

    pub(crate) async fn all(mut self) -> Result<Vec<T>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.next().await {
            items.append(&mut page?.data);
        }
        Ok(items)
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(context)
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.0.is_terminated()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}

/// The items of a collection, one by one. Nothing is fetched until it is polled. After an error the
/// stream ends.
///
/// ```no_run
/// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
/// use futures_util::StreamExt;
///
/// let mut runs = client.tracking().list("ws_01HXYZ").stream();
/// while let Some(run) = runs.next().await {
///     println!("{}", run?.score);
/// }
/// # Ok(())
/// # }
/// ```
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
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = page.data.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T: Unpin> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.page.as_slice().is_empty() && self.pages.is_terminated()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}

pub(crate) struct Paginator<C: Collection> {
    collection: C,
    concurrency: usize,
    /// Where the next page to be given starts.
    offset: u64,
    /// What the page before had; nothing before the first.
    before: Option<Before<C::Item>>,
    /// How many rows a page is expected to have.
    rows: u64,
    ahead: VecDeque<Ahead<C::Item>>,
    ended: bool,
}

/// What is kept of a page to recognise it by.
struct Before<T> {
    first: T,
    last: T,
    rows: usize,
    /// How many items the collection holds, if the page says so.
    total: Option<u64>,
}

/// A page that was asked for.
struct Ahead<T> {
    offset: u64,
    /// Whether it is the rest before the next.
    is_gap: bool,
    fetch: Fetch<T>,
}

impl<C: Collection> Paginator<C> {
    pub(crate) fn new(collection: C, concurrency: usize) -> Self {
        Self {
            offset: collection.offset().unwrap_or(0),
            collection,
            concurrency,
            before: None,
            rows: 0,
            ahead: VecDeque::new(),
            ended: false,
        }
    }

    /// Asks for as many pages as may be in flight and are known to be there.
    fn ask_ahead(&mut self) -> Result<(), Error> {
        match self.ahead.front() {
            None => self.ask(self.offset, None)?,
            Some(next) if next.offset > self.offset => {
                let gap = next.offset - self.offset;
                self.ask(self.offset, Some(gap))?;
                self.ahead.rotate_right(1);
            }
            Some(_) => {}
        }
        let total = self.before.as_ref().and_then(|before| before.total);
        while let (Some(total), Some(last)) = (total, self.ahead.back()) {
            let next = last.offset.saturating_add(self.rows.max(1));
            if next >= total || self.ahead.len() >= self.concurrency {
                break;
            }
            self.ask(next, None)?;
        }
        Ok(())
    }

    fn ask(&mut self, offset: u64, limit: Option<u64>) -> Result<(), Error> {
        // The caller's own first request stays as the caller wrote it.
        let given = self.before.is_some().then_some(offset);
        let page = self.collection.clone().page(given, limit);
        self.ahead.push_back(Ahead {
            offset,
            is_gap: limit.is_some(),
            fetch: Fetch::start(page)?,
        });
        Ok(())
    }

    /// What is new in a page that was asked for at `offset`; nothing if it only holds rows that have
    /// been given.
    fn take(
        &mut self,
        offset: u64,
        mut page: Page<C::Item>,
    ) -> Result<Option<Page<C::Item>>, Error> {
        let wrong = |path: &str, message: String| {
            Err(Error::Decode(DecodeError::of_page(
                path,
                &message,
                page.request_id(),
            )))
        };
        let starts = page.meta.reported_offset().unwrap_or(offset);
        if starts != offset {
            return wrong(
                "meta.offset",
                format!(
                    "the page starts at {starts} and not at {offset}, where it was asked for, so what \
                     comes between would be lost or doubled"
                ),
            );
        }
        let rows = page.data.len();
        let ends = offset.saturating_add(rows as u64);
        // Rows of a page asked for ahead, after one that was longer than expected.
        let mut given = usize::try_from(self.offset - offset)
            .unwrap_or(usize::MAX)
            .min(rows);
        let total = page.meta.reported_total();
        if let Some(before) = &self.before {
            match before.repeated_in(&page.data[given..], total) {
                Repeated::Nothing => {}
                // Rows came in before those that were given, which moved on.
                Repeated::Moved(rows) => given += rows,
                Repeated::Row => {
                    return wrong(
                        "data",
                        format!(
                            "the page at offset {offset} repeats rows of the page before: the service \
                             ignores `offset`, or does not count in rows"
                        ),
                    );
                }
            }
            if let (Some(past), Some(total)) = (before.total, total)
                && past < self.offset
                && total <= past
                && given < rows
            {
                return wrong(
                    "meta.total",
                    format!(
                        "the page at offset {offset} has rows, and there are {total} in all by its own \
                         count"
                    ),
                );
            }
        }
        if let (Some(first), Some(last)) = (page.data.first(), page.data.last()) {
            self.before = Some(Before {
                first: first.clone(),
                last: last.clone(),
                rows,
                total,
            });
        }
        self.offset = self.offset.max(ends);
        self.ended = total == Some(self.offset);
        page.data.drain(..given);
        page.meta.offset = offset.saturating_add(given as u64);
        Ok(Some(page).filter(|page| !page.data.is_empty()))
    }

    fn end(&mut self) {
        self.ended = true;
        self.ahead.clear();
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<Page<C::Item>>, Error>> {
        loop {
            if self.ended {
                return Poll::Ready(Ok(None));
            }
            self.ask_ahead()?;
            let Some(front) = self.ahead.front_mut() else {
                return Poll::Ready(Ok(None));
            };
            let outcome = ready!(front.fetch.poll(context));
            let (offset, is_gap) = (front.offset, front.is_gap);
            self.ahead.pop_front();
            let page = outcome?;
            if page.data.is_empty() {
                self.ended = true;
                // The first page is given even so: its meta says that there is nothing.
                return Poll::Ready(Ok(Some(page).filter(|_| self.before.is_none())));
            }
            if !is_gap {
                self.rows = page.data.len() as u64;
            }
            if let Some(page) = self.take(offset, page)? {
                return Poll::Ready(Ok(Some(page)));
            }
        }
    }
}

/// What a page has of the page before.
enum Repeated {
    Nothing,
    /// This many rows at its start, as the collection has grown at its own start.
    Moved(usize),
    Row,
}

impl<T: PartialEq + Serialize> Before<T> {
    fn repeated_in(&self, data: &[T], total: Option<u64>) -> Repeated {
        let Some(at) = data.iter().position(|row| *row == self.last) else {
            return Repeated::Nothing;
        };
        let grown = total
            .zip(self.total)
            .map(|(now, before)| now.saturating_sub(before));
        if grown.is_some_and(|grown| grown > at as u64) {
            return Repeated::Moved(at + 1);
        }
        let is_page =
            data.len() == self.rows && data.first() == Some(&self.first) && at + 1 == self.rows;
        // Two rows that are a mere text or number may be equal.
        let has_fields = || serde_json::to_value(&self.last).is_ok_and(|row| row.is_object());
        if is_page || has_fields() {
            Repeated::Row
        } else {
            Repeated::Nothing
        }
    }
}

impl<C: Collection> Stream for Paginator<C> {
    type Item = Result<Page<C::Item>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let next = ready!(this.poll(context));
        if this.ended || next.is_err() {
            this.end();
        }
        Poll::Ready(next.transpose())
    }
}

impl<C: Collection> FusedStream for Paginator<C> {
    fn is_terminated(&self) -> bool {
        self.ended
    }
}
