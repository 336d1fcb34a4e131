//! What a test in any language can tell the sandbox, apart from the API: [`CONTROLS`] has it all.
//!
//! Bodies are a line of text. No key is needed.

use hyper::{Method, Response, StatusCode};
use linksii_api::types::WorkspaceId;
use serde_json::{Value, json};

use crate::body::Body;
use crate::handlers::no_workspace;
use crate::received::Received;
use crate::reply::{Envelope, Refusal, Reply, refusal, success};
use crate::server::Server;

/// Below which the controls are.
pub(crate) const PATH: &str = "/_sandbox";

/// Each control, with what it does.
const CONTROLS: [(&str, &str); 10] = [
    ("GET /_sandbox", "lists the controls"),
    (
        "GET /_sandbox/requests",
        "the journal: what was asked, and the status of each answer",
    ),
    ("DELETE /_sandbox/requests", "empties the journal"),
    (
        "GET /_sandbox/faults",
        "the faults that wait for their requests",
    ),
    (
        "POST /_sandbox/faults",
        "a fault for the requests that follow; the body is one, such as `status=503; times=2`",
    ),
    ("DELETE /_sandbox/faults", "no more faults"),
    ("GET /_sandbox/clock", "what time it is for the sandbox"),
    (
        "POST /_sandbox/clock",
        "moves the clock on; the body is a time, such as `90s`",
    ),
    (
        "POST /_sandbox/runs",
        "completes a tracking run; the body is a workspace's id",
    ),
    (
        "POST /_sandbox/reset",
        "everything as at the start, but for the clock",
    ),
];

pub(crate) fn answer(server: &Server, received: &Received, path: &str) -> Response<Body> {
    let text = String::from_utf8_lossy(&received.body);
    let outcome = control(server, &received.parts.method, path, text.trim());
    outcome.unwrap_or_else(|why| refusal(&why)).into()
}

fn control(server: &Server, method: &Method, path: &str, text: &str) -> Result<Reply, Refusal> {
    let wrong = |why: String| Refusal::BadRequest(why, "INVALID_BODY");
    let done = |data: Value| Ok(success(StatusCode::OK, &Envelope { data }));
    match (method.as_str(), path) {
        ("GET", "" | "/") => {
            let controls = CONTROLS.map(|(request, what)| (request.to_owned(), json!(what)));
            done(Value::Object(controls.into_iter().collect()))
        }
        ("GET", "/requests") => done(json!(server.journal.entries())),
        ("DELETE", "/requests") => {
            server.journal.clear();
            done(json!([]))
        }
        ("GET", "/faults") => {
            let faults = server.faults.waiting();
            done(faults.iter().map(ToString::to_string).collect())
        }
        ("POST", "/faults") => {
            let fault = server.spec.read_fault(text).map_err(wrong)?;
            let told = json!(fault.to_string());
            server.faults.add(fault);
            done(told)
        }
        ("DELETE", "/faults") => {
            server.faults.clear();
            done(json!([]))
        }
        ("GET", "/clock") => done(json!(server.clock.now())),
        ("POST", "/clock") => {
            let time = humantime::parse_duration(text)
                .map_err(|error| wrong(format!("{text:?} is no time such as `90s`: {error}")))?;
            server.clock.advance(time);
            done(json!(server.clock.now()))
        }
        ("POST", "/runs") => {
            let id = WorkspaceId::from(text);
            let runs = server.state.complete_run(&id, server.clock.now());
            let runs = runs.ok_or_else(|| no_workspace(&id))?;
            Ok(success(StatusCode::CREATED, &Envelope { data: runs }))
        }
        ("POST", "/reset") => {
            server.reset();
            done(json!([]))
        }
        _ => Err(Refusal::NoSuchControl),
    }
}
