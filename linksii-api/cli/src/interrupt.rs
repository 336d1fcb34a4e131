//! Ctrl-C and SIGTERM: the command ends within a second, the terminal is as it was, and the exit status says
//! what ended it.

use std::process;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use crate::failure::{Failure, Status};
use crate::notes::Notes;

/// How long a command that is asked to end may go on.
const PATIENCE: Duration = Duration::from_millis(800);

/// Resolves at the first signal. At the second, or where the command does not end, the process does.
pub(crate) fn listen(notes: Arc<Notes>) -> oneshot::Receiver<Status> {
    let (sender, receiver) = oneshot::channel();
    let restore = terminal::keep();
    tokio::spawn(async move {
        let Some(status) = signal().await else {
            // None can be heard: the system's own way to end a process remains.
            std::future::pending::<()>().await;
            return;
        };
        restore();
        let _ = sender.send(status);
        tokio::select! {
            _ = signal() => {}
            () = tokio::time::sleep(PATIENCE) => {}
        }
        notes.end();
        restore();
        process::exit(status as i32);
    });
    receiver
}

/// What to say of it.
pub(crate) fn failure(notes: &Notes, status: Result<Status, oneshot::error::RecvError>) -> Failure {
    let status = status.unwrap_or(Status::Interrupted);
    let word = match status {
        Status::Terminated => "terminated",
        _ => "interrupted",
    };
    let failure = Failure::new(status, word);
    match notes.farewell() {
        Some(farewell) => failure.hint(farewell),
        None => failure,
    }
}

#[cfg(unix)]
async fn signal() -> Option<Status> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt()).ok()?;
    let mut terminate = signal(SignalKind::terminate()).ok()?;
    tokio::select! {
        _ = interrupt.recv() => Some(Status::Interrupted),
        _ = terminate.recv() => Some(Status::Terminated),
    }
}

#[cfg(not(unix))]
async fn signal() -> Option<Status> {
    tokio::signal::ctrl_c().await.ok()?;
    Some(Status::Interrupted)
}

/// The terminal's settings: a hidden prompt turns its echo off.
#[cfg(unix)]
mod terminal {
    use rustix::termios::{OptionalActions, isatty, tcgetattr, tcsetattr};

    /// Keeps the settings as they are now; what is returned puts them back.
    pub(super) fn keep() -> impl Fn() + Send + 'static {
        let stdin = std::io::stdin();
        let kept = isatty(&stdin).then(|| tcgetattr(&stdin).ok()).flatten();
        move || {
            if let Some(kept) = &kept {
                // Where the terminal is gone there is nothing to put back.
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, kept);
            }
        }
    }
}

#[cfg(not(unix))]
mod terminal {
    pub(super) fn keep() -> impl Fn() + Send + 'static {
        || {}
    }
}
