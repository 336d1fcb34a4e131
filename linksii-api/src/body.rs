//! Reading a reply's body.

use bytes::{Bytes, BytesMut};
use reqwest::Response;

use crate::error::{TransportError, TransportKind};

/// Reads a body up to so many bytes. If there is more of it, or it is cut off, the error comes with
/// what was read.
pub(crate) async fn read(mut response: Response, most: usize) -> (Bytes, Option<TransportError>) {
    let mut body = Body::default();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = most - body.len();
                if chunk.len() > room {
                    body.push(chunk.slice(..room));
                    break Some(too_large(most));
                }
                body.push(chunk);
            }
            Ok(None) => break None,
            Err(error) => break Some(TransportError::from_reqwest(error)),
        }
    };
    (body.freeze(), error)
}

pub(crate) fn too_large(most: usize) -> TransportError {
    let message = format!("the reply is larger than {most} bytes");
    TransportError::new(TransportKind::TooLarge, message)
}

/// What has been read. Most replies come in one piece, which needs no copy.
#[derive(Default)]
struct Body {
    first: Bytes,
    /// All pieces, if there are several.
    all: BytesMut,
}

impl Body {
    fn len(&self) -> usize {
        self.first.len().max(self.all.len())
    }

    fn push(&mut self, piece: Bytes) {
        if self.first.is_empty() {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve((self.first.len() + piece.len()) * 2);
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&piece);
    }

    fn freeze(self) -> Bytes {
        if self.all.is_empty() {
            self.first
        } else {
            self.all.freeze()
        }
    }
}
