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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::{Arc, Mutex};

    use futures_util::StreamExt;

    use super::*;
    use crate::page::Meta;
    use crate::paginator::{Items, Pages};

    /// Pages by the cursors that they start at, each with its rows and the cursor after it.
    #[derive(Clone)]
    struct Listed {
        pages: &'static [(&'static str, &'static [u32], Option<&'static str>)],
        asked: Arc<Mutex<Vec<String>>>,
    }

    impl Collection for Listed {
        type Item = u32;

        fn offset(&self) -> Option<u64> {
            None
        }

        async fn page(self, _: Option<u64>, _: Option<u64>) -> Result<Page<u32>, Error> {
            Err(Error::config("it is asked for by cursor"))
        }

        async fn page_at(self, cursor: Option<Box<str>>) -> Result<Page<u32>, Error> {
            let cursor = cursor.as_deref().unwrap_or("start");
            self.asked.lock().unwrap().push(cursor.to_owned());
            let mut pages = self.pages.iter();
            let (_, rows, next) = pages
                .find(|(start, ..)| *start == cursor)
                .ok_or_else(|| Error::config("there is no such page"))?;
            let page = Page::new(rows.to_vec(), Meta::new(0, 2, 0));
            Ok(page.of_cursor(next.map(Box::from)))
        }
    }

    fn listed(
        pages: &'static [(&'static str, &'static [u32], Option<&'static str>)],
    ) -> (Listed, Pages<u32>) {
        let asked = Arc::default();
        let listed = Listed { pages, asked };
        (listed.clone(), Pages::of(CursorPaginator::new(listed)))
    }

    #[tokio::test]
    async fn each_page_says_where_the_next_one_starts() {
        let (listed, pages) = listed(&[
            ("start", &[1, 2], Some("a")),
            ("a", &[], Some("b")),
            ("b", &[3], None),
        ]);
        assert_eq!(pages.all().await.unwrap(), [1, 2, 3]);
        assert_eq!(*listed.asked.lock().unwrap(), ["start", "a", "b"]);
    }

    #[tokio::test]
    async fn one_page_of_nothing_is_given() {
        let (_, mut pages) = listed(&[("start", &[], None)]);
        assert!(pages.next().await.unwrap().unwrap().data.is_empty());
        assert!(pages.next().await.is_none());
        assert!(pages.is_terminated());
    }

    #[tokio::test]
    async fn a_cursor_that_repeats_an_earlier_one_is_an_error() {
        let (listed, pages) = listed(&[
            ("start", &[1], Some("a")),
            ("a", &[2], Some("b")),
            ("b", &[3], Some("a")),
        ]);
        let mut items = Items::new(pages);
        let mut given = Vec::new();
        let error = loop {
            match items.next().await.unwrap() {
                Ok(item) => given.push(item),
                Err(error) => break error,
            }
        };
        assert_eq!(given, [1, 2]);
        assert!(error.to_string().contains("`next_cursor`"), "{error}");
        assert!(items.next().await.is_none());
        assert_eq!(listed.asked.lock().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn after_an_error_it_ends() {
        let (_, mut pages) = listed(&[("start", &[1], Some("gone"))]);
        pages.next().await.unwrap().unwrap();
        pages.next().await.unwrap().unwrap_err();
        assert!(pages.next().await.is_none());
    }
}
