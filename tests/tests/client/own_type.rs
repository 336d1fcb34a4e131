//! Replies read into types of the caller's own, and the events of a call.

use std::sync::{Arc, Mutex};

use linksii_api::Event;
use linksii_sandbox::{Fault, Sandbox, StatusCode};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
struct Score {
    platform: String,
    score: u32,
}

#[tokio::test]
async fn items_are_read_into_a_type_of_the_callers_own() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = sandbox.client_builder().build().unwrap();
    let list = || client.tracking().list("ws_01HXYZ").limit(1);
    let scores: Vec<Score> = list().items_as().all().await.unwrap();
    let found: Vec<_> = scores
        .iter()
        .map(|it| (it.platform.as_str(), it.score))
        .collect();
    assert_eq!(found, [("chatgpt", 72), ("claude", 68)]);
    let page = list()
        .items_as::<Value>()
        .offset(1)
        .response()
        .await
        .unwrap();
    assert_eq!(page.get_ref().meta.total, 2);
    assert_eq!(page.get_ref().data[0]["id"], "run_01HDEF");
}

#[tokio::test]
async fn a_body_is_read_with_its_envelope() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = sandbox.client_builder().build().unwrap();
    let call = client
        .competitors()
        .create("ws_01HXYZ", "Trello")
        .domain("trello.com");
    let body: Value = call.body_as().send().await.unwrap();
    assert_eq!(body["data"]["domain"], "trello.com");
    // An empty id is refused as in any other call.
    let call = client.competitors().create("", "Trello");
    let error = call.body_as::<Value>().send().await.unwrap_err();
    assert!(error.to_string().contains("workspace_id"), "{error}");
}

#[tokio::test]
async fn each_request_and_each_further_attempt_is_reported() {
    let sandbox = Sandbox::start().await.unwrap();
    let events = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&events);
    let observe = move |event: &Event<'_>| {
        let line = match event {
            Event::Sending {
                method,
                url,
                body,
                attempt,
                ..
            } => {
                let body = body.map(String::from_utf8_lossy).unwrap_or_default();
                format!(
                    "{attempt} {method} {} {body}",
                    reqwest::Url::parse(url).unwrap().path()
                )
            }
            Event::Retrying { attempt, error, .. } => {
                format!("{attempt} {}", error.status().unwrap())
            }
            other => panic!("{other:?}"),
        };
        seen.lock().unwrap().push(line);
    };
    let client = sandbox.client_builder().on_event(observe).build().unwrap();
    sandbox.inject(
        Fault::status(StatusCode::TOO_MANY_REQUESTS)
            .retry_after(0)
            .times(1),
    );
    client.keys().create("ci").send().await.unwrap();
    let events = events.lock().unwrap().clone();
    assert_eq!(
        events,
        [
            "1 POST /api/v1/keys {\"name\":\"ci\"}",
            "1 429 Too Many Requests",
            "2 POST /api/v1/keys {\"name\":\"ci\"}",
        ]
    );
}
