//! What was asked, for tests to assert on.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use hyper::header::AUTHORIZATION;
use hyper::{Method, StatusCode};
use serde::Serialize;

use crate::request::Request;

/// How many requests are kept. The oldest go first.
const KEPT: usize = 4096;

/// How much all of them may hold, in bytes.
const BYTES: usize = 16 << 20;

/// Room for most heads, in bytes; others get more.
const HEAD: usize = 512;

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
    /// The path below the base URL, decoded: `/tracking`.
    pub path: String,
    /// The query's parameters, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The headers in their order, but for `Authorization`.
    pub headers: Vec<(String, String)>,
    /// The body's first 16 KiB.
    pub body: String,
    /// The `operationId`, where the document has the operation.
    pub operation: Option<String>,
    /// The status of the answer. `None` where the connection was closed instead, the client did not wait,
    /// or the answer is still to come.
    pub status: Option<u16>,
}

/// What is kept of a request, in one piece. An [`Entry`] is made of it when somebody asks, as few do.
#[derive(Debug)]
struct Recorded {
    at: DateTime<Utc>,
    method: Method,
    /// The path, the query, and a line for each header.
    head: Vec<u8>,
    /// Where the path ends, and where the query does.
    ends: (usize, usize),
    body: Box<[u8]>,
    operation: Option<&'static str>,
    status: Option<StatusCode>,
}

/// The last requests.
#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Recorded>,
    /// How many were forgotten: the number of the first entry, counted from the sandbox's start.
    forgotten: usize,
    /// What the entries hold, in bytes.
    bytes: usize,
}

impl Journal {
    /// Keeps a request for a path below the base path, and returns its number.
    pub(crate) fn push(
        &self,
        request: &Request,
        path: &str,
        operation: Option<&'static str>,
    ) -> usize {
        let entry = Recorded::new(request, path, operation);
        let mut kept = self.lock();
        kept.bytes += entry.bytes();
        kept.entries.push_back(entry);
        while kept.entries.len() > KEPT || (kept.bytes > BYTES && kept.entries.len() > 1) {
            kept.forget();
        }
        kept.forgotten + kept.entries.len() - 1
    }

    /// Notes the status that a request was answered with, if the request is still kept.
    pub(crate) fn answered(&self, number: usize, status: Option<StatusCode>) {
        let mut kept = self.lock();
        let index = number.checked_sub(kept.forgotten);
        if let Some(entry) = index.and_then(|index| kept.entries.get_mut(index)) {
            entry.status = status;
        }
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.lock().entries.iter().map(Recorded::entry).collect()
    }

    /// The last requests with their numbers, the latest first.
    pub(crate) fn last(&self, count: usize) -> Vec<(usize, Entry)> {
        let kept = self.lock();
        let numbered = (kept.forgotten..).zip(&kept.entries);
        let skipped = kept.entries.len().saturating_sub(count);
        let mut last: Vec<_> = numbered
            .skip(skipped)
            .map(|(number, entry)| (number, entry.entry()))
            .collect();
        last.reverse();
        last
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

impl Kept {
    /// Forgets the oldest.
    fn forget(&mut self) {
        if let Some(entry) = self.entries.pop_front() {
            self.bytes -= entry.bytes();
            self.forgotten += 1;
        }
    }
}

impl Recorded {
    fn new(request: &Request, path: &str, operation: Option<&'static str>) -> Self {
        let mut head = Vec::with_capacity(HEAD);
        head.extend_from_slice(path.as_bytes());
        let path = head.len();
        head.extend_from_slice(request.uri.query().unwrap_or_default().as_bytes());
        let query = head.len();
        for (name, value) in &request.headers {
            if *name != AUTHORIZATION {
                head.extend_from_slice(name.as_str().as_bytes());
                head.push(b':');
                head.extend_from_slice(value.as_bytes());
                head.push(b'\n');
            }
        }
        if head.capacity() > HEAD {
            head.shrink_to_fit();
        }
        let body = request.body.as_deref().unwrap_or_default();
        Self {
            at: request.at,
            method: request.method.clone(),
            head,
            ends: (path, query),
            body: body[..body.len().min(BODY)].into(),
            operation,
            status: None,
        }
    }

    fn entry(&self) -> Entry {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (path, query) = self.ends;
        // No header's value has an end of line.
        let headers = text(&self.head[query..]);
        let headers = headers.lines().filter_map(|line| line.split_once(':'));
        Entry {
            at: self.at,
            method: self.method.to_string(),
            path: text(&self.head[..path]),
            query: form_urlencoded::parse(&self.head[path..query])
                .into_owned()
                .collect(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: text(&self.body),
            operation: self.operation.map(str::to_owned),
            status: self.status.map(|status| status.as_u16()),
        }
    }

    /// What it holds, apart from itself.
    fn bytes(&self) -> usize {
        self.head.capacity() + self.body.len()
    }
}
