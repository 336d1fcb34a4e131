//! The documented limits, with a clock that is moved instead of waited for.

use std::time::Duration;

use linksii_sandbox::Sandbox;

use crate::caller::{Caller, OPERATIONS};

/// To the start of a window, so that a test does not cross its end.
fn to_the_next_minute(sandbox: &Sandbox) {
    let into = sandbox.now().timestamp().rem_euclid(60) as u64;
    sandbox.advance(Duration::from_secs(60 - into));
}

#[tokio::test]
async fn every_response_reports_the_budget_of_the_key() {
    let sandbox = Sandbox::start().await.unwrap();
    to_the_next_minute(&sandbox);
    let caller = Caller::of(&sandbox);
    let unknown = caller.with_key("lnk_nobodys");
    let large = format!(r#"{{"name": "{}"}}"#, "x".repeat(2 << 20));
    let replies = [
        caller.get("/workspaces").await,
        caller.get("/tracking").await,
        caller.get("/nowhere").await,
        caller.call("DELETE", "/keys", "").await,
        caller.post("/keys", OPERATIONS[0].3).await,
        caller.post("/keys", &large).await,
        caller.get("/tracking?workspace_id=ws_nowhere").await,
        unknown.get("/workspaces").await,
    ];
    for reply in &replies {
        assert_eq!(reply.number("x-ratelimit-limit"), 100, "{reply:?}");
        assert!((0..100).contains(&reply.number("x-ratelimit-remaining")));
        let reset = reply.number("x-ratelimit-reset") - sandbox.now().timestamp();
        assert!((1..=60).contains(&reset), "{reset}");
        assert_eq!(reply.header("retry-after"), None);
    }
    let statuses = replies.each_ref().map(|it| it.status);
    assert_eq!(statuses, [200, 400, 404, 405, 201, 400, 404, 401]);
}

#[tokio::test]
async fn each_endpoint_has_its_own_limit_and_the_next_minute_a_new_one() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    to_the_next_minute(&sandbox);
    for (id, method, target, body) in OPERATIONS {
        let limit = match id {
            "create_analysis" | "create_template" => 20,
            // Reading and writing are counted together but for templates.
            "create_prompt" | "create_competitor" => continue,
            _ => 100,
        };
        for left in (0..limit).rev() {
            let reply = caller.call(method, target, body).await;
            assert_ne!(reply.status, 429, "{id}");
            assert_eq!(reply.number("x-ratelimit-limit"), limit, "{id}");
            assert_eq!(reply.number("x-ratelimit-remaining"), left, "{id}");
        }
        let reply = caller.call(method, target, body).await;
        assert_eq!(reply.status, 429, "{id}");
        assert!(reply.error().starts_with("Rate Limited"));
        assert_eq!(reply.number("x-ratelimit-remaining"), 0);
        let wait = reply.number("retry-after");
        assert_eq!(
            wait,
            reply.number("x-ratelimit-reset") - sandbox.now().timestamp()
        );
        assert!((1..=60).contains(&wait));
    }
    assert_eq!(caller.post("/prompts", OPERATIONS[4].3).await.status, 429);
    sandbox.advance(Duration::from_secs(60));
    for (id, method, target, body) in OPERATIONS {
        assert_ne!(caller.call(method, target, body).await.status, 429, "{id}");
    }
}

#[tokio::test]
async fn each_key_has_its_own_limits() {
    let sandbox = Sandbox::start().await.unwrap();
    to_the_next_minute(&sandbox);
    let caller = Caller::of(&sandbox);
    let other = caller.post("/keys", OPERATIONS[0].3).await.data();
    let other = caller.with_key(other["key"].as_str().unwrap());
    for _ in 0..100 {
        assert_eq!(caller.get("/workspaces").await.status, 200);
    }
    assert_eq!(caller.get("/workspaces").await.status, 429);
    assert_eq!(other.get("/workspaces").await.status, 200);
}

#[tokio::test]
async fn a_day_has_500_analyses_and_starts_at_midnight() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let until_midnight =
        |sandbox: &Sandbox| 86_400 - sandbox.now().timestamp().rem_euclid(86_400) as u64;
    sandbox.advance(Duration::from_secs(until_midnight(&sandbox)));
    for made in 0..500 {
        if made % 20 == 0 {
            to_the_next_minute(&sandbox);
        }
        let reply = caller.post("/analyze", OPERATIONS[7].3).await;
        assert_eq!(reply.status, 201, "{made}: {reply:?}");
    }
    to_the_next_minute(&sandbox);
    let reply = caller.post("/analyze", OPERATIONS[7].3).await;
    assert_eq!(reply.status, 429);
    let wait = reply.number("retry-after") as u64;
    assert!(wait.abs_diff(until_midnight(&sandbox)) <= 1, "{wait}");
    assert!(wait > 80_000, "midnight is far: {wait}");
    assert_eq!(caller.get("/workspaces").await.status, 200);

    sandbox.advance(Duration::from_secs(wait));
    assert_eq!(caller.post("/analyze", OPERATIONS[7].3).await.status, 201);
}

#[tokio::test]
async fn limits_can_be_left_out() {
    let sandbox = Sandbox::builder().limits(false).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for _ in 0..130 {
        assert_eq!(caller.get("/workspaces").await.status, 200);
    }
}
