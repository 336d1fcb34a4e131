//! Where a request goes: to the API, to the controls, or to the page.

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::{Method, Response};

use crate::refusal::Refusal;
use crate::reply::{Raw, Reply};
use crate::request::Request;
use crate::state::State;
use crate::{api, control, page};

/// Where the controls are.
const CONTROLS: &str = "/_sandbox";

/// Answers every request.
pub(crate) async fn respond(
    state: &State,
    request: hyper::Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Raw> {
    let request = Request::read(state.clock.now(), request).await;
    let base_path = state.endpoints.document.base_path;
    let decoded = request.path();
    let path = decoded.as_deref().unwrap_or(request.uri.path());
    let reply = match path.strip_prefix(base_path) {
        Some(below) if below.starts_with('/') => {
            let refusal = decoded.as_ref().err().cloned();
            api::answer(state, &request, below, refusal).await?
        }
        _ => own(state, &request, path).unwrap_or_else(Reply::from),
    };
    Ok(reply.into())
}

/// Answers what is not of the API.
fn own(state: &State, request: &Request, path: &str) -> Result<Reply, Refusal> {
    if let Some(path) = path.strip_prefix(CONTROLS) {
        state.origin.check(&request.headers)?;
        let body = request.body.as_ref().map_err(Clone::clone)?;
        let body = String::from_utf8_lossy(body);
        return control::answer(state, &request.method, path, body.trim());
    }
    match page::answer(state, &request.headers, path) {
        Some(page) if request.method == Method::GET => {
            state.origin.check(&request.headers)?;
            Ok(page)
        }
        _ => Err(Refusal::not_found(&format!(
            "there is no {path:?}; the API is below {}",
            state.endpoints.document.base_path
        ))),
    }
}
