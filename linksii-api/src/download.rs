//! A reply's body in pieces, as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::stream::{FusedStream, Stream};
use futures_util::StreamExt;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::time::{Instant, Sleep, sleep};

use crate::error::{Effect, Error, ReplyInfo, TransportError, TransportKind};
use crate::rate_limit::RateLimit;
use crate::reply::{Reply, Rest};
use crate::sanitize::Sanitizer;
use crate::span::Span;

/// A reply's body in pieces, as they come: no more than one of them is in memory. From
/// [`RawCall::download`](crate::RawCall::download).
///
/// The call has been tried until the first piece was there. Each further one may take as long as an
/// [attempt](crate::ClientBuilder::timeout). Where the connection is lost, the last item is an
/// [`Error::Transport`] of the kind [`Interrupted`](TransportKind::Interrupted); where all pieces are larger
/// than [`max_reply_size`](crate::ClientBuilder::max_reply_size), one of the kind
/// [`TooLarge`](TransportKind::TooLarge). After an error the stream ends.
///
/// What is not read stays with the service, but for what a connection holds: over HTTP/2 at most 2 MiB.
///
/// ```no_run
/// # async fn run(client: linksii_api::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use futures_util::StreamExt;
/// use linksii_api::Method;
/// use std::io::Write;
///
/// let mut report = client.request(Method::GET, "/analyze/report").download().await?;
/// let mut file = std::fs::File::create("report.pdf")?;
/// while let Some(piece) = report.next().await {
///     file.write_all(&piece?)?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Download {
    info: ReplyInfo,
    headers: HeaderMap,
    /// Nothing once it has ended.
    pieces: Option<Box<Pieces>>,
    effect: Effect,
    span: Span,
}

/// What has not been given of a body.
struct Pieces {
    first: Option<Bytes>,
    rest: Rest,
    received: u64,
    /// Runs while a piece is waited for, and not while the caller is busy with the last one.
    timer: Pin<Box<Sleep>>,
    waits: bool,
    sanitizer: Sanitizer,
}

impl Download {
    pub(crate) fn new(reply: Reply, effect: Effect, span: Span) -> Self {
        let Reply {
            info,
            headers,
            body,
            rest,
            sanitizer,
        } = reply;
        let pieces = rest.map(|rest| {
            Box::new(Pieces {
                first: Some(body),
                timer: Box::pin(sleep(rest.time)),
                rest: *rest,
                received: 0,
                waits: false,
                sanitizer,
            })
        });
        Self {
            info,
            headers,
            pieces,
            effect,
            span,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.info.status
    }

    /// The headers, as they came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The service's own name for the request, if it gave one.
    pub fn request_id(&self) -> Option<&str> {
        self.info.trace.request_id.as_deref()
    }

    /// The rate limit's state, if the reply reports it.
    pub fn rate_limit(&self) -> Option<&RateLimit> {
        self.info.rate_limit.as_ref()
    }

    /// How many times the request was sent.
    pub fn attempts(&self) -> u32 {
        self.info.trace.attempts
    }

    /// All that is left of the body.
    ///
    /// # Errors
    ///
    /// [`Error::Transport`] if it does not arrive whole.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        let mut all = BytesMut::new();
        while let Some(piece) = self.next().await {
            all.extend_from_slice(&piece?);
        }
        Ok(all.freeze())
    }
}

impl Pieces {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let rest = &mut self.rest;
        let piece = match self.first.take() {
            Some(first) => first,
            None => match rest.body.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(piece))) => piece,
                Poll::Ready(Some(Err(error))) => {
                    let error = TransportError::from_reqwest(&error, &rest.host, &self.sanitizer);
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => {
                    if !self.waits {
                        self.waits = true;
                        self.timer.as_mut().reset(Instant::now() + rest.time);
                    }
                    ready!(self.timer.as_mut().poll(context));
                    let message = format!("nothing more within {} s", rest.time.as_secs_f64());
                    let error = TransportError::new(TransportKind::Timeout, message);
                    return Poll::Ready(Some(Err(error)));
                }
            },
        };
        self.waits = false;
        self.received += piece.len() as u64;
        Poll::Ready(Some(if self.received > rest.most as u64 {
            let message = format!("the reply is larger than {} bytes", rest.most);
            Err(TransportError::new(TransportKind::TooLarge, message))
        } else {
            Ok(piece)
        }))
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(pieces) = &mut self.pieces else {
            return Poll::Ready(None);
        };
        let piece = loop {
            match ready!(pieces.poll(context)) {
                Some(Ok(piece)) if piece.is_empty() => {}
                piece => break piece,
            }
        };
        if !matches!(piece, Some(Ok(_))) {
            self.pieces = None;
        }
        Poll::Ready(piece.map(|piece| {
            piece.map_err(|error| {
                let error = Error::from(error.of_reply(&self.info)).with_effect(self.effect);
                self.span.failed(&error);
                error
            })
        }))
    }
}

impl FusedStream for Download {
    fn is_terminated(&self) -> bool {
        self.pieces.is_none()
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
