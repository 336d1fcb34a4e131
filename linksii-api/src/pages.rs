//! A collection as a stream: of its pages, or of its items.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::stream::{FusedStream, Stream};
use futures_util::{StreamExt, TryStreamExt, stream};

use crate::error::Error;
use crate::page::Page;

/// The pages of a collection, one by one. Nothing is fetched until it is polled. After an error the
/// stream ends.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T>(Pin<Box<dyn FusedStream<Item = Result<Page<T>, Error>> + Send>>);

impl<T: Send + Unpin + 'static> Pages<T> {
    pub(crate) fn of(pages: impl Stream<Item = Result<Page<T>, Error>> + Send + 'static) -> Self {
        Self(Box::pin(pages.fuse()))
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
/// use futures_util::{StreamExt, TryStreamExt, stream};
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
    items: Pin<Box<dyn FusedStream<Item = Result<T, Error>> + Send>>,
}

impl<T: Send + Unpin + 'static> Items<T> {
    pub(crate) fn new(pages: Pages<T>) -> Self {
        let items = pages.map_ok(|page| stream::iter(page).map(Ok));
        let items = Box::pin(items.try_flatten().fuse());
        Self { items }
    }
}

impl<T: Unpin> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.items.as_mut().poll_next(context)
    }
}

impl<T: Unpin> FusedStream for Items<T> {
    fn is_terminated(&self) -> bool {
        self.items.is_terminated()
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").finish_non_exhaustive()
    }
}
