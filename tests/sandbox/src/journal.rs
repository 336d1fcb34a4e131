//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use serde::Serialize;

use crate::server::Received;

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

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Entry>,
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
    pub(crate) fn push(&self, entry: Entry) -> usize {
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
            entry.status = Some(status.as_u16());
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().cloned().collect()
    }

    /// The last requests, the latest first.
    pub(crate) fn last(&self, count: usize) -> Vec<Entry> {
        self.lock()
            .entries
            .iter()
            .rev()
            .take(count)
            .cloned()
            .collect()
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

impl Entry {
    pub(crate) fn new(
        at: DateTime<Utc>,
        request: &Received,
        path: &str,
        operation: Option<&str>,
    ) -> Self {
        let (headers, body) = (request.parts.headers.iter(), &request.body);
        Self {
            at,
            method: request.parts.method.to_string(),
            path: path.to_owned(),
            query: request.query.clone(),
            headers: headers
                .filter(|(name, _)| *name != hyper::header::AUTHORIZATION)
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            body: String::from_utf8_lossy(&body[..body.len().min(BODY)]).into_owned(),
            operation: operation.map(str::to_owned),
            status: None,
        }
    }

    /// What it holds, apart from itself. A pair has a size even if it is empty.
    fn bytes(&self) -> usize {
        let pairs = self.query.iter().chain(&self.headers);
        let pairs = pairs.map(|pair| size_of_val(pair) + pair.0.len() + pair.1.len());
        pairs.sum::<usize>() + self.path.len() + self.body.len()
    }
}
