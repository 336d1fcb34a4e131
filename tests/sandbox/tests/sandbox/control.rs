//! The controls, from Rust and over HTTP, and the sandbox's life.

use std::time::Duration;

use linksii_sandbox::{Fault, History, Sandbox};
use tokio::net::TcpStream;

use crate::caller::{Caller, OPERATIONS, Reply, http, send};

#[tokio::test]
async fn every_listed_control_answers() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let listed = caller.control("GET", "/_sandbox", "").await.data();
    let listed = listed.as_object().unwrap();
    assert_eq!(listed.len(), 10);
    for request in listed.keys() {
        let (method, path) = request.split_once(' ').unwrap();
        let body = match path {
            "/_sandbox/faults" => "status=503; times=1",
            "/_sandbox/clock" => "90s",
            _ => "ws_01HXYZ",
        };
        let reply = caller.control(method, path, body).await;
        assert!((200..300).contains(&reply.status), "{request}: {reply:?}");
    }
    for (method, path) in [
        ("GET", "/_sandbox/reset"),
        ("PUT", "/_sandbox"),
        ("GET", "/_sandboxes"),
    ] {
        let reply = caller.control(method, path, "").await;
        assert_eq!(reply.status, 404);
        assert!(
            reply.error().contains("GET /_sandbox lists them"),
            "{reply:?}"
        );
    }
}

#[tokio::test]
async fn the_journal_has_each_request_without_its_key() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    caller.get("/tracking?workspace_id=ws_01HXYZ&limit=5").await;
    send(
        caller
            .request("POST", "/keys", OPERATIONS[0].3)
            .header("x-test", "7"),
    )
    .await;
    caller.get("/nowhere").await;

    let reply = caller.control("GET", "/_sandbox/requests", "").await;
    assert!(!reply.text.contains(sandbox.api_key()), "{reply:?}");
    let journal = reply.data();
    let [tracking, key, nowhere] = journal.as_array().unwrap().as_slice() else {
        panic!("{journal}")
    };
    assert_eq!(tracking["method"], "GET");
    assert_eq!(tracking["path"], "/tracking");
    assert_eq!(tracking["query"][1], serde_json::json!(["limit", "5"]));
    assert_eq!(tracking["operation"], "list_tracking");
    assert_eq!(tracking["status"], 200);
    assert_eq!(key["body"], OPERATIONS[0].3);
    assert!(
        key["headers"]
            .as_array()
            .unwrap()
            .contains(&serde_json::json!(["x-test", "7"]))
    );
    assert_eq!(
        (&nowhere["operation"], &nowhere["status"]),
        (&().into(), &404.into())
    );

    caller.control("DELETE", "/_sandbox/requests", "").await;
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn the_journal_keeps_the_last_requests_within_16_mib() {
    let sandbox = Sandbox::builder().limits(false).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let large = "x".repeat(50_000);
    for place in 0..400 {
        caller
            .get(&format!("/nowhere?place={place}&filling={large}"))
            .await;
    }
    let journal = sandbox.journal();
    let bytes: usize = journal.iter().map(|it| it.query[1].1.len()).sum();
    assert!((10 << 20..=16 << 20).contains(&bytes), "{bytes}");
    assert_eq!(journal.last().unwrap().query[0].1, "399");
    assert!(journal.iter().all(|it| it.status == Some(404)));
}

#[tokio::test]
async fn a_completed_run_continues_from_the_last_one() {
    let history = History::of_days(30);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let runs = "/tracking?workspace_id=ws_01HNWT&limit=8";
    let before = caller.get(runs).await.json();
    let reply = caller.control("POST", "/_sandbox/runs", "ws_01HNWT").await;
    assert_eq!(reply.status, 201);
    let after = caller.get(runs).await.json();
    assert_eq!(
        after["meta"]["total"],
        before["meta"]["total"].as_u64().unwrap() + 4
    );
    for place in 0..4 {
        let (run, last) = (&after["data"][place], &after["data"][place + 4]);
        assert_eq!(run, &reply.data()[place]);
        assert_eq!(last, &before["data"][place]);
        assert_eq!(run["platform"], last["platform"]);
        let step = run["score"].as_f64().unwrap() - last["score"].as_f64().unwrap();
        assert!(
            step.abs() <= 3.0,
            "it continues from the run before: {step}"
        );
        assert_eq!(
            run["ran_at"],
            sandbox.now().to_rfc3339().replace("+00:00", "Z")
        );
    }
    let reply = caller.control("POST", "/_sandbox/runs", "ws_nowhere").await;
    assert_eq!(reply.status, 404);
    assert!(sandbox.complete_run("ws_nowhere").is_empty());
}

#[tokio::test]
async fn the_clock_moves_on_up_to_the_year_9999() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let before = sandbox.now();
    let reply = caller.control("POST", "/_sandbox/clock", "1day 2h").await;
    assert_eq!(reply.status, 200);
    let moved = (sandbox.now() - before).num_seconds();
    assert!((93_600..93_610).contains(&moved), "{moved}");
    let prompt = caller.post("/prompts", OPERATIONS[4].3).await;
    let day = sandbox.now().format("%Y-%m-%d").to_string();
    assert!(
        prompt.data()["created_at"]
            .as_str()
            .unwrap()
            .starts_with(&day)
    );

    for wrong in ["soon", "-5s", ""] {
        let reply = caller.control("POST", "/_sandbox/clock", wrong).await;
        assert_eq!(
            (reply.status, reply.code().as_deref()),
            (400, Some("INVALID_BODY"))
        );
    }
    caller
        .control("POST", "/_sandbox/clock", "100000years")
        .await;
    let reply = caller.control("GET", "/_sandbox/clock", "").await;
    assert_eq!(reply.data(), "9999-12-31T23:59:59Z");
    assert_eq!(caller.get("/workspaces").await.status, 200);
}

#[tokio::test]
async fn a_reset_forgets_what_a_test_did_and_puts_the_clock_back() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let lists = [
        OPERATIONS[2].2,
        OPERATIONS[3].2,
        OPERATIONS[5].2,
        OPERATIONS[8].2,
    ];
    let mut before = Vec::new();
    for list in lists {
        before.push(caller.get(list).await.text);
    }
    let key = caller.post("/keys", OPERATIONS[0].3).await.data();
    for (_, method, target, body) in OPERATIONS {
        caller.call(method, target, body).await;
    }
    sandbox.complete_run("ws_01HXYZ");
    caller.control("POST", "/_sandbox/faults", "close").await;
    sandbox.advance(Duration::from_secs(10 * 86_400));
    let moved = sandbox.now();
    caller.control("POST", "/_sandbox/reset", "").await;

    assert!((moved - sandbox.now()).num_days() >= 9);
    assert!(sandbox.journal().is_empty());
    for (list, before) in lists.iter().zip(before) {
        let reply = caller.get(list).await;
        assert_eq!(reply.text, before);
        assert!(reply.number("x-ratelimit-remaining") >= 96);
    }
    let key = caller.with_key(key["key"].as_str().unwrap());
    assert_eq!(key.get("/workspaces").await.status, 401);
}

/// A request with a `Host` or an `Origin` that a browser would send.
async fn from_page(sandbox: &Sandbox, path: &str, name: &str, value: &str) -> Reply {
    let request = http().get(format!("{}{path}", sandbox.url()));
    send(request.header(name, value)).await
}

#[tokio::test]
async fn controls_and_page_refuse_web_pages_of_other_origins() {
    let sandbox = Sandbox::start().await.unwrap();
    let port = sandbox.address().port();
    for path in ["/_sandbox", "/_sandbox/requests", "/", "/page.js"] {
        for (name, value) in [
            ("origin", "http://evil.example".to_owned()),
            ("origin", "null".to_owned()),
            ("origin", format!("http://127.0.0.1:{}", port ^ 1)),
            ("host", format!("evil.example:{port}")),
            ("host", format!("127.0.0.1:{}", port ^ 1)),
        ] {
            let reply = from_page(&sandbox, path, name, &value).await;
            assert_eq!(reply.status, 403, "{path} {name}: {value}");
            assert_eq!(reply.code().as_deref(), Some("FOREIGN_ORIGIN"));
            assert!(reply.error().contains(&value), "{reply:?}");
        }
        for (name, value) in [
            ("origin", sandbox.url().to_owned()),
            ("host", format!("localhost:{port}")),
            ("host", format!("[::1]:{port}")),
        ] {
            let reply = from_page(&sandbox, path, name, &value).await;
            assert_eq!(reply.status, 200, "{path} {name}: {value}");
        }
    }
    let reset = http().post(format!("{}/_sandbox/reset", sandbox.url()));
    sandbox.advance(Duration::from_secs(86_400));
    let moved = sandbox.now();
    assert_eq!(
        send(reset.header("origin", "http://evil.example"))
            .await
            .status,
        403
    );
    assert!(sandbox.now() >= moved, "nothing was reset");
    let workspaces = http().get(format!("{}/workspaces", sandbox.base_url()));
    let workspaces = workspaces.bearer_auth(sandbox.api_key());
    let named = workspaces.header("host", "sandbox.internal:4010");
    assert_eq!(send(named).await.status, 200, "the API answers to any name");
}

#[tokio::test]
async fn up_to_1000_faults_wait() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for _ in 0..1000 {
        sandbox.inject(Fault::close());
    }
    let reply = caller.control("POST", "/_sandbox/faults", "close").await;
    assert_eq!(reply.status, 507);
    caller.control("DELETE", "/_sandbox/faults", "").await;
    let reply = caller.control("POST", "/_sandbox/faults", "close").await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn many_sandboxes_run_at_once_and_share_nothing() {
    let (one, other) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    assert_ne!(one.address(), other.address());
    assert!(one.address().ip().is_loopback());
    Caller::of(&one).post("/prompts", OPERATIONS[4].3).await;
    let total = async |sandbox| {
        Caller::of(sandbox).get(OPERATIONS[3].2).await.json()["meta"]["total"].clone()
    };
    assert_eq!(
        (total(&one).await, total(&other).await),
        (2.into(), 1.into())
    );
    assert_eq!((one.journal().len(), other.journal().len()), (2, 1));
}

#[tokio::test]
async fn a_dropped_sandbox_stops_while_it_answers() {
    let sandbox = Sandbox::start().await.unwrap();
    let (address, caller) = (sandbox.address(), Caller::of(&sandbox));
    let request = caller.request("GET", "/workspaces", "");
    let late = tokio::spawn(request.header("x-sandbox-fault", "delay=1h").send());
    while sandbox.journal().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop(sandbox);
    let late = tokio::time::timeout(Duration::from_secs(20), late).await;
    assert!(late.expect("the connection is closed").unwrap().is_err());
    assert!(TcpStream::connect(address).await.is_err());
}
