//! Faults: each kind, and for which requests it happens.

use std::time::{Duration, Instant};

use linksii_sandbox::{Fault, Sandbox, StatusCode};
use serde_json::Value;

use crate::caller::{Caller, OPERATIONS, send};

const RUNS: &str = "/tracking?workspace_id=ws_01HXYZ";

#[tokio::test]
async fn a_request_can_ask_for_any_final_status() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (fault, status) in [
        ("status=500", 500),
        ("status=503; retry-after=7", 503),
        ("status=418", 418),
        ("status=299", 299),
        ("status=204", 204),
        ("status=302", 302),
        ("status=799", 799),
        ("html=502", 502),
    ] {
        let request = caller
            .request("GET", RUNS, "")
            .header("x-sandbox-fault", fault);
        let reply = send(request).await;
        assert_eq!(reply.status, status, "{fault}");
        let seconds = fault.contains("retry-after").then_some("7");
        assert_eq!(reply.header("retry-after"), seconds, "{fault}");
        if fault.starts_with("html") {
            assert_eq!(reply.header("content-type"), Some("text/html"));
            assert!(reply.text.starts_with("<html>"), "{reply:?}");
        } else if status == 204 {
            assert_eq!(reply.text, "");
        } else {
            assert_eq!(reply.json()["status"], status);
            assert!(!reply.error().is_empty());
        }
        assert_eq!(
            caller.get(RUNS).await.status,
            200,
            "the next request succeeds"
        );
    }
}

#[tokio::test]
async fn a_rate_limit_fault_looks_like_a_spent_window() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.inject(Fault::rate_limit().times(3));
    let caller = Caller::of(&sandbox);
    for _ in 0..3 {
        let reply = caller.get("/workspaces").await;
        assert_eq!(
            (reply.status, reply.number("x-ratelimit-remaining")),
            (429, 0)
        );
        assert!((1..=60).contains(&reply.number("retry-after")));
    }
    assert_eq!(caller.get("/workspaces").await.status, 200);
    let unknown = caller.with_key("lnk_nobodys");
    sandbox.inject(Fault::rate_limit());
    let reply = unknown.get("/workspaces").await;
    assert_eq!((reply.status, reply.header("retry-after")), (401, None));
}

#[tokio::test]
async fn a_body_can_be_half_of_its_json() {
    let sandbox = Sandbox::builder()
        .fault(Fault::malformed())
        .start()
        .await
        .unwrap();
    let reply = Caller::of(&sandbox).get(RUNS).await;
    assert_eq!(reply.status, 200);
    assert!(reply.text.starts_with(r#"{"data":["#), "{reply:?}");
    assert!(serde_json::from_str::<Value>(&reply.text).is_err());
    assert_eq!(reply.number("content-length") as usize, reply.text.len());
}

#[tokio::test]
async fn a_body_can_be_cut_off_and_a_connection_closed() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    sandbox.inject(Fault::cut_off().times(1));
    let response = caller.request("GET", RUNS, "").send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert!(response.text().await.is_err());

    sandbox.inject(Fault::close().times(1));
    let error = caller
        .request("POST", "/keys", OPERATIONS[0].3)
        .send()
        .await
        .unwrap_err();
    assert!(error.is_request(), "{error:?}");
    let journal = sandbox.journal();
    let statuses: Vec<_> = journal.iter().map(|it| it.status).collect();
    assert_eq!(statuses, [Some(200), None]);
}

#[tokio::test]
async fn a_body_and_headers_can_be_any() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let firewall = Fault::status(StatusCode::FORBIDDEN)
        .header("content-type", "text/html; charset=utf-8")
        .unwrap()
        .header("x-ratelimit-reset", "1764108000000")
        .unwrap()
        .header("x-ratelimit-remaining", "")
        .unwrap()
        .body("<h1>Attention required</h1>");
    let text = firewall.to_string();
    sandbox.inject(firewall.times(1));
    let asked = caller
        .request("GET", RUNS, "")
        .header("x-sandbox-fault", text);
    for reply in [caller.get(RUNS).await, send(asked).await] {
        assert_eq!(reply.status, 403);
        assert_eq!(reply.text, "<h1>Attention required</h1>");
        assert_eq!(
            reply.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        assert_eq!(reply.header("x-ratelimit-reset"), Some("1764108000000"));
        assert_eq!(reply.header("x-ratelimit-remaining"), None);
        assert_eq!(reply.header("x-ratelimit-limit"), Some("100"));
    }
    sandbox.inject(Fault::reply().body(r#"{"data": null}"#).times(1));
    let reply = caller.get(RUNS).await;
    assert_eq!((reply.status, reply.data()), (200, Value::Null));
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_length_can_be_wrong() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let fault = || Fault::reply().body(r#"{"data": []}"#).times(1);
    sandbox.inject(fault().header("content-length", "500").unwrap());
    let response = caller.request("GET", RUNS, "").send().await.unwrap();
    assert_eq!(response.content_length(), Some(500));
    assert!(response.text().await.is_err());
    sandbox.inject(fault().header("content-length", "9").unwrap());
    assert_eq!(caller.get(RUNS).await.text, r#"{"data": "#);
}

#[tokio::test]
async fn a_reply_can_be_no_http_at_all() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    sandbox.inject(Fault::raw(&b"\x15\x03\x03\x00\x02\x02\x46"[..]).times(1));
    let error = caller.request("GET", RUNS, "").send().await.unwrap_err();
    assert!(error.is_request(), "{error:?}");
    let request = caller.request("POST", "/prompts", OPERATIONS[4].3);
    let asked = request.header(
        "x-sandbox-fault",
        r#"raw="HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok""#,
    );
    assert_eq!(send(asked).await.text, "ok");
    assert_eq!(
        caller.get(OPERATIONS[3].2).await.json()["meta"]["total"],
        2,
        "it was acted on"
    );
}

#[tokio::test]
async fn a_reply_can_never_come() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    sandbox.inject(Fault::silence().times(1));
    let request = caller.request("GET", RUNS, "");
    let error = request.timeout(Duration::from_millis(200)).send().await;
    assert!(error.unwrap_err().is_timeout());
    assert_eq!(caller.get(RUNS).await.status, 200);
    let statuses: Vec<_> = sandbox.journal().iter().map(|it| it.status).collect();
    assert_eq!(statuses, [None, Some(200)]);
}

#[tokio::test]
async fn faults_that_apply_once_make_a_script() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for status in [503, 429, 500] {
        let status = StatusCode::from_u16(status).unwrap();
        sandbox.inject(Fault::status(status).times(1));
    }
    sandbox.inject(Fault::html(StatusCode::BAD_GATEWAY));
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(caller.get(RUNS).await.status);
    }
    assert_eq!(statuses, [503, 429, 500, 502, 502]);
}

#[tokio::test]
async fn a_reply_can_have_undocumented_fields_and_values() {
    let sandbox = Sandbox::builder()
        .fault(Fault::unknown())
        .start()
        .await
        .unwrap();
    let json = Caller::of(&sandbox).get(RUNS).await.json();
    let run = &json["data"][0];
    assert_eq!(
        (&run["platform"], &run["status"]),
        (&"brand_new".into(), &"brand_new".into())
    );
    assert_eq!(run["score"], 72.0);
    for place in [&json, &json["meta"], run] {
        assert!(place["brand_new_field"].is_object(), "{json}");
    }
}

#[tokio::test]
async fn a_reply_can_be_late_by_a_fixed_or_a_random_time() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (fault, least) in [("delay=300ms", 300), ("delay=200ms..400ms", 200)] {
        let start = Instant::now();
        let request = caller
            .request("GET", RUNS, "")
            .header("x-sandbox-fault", fault);
        assert_eq!(send(request).await.status, 200);
        assert!(start.elapsed() >= Duration::from_millis(least), "{fault}");
    }
}

#[tokio::test]
async fn a_request_whose_reply_is_lost_or_late_was_acted_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let prompts = async || caller.get(OPERATIONS[3].2).await.json()["meta"]["total"].clone();
    let before = prompts().await.as_u64().unwrap();

    let request = caller.request("POST", "/prompts", OPERATIONS[4].3);
    let request = request.header("x-sandbox-fault", "delay=1h");
    let error = request
        .timeout(Duration::from_millis(200))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(prompts().await, before + 1);
    let entry = &sandbox.journal()[1];
    assert_eq!((entry.method.as_str(), entry.status), ("POST", None));

    let request = caller.request("POST", "/prompts", OPERATIONS[4].3);
    assert!(
        request
            .header("x-sandbox-fault", "close")
            .send()
            .await
            .is_err()
    );
    assert_eq!(prompts().await, before + 2);

    let request = caller.request("POST", "/prompts", OPERATIONS[4].3);
    assert_eq!(
        send(request.header("x-sandbox-fault", "status=500"))
            .await
            .status,
        500
    );
    assert_eq!(
        prompts().await,
        before + 2,
        "refused before it was acted on"
    );
}

#[tokio::test]
async fn a_fault_happens_for_the_next_calls_a_share_of_them_or_one_operation() {
    let sandbox = Sandbox::builder().limits(false).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let failed = async |target: &str, calls: usize| {
        let mut failed = 0;
        for _ in 0..calls {
            failed += usize::from(caller.get(target).await.status == 503);
        }
        failed
    };
    let fault = || Fault::status(StatusCode::SERVICE_UNAVAILABLE);

    sandbox.inject(fault().times(2));
    assert_eq!(failed("/workspaces", 5).await, 2);

    sandbox.inject(fault().on("list_tracking").times(4));
    assert_eq!(failed("/workspaces", 3).await, 0);
    assert_eq!(failed(RUNS, 5).await, 4);

    sandbox.inject(fault().share(0.3));
    let share = failed("/workspaces", 200).await;
    assert!((30..90).contains(&share), "{share}");
    sandbox.clear_faults();
    assert_eq!(failed("/workspaces", 5).await, 0);
}

#[tokio::test]
async fn faults_from_the_start_are_there_again_after_a_reset() {
    let fault: Fault = "status=500; times=1".parse().unwrap();
    let sandbox = Sandbox::builder().fault(fault).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for _ in 0..2 {
        assert_eq!(caller.get("/workspaces").await.status, 500);
        assert_eq!(caller.get("/workspaces").await.status, 200);
        sandbox.reset();
    }
}

#[tokio::test]
async fn a_fault_that_makes_no_sense_is_refused_and_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (fault, named) in [
        ("status=99", "`status=99`"),
        ("explode", "`explode`"),
        ("close; on=list_trackin", "`on=list_trackin`"),
    ] {
        let request = caller
            .request("GET", RUNS, "")
            .header("x-sandbox-fault", fault);
        let reply = send(request).await;
        assert_eq!(
            (reply.status, reply.code().as_deref()),
            (400, Some("INVALID_FAULT"))
        );
        assert!(reply.error().contains(named), "{reply:?}");
        let reply = caller.control("POST", "/_sandbox/faults", fault).await;
        assert_eq!(reply.status, 400);
        assert!(reply.error().contains(named), "{reply:?}");
    }
    let error = Sandbox::builder()
        .fault(Fault::close().on("nothing"))
        .start()
        .await;
    assert!(error.unwrap_err().to_string().contains("`on=nothing`"));
}
