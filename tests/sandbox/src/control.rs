//! What a test in any language can have the sandbox do, apart from the API. [`CONTROLS`] lists it.
//!
//! Bodies are a line of text. No key is needed.

use hyper::{Method, StatusCode};
use linksii_api::types::WorkspaceId;
use serde_json::{Map, Value, json};

use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::state::State;

/// How many faults wait at once.
const FAULTS: usize = 1000;

/// Each control, with what it does.
const CONTROLS: [(&str, &str); 10] = [
    ("GET /_sandbox", "lists the controls"),
    (
        "GET /_sandbox/requests",
        "what was asked, and how it was answered",
    ),
    ("DELETE /_sandbox/requests", "forgets what was asked"),
    (
        "GET /_sandbox/faults",
        "the faults that wait for their requests",
    ),
    (
        "POST /_sandbox/faults",
        "a fault for what follows: `status=503; times=2`",
    ),
    ("DELETE /_sandbox/faults", "no more faults"),
    ("GET /_sandbox/clock", "what time it is for the sandbox"),
    ("POST /_sandbox/clock", "moves the clock on: `90s`"),
    (
        "POST /_sandbox/runs",
        "completes a tracking run of a workspace: `ws_01HXYZ`",
    ),
    (
        "POST /_sandbox/reset",
        "everything as at the start, the clock too",
    ),
];

/// Answers a request for a path below `/_sandbox`.
pub(crate) fn answer(
    state: &State,
    method: &Method,
    path: &str,
    body: &str,
) -> Result<Reply, Refusal> {
    let wrong = |why: String| Refusal::invalid("INVALID_BODY", &why);
    let done = |data: Value| Ok(Reply::data(StatusCode::OK, data));
    match (method.as_str(), path) {
        ("GET", "" | "/") => {
            let controls = CONTROLS.map(|(request, what)| (request.to_owned(), json!(what)));
            done(Value::Object(Map::from_iter(controls)))
        }
        ("GET", "/requests") => Ok(Reply::data(StatusCode::OK, state.journal.entries())),
        ("DELETE", "/requests") => {
            state.journal.clear();
            done(json!([]))
        }
        ("GET", "/faults") => {
            let faults = state.faults.waiting();
            done(faults.iter().map(ToString::to_string).collect())
        }
        ("POST", "/faults") => {
            let fault = state.read_fault(body).map_err(wrong)?;
            if state.faults.waiting().len() >= FAULTS {
                let why = format!("{FAULTS} faults wait; `DELETE /_sandbox/faults` clears them");
                return Err(Refusal::full(&why));
            }
            let data = json!(fault.to_string());
            state.faults.add(fault);
            done(data)
        }
        ("DELETE", "/faults") => {
            state.faults.clear();
            done(json!([]))
        }
        ("GET", "/clock") => done(json!(state.clock.now())),
        ("POST", "/clock") => {
            let time = humantime::parse_duration(body)
                .map_err(|error| wrong(format!("{body:?} is not a time such as `90s`: {error}")))?;
            state.clock.advance(time);
            done(json!(state.clock.now()))
        }
        ("POST", "/runs") => {
            let runs = state.complete_run(&WorkspaceId::from(body))?;
            Ok(Reply::data(StatusCode::CREATED, runs))
        }
        ("POST", "/reset") => {
            state.reset();
            done(json!([]))
        }
        _ => Err(Refusal::not_found(
            "the sandbox has no such control; GET /_sandbox lists them",
        )),
    }
}
