//! Fetching a collection page by page.
//!
//! The next page starts where the rows of the last one ended, whatever was asked for. It ends on an
//! empty page, and where the rows received are as many as the last page counts. A count that is below the rows
//! received cannot be right, so one more page is asked for; if that one has rows and the count has
//! not grown, it is an error, and so is a page that repeats rows. No row is dropped or doubled
//! silently.
//!
//! With concurrency, pages after the first are asked for ahead, each as large as the last was. Where one comes
//! shorter, the gap before the next is asked for by itself; where one comes longer, what the next repeats is
//! left out.

use std::collections::VecDeque;

use futures_util::stream::try_unfold;
use serde::Serialize;

use crate::error::{DecodeError, Error};
use crate::fetch::Fetch;
use crate::page::Page;
use crate::pages::Pages;

/// Asks for a page at an offset and of a size; without them as the caller asks for it.
type Ask<T> = Box<dyn Fn(Option<u64>, Option<u64>) -> Result<Fetch<T>, Error> + Send>;

/// The pages of a collection from `offset` on, each of which `ask` asks for.
pub(crate) fn pages<T: Clone + PartialEq + Serialize + Send + Unpin + 'static>(
    offset: u64,
    concurrency: usize,
    ask: impl Fn(Option<u64>, Option<u64>) -> Result<Fetch<T>, Error> + Send + 'static,
) -> Pages<T> {
    let paginator = Paginator {
        ask: Box::new(ask),
        concurrency,
        offset,
        before: None,
        rows: 0,
        ahead: VecDeque::new(),
        ended: false,
    };
    Pages::of(try_unfold(paginator, |mut it| async move {
        Ok(it.next().await?.map(|page| (page, it)))
    }))
}

struct Paginator<T> {
    ask: Ask<T>,
    concurrency: usize,
    /// Where the next page to be given starts.
    offset: u64,
    /// What the page before had; nothing before the first.
    before: Option<Before<T>>,
    /// How many rows a page is expected to have.
    rows: u64,
    ahead: VecDeque<Ahead<T>>,
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

impl<T: Clone + PartialEq + Serialize + Send + 'static> Paginator<T> {
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
        self.ahead.push_back(Ahead {
            offset,
            is_gap: limit.is_some(),
            fetch: (self.ask)(given, limit)?,
        });
        Ok(())
    }

    /// What is new in a page that was asked for at `offset`; nothing if it only holds rows that have
    /// been given.
    fn take(&mut self, offset: u64, mut page: Page<T>) -> Result<Option<Page<T>>, Error> {
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
        if total == Some(self.offset) {
            self.ended = true;
            self.ahead.clear();
        }
        page.data.drain(..given);
        page.meta.offset = offset.saturating_add(given as u64);
        Ok(Some(page).filter(|page| !page.data.is_empty()))
    }

    async fn next(&mut self) -> Result<Option<Page<T>>, Error> {
        while !self.ended {
            self.ask_ahead()?;
            let Some(next) = self.ahead.pop_front() else {
                break;
            };
            let page = next.fetch.page().await?;
            if page.data.is_empty() {
                self.ended = true;
                // The first page is given even so: its meta says that there is nothing.
                return Ok(Some(page).filter(|_| self.before.is_none()));
            }
            if !next.is_gap {
                self.rows = page.data.len() as u64;
            }
            if let Some(page) = self.take(next.offset, page)? {
                return Ok(Some(page));
            }
        }
        Ok(None)
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
