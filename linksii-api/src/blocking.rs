//! The same calls for programs that do not await: scripts, tests, command-line tools.
//!
//! ```no_run
//! # fn run() -> Result<(), linksii_api::Error> {
//! let client = linksii_api::blocking::Client::from_env()?;
//! for run in client.tracking().list("ws_01HXYZ").iter() {
//!     println!("{}", run?.score);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A client has one thread of its own, on which its calls run, so it works with and without a tokio
//! runtime around it. In an asynchronous task a call that blocks would hold up all else, so there it
//! is refused with [`Error::Config`]: use [`crate::Client`], `tokio::task::spawn_blocking` or
//! `tokio::task::block_in_place`.
//!
//! A task in `tokio::task::unconstrained` cannot be distinguished from a thread that may block, so
//! there a call is not refused, and holds up what runs beside it.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Waker};

use futures_util::StreamExt;
use reqwest::Method;
use serde::de::DeserializeOwned;
use tokio::runtime::{self, Runtime};
use tokio::task::coop;

use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::error::Error;
use crate::handle::Handle;
use crate::mode::{Mode, Sealed};
use crate::operation::{Operation, Paged};
use crate::paginator::{Items, Pages};
use crate::rate_limit::RateLimit;
use crate::raw_call::RawCall;
use crate::response::Response;

/// A client whose calls block. Clones share connections, the count of requests and the thread.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::client::Client,
    mode: Blocking,
}

/// Calls block the thread that makes them.
#[derive(Clone)]
pub struct Blocking {
    thread: Arc<Thread>,
}

/// The thread that calls run on. It ends with the last client.
struct Thread(Option<Runtime>);

impl Drop for Thread {
    fn drop(&mut self) {
        // A runtime that is simply dropped waits for its thread, which a task must not do.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Client {
    /// A client with this key and every other setting as by default.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], as [`crate::Client::new`].
    pub fn new(api_key: impl Into<String>) -> Result<Self, Error> {
        crate::Client::builder().api_key(api_key).build_blocking()
    }

    /// A client with the key in `LINKSII_API_KEY`.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], as [`crate::Client::from_env`].
    pub fn from_env() -> Result<Self, Error> {
        crate::Client::builder().from_env().build_blocking()
    }

    /// Starts a request to what this crate has no method for.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawCall<Blocking> {
        RawCall::new(&self.handle(), method, path.into())
    }

    /// The rate limit's state as the last reply reported it.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.client.rate_limit()
    }

    pub(crate) fn handle(&self) -> Handle<Blocking> {
        Handle {
            executor: self.client.handle().executor,
            mode: self.mode.clone(),
        }
    }
}

impl ClientBuilder {
    /// The client, for calls that block.
    ///
    /// # Errors
    ///
    /// [`Error::Config`], as [`build`](Self::build).
    pub fn build_blocking(self) -> Result<Client, Error> {
        let client = self.build()?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("linksii-api")
            .enable_all()
            .build()
            .map_err(|error| Error::config(format!("no thread could be started: {error}")))?;
        let mode = Blocking {
            thread: Arc::new(Thread(Some(runtime))),
        };
        Ok(Client { client, mode })
    }
}

impl Mode for Blocking {}
impl Sealed for Blocking {}

impl Blocking {
    fn wait<F>(&self, future: F) -> Result<F::Output, Error>
    where
        F: Future<Output: Send> + Send + 'static,
    {
        if in_task() {
            return Err(Error::config(
                "a blocking call in an asynchronous task would hold up everything else: use \
                 `linksii_api::Client`, or `tokio::task::spawn_blocking`",
            ));
        }
        let (done, result) = mpsc::sync_channel(1);
        if let Some(runtime) = &self.thread.0 {
            runtime.spawn(async move { done.send(future.await) });
        }
        result
            .recv()
            .map_err(|_| Error::config("the client's thread has ended"))
    }
}

/// Whether this code is polled by a tokio runtime. Only what is polled has a budget that runs out; code
/// in `spawn_blocking` and `block_in_place`, which may block, has none.
fn in_task() -> bool {
    /// More than tokio gives to a task between two yields.
    const BUDGET: usize = 1024;
    let mut context = Context::from_waker(Waker::noop());
    runtime::Handle::try_current().is_ok()
        && (0..BUDGET).any(|_| match coop::poll_proceed(&mut context) {
            Poll::Ready(spent) => {
                spent.made_progress();
                false
            }
            Poll::Pending => true,
        })
}

impl fmt::Debug for Blocking {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Blocking")
    }
}

impl<P: Operation> Call<P, Blocking> {
    /// Makes the call, and waits for its result.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn send(self) -> Result<P::Output, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(async move { self.execute().await })?
    }

    /// Makes the call as [`send`](Self::send) does, and keeps the reply's status, headers, request
    /// id, rate limit and the number of attempts.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn response(self) -> Result<Response<P::Output>, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(async move { self.execute_whole().await })?
    }
}

impl<P: Paged> Call<P, Blocking> {
    /// Fetches the collection from its offset to its end.
    ///
    /// # Errors
    ///
    /// The first of any page.
    pub fn all(self) -> Result<Vec<P::Item>, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(self.into_pages().all())?
    }

    /// The items one by one; pages are fetched as they are needed.
    pub fn iter(self) -> Iter<Items<P::Item>> {
        let mode = self.handle.mode.clone();
        Iter {
            mode,
            stream: Some(Items::new(self.into_pages())),
        }
    }

    /// The pages one by one.
    pub fn pages(self) -> Iter<Pages<P::Item>> {
        let mode = self.handle.mode.clone();
        Iter {
            mode,
            stream: Some(self.into_pages()),
        }
    }
}

impl RawCall<Blocking> {
    /// Sends the request, and reads the reply's body as it came.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn send<T: DeserializeOwned + Send + 'static>(self) -> Result<T, Error> {
        let mode = self.mode().clone();
        mode.wait(async move { self.execute().await })?
    }

    /// Sends the request as [`send`](Self::send) does, and keeps the reply's status, headers, request
    /// id, rate limit and the number of attempts.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn response<T: DeserializeOwned + Send + 'static>(self) -> Result<Response<T>, Error> {
        let mode = self.mode().clone();
        mode.wait(async move { self.execute_whole().await })?
    }
}

/// The items or the pages of a collection, one by one. After an error it ends.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is advanced"]
pub struct Iter<S> {
    mode: Blocking,
    stream: Option<S>,
}

impl<S, T> Iterator for Iter<S>
where
    S: futures_core::Stream<Item = Result<T, Error>> + Unpin + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take()?;
        let next = async move { (stream.next().await, stream) };
        match self.mode.wait(next) {
            Ok((Some(Ok(item)), stream)) => {
                self.stream = Some(stream);
                Some(Ok(item))
            }
            Ok((Some(Err(error)), _)) | Err(error) => Some(Err(error)),
            Ok((None, _)) => None,
        }
    }
}
