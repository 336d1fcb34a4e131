//! Where a request goes: to the API, to the controls, or to the page.

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::{Method, Response};

use crate::origin::Origin;
use crate::refusal::Refusal;
use crate::reply::{Raw, Reply};
use crate::request::Request;
use crate::state::State;
use crate::{api, control, page};

/// Where the controls are.
const CONTROLS: &str = "/_sandbox";

/// What answers every request.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) state: State,
    origin: Origin,
}

impl Server {
    pub(crate) fn new(state: State, origin: Origin) -> Self {
        Self { state, origin }
    }

    pub(crate) async fn respond(
        &self,
        request: hyper::Request<Incoming>,
    ) -> Result<Response<Full<Bytes>>, Raw> {
        let request = Request::read(self.state.clock.now(), request).await;
        let reply = match request.path() {
            Ok(path) => match self.below_base_path(&path) {
                Some(path) => api::answer(&self.state, &request, path).await?,
                None => self.own(&request, &path).unwrap_or_else(Reply::from),
            },
            Err(refusal) => refusal.into(),
        };
        Ok(reply.into())
    }

    fn below_base_path<'p>(&self, path: &'p str) -> Option<&'p str> {
        let base_path = self.state.endpoints.document.base_path;
        let below = path.strip_prefix(base_path)?;
        below.starts_with('/').then_some(below)
    }

    /// Answers what is not of the API.
    fn own(&self, request: &Request, path: &str) -> Result<Reply, Refusal> {
        self.origin.check(&request.headers)?;
        let body = request.body.as_ref().map_err(Clone::clone)?;
        if let Some(path) = path.strip_prefix(CONTROLS) {
            let body = String::from_utf8_lossy(body);
            return control::answer(&self.state, &request.method, path, body.trim());
        }
        if request.method == Method::GET
            && let Some(reply) = page::answer(&self.state, &request.headers, path)
        {
            return Ok(reply);
        }
        let base_path = self.state.endpoints.document.base_path;
        Err(Refusal::not_found(&format!(
            "the document has no path {path:?}; the API is below {base_path}"
        )))
    }
}
