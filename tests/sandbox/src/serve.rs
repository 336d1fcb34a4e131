//! Connections: how many, how long, and how large what comes over them.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_io_timeout::TimeoutStream;
use tokio_util::io::InspectWriter;

use crate::activity::Activity;
use crate::server::Server;

/// How many bytes a request's head may have.
const HEAD: usize = 64 << 10;

/// How long a request's head may take; an idle connection is closed after it.
const HEAD_TIME: Duration = Duration::from_secs(75);

/// How long a client may take no byte of a reply.
const STALL: Duration = Duration::from_secs(30);

/// How long the requests that are being answered may take once the sandbox stops.
const STOP: Duration = Duration::from_secs(1);

/// Accepts connections until `stop` is sent or dropped: so many at once, others wait.
pub(crate) async fn serve(
    listener: TcpListener,
    server: Arc<Server>,
    connections: usize,
    stop: oneshot::Receiver<()>,
) {
    let places = Arc::new(Semaphore::new(connections.min(Semaphore::MAX_PERMITS)));
    // Those that are open when the sandbox has stopped are closed with it.
    let mut connections = JoinSet::new();
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    let mut http = http1::Builder::new();
    // At most 100 headers is its default, and costs more if it is set.
    http.max_buf_size(HEAD);
    loop {
        let (stream, permit) = tokio::select! {
            _ = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener, &places) => match accepted {
                Some(accepted) => accepted,
                None => continue,
            },
        };
        // A reply in one piece should not wait for the acknowledgement of its head.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(STALL));
        let activity = Arc::new(Activity::default());
        let taken = Arc::clone(&activity);
        let stream = InspectWriter::new(Box::pin(stream), move |_: &[u8]| taken.moved());
        let answering = Arc::clone(&activity);
        let server = Arc::clone(&server);
        let service = service_fn(move |request| {
            let (server, activity) = (Arc::clone(&server), Arc::clone(&answering));
            activity.asked();
            async move {
                let outcome = server.respond(request).await;
                activity.answered();
                outcome
            }
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            tokio::select! {
                biased;
                // A client that goes away, or breaks the rules, harms itself alone.
                _ = connection => {}
                () = activity.over(HEAD_TIME) => {}
            }
            drop(permit);
        });
    }
    let _ = timeout(STOP, graceful.shutdown()).await;
}

async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(places).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, _)) => Some((stream, permit)),
        Err(_) => {
            // Out of file descriptors, most likely: time for others to close theirs.
            sleep(Duration::from_millis(50)).await;
            None
        }
    }
}
