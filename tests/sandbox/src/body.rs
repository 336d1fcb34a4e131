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
    cut_off: bool,
}

impl Body {
    /// Half of the body, after which the connection is closed.
    pub(crate) fn cut_off(self) -> Self {
        Self {
            bytes: self.bytes.slice(..self.bytes.len() / 2),
            cut_off: true,
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
            cut_off: false,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = CutOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutOff>>> {
        let frame = if !self.bytes.is_empty() {
            Some(Ok(Frame::data(std::mem::take(&mut self.bytes))))
        } else if self.cut_off {
            Some(Err(CutOff))
        } else {
            None
        };
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty() && !self.cut_off
    }

    fn size_hint(&self) -> SizeHint {
        if self.cut_off {
            SizeHint::default()
        } else {
            SizeHint::with_exact(self.bytes.len() as u64)
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
