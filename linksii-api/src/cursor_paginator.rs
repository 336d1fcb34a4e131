//! Fetching a collection by cursor: each page says where the next one starts.
//!
//! It ends where a page has no next cursor. A cursor that has been there before is an error, as the
//! pages after it would come again for ever. Pages cannot be fetched ahead.

use std::collections::HashSet;
use std::hash::BuildHasher;

use futures_util::stream::try_unfold;

use crate::error::{DecodeError, Error};
use crate::fetch::Fetch;
use crate::page::Page;
use crate::pages::Pages;

/// Asks for the page at a cursor; without one as the caller asks for it.
type Ask<T> = Box<dyn Fn(Option<&str>) -> Result<Fetch<T>, Error> + Send>;

/// The pages of a collection, each of which `ask` asks for.
pub(crate) fn pages<T: Send + Unpin + 'static>(
    ask: impl Fn(Option<&str>) -> Result<Fetch<T>, Error> + Send + 'static,
) -> Pages<T> {
    let paginator = CursorPaginator {
        ask: Box::new(ask),
        cursor: None,
        seen: HashSet::new(),
        ended: false,
    };
    Pages::of(try_unfold(paginator, |mut it| async move {
        Ok(it.next().await?.map(|page| (page, it)))
    }))
}

struct CursorPaginator<T> {
    ask: Ask<T>,
    cursor: Option<Box<str>>,
    /// The cursors so far, as hashes, which are small.
    seen: HashSet<u64>,
    ended: bool,
}

impl<T: Send + 'static> CursorPaginator<T> {
    async fn next(&mut self) -> Result<Option<Page<T>>, Error> {
        if self.ended {
            return Ok(None);
        }
        let fetch = (self.ask)(self.cursor.as_deref())?;
        let page = fetch.page().await?;
        self.cursor = page.cursor().map(Box::from);
        let Some(cursor) = &self.cursor else {
            self.ended = true;
            return Ok(Some(page));
        };
        let hash = self.seen.hasher().hash_one(cursor);
        if !self.seen.insert(hash) {
            let message =
                "the cursor repeats an earlier one, so the pages after it would come again";
            return Err(DecodeError::of_page("next_cursor", message, page.request_id()).into());
        }
        Ok(Some(page))
    }
}
