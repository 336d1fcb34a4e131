//! What is created: ids, times, how many there may be, and that it is listed.

use chrono::DateTime;
use linksii_sandbox::Sandbox;
use serde_json::Value;

use crate::caller::{Caller, OPERATIONS};

/// Asserts the documented form of an id: a prefix, `01`, and capitals and digits.
fn assert_id(item: &Value, prefix: &str) {
    let id = item["id"].as_str().unwrap();
    let rest = id
        .strip_prefix(prefix)
        .unwrap_or_else(|| panic!("{id} does not start with {prefix}"));
    let is_documented = |it: char| it.is_ascii_digit() || it.is_ascii_uppercase();
    assert!(
        rest.starts_with("01") && rest.chars().all(is_documented),
        "{id}"
    );
}

fn assert_time(item: &Value) {
    let time = item["created_at"].as_str().unwrap();
    assert!(
        time.ends_with('Z') && DateTime::parse_from_rfc3339(time).is_ok(),
        "{time}"
    );
}

#[tokio::test]
async fn what_is_created_is_listed_last_with_every_field_that_was_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for (path, prefix, has_time, body) in [
        (
            "/prompts",
            "prompt_",
            true,
            r#"{"workspace_id": "ws_01HXYZ", "text": "Which?", "category": "decision", "is_active": false}"#,
        ),
        (
            "/competitors",
            "comp_",
            false,
            r#"{"workspace_id": "ws_01HXYZ", "name": "Notion", "domain": "notion.so"}"#,
        ),
        (
            "/templates",
            "tmpl_",
            true,
            r#"{"name": "Mine", "slug": "mine", "system_prompt": "Judge.", "output_schema": "{}"}"#,
        ),
    ] {
        let list = format!("{path}?workspace_id=ws_01HXYZ");
        let before = caller.get(&list).await.json()["meta"]["total"]
            .as_u64()
            .unwrap();
        let created = caller.post(path, body).await;
        assert_eq!(created.status, 201);
        let created = created.data();
        assert_id(&created, prefix);
        if has_time {
            assert_time(&created);
        }
        let sent: Value = serde_json::from_str(body).unwrap();
        for (name, value) in sent.as_object().unwrap() {
            assert_eq!(&created[name], value, "{path} {name}");
        }
        let listed = caller.get(&list).await.json();
        assert_eq!(listed["meta"]["total"], before + 1);
        assert_eq!(listed["data"].as_array().unwrap().last(), Some(&created));
        let again = caller.post(path, body).await.data();
        assert_ne!(again["id"], created["id"]);
    }
}

#[tokio::test]
async fn a_new_key_has_the_documented_form_and_works_at_once() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for name in ["My Integration", "CI"] {
        let created = caller
            .post("/keys", &format!(r#"{{"name": "{name}"}}"#))
            .await;
        let created = created.data();
        assert_id(&created, "key_");
        assert_time(&created);
        assert_eq!(created["last_used_at"], Value::Null);
        let key = created["key"].as_str().unwrap();
        let secret = key.strip_prefix("lnk_").unwrap();
        assert!(
            secret.len() == 20 && secret.chars().all(|it| it.is_ascii_alphanumeric()),
            "{key}"
        );
        assert_eq!(caller.with_key(key).get("/workspaces").await.status, 200);
    }
}

#[tokio::test]
async fn a_workspace_has_at_most_ten_keys() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    for _ in 0..10 {
        assert_eq!(caller.post("/keys", OPERATIONS[0].3).await.status, 201);
    }
    let reply = caller.post("/keys", OPERATIONS[0].3).await;
    assert_eq!(
        (reply.status, reply.code().as_deref()),
        (403, Some("KEY_LIMIT"))
    );
    assert!(reply.error().contains("at most 10 active keys"));
}

#[tokio::test]
async fn a_plan_limits_the_competitors_of_a_workspace() {
    let sandbox = Sandbox::builder().all_plans(true).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let workspaces = caller.get("/workspaces").await.data();
    let on = |plan: &str| {
        let mut all = workspaces.as_array().unwrap().iter();
        let found = all.find(|it| it["plan"] == plan).unwrap();
        found["id"].as_str().unwrap().to_owned()
    };
    for (plan, most) in [("starter", 5), ("pro", 10)] {
        let body = OPERATIONS[6].3.replace("ws_01HXYZ", &on(plan));
        for _ in 0..most {
            assert_eq!(caller.post("/competitors", &body).await.status, 201);
        }
        let reply = caller.post("/competitors", &body).await;
        assert_eq!(
            (reply.status, reply.code().as_deref()),
            (403, Some("PLAN_LIMIT"))
        );
        assert!(
            reply
                .error()
                .contains(&format!("{plan} allows {most} competitors"))
        );
    }
    for _ in 0..30 {
        assert_eq!(
            caller.post("/competitors", OPERATIONS[6].3).await.status,
            201
        );
    }
}

#[tokio::test]
async fn built_in_templates_are_listed_beside_custom_ones() {
    let sandbox = Sandbox::start().await.unwrap();
    let listed = Caller::of(&sandbox).get(OPERATIONS[8].2).await.json();
    assert_eq!(
        listed["meta"],
        serde_json::json!({"total": 2, "limit": 20, "offset": 0})
    );
    let [builtin, custom] = listed["data"].as_array().unwrap().as_slice() else {
        panic!("{listed}")
    };
    assert_eq!(
        (&builtin["id"], &builtin["type"]),
        (&"brand_scorecard".into(), &"builtin".into())
    );
    assert!(builtin["created_at"].is_null() && builtin.get("output_schema").is_none());
    assert_eq!(custom["type"], "custom");
    assert_id(custom, "tmpl_");
    assert_time(custom);
}

#[tokio::test]
async fn an_analysis_of_the_same_image_gives_the_same_scores() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let analyse = async |image: &str, template: &str| {
        let body = OPERATIONS[7]
            .3
            .replace("a.example/x", image)
            .replace("ux_audit", template);
        let reply = caller.post("/analyze", &body).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        reply.data()
    };
    let first = analyse("a.example/1", "brand_scorecard").await;
    let again = analyse("a.example/1", "brand_scorecard").await;
    let other = analyse("a.example/2", "brand_scorecard").await;
    assert_id(&first, "analysis_");
    assert_id(&again, "analysis_");
    assert_ne!(first["id"], again["id"]);
    assert_eq!(first["dimensions"], again["dimensions"]);
    assert_ne!(first["dimensions"], other["dimensions"]);
    let dimensions = first["dimensions"].as_object().unwrap();
    assert_eq!(dimensions.len(), 5);
    assert!(dimensions.contains_key("visual_identity"));
    for score in dimensions
        .values()
        .map(|it| &it["score"])
        .chain([&first["score"]])
    {
        assert!((0.0..=100.0).contains(&score.as_f64().unwrap()));
    }
    for template in ["ux_audit", "competitive_positioning", "tmpl_01HXYZ"] {
        assert_eq!(analyse("a.example/1", template).await["template"], template);
    }
}

#[tokio::test]
async fn a_full_sandbox_answers_507_until_it_is_reset() {
    let sandbox = Sandbox::builder().limits(false).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let text = "x".repeat(1_000_000);
    let prompt = format!(r#"{{"workspace_id": "ws_01HXYZ", "text": "{text}"}}"#);
    for _ in 0..33 {
        assert_eq!(caller.post("/prompts", &prompt).await.status, 201);
    }
    let reply = caller.post("/prompts", &prompt).await;
    assert_eq!(
        (reply.status, reply.code().as_deref()),
        (507, Some("SANDBOX_FULL"))
    );
    assert!(reply.error().contains("POST /_sandbox/reset"), "{reply:?}");
    assert_eq!(caller.get("/workspaces").await.status, 200);
    sandbox.reset();
    assert_eq!(caller.post("/prompts", &prompt).await.status, 201);
}
