//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::StatusCode;
use hyper::header::AUTHORIZATION;
use hyper::http::request::Parts;
use serde::Serialize;

use crate::BASE_PATH;
use crate::received::{self, Received};

/// How many requests are kept. The oldest go first.
const KEPT: usize = 4096;

/// How much all of them may hold, in bytes.
const BYTES: usize = 16 << 20;

/// How much of a body is kept, in bytes.
const BODY: usize = 16 << 10;

/// A request that the sandbox received, and how it answered.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Entry {
    /// When it came, by the sandbox's clock.
    pub at: DateTime<Utc>,
    /// `GET`.
    pub method: String,
    /// The path below the base URL: `/tracking`.
    pub path: String,
    /// The query's parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The headers in their order, but for `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The body's first 16 KiB.
    pub body: String,
    /// The `operationId`, where the document has the operation.
    pub operation: Option<String>,
    /// The answer's status; nothing where the connection was closed instead, the client did not wait,
    /// or the answer is still to come.
    pub status: Option<u16>,
}

/// A request as it came. An [`Entry`] is made of it when somebody asks, as few do.
pub(crate) struct Recorded {
    at: DateTime<Utc>,
    parts: Arc<Parts>,
    /// As much of it as is kept.
    body: Bytes,
    operation: Option<Arc<str>>,
    status: Option<StatusCode>,
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Recorded>,
    /// How many were forgotten: the first's place among all that ever came.
    forgotten: usize,
    /// What the entries hold, in bytes.
    bytes: usize,
}

impl Kept {
    fn forget(&mut self, count: usize) {
        for entry in self.entries.drain(..count) {
            self.bytes -= entry.bytes();
            self.forgotten += 1;
        }
    }
}

impl Journal {
    /// Keeps a request, and tells its place.
    pub(crate) fn push(&self, entry: Recorded) -> usize {
        let mut kept = self.lock();
        kept.bytes += entry.bytes();
        kept.entries.push_back(entry);
        while kept.entries.len() > KEPT || (kept.bytes > BYTES && kept.entries.len() > 1) {
            kept.forget(1);
        }
        kept.forgotten + kept.entries.len() - 1
    }

    /// The request at this place was answered, if it is still known.
    pub(crate) fn answered(&self, place: usize, status: StatusCode) {
        let mut kept = self.lock();
        let place = place.checked_sub(kept.forgotten);
        if let Some(entry) = place.and_then(|place| kept.entries.get_mut(place)) {
            entry.status = Some(status);
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().map(Recorded::entry).collect()
    }

    /// The last requests, the latest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Entry> {
        let kept = self.lock();
        let last = kept.entries.iter().rev().take(count);
        last.map(Recorded::entry).collect()
    }

    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        let count = kept.entries.len();
        kept.forget(count);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    pub(crate) fn new(request: &Received, operation: Option<&Arc<str>>) -> Self {
        let body = &request.body;
        Self {
            at: request.at,
            parts: Arc::clone(&request.parts),
            body: if body.len() > BODY {
                Bytes::copy_from_slice(&body[..BODY])
            } else {
                body.clone()
            },
            operation: operation.cloned(),
            status: None,
        }
    }

    fn entry(&self) -> Entry {
        let Parts {
            method,
            uri,
            headers,
            ..
        } = &*self.parts;
        let path = uri.path();
        Entry {
            at: self.at,
            method: method.to_string(),
            path: path.strip_prefix(BASE_PATH).unwrap_or(path).to_owned(),
            query: received::query(uri),
            headers: headers
                .iter()
                .filter(|(name, _)| **name != AUTHORIZATION)
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
            operation: self.operation.as_deref().map(str::to_owned),
            status: self.status.map(|status| status.as_u16()),
        }
    }

    /// What it holds, apart from itself. A header has a size even if it is empty.
    fn bytes(&self) -> usize {
        let headers = self.parts.headers.iter();
        let headers = headers
            .map(|(name, value)| size_of_val(&(name, value)) + name.as_str().len() + value.len());
        let asked = self.parts.uri.path_and_query();
        let asked = asked.map_or(0, |asked| asked.as_str().len());
        size_of::<Parts>() + headers.sum::<usize>() + asked + self.body.len()
    }
}

/// Without headers, among which is a key.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("method", &self.parts.method)
            .field("uri", &self.parts.uri)
            .finish_non_exhaustive()
    }
}
