//! The page at `/`.

use linksii_sandbox::{Fault, History, Sandbox};

use crate::caller::{Caller, Reply};

async fn fetch(sandbox: &Sandbox, path: &str, media_type: &str) -> Reply {
    let reply = Caller::of(sandbox).control("GET", path, "").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some(media_type))
    );
    reply
}

async fn page(sandbox: &Sandbox) -> String {
    fetch(sandbox, "/", "text/html; charset=utf-8").await.text
}

#[tokio::test]
async fn a_new_sandbox_shows_how_to_begin() {
    let sandbox = Sandbox::start().await.unwrap();
    let page = page(&sandbox).await;
    for words in [
        "Acme Corp",
        "ws_01HXYZ",
        &format!("curl {}/workspaces", sandbox.base_url()),
        "lnk_sandbox_enterprise",
        "lnk_sandbox_starter",
    ] {
        assert!(page.contains(words), "{words:?} is not on the page");
    }
}

#[tokio::test]
async fn the_page_shows_workspaces_keys_limits_faults_and_requests() {
    let history = History::of_days(365).seed(7);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    caller.get("/tracking?workspace_id=ws_01HNWT&limit=5").await;
    caller.get("/tracking").await;
    caller.post("/keys", r#"{"name": "CI & more"}"#).await;
    sandbox.inject(Fault::close().on("create_key"));
    let page = page(&sandbox).await;
    for words in [
        "Northwind Tasks",
        "<td>1460</td><td>8</td><td>5</td>",
        "98 of 100 a minute",
        "/tracking",
        "workspace_id=ws_01HNWT",
        "<td>200</td>",
        "<td>400</td>",
        "Created: CI &amp; more",
        "close; on=create_key",
    ] {
        assert!(page.contains(words), "{words:?} is not on the page");
    }
}

#[tokio::test]
async fn what_a_client_sent_is_shown_and_never_run() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    let script = "%3Cscript%3Ealert(1)%3C/script%3E";
    caller.get(&format!("/prompts?workspace_id={script}")).await;
    caller.get(&format!("/{script}")).await;
    let page = page(&sandbox).await;
    assert_eq!(page.matches("&lt;script&gt;alert(1)").count(), 2);
    assert!(!page.contains("<script>alert"));
}

#[tokio::test]
async fn the_page_loads_its_data_again_and_nothing_from_elsewhere() {
    let sandbox = Sandbox::start().await.unwrap();
    let html = fetch(&sandbox, "/", "text/html; charset=utf-8").await;
    let policy = html.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(
        !html.text.contains("http-equiv"),
        "it does not reload itself"
    );
    let script = fetch(&sandbox, "/page.js", "text/javascript").await;
    assert!(script.text.contains("fetch(\"/\""));
    let style = fetch(&sandbox, "/page.css", "text/css").await;
    for text in [&html.text, &script.text, &style.text] {
        let elsewhere = text.replace(sandbox.base_url(), "");
        assert!(!elsewhere.contains("://"), "{elsewhere}");
    }
}
