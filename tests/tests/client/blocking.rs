//! The blocking face of the client.

use linksii_api::blocking::Client;
use linksii_api::{Error, ErrorKind, Method};
use linksii_sandbox::{History, Sandbox};
use tokio::runtime::Runtime;

/// A sandbox on a runtime of its own, as a script knows of none.
fn sandbox() -> (Runtime, Sandbox) {
    let runtime = Runtime::new().unwrap();
    let builder = Sandbox::builder().history(History::of_days(30));
    let sandbox = runtime.block_on(builder.start()).unwrap();
    (runtime, sandbox)
}

fn client(sandbox: &Sandbox) -> Client {
    let builder = linksii_api::Client::builder().api_key(sandbox.api_key());
    builder
        .base_url(sandbox.base_url())
        .build_blocking()
        .unwrap()
}

#[test]
fn a_script_tells_the_quickstarts_story() {
    let (_runtime, sandbox) = sandbox();
    let client = client(&sandbox);
    let workspaces = client.workspaces().list().limit(5).send().unwrap();
    let id = &workspaces.data[0].id;
    let runs = client.tracking().list(id).all().unwrap();
    assert_eq!(runs.len(), 2);
    let added = client
        .competitors()
        .create(id, "Asana")
        .domain("asana.com")
        .send()
        .unwrap();
    assert_eq!(added.name, "Asana");
    let Err(Error::Api(error)) = client.tracking().list("ws_nobodys").send() else {
        panic!()
    };
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(client.rate_limit().as_ref(), error.rate_limit());
}

#[test]
fn a_walk_is_an_iterator_and_stops_when_it_is_left() {
    let (_runtime, sandbox) = sandbox();
    let client = client(&sandbox);
    let call = || client.tracking().list(History::workspace_id()).limit(25);
    let runs: Result<Vec<_>, Error> = call().iter().collect();
    assert_eq!(runs.unwrap().len(), 120);
    sandbox.clear_journal();
    assert_eq!(call().iter().take(30).count(), 30);
    assert_eq!(sandbox.journal().len(), 2);
    assert_eq!(call().concurrency(3).pages().count(), 5);
}

#[test]
fn an_iterator_ends_after_an_error() {
    let (_runtime, sandbox) = sandbox();
    let mut runs = client(&sandbox).tracking().list("ws_nobodys").iter();
    assert!(runs.next().unwrap().is_err());
    assert!(runs.next().is_none());
    assert!(runs.next().is_none());
}

#[test]
fn what_has_no_method_can_be_asked_for() {
    let (_runtime, sandbox) = sandbox();
    let request = client(&sandbox).request(Method::GET, "/workspaces");
    let reply: serde_json::Value = request.query("limit", "1").send().unwrap();
    assert_eq!(reply["meta"]["limit"], 1);
}

#[tokio::test]
async fn in_a_task_a_call_is_refused_with_the_way_out() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let error = client.workspaces().list().send().unwrap_err();
    assert!(matches!(error, Error::Config(_)));
    assert!(error.to_string().contains("spawn_blocking"), "{error}");
    assert!(client.workspaces().list().iter().next().unwrap().is_err());
    let spawned = client.clone();
    let error = tokio::spawn(async move { spawned.workspaces().list().send() })
        .await
        .unwrap();
    assert!(matches!(error, Err(Error::Config(_))));
    drop(client);
}

#[tokio::test]
async fn on_a_thread_for_what_blocks_it_works() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let page = tokio::task::spawn_blocking(move || client.workspaces().list().send())
        .await
        .unwrap();
    assert_eq!(page.unwrap().data.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_blocking_is_allowed_in_a_task_it_works() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(&sandbox);
    let page = tokio::task::block_in_place(|| client.workspaces().list().send());
    assert_eq!(page.unwrap().data.len(), 1);
}
