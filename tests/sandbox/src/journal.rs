//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use hyper::header::{AUTHORIZATION, HeaderMap};
use hyper::http::request::Parts;
use hyper::{Method, Uri};
use serde::Serialize;

use crate::{BASE_PATH, server};

/// How many requests are kept. The oldest go first.
const KEPT: usize = 4096;

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
    /// The answer's status; nothing where the connection was closed instead.
    pub status: Option<u16>,
}

/// A request as it came. An entry is made of it when somebody asks, as few do.
pub(crate) struct Recorded {
    at: DateTime<Utc>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
    pub(crate) operation: Option<&'static str>,
    pub(crate) status: Option<u16>,
}

/// Without headers, among which is a key.
impl fmt::Debug for Recorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("method", &self.method)
            .field("uri", &self.uri)
            .finish_non_exhaustive()
    }
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<Recorded>>);

impl Journal {
    pub(crate) fn push(&self, entry: Recorded) {
        let mut entries = self.lock();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().iter().map(Recorded::entry).collect()
    }

    pub(crate) fn last(&self, count: usize) -> Vec<Entry> {
        let entries = self.lock();
        entries
            .iter()
            .rev()
            .take(count)
            .map(Recorded::entry)
            .collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Recorded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    pub(crate) fn new(at: DateTime<Utc>, request: &Parts, body: &Bytes) -> Self {
        let body = if body.len() > BODY {
            Bytes::copy_from_slice(&body[..BODY])
        } else {
            body.clone()
        };
        Self {
            at,
            method: request.method.clone(),
            uri: request.uri.clone(),
            headers: request.headers.clone(),
            body,
            operation: None,
            status: None,
        }
    }

    fn entry(&self) -> Entry {
        let path = self.uri.path();
        let headers = self.headers.iter();
        Entry {
            at: self.at,
            method: self.method.to_string(),
            path: path.strip_prefix(BASE_PATH).unwrap_or(path).to_owned(),
            query: server::query(&self.uri),
            headers: headers
                .filter(|(name, _)| **name != AUTHORIZATION)
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
            operation: self.operation.map(str::to_owned),
            status: self.status,
        }
    }
}
