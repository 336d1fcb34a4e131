//! A response's body, which may be cut off on the way.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// A response's body.
#[derive(Debug)]
pub(crate) struct Body {
    bytes: Bytes,
    end: End,
}

/// What comes after the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Proper,
    /// What has been written so far goes out, and then the connection is closed.
    CutOff,
    /// The connection is closed.
    Closed,
}

impl Body {
    /// Half of the body, after which the connection is closed.
    pub(crate) fn cut_off(self) -> Self {
        Self {
            bytes: self.bytes.slice(..self.bytes.len() / 2),
            end: End::CutOff,
        }
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.bytes
    }
}

impl<B: Into<Bytes>> From<B> for Body {
    fn from(bytes: B) -> Self {
        Self {
            bytes: bytes.into(),
            end: End::Proper,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        match self.end {
            End::Proper => Poll::Ready(None),
            End::CutOff => {
                // Hyper sends what it has while a body makes it wait, and on an error nothing more.
                self.end = End::Closed;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            End::Closed => Poll::Ready(Some(Err(CutOff))),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && self.end == End::Proper
    }

    fn size_hint(&self) -> SizeHint {
        match self.end {
            End::Proper => SizeHint::with_exact(self.bytes.len() as u64),
            End::CutOff | End::Closed => SizeHint::default(),
        }
    }
}

/// Makes hyper close the connection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CutOff;

impl fmt::Display for CutOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cut off, as was asked for")
    }
}

impl std::error::Error for CutOff {}

impl From<Infallible> for CutOff {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
