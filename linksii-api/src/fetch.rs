//! A page that is being fetched.

use std::future::Future;
use std::panic::resume_unwind;

use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::error::{Error, TransportError, TransportKind};
use crate::page::Page;
use crate::span::in_current;

/// A page that is being fetched, in a task of its own: it goes on while nobody polls the stream, and its
/// reply is kept however late it is read. The task ends when this is dropped.
pub(crate) struct Fetch<T>(JoinHandle<Result<Page<T>, Error>>);

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
        Ok(Self(runtime.spawn(in_current(page))))
    }

    pub(crate) async fn page(mut self) -> Result<Page<T>, Error> {
        match (&mut self.0).await {
            Ok(page) => page,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                Err(_) => {
                    let message = "the tokio runtime is shutting down";
                    Err(TransportError::new(TransportKind::Interrupted, message).into())
                }
            },
        }
    }
}

impl<T> Drop for Fetch<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
