//! A request for the API: it is noted in the journal; a fault may apply to it; its key, its limit, its query
//! and its body are checked; and then it is acted on.

use std::time::SystemTime;

use hyper::StatusCode;
use hyper::header::{DATE, HeaderName, HeaderValue};
use linksii_api::limits;
use tokio::time::sleep;

use crate::auth::authorise;
use crate::data::Data;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::handlers::{Call, handle};
use crate::limits::Budget;
use crate::refusal::Refusal;
use crate::reply::{Raw, Reply};
use crate::request::Request;
use crate::state::State;

/// The header that asks for a fault.
static FAULT: HeaderName = HeaderName::from_static("x-sandbox-fault");

/// Answers a request for a decoded path below the base path; with a refusal where it cannot be decoded.
pub(crate) async fn answer(
    state: &State,
    request: &Request,
    path: &str,
    refusal: Option<Refusal>,
) -> Result<Reply, Raw> {
    let found = || state.endpoints.find(&request.method, path);
    let endpoint = refusal.map_or_else(found, Err);
    let id = endpoint.as_ref().ok().map(|it| it.operation.id);
    // Before the answer, as a client may not wait for it.
    let number = state.journal.push(request, path, id);
    let fault = fault_for(state, request, id);
    let reply = reply_to(state, request, endpoint, fault.as_ref());
    let outcome = match fault {
        Ok(Some(fault)) => {
            if let Some(range) = &fault.delay {
                sleep(state.faults.pick(range)).await;
            }
            fault.change(reply, state.endpoints.document).await
        }
        _ => Ok(reply),
    };
    let status = match &outcome {
        Ok(reply) => Some(reply.status),
        Err(raw) => raw.status,
    };
    state.journal.answered(number, status);
    outcome
}

/// What goes wrong with a request: what it asks for itself, or what waits for it.
fn fault_for(state: &State, request: &Request, id: Option<&str>) -> Result<Option<Fault>, Refusal> {
    let Some(value) = request.headers.get(&FAULT) else {
        return Ok(state.faults.next(id));
    };
    let fault = state.read_fault(&String::from_utf8_lossy(value.as_bytes()));
    match fault {
        Ok(fault) => Ok(Some(fault).filter(|it| it.applies_to(id))),
        Err(why) => Err(Refusal::invalid(
            "INVALID_FAULT",
            &format!("{FAULT}: {why}"),
        )),
    }
}

/// The reply, before a fault changes it. Each reports the key's budget, a refusal too.
fn reply_to(
    state: &State,
    request: &Request,
    endpoint: Result<&Endpoint, Refusal>,
    fault: Result<&Option<Fault>, &Refusal>,
) -> Reply {
    let mut data = state.data();
    let key = authorise(&request.headers, &data);
    let mut budget = count(
        state,
        request,
        endpoint.as_ref().ok().copied(),
        key.as_ref().ok().copied(),
    );
    let fault = fault.map(Option::as_ref).map_err(Clone::clone);
    if key.is_ok() && matches!(fault, Ok(Some(fault)) if fault.spends()) {
        budget.spend();
    }
    let outcome = key.and(endpoint).and_then(|endpoint| {
        if budget.opens.is_some() {
            return Err(Refusal::of(StatusCode::TOO_MANY_REQUESTS));
        }
        match fault?.and_then(Fault::refuses) {
            Some(status) => Err(Refusal::of(status)),
            None => act(request, endpoint, &mut data),
        }
    });
    let mut reply = outcome.unwrap_or_else(Reply::from);
    budget.report(request.at, &mut reply.headers);
    // Hyper sends this machine's time, which is the sandbox's unless its clock was moved.
    let real = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    if real.as_secs() != request.at.timestamp().cast_unsigned()
        && let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(request.at.into()))
    {
        reply.headers.insert(DATE, date);
    }
    reply
}

/// Counts a request. All that is not an operation is counted as one, as a client may ask for any number of
/// paths; and all unknown keys.
fn count(
    state: &State,
    request: &Request,
    endpoint: Option<&Endpoint>,
    key: Option<&str>,
) -> Budget {
    let path = endpoint.map_or("", |it| it.operation.path);
    let limit = endpoint.map_or_else(|| limits::of(&request.method, ""), |it| it.limit);
    let enforced = state.settings.limits && key.is_some();
    let key = key.unwrap_or_default();
    state.limits.count(key, path, limit, request.at, enforced)
}

fn act(request: &Request, endpoint: &Endpoint, data: &mut Data) -> Result<Reply, Refusal> {
    let query = request.uri.query().unwrap_or_default();
    let query = endpoint.check_query(query)?;
    let body = request.body.as_ref().map_err(Clone::clone)?;
    let body = endpoint.check_body(&request.headers, body)?;
    let call = Call {
        now: request.at,
        query,
        body,
    };
    handle(endpoint.operation.id, call, data)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use bytes::Bytes;
    use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
    use hyper::{Method, StatusCode};

    use super::answer;
    use crate::endpoint::Endpoints;
    use crate::operation::{Document, Operation};
    use crate::origin::Origin;
    use crate::request::Request;
    use crate::state::{Settings, State};

    /// Operations that the sandbox has no handler for.
    static DOCUMENT: Document = Document {
        base_path: "/api/v1",
        operations: &[
            Operation {
                id: "list_mentions",
                method: "GET",
                path: "/brands/{brand_id}/mentions",
                query: r#"{
                    "type": "object",
                    "properties": {
                        "workspace_id": {"type": "string"},
                        "fresh": {"type": "boolean"},
                        "least": {"type": "number", "maximum": 1},
                        "tone": {"enum": ["warm", "cold"]}
                    },
                    "required": ["workspace_id"],
                    "additionalProperties": false
                }"#,
                body: None,
                body_required: false,
                reply: None,
            },
            Operation {
                id: "note_mention",
                method: "POST",
                path: "/mentions",
                query: r#"{"type": "object", "additionalProperties": false}"#,
                body: Some(r#"{"properties": {"mood": {"type": ["string", "null"]}}}"#),
                body_required: false,
                reply: None,
            },
        ],
        enums: &[],
        maps: &[],
    };

    async fn status(method: Method, target: &str, body: &'static str) -> StatusCode {
        let endpoints = Box::leak(Box::new(Endpoints::new(&DOCUMENT).unwrap()));
        let origin = Origin::new(([127, 0, 0, 1], 4010).into(), "127.0.0.1");
        let state = State::new(endpoints, Settings::default(), origin).unwrap();
        let mut headers = HeaderMap::new();
        let key = "Bearer lnk_sandbox_enterprise";
        headers.insert(AUTHORIZATION, key.parse().unwrap());
        headers.insert(CONTENT_TYPE, "application/json".parse().unwrap());
        let request = Request {
            at: state.clock.now(),
            method,
            uri: target.parse().unwrap(),
            headers,
            body: Ok(Bytes::from_static(body.as_bytes())),
        };
        let path = request.uri.path();
        answer(&state, &request, path, None).await.unwrap().status
    }

    #[tokio::test]
    async fn an_operation_without_a_handler_is_checked_and_answered_with_501() {
        for (query, expected) in [
            ("workspace_id=ws_1", 501),
            ("workspace_id=ws_1&fresh=true&least=0.5", 501),
            ("workspace_id=ws_1&tone=cold", 501),
            ("workspace_id=ws_1&tone=hot", 400),
            ("workspace_id=ws_1&fresh=maybe", 400),
            ("workspace_id=ws_1&least=1.5", 400),
            ("fresh=true", 400),
        ] {
            let target = format!("/brands/b_1/mentions?{query}");
            let status = status(Method::GET, &target, "").await;
            assert_eq!(status, expected, "{query}");
        }
        for (body, expected) in [
            ("", 501),
            (r#"{"mood": null}"#, 501),
            (r#"{"mood": 5}"#, 400),
        ] {
            let status = status(Method::POST, "/mentions", body).await;
            assert_eq!(status, expected, "{body}");
        }
    }

    #[tokio::test]
    async fn braces_in_a_path_template_are_one_segment() {
        for path in [
            "/brands//mentions",
            "/brands/a/b/mentions",
            "/brands/a",
            "/brands/a/mentions/",
        ] {
            let status = status(Method::GET, path, "").await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
