//! What a test in any language can tell the sandbox, apart from the API.
//!
//! | request | what it does |
//! | --- | --- |
//! | `GET /_sandbox/requests` | the journal: what was asked, and the status of each answer |
//! | `DELETE /_sandbox/requests` | empties the journal |
//! | `POST /_sandbox/faults`, the body a [fault](crate::Fault) | a fault for the requests that follow |
//! | `DELETE /_sandbox/faults` | no more faults |
//! | `POST /_sandbox/clock`, the body a time such as `90s` | moves the clock on |
//! | `POST /_sandbox/runs`, the body a workspace's id | completes a tracking run, as the web application would |
//! | `POST /_sandbox/reset` | everything as at the start, but for the clock |
//!
//! Bodies are a line of text. No key is needed.

use hyper::{Method, Response, StatusCode};
use linksii_api::types::WorkspaceId;
use serde_json::json;

use crate::body::Body;
use crate::reply::{Refusal, refusal, success};
use crate::server::{Received, Server};

/// Below which the controls are.
pub(crate) const PATH: &str = "/_sandbox";

pub(crate) fn answer(server: &Server, received: &Received, path: &str) -> Response<Body> {
    let text = String::from_utf8_lossy(&received.body);
    match control(server, &received.parts.method, path, text.trim()) {
        Ok(response) => response,
        Err(refused) => refusal(&refused),
    }
}

fn control(
    server: &Server,
    method: &Method,
    path: &str,
    text: &str,
) -> Result<Response<Body>, Refusal> {
    let wrong = |why: String| Refusal::BadRequest(why, "INVALID_BODY");
    let done = |what: serde_json::Value| Ok(success(StatusCode::OK, &json!({"data": what})));
    match (method, path) {
        (&Method::GET, "/requests") => done(json!(server.journal.entries())),
        (&Method::DELETE, "/requests") => {
            server.journal.clear();
            done(json!([]))
        }
        (&Method::POST, "/faults") => {
            let fault: crate::Fault = text.parse().map_err(|error| wrong(format!("{error}")))?;
            server.faults.add(fault);
            done(json!(text))
        }
        (&Method::DELETE, "/faults") => {
            server.faults.clear();
            done(json!([]))
        }
        (&Method::POST, "/clock") => {
            let time = humantime::parse_duration(text)
                .map_err(|error| wrong(format!("{text:?} is no time such as `90s`: {error}")))?;
            server.clock.advance(time);
            done(json!(server.clock.now()))
        }
        (&Method::POST, "/runs") => {
            let mut data = server.state.lock();
            let id = WorkspaceId::from(text);
            if !data.has_workspace(&id) {
                return Err(Refusal::NotFound);
            }
            let runs = data.complete_run(&id, server.clock.now());
            Ok(success(StatusCode::CREATED, &json!({"data": runs})))
        }
        (&Method::POST, "/reset") => {
            server.reset();
            done(json!([]))
        }
        _ => Err(Refusal::NotFound),
    }
}
