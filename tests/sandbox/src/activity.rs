//! Whether anything happens on a connection.
//!
//! To set a timer with every request costs a tenth of what bare hyper takes to answer it. So signs of
//! life are counted, and the count is looked at from time to time.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::sleep;

/// How often it is looked, and so how much later than it should a connection may be closed.
const LOOK: Duration = Duration::from_secs(5);

/// What happened on a connection.
#[derive(Debug, Default)]
pub(crate) struct Activity {
    answering: AtomicBool,
    /// Requests that were answered, and parts of replies that were taken.
    signs: AtomicU64,
}

impl Activity {
    /// A request has come, with its whole head.
    pub(crate) fn asked(&self) {
        self.answering.store(true, Relaxed);
    }

    /// Its answer is there, to be sent.
    pub(crate) fn answered(&self) {
        self.answering.store(false, Relaxed);
        self.moved();
    }

    /// The client, or the system for it, took a part of a reply.
    pub(crate) fn moved(&self) {
        self.signs.fetch_add(1, Relaxed);
    }

    /// Waits until so long no request was answered or came, and nothing of a reply was taken. Bytes of a
    /// request's head are no sign: they may drip for ever.
    pub(crate) async fn over(&self, time: Duration) {
        let mut quiet = Duration::ZERO;
        while quiet < time {
            let before = self.signs.load(Relaxed);
            sleep(LOOK).await;
            quiet = if self.answering.load(Relaxed) || self.signs.load(Relaxed) != before {
                Duration::ZERO
            } else {
                quiet + LOOK
            };
        }
    }
}
