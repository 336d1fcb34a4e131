//! A request's way through the sandbox: what goes wrong with it, who asks, how often, for what, and
//! then the answer.

use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderName, HeaderValue};
use hyper::http::uri::PathAndQuery;
use hyper::{Method, Request, Response, StatusCode};
use linksii_api::limits::EVERY_OTHER;
use tokio::time::sleep;

use crate::body::Body;
use crate::clock::Clock;
use crate::fault::{Fault, Faults};
use crate::handlers::{self, handle};
use crate::heads::Heads;
use crate::journal::Journal;
use crate::limits::{Limits, Standing};
use crate::received::{self, Received};
use crate::reply::{Refusal, Reply, refusal};
use crate::spec::{Operation, Spec};
use crate::state::State;
use crate::{BASE_PATH, SandboxBuilder, auth, control, page, spoil};

/// The header that asks for a fault.
static FAULT: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) spec: Arc<Spec>,
    pub(crate) state: State,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    heads: Heads,
    /// What `faults` starts with.
    settings: SandboxBuilder,
}

/// The connection is closed instead of a reply.
#[derive(Debug)]
pub(crate) struct Closed;

impl fmt::Display for Closed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("closed, as was asked for")
    }
}

impl std::error::Error for Closed {}

impl Server {
    /// # Errors
    ///
    /// If the document cannot be read, or a fault is for an operation that it does not have.
    pub(crate) fn new(settings: SandboxBuilder) -> Result<Self, String> {
        let spec =
            Spec::read(settings.spec.as_deref()).map_err(|why| format!("the spec: {why}"))?;
        for fault in &settings.faults {
            spec.check_fault(fault)?;
        }
        Ok(Self {
            spec,
            state: State::new(settings.history.clone(), settings.all_plans),
            limits: Limits::default(),
            clock: Clock::default(),
            faults: Faults::new(settings.faults.clone()),
            journal: Journal::default(),
            heads: Heads::default(),
            settings,
        })
    }

    /// Everything as at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.state.reset();
        self.limits.reset();
        self.faults.reset(self.settings.faults.clone());
        self.journal.clear();
    }

    pub(crate) async fn respond(
        &self,
        request: Request<Incoming>,
    ) -> Result<Response<Body>, Closed> {
        let received = Received::read(request, &self.clock).await;
        let path = received.parts.uri.path();
        if let Some(path) = path
            .strip_prefix(BASE_PATH)
            .filter(|it| it.starts_with('/'))
        {
            self.api(&received, path).await
        } else if let Some(refused) = &received.unread {
            Ok(refusal(refused).into())
        } else if let Some(path) = path.strip_prefix(control::PATH) {
            Ok(control::answer(self, &received, path))
        } else if path == "/" {
            Ok(page::answer(self, &received))
        } else {
            let path = format!("{path:?}; the API is below {BASE_PATH}");
            Ok(refusal(&Refusal::NoSuchPath(path)).into())
        }
    }

    async fn api(&self, received: &Received, path: &str) -> Result<Response<Body>, Closed> {
        let operation = self.spec.find(&received.parts.method, path);
        let id = operation.as_ref().ok().map(|it| &it.id);
        // Before the answer, as a client may not wait for it.
        let entry = self.journal.push(received, id);
        let outcome = match self.fault(received, id.map(|id| &**id)) {
            Ok(None) => Ok(self.answer(received, path, operation, None)),
            Ok(Some(fault)) => {
                let response = self.answer(received, path, operation, fault.refusal());
                if let Some(range) = &fault.delay {
                    // In a box, as few requests have room for it.
                    Box::pin(sleep(self.faults.pick(range))).await;
                }
                spoil::spoil(response, &fault, &self.spec)
            }
            Err(refused) => Ok(self.answer(received, path, operation, Some(refused))),
        };
        if let Ok(response) = &outcome {
            self.journal.answered(entry, response.status());
        }
        outcome
    }

    /// What goes wrong with a request: what it asks for itself, or what waits for it.
    fn fault(
        &self,
        received: &Received,
        operation: Option<&str>,
    ) -> Result<Option<Fault>, Refusal> {
        if let Some(refused) = &received.unread {
            return Err(refused.clone());
        }
        let Some(value) = received.parts.headers.get(&FAULT) else {
            return Ok(self.faults.next(operation));
        };
        let text = String::from_utf8_lossy(value.as_bytes());
        match self.spec.read_fault(&text) {
            Ok(fault) => Ok(Some(fault).filter(|fault| fault.applies_to(operation))),
            Err(error) => {
                let error = format!("{FAULT}: {error}");
                Err(Refusal::BadRequest(error, "INVALID_FAULT"))
            }
        }
    }

    fn answer(
        &self,
        received: &Received,
        path: &str,
        operation: Result<&Operation, Refusal>,
        refused: Option<Refusal>,
    ) -> Response<Body> {
        let key = auth::authorise(&received.parts.headers, &self.state);
        let (asking, asked) = (key.as_ref().ok(), operation.as_ref().ok());
        let mut standing = self.count(asking.copied(), asked.copied(), received.at);
        if key.is_ok() && refused == Some(Refusal::RateLimited) {
            standing.spend();
        }
        let outcome = key.and_then(|_| {
            let operation = operation?;
            if standing.retry_after.is_some() {
                return Err(Refusal::RateLimited);
            }
            match refused {
                Some(refused) => Err(refused),
                None => self.operate(operation, received),
            }
        });
        let mut headers = self.heads.of(&standing);
        let reply = outcome.unwrap_or_else(|why| {
            if why == Refusal::MethodNotAllowed
                && let Ok(methods) = HeaderValue::from_str(&self.spec.allowed(path))
            {
                headers.insert(ALLOW, methods);
            }
            refusal(&why)
        });
        reply.with(headers)
    }

    /// Every response tells where the key stands, a refused one too. All that is no operation is
    /// counted as one, as a client may ask for any number of paths.
    fn count(
        &self,
        key: Option<&str>,
        operation: Option<&Operation>,
        at: DateTime<Utc>,
    ) -> Standing {
        let path = operation.map_or("", |operation| operation.path.as_str());
        let limit = operation.map_or(&EVERY_OTHER, |operation| &operation.limit);
        let enforced = self.settings.limits && key.is_some();
        let key = key.unwrap_or_default();
        self.limits.count(key, path, limit, at, enforced)
    }

    fn operate(&self, operation: &Operation, received: &Received) -> Result<Reply, Refusal> {
        let parts = &received.parts;
        if parts.method != Method::GET {
            return self.compute(operation, received);
        }
        let asked = parts.uri.path_and_query().map_or("", PathAndQuery::as_str);
        let version = match self.state.page(asked) {
            Ok(json) => {
                let status = StatusCode::OK;
                return Ok(Reply { status, json });
            }
            Err(version) => version,
        };
        let reply = self.compute(operation, received)?;
        if reply.status == StatusCode::OK {
            self.state.keep_page(asked, version, &reply.json);
        }
        Ok(reply)
    }

    fn compute(&self, operation: &Operation, received: &Received) -> Result<Reply, Refusal> {
        let query = received::query(received.parts.uri.query().unwrap_or_default());
        operation.check_query(&query)?;
        let body = operation.check_body(&received.parts.headers, &received.body)?;
        let request = handlers::Request {
            state: &self.state,
            now: received.at,
            query: &query,
            body,
        };
        handle(&operation.id, request)
    }
}
