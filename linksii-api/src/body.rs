//! Reading a reply's body, and unpacking it.

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum ReadError {
    /// It is larger than what is read.
    TooLarge,
    /// The connection was lost.
    Lost(reqwest::Error),
}

/// Reads a body up to this many bytes. If there is more of it, or it is cut off, the error comes
/// with what was read.
pub(crate) async fn read(mut response: Response, most: usize) -> (Bytes, Option<ReadError>) {
    let mut body = Bytes::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(mut chunk)) => {
                let room = most - body.len();
                let is_too_large = chunk.len() > room;
                chunk.truncate(room);
                body = joined(body, chunk);
                if is_too_large {
                    break Some(ReadError::TooLarge);
                }
            }
            Ok(None) => break None,
            Err(error) => break Some(ReadError::Lost(error)),
        }
    };
    (body, error)
}

/// Most replies come in one piece, which needs no copy.
fn joined(body: Bytes, chunk: Bytes) -> Bytes {
    if body.is_empty() {
        return chunk;
    }
    let mut all = match body.try_into_mut() {
        Ok(all) => all,
        Err(shared) => {
            let mut all = BytesMut::with_capacity((shared.len() + chunk.len()) * 2);
            all.extend_from_slice(&shared);
            all
        }
    };
    all.extend_from_slice(&chunk);
    all.freeze()
}

/// Why a body could not be unpacked.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "gzip"),
    expect(dead_code, reason = "nothing is unpacked")
)]
pub(crate) enum UnpackError {
    /// It is larger than what is read.
    TooLarge,
    /// It is not what `Content-Encoding` says, or ends too early. With what could be unpacked.
    Broken(String, Bytes),
    /// This program does not read the encoding.
    Unknown(String),
}

/// The body without the encodings that the headers name, up to this many bytes.
///
/// By RFC 9110, section 8.4.1, encodings are named in the order in which they were applied, in any
/// case, and `x-gzip` is gzip.
pub(crate) fn unpack(headers: &HeaderMap, body: Bytes, most: usize) -> Result<Bytes, UnpackError> {
    if body.is_empty() || !headers.contains_key(CONTENT_ENCODING) {
        return Ok(body);
    }
    let names: Vec<&[u8]> = encodings(headers).collect();
    names.iter().rev().try_fold(body, |body, name| {
        if is_gzip(name) {
            gunzip(&body, most)
        } else {
            Err(UnpackError::Unknown(shown(name)))
        }
    })
}

/// The last encoding that was applied, if any was.
pub(crate) fn encoding(headers: &HeaderMap) -> Option<String> {
    encodings(headers).last().map(shown)
}

fn encodings(headers: &HeaderMap) -> impl Iterator<Item = &[u8]> {
    let values = headers.get_all(CONTENT_ENCODING).iter();
    let names = values.flat_map(|value| value.as_bytes().split(|byte| *byte == b','));
    let names = names.map(<[u8]>::trim_ascii);
    names.filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(b"identity"))
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn is_gzip(name: &[u8]) -> bool {
    cfg!(feature = "gzip")
        && (name.eq_ignore_ascii_case(b"gzip") || name.eq_ignore_ascii_case(b"x-gzip"))
}

/// All members, as RFC 1952, section 2.2, allows several.
#[cfg(feature = "gzip")]
fn gunzip(packed: &[u8], most: usize) -> Result<Bytes, UnpackError> {
    use std::io::Read as _;

    let mut body = Vec::new();
    let mut reader = flate2::bufread::MultiGzDecoder::new(packed).take(most as u64 + 1);
    let outcome = reader.read_to_end(&mut body);
    if body.len() > most {
        return Err(UnpackError::TooLarge);
    }
    let body = Bytes::from(body);
    match outcome {
        Ok(_) => Ok(body),
        Err(error) => Err(UnpackError::Broken(error.to_string(), body)),
    }
}

#[cfg(not(feature = "gzip"))]
fn gunzip(packed: &[u8], _: usize) -> Result<Bytes, UnpackError> {
    Ok(Bytes::copy_from_slice(packed))
}

#[cfg(all(test, feature = "gzip"))]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    }

    fn unpacked(encodings: &[&str], body: Vec<u8>) -> Result<Bytes, UnpackError> {
        let encodings = encodings.iter();
        let headers = encodings.map(|value| (CONTENT_ENCODING, value.parse().unwrap()));
        unpack(&headers.collect(), body.into(), 1000)
    }

    #[test]
    fn what_cannot_be_unpacked_is_an_error_with_what_could_be() {
        let broken = |body| match unpacked(&["gzip"], body) {
            Err(UnpackError::Broken(_, body)) => body,
            other => panic!("{other:?}"),
        };
        assert_eq!(broken(b"{\"data\": 1}".into()), "");
        let mut cut = gzip(b"abc");
        cut.truncate(cut.len() - 4);
        assert_eq!(broken(cut), "abc");
        assert_eq!(unpacked(&["gzip"], Vec::new()).unwrap(), "");
        let unknown = unpacked(&["br"], b"abc".into());
        assert!(matches!(unknown, Err(UnpackError::Unknown(name)) if name == "br"));
    }
}
