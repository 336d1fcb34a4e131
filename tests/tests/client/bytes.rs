//! For any bytes as a body, and any headers, nothing panics and the status survives.

use std::sync::{Arc, Mutex};

use linksii_api::{Client, Error, RetryPolicy};
use linksii_tests::server::{Answer, Server};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// How many replies are tried.
const CASES: u32 = 4096;

/// Something that is nearly a reply: real ones with bytes changed, and noise.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let page = r#"{"data": [{"id": "ws_1", "name": "Acme", "slug": "acme", "plan": "pro", "created_at": "2025-01-15T09:00:00Z"}], "meta": {"total": 1, "limit": 20, "offset": 0}}"#;
    let changed = (
        prop::collection::vec((0..page.len(), any::<u8>()), 0..6),
        0..=page.len(),
    );
    let changed = changed.prop_map(move |(changes, end)| {
        let mut bytes = page.as_bytes().to_vec();
        for (place, byte) in changes {
            bytes[place] = byte;
        }
        bytes.truncate(end);
        bytes
    });
    prop_oneof![
        3 => changed,
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => "[{}\\[\\]\":,0-9eE.+-]{0,80}".prop_map(String::into_bytes),
        1 => (0_usize..3000).prop_map(|depth| "[".repeat(depth).into_bytes()),
    ]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let name = prop::sample::select(vec![
        "retry-after",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "date",
        "x-request-id",
        "location",
        "content-type",
    ]);
    let value = prop_oneof![
        "[ -~]{0,30}",
        any::<i64>().prop_map(|it| it.to_string()),
        any::<u64>().prop_map(|it| it.to_string()),
        any::<f64>().prop_map(|it| it.to_string())
    ];
    prop::collection::vec((name, value), 0..4)
}

#[test]
fn the_status_survives_any_reply() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let next = Arc::new(Mutex::new(Answer::close()));
    let answer = Arc::clone(&next);
    let server = runtime.block_on(Server::answering(move |_| answer.lock().unwrap().clone()));
    let http = Client::http_client_builder().unwrap().build().unwrap();
    // One for each reply: what the last one said of the limit is paced by.
    let client = || {
        let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
        let builder = builder.http_client(http.clone());
        builder.retry(RetryPolicy::none()).build().unwrap()
    };

    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    // Of a 429 more is read than of the others.
    let status = prop_oneof![3 => 200_u16..600, 1 => Just(429)];
    let replies = (body(), headers(), status);
    let outcome = TestRunner::new(config).run(&replies, |(body, headers, status)| {
        let mut answer = Answer::new(status, body);
        for (name, value) in &headers {
            answer = answer.header(name, value);
        }
        *next.lock().unwrap() = answer.header("connection", "close");
        let Err(error) = runtime.block_on(client().workspaces().list().send()) else {
            prop_assert!((200..300).contains(&status));
            return Ok(());
        };
        let (display, debug) = (error.to_string(), format!("{error:?}"));
        prop_assert!(!display.is_empty() && !display.contains("lnk_test"));
        prop_assert!(!debug.contains("lnk_test"));
        match &error {
            Error::Api(error) => prop_assert_eq!(error.status().as_u16(), status),
            Error::Decode(error) => prop_assert_eq!(error.status().as_u16(), status),
            other => prop_assert!(false, "{}", other),
        }
        Ok(())
    });
    outcome.unwrap();
}
