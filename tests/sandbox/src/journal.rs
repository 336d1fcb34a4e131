//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::http::request::Parts;
use serde::Serialize;

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

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<VecDeque<Entry>>);

impl Journal {
    pub(crate) fn push(&self, entry: Entry) {
        let mut entries = self.lock();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn last(&self, count: usize) -> Vec<Entry> {
        self.lock().iter().rev().take(count).cloned().collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    pub(crate) fn new(
        at: DateTime<Utc>,
        request: &Parts,
        path: &str,
        query: &[(String, String)],
        body: &[u8],
    ) -> Self {
        let headers = request.headers.iter();
        Self {
            at,
            method: request.method.to_string(),
            path: path.to_owned(),
            query: query.to_vec(),
            headers: headers
                .filter(|(name, _)| *name != hyper::header::AUTHORIZATION)
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            body: String::from_utf8_lossy(&body[..body.len().min(BODY)]).into_owned(),
            operation: None,
            status: None,
        }
    }
}
