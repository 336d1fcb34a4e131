//! What a request carries, if that is not JSON.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream::{self, BoxStream};
use http_body::{Frame, SizeHint};
use serde::Serialize;

use crate::error::{BodyError, Error};

/// Pieces of a body as they come.
pub(crate) type Pieces = BoxStream<'static, io::Result<Bytes>>;

const SENT: &str = "the body is a stream that has been sent, and a stream can be sent once: make the call \
                    with another one, or pass bytes";

/// What a request carries: text, bytes, or a stream of them.
///
/// Text and bytes are sent again with each attempt, and are not copied for it. A stream can be sent
/// once: a call that has begun to send it is not tried again, and its error is that of the attempt. One
/// that found no connection has not begun.
///
/// ```
/// use linksii_api::Body;
///
/// let text = Body::from("name,category\nBest CRM?,awareness\n");
/// let bytes = Body::from(vec![0x25, 0x50, 0x44, 0x46]);
/// # let _ = (text, bytes);
/// ```
#[derive(Clone)]
pub struct Body {
    content: Content,
    length: Option<u64>,
}

#[derive(Clone)]
enum Content {
    Bytes(Bytes),
    /// Nothing once it has been read from.
    Stream(Arc<Mutex<Option<Pieces>>>),
}

impl Body {
    /// Pieces that are sent as they come, without more of them in memory. An error among them ends the
    /// request.
    pub fn stream(pieces: impl Stream<Item = io::Result<Bytes>> + Send + 'static) -> Self {
        Self {
            content: Content::Stream(Arc::new(Mutex::new(Some(Box::pin(pieces))))),
            length: None,
        }
    }

    /// How many bytes the stream has in all, for services that must know before. Of text and bytes, it
    /// is known.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Content::Stream(_) = self.content {
            self.length = Some(bytes);
        }
        self
    }

    pub(crate) fn known_length(&self) -> Option<u64> {
        self.length
    }

    pub(crate) fn json(json: &(impl Serialize + ?Sized)) -> Result<Self, Error> {
        serde_json::to_vec(json)
            .map(Self::from)
            .map_err(|error| Error::config(format!("the body cannot be written as JSON: {error}")))
    }

    /// The bytes, unless it is a stream.
    pub(crate) fn as_bytes(&self) -> Option<&[u8]> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Stream(_) => None,
        }
    }

    /// Whether there is something to send: a stream is gone once it has been read from.
    pub(crate) fn check(&self) -> Result<(), Error> {
        match &self.content {
            Content::Stream(stream) if lock(stream).is_none() => Err(Error::config(SENT)),
            Content::Stream(_) | Content::Bytes(_) => Ok(()),
        }
    }

    /// All there is to send. A stream is taken when it is first read from, so an attempt that does not get
    /// that far leaves it to the next one.
    pub(crate) fn pieces(&self) -> Pieces {
        let stream = match &self.content {
            Content::Bytes(bytes) => return Box::pin(stream::iter([Ok(bytes.clone())])),
            Content::Stream(stream) => Arc::clone(stream),
        };
        let mut taken: Option<Pieces> = None;
        Box::pin(stream::poll_fn(move |context| {
            if taken.is_none() {
                taken = lock(&stream).take();
            }
            match &mut taken {
                Some(pieces) => pieces.as_mut().poll_next(context),
                None => Poll::Ready(Some(Err(io::Error::other(SENT)))),
            }
        }))
    }

    /// The same for the HTTP client.
    pub(crate) fn to_send(&self) -> Result<reqwest::Body, Error> {
        self.check()?;
        match &self.content {
            Content::Bytes(bytes) => Ok(bytes.clone().into()),
            Content::Stream(_) => Ok(reqwest::Body::wrap(Streamed {
                pieces: Mutex::new(self.pieces()),
                left: self.length,
            })),
        }
    }
}

fn lock(stream: &Mutex<Option<Pieces>>) -> MutexGuard<'_, Option<Pieces>> {
    stream.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self {
            length: Some(bytes.len() as u64),
            content: Content::Bytes(bytes),
        }
    }
}

macro_rules! body_from {
    ($($name:ty),*) => {$(
        impl From<$name> for Body {
            fn from(content: $name) -> Self {
                Self::from(Bytes::from(content))
            }
        }
    )*};
}

body_from!(String, Vec<u8>, &'static str, &'static [u8]);

/// Streams are equal if they are the same.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Stream(one), Content::Stream(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

/// Its size, not what is in it.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.content, self.length) {
            (Content::Bytes(bytes), _) => write!(f, "Body({} bytes)", bytes.len()),
            (Content::Stream(_), Some(length)) => write!(f, "Body(stream of {length} bytes)"),
            (Content::Stream(_), None) => f.write_str("Body(stream)"),
        }
    }
}

/// A stream as the HTTP client takes it.
struct Streamed {
    /// Never locked: the HTTP client asks for a body that can be shared.
    pieces: Mutex<Pieces>,
    left: Option<u64>,
}

impl http_body::Body for Streamed {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let pieces = self
            .pieces
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let piece = ready!(pieces.as_mut().poll_next(context)).transpose()?;
        let wrong = |what: &str| {
            let message = format!("the stream is {what} than its length says");
            Poll::Ready(Some(Err(io::Error::other(message).into())))
        };
        let (Some(left), Some(piece)) = (self.left, &piece) else {
            return match (self.left, piece) {
                (Some(1..), None) => wrong("shorter"),
                (_, piece) => Poll::Ready(piece.map(|piece| Ok(Frame::data(piece)))),
            };
        };
        let Some(left) = left.checked_sub(piece.len() as u64) else {
            return wrong("longer");
        };
        self.left = Some(left);
        Poll::Ready(Some(Ok(Frame::data(piece.clone()))))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::new, SizeHint::with_exact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn streamed() -> Body {
        Body::stream(stream::iter([Ok("ab".into()), Ok("c".into())]))
    }

    #[test]
    fn what_is_in_it_is_not_shown() {
        assert_eq!(format!("{:?}", Body::from("secret")), "Body(6 bytes)");
        let shown = format!("{:?} {:?}", streamed(), streamed().length(3));
        assert_eq!(shown, "Body(stream) Body(stream of 3 bytes)");
    }

    #[test]
    fn a_stream_of_another_length_than_it_says_is_an_error() {
        for (length, message) in [(2, "longer"), (3, ""), (4, "shorter")] {
            let mut body = Streamed {
                pieces: Mutex::new(streamed().pieces()),
                left: Some(length),
            };
            let error = poll_all(&mut body).err();
            let error = error.map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(message), "{length}: {error}");
            assert_eq!(error.is_empty(), message.is_empty(), "{length}: {error}");
        }
    }

    fn poll_all(body: &mut Streamed) -> Result<(), BodyError> {
        let mut context = Context::from_waker(std::task::Waker::noop());
        loop {
            match http_body::Body::poll_frame(Pin::new(body), &mut context) {
                Poll::Ready(Some(frame)) => drop(frame?),
                Poll::Ready(None) | Poll::Pending => return Ok(()),
            }
        }
    }
}
