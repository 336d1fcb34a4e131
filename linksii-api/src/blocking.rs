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

mod download;
mod thread;

use bytes::Bytes;
use futures_util::StreamExt;
use reqwest::Method;
use serde::de::DeserializeOwned;

pub use self::download::Download;
pub use self::thread::Blocking;
use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::error::Error;
use crate::handle::Handle;
use crate::operation::Operation;
use crate::rate_limit::RateLimit;
use crate::raw_call::RawCall;
use crate::reply::Reply;
use crate::response::Response;

/// A client whose calls block. Clones share connections, the count of requests and the thread.
#[derive(Clone, Debug)]
pub struct Client {
    client: crate::client::Client,
    mode: Blocking,
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
        let mode = Blocking::start()?;
        Ok(Client { client, mode })
    }
}

impl<P: Operation> Call<P, Blocking> {
    pub(crate) fn wait<T, F>(self, run: impl FnOnce(Self) -> F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        let mode = self.handle.mode.clone();
        mode.wait(run(self))?
    }

    /// The reply's body, to be read as a file is.
    #[cfg_attr(
        not(test),
        allow(dead_code, reason = "a document may have no binary reply")
    )]
    pub(crate) fn wait_download(self) -> Result<Download, Error> {
        let mode = self.handle.mode.clone();
        Download::start(&mode, self.execute_download())
    }
}

impl RawCall<Blocking> {
    /// Sends the request, and reads the reply's body as it came.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn send<T: DeserializeOwned + Send + 'static>(self) -> Result<T, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(self.execute(Reply::json))?
    }

    /// Sends the request, and gives the reply's body as text. What is not UTF-8 becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn text(self) -> Result<String, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(self.execute_any(Reply::text))?
    }

    /// Sends the request, and gives the reply's body as bytes.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn bytes(self) -> Result<Bytes, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(self.execute_any(Reply::bytes))?
    }

    /// Sends the request, and gives the reply's body to be read as a file is.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. What happens after the first piece is an error of reading.
    pub fn download(self) -> Result<Download, Error> {
        let mode = self.handle.mode.clone();
        Download::start(&mode, self.execute_download())
    }

    /// Sends the request as [`send`](Self::send) does, and keeps the reply's status, headers, request
    /// id, rate limit and the number of attempts.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub fn response<T: DeserializeOwned + Send + 'static>(self) -> Result<Response<T>, Error> {
        let mode = self.handle.mode.clone();
        mode.wait(self.execute_whole())?
    }
}

/// The items or the pages of a collection, one by one. After an error it ends.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is advanced"]
pub struct Iter<S> {
    mode: Blocking,
    stream: Option<S>,
}

impl<S> Iter<S> {
    pub(crate) fn new(mode: Blocking, stream: S) -> Self {
        let stream = Some(stream);
        Self { mode, stream }
    }
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
