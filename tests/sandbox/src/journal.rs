//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::header::AUTHORIZATION;
use hyper::http::uri::PathAndQuery;
use hyper::{Method, StatusCode};
use serde::Serialize;

use crate::BASE_PATH;
use crate::received::{self, Received};

/// How many requests are kept. The oldest go first.
const KEPT: usize = 4096;

/// How much all of them may hold, in bytes.
const BYTES: usize = 16 << 20;

/// How much of a body is kept, in bytes.
const BODY: usize = 16 << 10;

/// Room for most heads, in bytes; others get more.
const HEAD: usize = 512;

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

/// What is kept of a request. An [`Entry`] is made of it when somebody asks, as few do. It is a copy, as
/// the request's own parts would hold on to the buffer that it was read into.
#[derive(Debug)]
struct Recorded {
    at: DateTime<Utc>,
    method: Method,
    /// The path with the query, and in a line each the headers but for `Authorization`.
    head: Vec<u8>,
    body: Box<[u8]>,
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
    /// Forgets the oldest.
    fn forget(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= entry.bytes();
            self.forgotten += 1;
        }
    }
}

impl Journal {
    /// Keeps a request, and tells its place.
    pub(crate) fn push(&self, request: &Received, operation: Option<&Arc<str>>) -> usize {
        let entry = Recorded::new(request, operation);
        let mut kept = self.lock();
        kept.bytes += entry.bytes();
        kept.entries.push_back(entry);
        while kept.entries.len() > KEPT || (kept.bytes > BYTES && kept.entries.len() > 1) {
            kept.forget();
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
        while !kept.entries.is_empty() {
            kept.forget();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    fn new(request: &Received, operation: Option<&Arc<str>>) -> Self {
        let parts = &request.parts;
        let target = parts.uri.path_and_query();
        let target = target.map_or("", PathAndQuery::as_str);
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(target.as_bytes());
        for (name, value) in &parts.headers {
            if *name != AUTHORIZATION {
                head.push(b'\n');
                head.extend_from_slice(name.as_str().as_bytes());
                head.push(b':');
                head.extend_from_slice(value.as_bytes());
            }
        }
        if head.capacity() > HEAD {
            head.shrink_to_fit();
        }
        Self {
            at: request.at,
            method: parts.method.clone(),
            head,
            body: request.body[..request.body.len().min(BODY)].into(),
            operation: operation.cloned(),
            status: None,
        }
    }

    fn entry(&self) -> Entry {
        let head = String::from_utf8_lossy(&self.head);
        // Neither a path nor a header can have a line's end.
        let mut lines = head.split('\n');
        let target = lines.next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Entry {
            at: self.at,
            method: self.method.to_string(),
            path: path.strip_prefix(BASE_PATH).unwrap_or(path).to_owned(),
            query: received::query(query),
            headers: lines
                .filter_map(|line| line.split_once(':'))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: String::from_utf8_lossy(&self.body).into_owned(),
            operation: self.operation.as_deref().map(str::to_owned),
            status: self.status.map(|status| status.as_u16()),
        }
    }

    /// What it holds, apart from itself.
    fn bytes(&self) -> usize {
        self.head.capacity() + self.body.len()
    }
}
