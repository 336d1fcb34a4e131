//! Connections: how many there are, how long they may take, and how they end.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
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

/// How long a request's head may take; an idle connection is closed after it.
const HEAD_TIME: Duration = Duration::from_secs(75);

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
    let service = service_fn(|request| respond(state, request));
    let mut connection = http1::Builder::new()
        .max_buf_size(HEAD)
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
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
