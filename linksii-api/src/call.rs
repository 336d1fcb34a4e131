//! A call that is being put together.

use std::fmt::Debug;
use std::time::Duration;

use crate::client::Client;
use crate::execute;
use crate::operation::{Operation, Paged};
use crate::options::Options;
use crate::walk::{self, Items, Pages};
use crate::{Error, RetryPolicy};

/// How calls are made: by [`Async`] programs, or by those that block.
pub trait Mode: Clone + Debug + Send + Sync + 'static + sealed::Sealed {}

mod sealed {
    /// Only this crate knows how to make a call.
    pub trait Sealed {}
}

/// Calls are awaited.
#[derive(Clone, Copy, Debug)]
pub struct Async;

impl Mode for Async {}
impl sealed::Sealed for Async {}

#[cfg(feature = "blocking")]
impl Mode for crate::blocking::Blocking {}
#[cfg(feature = "blocking")]
impl sealed::Sealed for crate::blocking::Blocking {}

/// A client, and how its calls are made.
#[derive(Clone, Debug)]
pub(crate) struct Handle<M> {
    pub(crate) client: Client,
    #[cfg_attr(
        not(feature = "blocking"),
        expect(dead_code, reason = "only blocking needs it")
    )]
    pub(crate) mode: M,
}

/// A call that is being put together; [`send`](Self::send) makes it.
///
/// Optional arguments are setters, which stand below, one group for each operation.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct Call<P, M = Async> {
    pub(crate) handle: Handle<M>,
    pub(crate) arguments: P,
    pub(crate) options: Options,
    pub(crate) concurrency: usize,
}

impl<P: Operation, M: Mode> Call<P, M> {
    pub(crate) fn new(handle: &Handle<M>, arguments: P) -> Self {
        Self {
            handle: handle.clone(),
            arguments,
            options: Options::default(),
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

    pub(crate) async fn execute(&self) -> Result<P::Output, Error> {
        let client = self.handle.client.inner();
        let build = || self.arguments.request(&client.endpoint);
        let arrived = execute::execute(client, &P::INFO.into(), &self.options, &build).await?;
        arrived.decode(P::decode)
    }
}

impl<P: Operation> Call<P> {
    /// Makes the call.
    ///
    /// # Errors
    ///
    /// Any [`Error`]; the table there says which failures are repeated first.
    pub async fn send(self) -> Result<P::Output, Error> {
        self.execute().await
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
        self
    }

    /// How many items to skip before the first.
    pub fn offset(mut self, offset: u64) -> Self {
        self.arguments.set_offset(offset);
        self
    }

    /// How many pages of a walk may be fetched at once, at least 1, which is the default.
    ///
    /// The first page goes alone, as it tells how many there are. Pages are given in order, and at
    /// most so many are held in memory. The limits of the service hold for all of them together.
    pub fn concurrency(mut self, pages: usize) -> Self {
        self.concurrency = pages.max(1);
        self
    }
}

impl<P: Paged> Call<P> {
    /// Fetches the collection from [`offset`](Self::offset) to its end, page by page.
    ///
    /// # Errors
    ///
    /// The first of any page; the items before it are lost. [`stream`](Self::stream) gives them.
    pub async fn all(self) -> Result<Vec<P::Item>, Error> {
        walk::all(self).await
    }

    /// The items one by one. Pages are fetched as they are needed, and no more once the stream is
    /// dropped. After an error the stream ends.
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
    pub fn stream(self) -> Items<P::Item> {
        Items::new(self.pages())
    }

    /// The pages one by one, as [`stream`](Self::stream).
    pub fn pages(self) -> Pages<P::Item> {
        walk::pages(self)
    }
}
