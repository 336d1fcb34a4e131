//! Requests that the sandbox refuses, each with the reason.

use linksii_sandbox::Sandbox;
use serde_json::Value;

use crate::caller::{Caller, OPERATIONS, send};

#[tokio::test]
async fn a_missing_parameter_or_field_is_named() {
    let sandbox = Sandbox::builder().limits(false).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let mut asked = 0;
    for (id, method, target, body) in OPERATIONS {
        if let Some((path, _)) = target.split_once('?') {
            let reply = caller.get(path).await;
            assert_eq!(reply.status, 400, "{id}");
            assert_eq!(
                reply.text,
                r#"{"error":"workspace_id is required","code":"MISSING_PARAM"}"#
            );
        }
        if body.is_empty() {
            continue;
        }
        let whole: Value = serde_json::from_str(body).unwrap();
        for field in whole.as_object().unwrap().keys() {
            let mut rest = whole.clone();
            rest.as_object_mut().unwrap().remove(field);
            let reply = caller.call(method, target, &rest.to_string()).await;
            assert_eq!(reply.status, 400, "{id} without {field}");
            assert_eq!(reply.code().as_deref(), Some("MISSING_PARAM"));
            assert_eq!(reply.error(), format!("{field} is required"));
            asked += 1;
        }
    }
    assert_eq!(asked, 11, "each field of each body is required");
}

#[tokio::test]
async fn a_parameter_that_is_wrong_is_named_with_the_reason() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (query, error) in [
        ("limit=0", "limit: 0 is less than the minimum of 1"),
        ("limit=-5", "limit: -5 is less than the minimum of 1"),
        ("limit=", "limit: \"\" is not of type \"integer\""),
        ("limit=ten", "limit: \"ten\" is not of type \"integer\""),
        ("limit=1.5", "limit: \"1.5\" is not of type \"integer\""),
        (
            "limit=3000000000",
            "limit: 3000000000 is greater than the maximum of 2147483647",
        ),
        ("offset=-1", "offset: -1 is less than the minimum of 0"),
        ("page=2", "page: there is no such parameter"),
        ("limit=5&limit=6", "limit: it is given twice"),
        ("workspace_id=a", "workspace_id: it is given twice"),
    ] {
        let reply = caller
            .get(&format!("/tracking?workspace_id=ws_01HXYZ&{query}"))
            .await;
        assert_eq!(reply.status, 400, "{query}");
        assert_eq!(reply.code().as_deref(), Some("INVALID_PARAM"));
        assert_eq!(reply.error(), error, "{query}");
    }
}

#[tokio::test]
async fn an_encoded_query_is_decoded() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let reply = caller
        .get("/tracking?workspace%5Fid=ws%5f01HXYZ&limit=%31")
        .await;
    assert_eq!(reply.json()["meta"]["limit"], 1, "{reply:?}");
    let reply = caller.get("/tracking?workspace_id=a+b%20%C3%A9").await;
    assert!(reply.error().ends_with("workspace \"a b é\""), "{reply:?}");
}

#[tokio::test]
async fn a_body_that_is_wrong_is_refused_with_the_reason() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let analysis = |url: &str| OPERATIONS[7].3.replace("https://a.example/x.png", url);
    let deep = format!(r#"{{"name": {}1{}}}"#, "[".repeat(5000), "]".repeat(5000));
    for (path, body, error) in [
        ("/keys", "[]", "the body: [] is not of type \"object\""),
        (
            "/keys",
            r#"{"name": 5}"#,
            "name: 5 is not of type \"string\"",
        ),
        (
            "/keys",
            r#"{"name": null}"#,
            "name: null is not of type \"string\"",
        ),
        ("/keys", r#"{"name": "CI""#, "the body is not JSON: EOF"),
        ("/keys", &deep, "the body is not JSON: recursion limit"),
        (
            "/prompts",
            r#"{"workspace_id": "ws_01HXYZ", "text": "Who?", "is_active": "yes"}"#,
            "is_active: \"yes\" is not of type \"boolean\"",
        ),
        (
            "/analyze",
            &analysis("a.png"),
            "image_url: \"a.png\" is not a \"uri\"",
        ),
        (
            "/analyze",
            &analysis("http://a.example/x.png"),
            "image_url must be a public HTTPS URL",
        ),
    ] {
        let reply = caller.post(path, body).await;
        assert_eq!(reply.status, 400, "{error}");
        assert_eq!(reply.code().as_deref(), Some("INVALID_BODY"));
        assert!(reply.error().starts_with(error), "{reply:?}");
    }
}

#[tokio::test]
async fn an_unknown_field_is_refused_unless_its_documentation_breaks_off() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (id, method, target, body) in OPERATIONS {
        if body.is_empty() {
            continue;
        }
        let body = body.replacen('{', r#"{"colour": "red", "#, 1);
        let reply = caller.call(method, target, &body).await;
        if id == "create_template" {
            assert_eq!(reply.status, 201, "{id}: {reply:?}");
            continue;
        }
        assert_eq!(reply.status, 400, "{id}");
        assert_eq!(reply.code().as_deref(), Some("INVALID_BODY"));
        assert_eq!(reply.error(), "colour: there is no such field");
    }
    let free = OPERATIONS[7]
        .3
        .replacen('{', r#"{"context": {"colour": "red"}, "#, 1);
    assert_eq!(caller.post("/analyze", &free).await.status, 201);
}

#[tokio::test]
async fn an_undocumented_value_of_an_enum_is_refused_with_the_documented_ones() {
    let sandbox = Sandbox::start().await.unwrap();
    let body = OPERATIONS[4]
        .3
        .replacen('{', r#"{"category": "brand_new", "#, 1);
    let reply = Caller::of(&sandbox).post("/prompts", &body).await;
    assert_eq!(
        (reply.status, reply.code().as_deref()),
        (400, Some("INVALID_BODY"))
    );
    for word in [
        "category: ",
        "brand_new",
        "awareness",
        "consideration",
        "decision",
    ] {
        assert!(reply.error().contains(word), "{reply:?}");
    }
}

#[tokio::test]
async fn an_error_shows_what_was_sent_escaped_and_bounded() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let long = format!(r#"{{"name": ["{}"]}}"#, "x".repeat(100_000));
    let reply = caller.post("/keys", &long).await;
    assert_eq!(reply.status, 400);
    assert!(reply.error().chars().count() <= 401, "{}", reply.text.len());
    let reply = caller.get("/tracking?workspace_id=%1b[2J%E2%80%AE").await;
    assert_eq!(reply.status, 404);
    let is_unsafe = |c: char| c.is_control() || c == '\u{202e}';
    assert!(!reply.error().contains(is_unsafe), "{reply:?}");
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused_and_its_media_type_named() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let with = |kind: &str| {
        let request = caller
            .request("POST", "/keys", "")
            .body(r#"{"name": "CI"}"#);
        send(if kind.is_empty() {
            request
        } else {
            request.header("content-type", kind)
        })
    };
    for kind in ["application/json", "Application/JSON; charset=utf-8"] {
        assert_eq!(with(kind).await.status, 201, "{kind}");
    }
    for (kind, named) in [
        (
            "application/x-www-form-urlencoded",
            "application/x-www-form-urlencoded",
        ),
        ("text/plain", "text/plain"),
        ("", "missing"),
    ] {
        let reply = with(kind).await;
        assert_eq!(reply.status, 400, "{kind}");
        let error = format!("Content-Type must be application/json, and is {named}");
        assert_eq!(reply.error(), error);
    }
    let reply = caller.call("POST", "/keys", "").await;
    assert_eq!(reply.error(), "a body of JSON is required");
}
