//! `cargo xtask contract`, the program itself, against servers on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use linksii_sandbox::{Fault, History, Sandbox, StatusCode};
use linksii_tests::server::{Answer, Recorded, Server};
use serde_json::{Value, json};

const KEY: &str = "lnk_s3cretS3cret";
const SPEC: &str = include_str!("../../spec/linksii.yaml");

/// Runs the command.
async fn contract(key: &str, arguments: &[&str]) -> (i32, String, String) {
    run(command(key, arguments)).await
}

/// Without the environment's own key and URL.
fn command(key: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command
        .arg("contract")
        .args(arguments)
        .env_remove("LINKSII_API_KEY")
        .env_remove("LINKSII_BASE_URL");
    if !key.is_empty() {
        command.env("LINKSII_API_KEY", key);
    }
    command
}

async fn run(mut command: Command) -> (i32, String, String) {
    let run = tokio::task::spawn_blocking(move || command.output());
    let Output {
        status,
        stdout,
        stderr,
    } = run.await.unwrap().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (status.code().unwrap(), text(stdout), text(stderr))
}

/// Its report on a server, as JSON.
async fn found(server: &Server, spec: &Path) -> (i32, Value) {
    let spec = spec.to_str().unwrap();
    let arguments = [
        "--base-url",
        &server.url,
        "--format",
        "json",
        "--spec",
        spec,
    ];
    let (code, printed, errors) = contract(KEY, &arguments).await;
    let printed = serde_json::from_str(&printed);
    (code, printed.unwrap_or_else(|_| panic!("{errors}")))
}

fn page(data: &Value) -> Value {
    let total = data.as_array().unwrap().len();
    json!({"data": data, "meta": {"total": total, "limit": 20, "offset": 0}})
}

/// A service that differs from the documentation in every operation.
fn differing(request: &Recorded) -> Answer {
    let path = request.line.trim_start_matches("GET ");
    let path = path.split('?').next().unwrap();
    match path {
        "/workspaces" => {
            let workspace = json!({
                "id": "ws_1", "name": null, "slug": 7, "plan": "galactic", "region": "eu",
            });
            Answer::json(200, &page(&json!([workspace]))).header("X-Request-Id", "r1")
        }
        path if path != "/workspaces" && !request.line.contains("workspace_id=ws_1") => {
            Answer::json(
                422,
                &json!({"error": "workspace_id is required", "code": 7}),
            )
        }
        "/tracking" => {
            let run = json!({
                "id": "run_1", "workspace_id": "ws_1", "platform": "chatgpt", "score": 72.5,
                "mention_count": 1.5, "prompt_count": -8, "ran_at": "today", "status": "complete",
            });
            Answer::json(200, &page(&json!([run])))
        }
        "/prompts" => {
            let prompt = json!({
                "id": "prompt_1", "workspace_id": "ws_1", "text": "Which?", "category": "awareness",
                "is_active": true, "created_at": "2025-06-01T10:00:00Z",
            });
            let body = page(&json!([prompt])).to_string();
            Answer::new(200, body).header("content-type", "application/hal+json")
        }
        "/competitors" => {
            let domain = json!({"name": "asana.com", "since": "2025-06-01T10:00:00Z"});
            let competitor = json!({
                "id": "comp_1", "workspace_id": "ws_1", "name": "Asana", "domain": domain,
                "logo_url": null, "tags": ["a"],
            });
            Answer::json(200, &json!({"data": [competitor], "meta": {"total": 1}}))
        }
        "/templates" => {
            let template = json!({
                "id": "tmpl_1", "name": "Audit", "slug": "audit", "system_prompt": "Evaluate",
                "type": "custom", "created_at": "2025-06-01T10:00:00Z",
            });
            Answer::json(200, &page(&json!([template]))).header("Retry-After", "0")
        }
        _ => panic!("{} is asked", request.line),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_does_not_differ() {
    let history = History::of_days(40).seed(1);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let url = sandbox.base_url().to_owned();
    let (code, printed, errors) = contract(sandbox.api_key(), &["--base-url", &url]).await;
    assert_eq!(code, 0, "{printed}{errors}");
    assert!(
        printed.contains("5 of 5 operations checked, 0 differences."),
        "{printed}"
    );
    assert!(
        printed.contains("headers not looked at: content-"),
        "{printed}"
    );
    assert_eq!(errors, "");
    // Reads alone, of both workspaces, with pages and refusals among them.
    let asked = sandbox.journal();
    assert!(asked.iter().all(|it| it.method == "GET"), "{asked:#?}");
    assert_eq!(asked.len(), 23);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_argument_wins_over_the_environments_base_url() {
    let (one, other) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    for (arguments, asked) in [(&[][..], &one), (&["--base-url", other.base_url()], &other)] {
        let mut command = command(one.api_key(), arguments);
        command.env("LINKSII_BASE_URL", one.base_url());
        let (code, printed, errors) = run(command).await;
        assert_eq!(code, 0, "{printed}{errors}");
        assert!(printed.contains(asked.base_url()), "{printed}");
    }
    assert_eq!(one.journal().len(), other.journal().len());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_difference_is_named_and_its_edit_fixes_it() {
    let server = Server::answering(differing).await;
    let spec = tempfile::tempdir().unwrap();
    let file = spec.path().join("linksii.yaml");
    std::fs::write(&file, SPEC).unwrap();

    let (code, printed) = found(&server, &file).await;
    assert_eq!(code, 1, "{printed:#}");
    let mut seen: Vec<String> = Vec::new();
    for difference in printed["differences"].as_array().unwrap() {
        assert!(difference["patch"].is_string(), "{difference:#}");
        assert!(difference["line"].as_u64() > Some(1), "{difference:#}");
        for at in difference["seen"].as_array().unwrap() {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let (kind, operation) = (text(&difference["kind"]), text(&at["operation"]));
            let (status, path) = (&at["status"], text(&at["path"]));
            seen.push(
                format!("{kind} {operation} {status} {path}")
                    .trim()
                    .to_owned(),
            );
        }
    }
    seen.sort();
    assert_eq!(
        seen,
        [
            "constraint list_tracking 200 data[].prompt_count",
            "constraint list_tracking 200 data[].ran_at",
            "header list_templates 200 header Retry-After",
            "header list_workspaces 200 header X-Request-Id",
            "media-type list_prompts 200",
            "missing-field list_competitors 200 meta.limit",
            "missing-field list_competitors 200 meta.offset",
            "missing-field list_workspaces 200 data[].created_at",
            "new-value list_workspaces 200 data[].plan",
            "null list_workspaces 200 data[].name",
            "other-type list_competitors 200 data[].domain",
            "other-type list_tracking 200 data[].mention_count",
            "other-type list_workspaces 200 data[].slug",
            "status list_competitors 422",
            "status list_prompts 422",
            "status list_templates 422",
            "status list_tracking 422",
            "unknown-field list_competitors 200 data[].tags",
            "unknown-field list_workspaces 200 data[].region",
        ]
    );
    for request in server.requests() {
        assert!(request.line.starts_with("GET /"), "{}", request.line);
        let key = format!("authorization: bearer {}", KEY.to_lowercase());
        assert!(request.headers.contains(&key), "{:?}", request.headers);
        assert_eq!(request.body, "");
    }

    let arguments = ["--base-url", &server.url, "--format", "patch"];
    let (_, diff, _) = contract(KEY, &arguments).await;
    let fixed = diffy::apply(SPEC, &diffy::Patch::from_str(&diff).unwrap()).unwrap();
    std::fs::write(&file, fixed).unwrap();
    let (code, left) = found(&server, &file).await;
    assert_eq!(left["differences"], json!([]), "{left:#}\n{diff}");
    assert_eq!(code, 0, "{left:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn new_fields_and_values_are_reported_in_words() {
    let sandbox = Sandbox::builder()
        .fault(Fault::unknown())
        .start()
        .await
        .unwrap();
    let url = sandbox.base_url().to_owned();
    let (code, printed, _) = contract(sandbox.api_key(), &["--base-url", &url]).await;
    assert_eq!(code, 1);
    for part in [
        "unknown-field: the field `brand_new_field` (object) is not documented\n  in     spec/linksii.yaml:",
        "  seen   list_tracking 200 data[].brand_new_field, ",
        "    +        brand_new_field:\n    +          description: Seen in replies; not documented.\n",
        "new-value: `data[].platform` has values that are not documented: `brand_new`\n",
        "    -      x-extensible-enum: [chatgpt, claude, gemini, perplexity]\n\
         \x20   +      x-extensible-enum: [chatgpt, claude, gemini, perplexity, brand_new]\n",
    ] {
        assert!(printed.contains(part), "{part}\nis not in\n{printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_is_printed_nowhere() {
    let answers = [
        Answer::json(
            200,
            &json!({KEY: KEY, "data": [{"id": KEY, "plan": KEY, "name": KEY}]}),
        )
        .header("x-echo", KEY)
        .header(&format!("x-{KEY}"), "1"),
        Answer::json(401, &json!({"error": format!("no such key: {KEY}")})),
        Answer::json(400, &json!({"error": KEY})),
        Answer::new(302, "").header("location", format!("https://x.example/{KEY}")),
        Answer::new(200, format!("{{{KEY}")).header("content-type", "application/json"),
        Answer::raw(format!("HTTP/1.1 {KEY}\r\n\r\n")),
    ];
    for answer in answers {
        let server = Server::start([answer]).await;
        let arguments = ["--base-url", &server.url, "--format", "json"];
        let (code, printed, errors) = contract(KEY, &arguments).await;
        assert_ne!(code, 0);
        let all = format!("{printed}{errors}").to_lowercase();
        assert!(!all.contains(&KEY.to_lowercase()), "{all}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_seen_is_not_a_success() {
    let sandbox = Sandbox::start().await.unwrap();
    let url = sandbox.base_url().to_owned();
    let nobody = "http://127.0.0.1:9";
    let starter = sandbox
        .api_key_of(&linksii_api::types::Plan::Starter)
        .to_owned();
    for (key, arguments, why) in [
        ("", &["--base-url", &url][..], "set LINKSII_API_KEY to one"),
        ("lnk_a b", &["--base-url", &url], "without quotes or blanks"),
        (
            "lnk_wrong",
            &["--base-url", &url],
            "list_workspaces: not checked, it answers 401: ",
        ),
        (
            &starter,
            &["--base-url", &url],
            "list_workspaces: not checked, it answers 403: ",
        ),
        (
            KEY,
            &["--base-url", nobody],
            "list_workspaces: not checked, io: Connection refused",
        ),
        (
            KEY,
            &["--base-url", "http://192.0.2.1"],
            "unencrypted: use https",
        ),
        (KEY, &["--base-url", "nonsense"], "no scheme or no host"),
        (KEY, &["--spec", "nowhere.yaml"], "cannot read nowhere.yaml"),
        (KEY, &["--spec", "Cargo.toml"], "fix the errors above first"),
    ] {
        let (code, printed, errors) = contract(key, arguments).await;
        assert_eq!(code, 2, "{why}: {printed}{errors}");
        assert!(
            format!("{printed}{errors}").contains(why),
            "{why}: {printed}{errors}"
        );
    }

    let one = ["--base-url", &url, "--max-requests", "1"];
    let (code, printed, _) = contract(sandbox.api_key(), &one).await;
    assert_eq!(code, 2);
    assert!(
        printed.contains("no request is left of the run's 1"),
        "{printed}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_is_cut_off_endless_or_late_is_reported() {
    let large = Answer::new(200, vec![b' '; 11 << 20]);
    for (answer, why) in [
        (Answer::empty().cut_off(), "its reply cannot be read: "),
        (
            large,
            "its reply cannot be read: the response body is larger than request limit",
        ),
        (Answer::raw("nonsense"), "not checked, protocol: "),
        (Answer::silence(), "no time is left of the run's 3 s"),
    ] {
        let server = Server::start([answer]).await;
        let arguments = ["--base-url", &server.url, "--timeout", "3"];
        let (code, printed, _) = contract(KEY, &arguments).await;
        assert_eq!(code, 2, "{printed}");
        assert!(printed.contains(why), "{why}: {printed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_does_not_follow_a_redirect() {
    let elsewhere = Server::start([Answer::empty()]).await;
    let to = format!("{}/workspaces", elsewhere.url);
    let server = Server::start([Answer::new(307, "").header("location", &to)]).await;
    let (code, printed, _) = contract(KEY, &["--base-url", &server.url]).await;
    assert_eq!(code, 1);
    assert!(
        printed.contains(&format!("it answers 307 and leads to {to}")),
        "{printed}"
    );
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_429_is_waited_for() {
    let slow = Fault::status(StatusCode::TOO_MANY_REQUESTS)
        .retry_after(1)
        .times(1);
    let sandbox = Sandbox::builder().fault(slow).start().await.unwrap();
    let url = sandbox.base_url().to_owned();
    let start = Instant::now();
    let (code, printed, errors) = contract(sandbox.api_key(), &["--base-url", &url]).await;
    assert_eq!(code, 0, "{printed}{errors}");
    assert!(start.elapsed() >= Duration::from_secs(1));
    assert_eq!(errors, "Waiting 1 s, to keep to the limit.\n");
    assert!(printed.contains("list_workspaces: 2 requests"), "{printed}");
}
