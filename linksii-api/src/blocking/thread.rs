//! The thread that blocking calls run on.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, mpsc};
use std::task::{Context, Poll, Waker};

use tokio::runtime::{self, Runtime};
use tokio::task::coop;

use crate::error::Error;
use crate::mode::{Mode, Sealed};

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

impl Mode for Blocking {}
impl Sealed for Blocking {}

impl Blocking {
    pub(crate) fn start() -> Result<Self, Error> {
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("linksii-api")
            .enable_all()
            .build()
            .map_err(|error| Error::config(format!("no thread could be started: {error}")))?;
        Ok(Self {
            thread: Arc::new(Thread(Some(runtime))),
        })
    }

    pub(crate) fn wait<F>(&self, future: F) -> Result<F::Output, Error>
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
