//! What a client does while a call is under way.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;

use crate::error::Error;
use crate::limit::Limit;

/// What a client does while a call is under way, for [`ClientBuilder::on_event`].
///
/// For logs, there are the spans of the feature `tracing`. This is for a program that shows its user each
/// request, or why it waits. The API key is in none of them.
///
/// [`ClientBuilder::on_event`]: crate::ClientBuilder::on_event
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request is about to be sent.
    #[non_exhaustive]
    Sending {
        /// Its method.
        method: &'a Method,
        /// Where it goes, with its query.
        url: &'a str,
        /// Its body, if it has one.
        body: Option<&'a [u8]>,
        /// The number of the attempt, from 1.
        attempt: u32,
    },
    /// The rate limit has no room now, and the call waits for its turn.
    #[non_exhaustive]
    Waiting {
        /// The limit.
        limit: &'static Limit,
    },
    /// An attempt failed, and there will be another.
    #[non_exhaustive]
    Retrying {
        /// Why it failed.
        error: &'a Error,
        /// The number of the attempt that failed, from 1.
        attempt: u32,
        /// How long the client waits before the next.
        wait: Duration,
    },
}

/// What a client calls with each event.
type Observe = dyn Fn(&Event<'_>) + Send + Sync;

/// Whom a client reports its events to.
#[derive(Clone, Default)]
pub(crate) struct Observer(Option<Arc<Observe>>);

impl Observer {
    pub(crate) fn new(observe: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(observe)))
    }

    pub(crate) fn observe(&self, event: &Event<'_>) {
        if let Some(observe) = &self.0 {
            observe(event);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Observer")
    }
}
