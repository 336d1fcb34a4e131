//! Connections: how many there are, how long they may take, and how they end.

use std::error::Error as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;

use crate::reply::Raw;
use crate::server::respond;
use crate::state::State;

/// How many bytes a request's head may have.
const HEAD: usize = 64 << 10;

/// How long at least a connection may be without a request whose head is whole.
const IDLE: Duration = Duration::from_secs(60);

/// How long a client may take no byte of a reply.
const STALL: Duration = Duration::from_secs(30);

/// How long the requests that are being answered may take once the sandbox stops.
const STOP: Duration = Duration::from_secs(1);

/// Accepts connections until `stop` is dropped: up to `most` at once, others wait.
pub(crate) async fn serve(
    listener: TcpListener,
    state: Arc<State>,
    most: usize,
    mut stop: watch::Receiver<()>,
) {
    let places = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
    // Those that are open when it ends are closed with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            Some(_) = connections.join_next() => {}
            (stream, place) = accept(&listener, &places) => {
                let (state, stop) = (Arc::clone(&state), stop.clone());
                connections.spawn(async move {
                    talk(stream, &state, stop).await;
                    drop(place);
                });
            }
        }
    }
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(STOP, all).await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // Nothing closes the semaphore.
    let place = Arc::clone(places).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, place),
            // Out of file descriptors, most likely: time for others to close theirs.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers the requests of one connection. A client that goes away, or breaks the rules, harms itself alone.
async fn talk(stream: TcpStream, state: &State, mut stop: watch::Receiver<()>) {
    // A reply in one piece should not wait for the acknowledgement of its head.
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(STALL));
    let turns = AtomicU64::new(0);
    let service = service_fn(|request| async {
        turns.fetch_add(1, Relaxed);
        let outcome = respond(state, request).await;
        turns.fetch_add(1, Relaxed);
        outcome
    });
    let mut connection = http1::Builder::new()
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = idle(&turns) => return,
        _ = stop.changed() => {
            std::pin::Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    if let Err(error) = outcome
        && let Some(Raw { bytes, .. }) = error.source().and_then(|it| it.downcast_ref())
    {
        let mut stream = connection.into_parts().io.into_inner();
        if stream.write_all(bytes).await.is_ok() {
            let _ = stream.shutdown().await;
        }
    }
}

/// Waits until no request was there for some time, from one to two times [`IDLE`]. Hyper can set a timer for
/// each request, which costs a fifth of what bare hyper takes to answer it.
async fn idle(turns: &AtomicU64) {
    loop {
        let before = turns.load(Relaxed);
        sleep(IDLE).await;
        // While a request is answered, the number is odd.
        if turns.load(Relaxed) == before && before.is_multiple_of(2) {
            return;
        }
    }
}
