//! The page at `/`.

use linksii_sandbox::{Fault, History, Sandbox};

use crate::caller::Caller;

async fn page(sandbox: &Sandbox) -> String {
    let reply = Caller::of(sandbox).control("GET", "/", "").await;
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    reply.text
}

#[tokio::test]
async fn an_empty_sandbox_says_how_to_begin() {
    let sandbox = Sandbox::start().await.unwrap();
    let page = page(&sandbox).await;
    for words in [
        "Acme Corp",
        "ws_01HXYZ",
        "No request yet",
        &format!("curl {}/workspaces", sandbox.base_url()),
        sandbox.api_key(),
    ] {
        assert!(page.contains(words), "{words:?} is not on the page");
    }
}

#[tokio::test]
async fn the_page_shows_workspaces_scores_requests_limits_and_faults() {
    let history = History::of_days(365).seed(7);
    let sandbox = Sandbox::builder().history(history).start().await.unwrap();
    let caller = Caller::of(&sandbox);
    caller.get("/tracking?workspace_id=ws_01HNWT&limit=5").await;
    caller.get("/tracking").await;
    sandbox.inject(Fault::close().on("create_key"));
    let page = page(&sandbox).await;
    for words in [
        "Northwind Tasks",
        "8 prompts",
        "5 competitors",
        "1460 tracking results",
        "98 of 100",
        "/tracking",
        "workspace_id=ws_01HNWT",
        ">200<",
        ">400<",
        "close; on=create_key",
        "2024-06-02",
        "2025-06-01",
    ] {
        assert!(page.contains(words), "{words:?} is not on the page");
    }
    for platform in ["chatgpt", "claude", "gemini", "perplexity"] {
        assert!(
            page.contains(&format!("data-platform=\"{platform}\"")),
            "{platform}"
        );
    }
    assert!(page.len() < 100_000, "{}", page.len());
}

#[tokio::test]
async fn what_a_client_sent_is_shown_and_never_run() {
    let sandbox = Sandbox::start().await.unwrap();
    let caller = Caller::of(&sandbox);
    caller
        .get("/prompts?workspace_id=%3Cscript%3Ealert(1)%3C/script%3E")
        .await;
    let page = page(&sandbox).await;
    assert!(page.contains("&lt;script&gt;alert(1)"));
    assert!(!page.contains("<script>alert"));
}
