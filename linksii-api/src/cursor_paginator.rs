//! Fetching a collection by cursor: each page says where the next one starts.
//!
//! It ends where a page has no next cursor. A cursor that has been there before is an error, as the
//! pages after it would come again for ever. Pages cannot be fetched ahead.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::stream::{FusedStream, Stream};

use crate::error::{DecodeError, Error};
use crate::page::Page;
use crate::paginator::{Collection, Fetch};

pub(crate) struct CursorPaginator<C: Collection> {
    /// Nothing once it has ended.
    collection: Option<C>,
    fetch: Option<Fetch<C::Item>>,
    next: Option<Box<str>>,
    /// The cursors so far, as hashes, which are small.
    seen: HashSet<u64>,
    hasher: RandomState,
}

impl<C: Collection> CursorPaginator<C> {
    pub(crate) fn new(collection: C) -> Self {
        Self {
            collection: Some(collection),
            fetch: None,
            next: None,
            seen: HashSet::new(),
            hasher: RandomState::new(),
        }
    }

    fn poll(
        &mut self,
        collection: &C,
        context: &mut Context<'_>,
    ) -> Poll<Result<Page<C::Item>, Error>> {
        let fetch = match &mut self.fetch {
            Some(fetch) => fetch,
            None => {
                let page = collection.clone().page_at(self.next.take());
                self.fetch.insert(Fetch::start(page)?)
            }
        };
        let page = ready!(fetch.poll(context))?;
        self.fetch = None;
        self.next = page.cursor().map(Box::from);
        if let Some(next) = &self.next
            && !self.seen.insert(self.hasher.hash_one(next))
        {
            let message =
                "the cursor repeats an earlier one, so the pages after it would come again";
            let error = DecodeError::of_page("next_cursor", message, page.request_id());
            return Poll::Ready(Err(error.into()));
        }
        Poll::Ready(Ok(page))
    }
}

impl<C: Collection> Stream for CursorPaginator<C> {
    type Item = Result<Page<C::Item>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some(collection) = this.collection.take() else {
            return Poll::Ready(None);
        };
        let polled = this.poll(&collection, context);
        if polled.is_pending() || this.next.is_some() && matches!(polled, Poll::Ready(Ok(_))) {
            this.collection = Some(collection);
        }
        polled.map(Some)
    }
}

impl<C: Collection> FusedStream for CursorPaginator<C> {
    fn is_terminated(&self) -> bool {
        self.collection.is_none()
    }
}
