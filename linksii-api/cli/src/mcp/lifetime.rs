//! When the server ends: with its standard input, or with the process that started it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf, Stdin};
use tokio::sync::oneshot;

/// How long calls that are under way may go on after the end of the input.
const GRACE: Duration = Duration::from_secs(1);

/// How often it is looked whether the parent is there.
#[cfg(unix)]
const LOOK: Duration = Duration::from_millis(500);

/// Standard input, whose end is reported.
pub(super) struct Input {
    stdin: Stdin,
    end: Option<oneshot::Sender<()>>,
}

impl Input {
    pub(super) fn new() -> (Self, oneshot::Receiver<()>) {
        let (sender, receiver) = oneshot::channel();
        let input = Self {
            stdin: tokio::io::stdin(),
            end: Some(sender),
        };
        (input, receiver)
    }
}

impl AsyncRead for Input {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = Pin::new(&mut self.stdin).poll_read(context, buffer);
        let is_end = match &result {
            Poll::Pending => false,
            Poll::Ready(Ok(())) => buffer.filled().len() == before && buffer.remaining() > 0,
            Poll::Ready(Err(_)) => true,
        };
        if is_end && let Some(end) = self.end.take() {
            // Whoever waits for it may be gone.
            let _ = end.send(());
        }
        result
    }
}

/// Resolves when nobody waits for answers any more.
pub(super) async fn over(input: oneshot::Receiver<()>) {
    tokio::select! {
        _ = input => tokio::time::sleep(GRACE).await,
        () = orphaned() => {}
    }
}

/// A parent that was killed may leave its end of the input to another process.
#[cfg(unix)]
async fn orphaned() {
    use std::os::unix::process::parent_id;

    let parent = parent_id();
    while parent_id() == parent {
        tokio::time::sleep(LOOK).await;
    }
}

#[cfg(not(unix))]
async fn orphaned() {
    std::future::pending().await
}
