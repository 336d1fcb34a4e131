//! A request's way through the sandbox: what goes wrong with it, who asks, how often, for what, and
//! then the answer.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::header::{ALLOW, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode, Uri};
use linksii_api::limits::EVERY_OTHER;
use tokio::time::{sleep, timeout};
use url::form_urlencoded;

use crate::body::Body;
use crate::clock::Clock;
use crate::fault::{Fault, Faults};
use crate::handlers::{self, handle};
use crate::journal::{Journal, Recorded};
use crate::limits::{Limits, Standing};
use crate::reply::{Refusal, json_response, refusal, tell};
use crate::spec::{Operation, Spec};
use crate::state::State;
use crate::{BASE_PATH, SandboxBuilder, auth, control, page, spoil};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// How long a body may take to arrive.
const BODY_TIME: Duration = Duration::from_secs(30);

/// The header that asks for a fault.
static FAULT: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) spec: &'static Spec,
    pub(crate) state: State,
    pub(crate) limits: Limits,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// What `faults` starts with.
    settings: SandboxBuilder,
}

/// A request, read whole.
pub(crate) struct Received {
    pub(crate) parts: Parts,
    pub(crate) body: Bytes,
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
    pub(crate) fn new(settings: SandboxBuilder) -> Result<Self, &'static str> {
        Ok(Self {
            spec: Spec::read()?,
            state: State::new(settings.history.clone()),
            limits: Limits::default(),
            clock: Clock::default(),
            faults: Faults::new(settings.faults.clone()),
            journal: Journal::default(),
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
        let (parts, body) = request.into_parts();
        let body = if body.is_end_stream() {
            // Most requests have none, and need no timer.
            Some(Bytes::new())
        } else {
            let body = timeout(BODY_TIME, Limited::new(body, LARGEST_BODY).collect()).await;
            body.ok().and_then(Result::ok).map(|body| body.to_bytes())
        };
        let Some(body) = body else {
            let error = format!(
                "the body is larger than {LARGEST_BODY} bytes, cut off, or slower than {} s",
                BODY_TIME.as_secs()
            );
            return Ok(refusal(&Refusal::BadRequest(error, "INVALID_BODY")));
        };
        let received = Received { parts, body };
        let path = received.parts.uri.path();
        if let Some(path) = path
            .strip_prefix(BASE_PATH)
            .filter(|it| it.starts_with('/'))
        {
            self.api(&received, path).await
        } else if let Some(path) = path.strip_prefix(control::PATH) {
            Ok(control::answer(self, &received, path))
        } else if path == "/" {
            Ok(page::answer(self))
        } else {
            Ok(refusal(&Refusal::NotFound))
        }
    }

    async fn api(&self, received: &Received, path: &str) -> Result<Response<Body>, Closed> {
        let Received { parts, body } = received;
        let mut entry = Recorded::new(self.clock.now(), parts, body);
        let operation = self.spec.find(&parts.method, path);
        let id = operation.as_ref().ok().map(|it| it.id.as_str());
        let outcome = match self.fault(received, id) {
            Ok(None) => Ok(self.answer(received, path, operation, None)),
            Ok(Some(fault)) => {
                if let Some(range) = &fault.delay {
                    sleep(self.faults.pick(range)).await;
                }
                let response = self.answer(received, path, operation, fault.refusal());
                spoil::spoil(response, &fault, self.spec)
            }
            Err(refused) => Ok(self.answer(received, path, operation, Some(refused))),
        };
        entry.operation = id;
        entry.status = outcome.as_ref().ok().map(|it| it.status().as_u16());
        self.journal.push(entry);
        outcome
    }

    /// What goes wrong with a request: what it asks for itself, or what waits for it.
    fn fault(
        &self,
        received: &Received,
        operation: Option<&str>,
    ) -> Result<Option<Fault>, Refusal> {
        let Some(value) = received.parts.headers.get(&FAULT) else {
            return Ok(self.faults.next(operation));
        };
        let text = String::from_utf8_lossy(value.as_bytes());
        match text.parse() {
            Ok(fault) => Ok(Some(fault)),
            Err(error) => {
                let error = format!("{}: {error}", FAULT.as_str());
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
        let standing = self.count(key.as_ref().ok().copied(), operation.as_ref().ok().copied());
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
        let mut response = outcome.unwrap_or_else(|why| {
            let mut response = refusal(&why);
            if why == Refusal::MethodNotAllowed
                && let Ok(methods) = HeaderValue::from_str(&self.spec.allowed(path))
            {
                response.headers_mut().insert(ALLOW, methods);
            }
            response
        });
        tell(&mut response, &standing);
        response
    }

    /// Every response tells where the key stands, a refused one too. All that is no operation is
    /// counted as one, as a client may ask for any number of paths.
    fn count(&self, key: Option<&str>, operation: Option<&Operation>) -> Standing {
        let path = operation.map_or("", |operation| operation.path.as_str());
        let limit = operation.map_or(&EVERY_OTHER, |operation| operation.limit);
        let enforced = self.settings.limits && key.is_some();
        let key = key.unwrap_or_default();
        self.limits
            .count(key, path, limit, self.clock.now(), enforced)
    }

    fn operate(
        &self,
        operation: &Operation,
        received: &Received,
    ) -> Result<Response<Body>, Refusal> {
        let asked = received.parts.uri.path_and_query();
        let asked = asked.filter(|_| received.parts.method == Method::GET);
        let version = match asked.map(|it| self.state.page(it.as_str())) {
            Some(Ok(page)) => return Ok(json_response(StatusCode::OK, page)),
            Some(Err(version)) => version,
            None => 0,
        };
        let query = query(&received.parts.uri);
        operation.check_query(&query)?;
        let body = operation.check_body(&received.body)?;
        let request = handlers::Request {
            state: &self.state,
            now: self.clock.now(),
            query: &query,
            body,
        };
        let response = handle(&operation.id, request)?;
        if let Some(asked) = asked
            && response.status() == StatusCode::OK
        {
            let page = response.body().bytes();
            self.state.keep_page(asked.as_str(), version, page);
        }
        Ok(response)
    }
}

/// A query's parameters, decoded, in their order.
pub(crate) fn query(uri: &Uri) -> Vec<(String, String)> {
    let query = uri.query().unwrap_or_default();
    form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect()
}
