//! Who may ask, for what, and how the answers look.

use linksii_api::types::Plan;
use linksii_sandbox::{History, Sandbox};
use serde_json::Value;

use crate::caller::{Caller, OPERATIONS, http, send};

const SPEC: &str = include_str!("../../../../spec/linksii.yaml");

#[tokio::test]
async fn every_operation_of_the_document_is_answered() {
    let document: Value = serde_yaml::from_str(SPEC).unwrap();
    let paths = document["paths"].as_object().unwrap();
    let operations = paths.values().flat_map(|it| it.as_object().unwrap());
    let ids = operations.filter_map(|(_, it)| it["operationId"].as_str());
    for id in ids {
        assert!(
            OPERATIONS.iter().any(|it| it.0 == id),
            "no request for {id}"
        );
    }
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (id, method, target, body) in OPERATIONS {
        let reply = caller.call(method, target, body).await;
        let expected = if method == "POST" { 201 } else { 200 };
        assert_eq!(reply.status, expected, "{id}: {reply:?}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert!(!reply.data().is_null());
    }
    let journal = sandbox.journal();
    let answered = journal.iter().filter_map(|it| it.operation.as_deref());
    assert!(answered.eq(OPERATIONS.map(|it| it.0)));
}

#[tokio::test]
async fn an_unknown_key_gets_401_from_every_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    let unknown = Caller::of(&sandbox).with_key("lnk_nobodys");
    for (id, method, target, body) in OPERATIONS {
        let reply = unknown.call(method, target, body).await;
        assert_eq!(reply.status, 401, "{id}");
        assert_eq!(
            reply.text,
            r#"{"error":"Unauthorized — invalid or missing API key","status":401}"#
        );
        let url = format!("{}{target}", sandbox.base_url());
        let keyless = http().request(method.parse().unwrap(), &url);
        assert_eq!(send(keyless).await.status, 401, "{id}");
        for value in [
            sandbox.api_key(),
            "Basic lnk_sandbox_enterprise",
            "Bearer",
            "Bearer ",
        ] {
            let request = http().request(method.parse().unwrap(), &url);
            let reply = send(request.header("authorization", value)).await;
            assert_eq!(reply.status, 401, "{id} with {value:?}");
        }
    }
}

#[tokio::test]
async fn the_scheme_may_be_written_in_any_case() {
    let sandbox = Sandbox::start().await.unwrap();
    let request = http().get(format!("{}/workspaces", sandbox.base_url()));
    let value = format!("bearer {}", sandbox.api_key());
    assert_eq!(
        send(request.header("authorization", value)).await.status,
        200
    );
}

#[tokio::test]
async fn the_key_of_another_plan_gets_403_from_every_operation() {
    let sandbox = Sandbox::start().await.unwrap();
    for plan in [Plan::Starter, Plan::Pro] {
        let caller = Caller::of(&sandbox).with_key(sandbox.api_key_of(&plan));
        for (id, method, target, body) in OPERATIONS {
            let reply = caller.call(method, target, body).await;
            assert_eq!(reply.status, 403, "{id}");
            assert_eq!(
                reply.text,
                r#"{"error":"Forbidden — your plan does not include API access","status":403}"#
            );
        }
    }
}

#[tokio::test]
async fn an_unknown_resource_gets_404_and_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (id, method, target, body) in OPERATIONS {
        let elsewhere = |text: &str| text.replace("ws_01HXYZ", "ws_nowhere");
        if elsewhere(target) == target && elsewhere(body) == body {
            continue;
        }
        let reply = caller
            .call(method, &elsewhere(target), &elsewhere(body))
            .await;
        assert_eq!(reply.status, 404, "{id}");
        assert_eq!(
            reply.error(),
            "Not Found — resource does not exist: workspace \"ws_nowhere\""
        );
    }
    let body = OPERATIONS[7].3.replace("ux_audit", "tmpl_none");
    let reply = caller.post("/analyze", &body).await;
    assert_eq!(reply.status, 404);
    assert!(reply.error().ends_with("template \"tmpl_none\""));
}

#[tokio::test]
async fn an_undocumented_path_gets_404_and_is_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for path in [
        "/workspaces/",
        "//workspaces",
        "/Workspaces",
        "/webhooks",
        "/keys/key_1",
    ] {
        let reply = caller.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.error().contains(&format!("{path:?}")), "{reply:?}");
    }
    let reply = caller.control("GET", "/workspaces", "").await;
    assert_eq!(reply.status, 404);
    assert!(reply.error().contains("below /api/v1"), "{reply:?}");
}

#[tokio::test]
async fn an_undocumented_method_gets_405_and_the_documented_ones() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (method, path, allowed) in [
        ("DELETE", "/keys", "POST"),
        ("HEAD", "/workspaces", "GET"),
        ("OPTIONS", "/prompts", "GET, POST"),
        ("PATCH", "/templates", "GET, POST"),
        ("BREW", "/tracking", "GET"),
    ] {
        let reply = caller.call(method, path, "").await;
        assert_eq!(reply.status, 405, "{method} {path}");
        assert_eq!(reply.header("allow"), Some(allowed));
    }
}

#[tokio::test]
async fn a_page_holds_20_items_unless_asked_and_up_to_100() {
    let history = History::of_days(50);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (query, count, limit, offset) in [
        ("", 20, 20, 0),
        ("&limit=7", 7, 7, 0),
        ("&limit=100", 100, 100, 0),
        ("&limit=1000", 100, 100, 0),
        ("&offset=195", 5, 20, 195),
        ("&limit=50&offset=200", 0, 50, 200),
        (
            "&offset=9000000000000000000",
            0,
            20,
            9_000_000_000_000_000_000_u64,
        ),
    ] {
        let reply = caller
            .get(&format!("/tracking?workspace_id=ws_01HNWT{query}"))
            .await;
        let json = reply.json();
        assert_eq!(json["data"].as_array().unwrap().len(), count, "{query}");
        let meta = serde_json::json!({"total": 200, "limit": limit, "offset": offset});
        assert_eq!(json["meta"], meta, "{query}");
    }
}

#[tokio::test]
async fn an_encoded_path_is_the_path_that_it_decodes_to() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    assert_eq!(caller.get("/%77orkspaces").await.status, 200);
    let journal = sandbox.journal();
    assert_eq!(journal[0].path, "/workspaces");
    assert_eq!(journal[0].operation.as_deref(), Some("list_workspaces"));
    let prefix = caller.control("GET", "/%61pi/v1/workspaces", "").await;
    assert_eq!(prefix.status, 401, "{prefix:?}");

    // Decoded once, and a slash that was encoded separates nothing.
    for path in ["/%2577orkspaces", "/workspaces%2F", "/%C3%A9"] {
        let reply = caller.get(path).await;
        assert_eq!(reply.status, 404, "{path}");
    }
    for path in ["/%zzorkspaces", "/%7", "/%", "/%+7orkspaces", "/%C3"] {
        let reply = caller.get(path).await;
        assert_eq!(reply.status, 400, "{path}: {reply:?}");
        assert_eq!(reply.code().as_deref(), Some("INVALID_PATH"));
        assert!(reply.error().contains(path), "{reply:?}");
        assert_eq!(reply.number("x-ratelimit-limit"), 100);
    }
    assert_eq!(sandbox.journal().last().unwrap().path, "/%C3");
}
