//! A reply's body that is read as a file is.

use std::future::Future;
use std::io::{self, Read};

use bytes::{Buf, Bytes};
use futures_util::StreamExt;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::thread::Blocking;
use crate::download;
use crate::error::Error;

/// A reply's body that is read as a file is: no more than a piece of it is in memory. From
/// [`RawCall::download`](crate::RawCall::download).
///
/// The errors are those of [`linksii_api::Download`](crate::Download), in an [`io::Error`].
///
/// ```no_run
/// # fn run(client: linksii_api::blocking::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use linksii_api::Method;
///
/// let mut report = client.request(Method::GET, "/analyze/report").download()?;
/// std::io::copy(&mut report, &mut std::fs::File::create("report.pdf")?)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Download {
    mode: Blocking,
    download: Option<download::Download>,
    status: StatusCode,
    headers: HeaderMap,
    /// What has come and has not been read.
    piece: Bytes,
}

impl Download {
    pub(crate) fn start(
        mode: &Blocking,
        download: impl Future<Output = Result<download::Download, Error>> + Send + 'static,
    ) -> Result<Self, Error> {
        let download = mode.wait(download)??;
        Ok(Self {
            mode: mode.clone(),
            status: download.status(),
            headers: download.headers().clone(),
            download: Some(download),
            piece: Bytes::new(),
        })
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers, as they came.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !buffer.is_empty() {
            let Some(mut download) = self.download.take() else {
                return Ok(0);
            };
            let next = async move { (download.next().await, download) };
            let (next, download) = self.mode.wait(next).map_err(io::Error::other)?;
            let Some(piece) = next else {
                return Ok(0);
            };
            self.piece = piece.map_err(io::Error::other)?;
            self.download = Some(download);
        }
        let read = buffer.len().min(self.piece.len());
        self.piece.copy_to_slice(&mut buffer[..read]);
        Ok(read)
    }
}
