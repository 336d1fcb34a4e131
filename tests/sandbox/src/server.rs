//! A request's way through the sandbox: who asks, how often, for what, and then the answer.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::ALLOW;
use axum::http::{HeaderValue, Response};
use linksii_api::limits::EVERY_OTHER;
use url::form_urlencoded;

use crate::clock::Clock;
use crate::handlers::{self, handle};
use crate::limits::{Limits, Standing};
use crate::reply::{Refusal, refusal, tell};
use crate::spec::{Operation, Spec};
use crate::state::State;
use crate::{BASE_PATH, auth};

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 1 << 20;

/// What all requests share.
#[derive(Debug)]
pub(crate) struct Server {
    spec: Spec,
    state: State,
    limits: Limits,
    clock: Clock,
    enforced: bool,
}

impl Server {
    pub(crate) fn new(enforced: bool) -> Result<Self, String> {
        Ok(Self {
            spec: Spec::read()?,
            state: State::new(),
            limits: Limits::default(),
            clock: Clock::default(),
            enforced,
        })
    }

    pub(crate) fn reset(&self) {
        self.state.reset();
        self.limits.reset();
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    fn answer(&self, request: &axum::http::request::Parts, body: &Bytes) -> Response<Body> {
        let path = request
            .uri
            .path()
            .strip_prefix(BASE_PATH)
            .unwrap_or_default();
        let operation = self.spec.find(&request.method, path);
        let key = auth::authorise(&request.headers, &self.state);
        let standing = self.count(
            key.as_ref().ok().copied(),
            path,
            operation.as_ref().ok().copied(),
        );
        let outcome = key.and_then(|_| {
            let operation = operation?;
            if standing.retry_after.is_some() {
                return Err(Refusal::RateLimited);
            }
            self.operate(operation, request, body)
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

    /// Every response tells where the key stands, a refused one too.
    fn count(&self, key: Option<&str>, path: &str, operation: Option<&Operation>) -> Standing {
        let limit = operation.map_or(&EVERY_OTHER, |operation| operation.limit);
        let endpoint = format!("{path} {:?}", limit.access);
        let enforced = self.enforced && key.is_some();
        self.limits.count(
            key.unwrap_or_default(),
            &endpoint,
            limit,
            self.clock.now(),
            enforced,
        )
    }

    fn operate(
        &self,
        operation: &Operation,
        request: &axum::http::request::Parts,
        body: &Bytes,
    ) -> Result<Response<Body>, Refusal> {
        let query = request.uri.query().unwrap_or_default();
        let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        operation.check_query(&query)?;
        let body = operation.check_body(body)?;
        let request = handlers::Request {
            state: &self.state,
            now: self.clock.now(),
            query: &query,
            body,
        };
        handle(&operation.id, request)
    }
}

pub(crate) fn service(server: Arc<Server>) -> Router {
    Router::new().fallback(respond).with_state(server)
}

async fn respond(Shared(server): Shared<Arc<Server>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    match to_bytes(body, LARGEST_BODY).await {
        Ok(body) => server.answer(&parts, &body),
        Err(_) => {
            let error = format!("the body is larger than {LARGEST_BODY} bytes, or was cut off");
            refusal(&Refusal::BadRequest(error, "INVALID_BODY"))
        }
    }
}
