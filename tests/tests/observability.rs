//! What a call reports to `tracing`, and what it leaves out.
//!
//! A program of its own: which spans are seen is kept for a whole process, and calls without a subscriber,
//! such as those of other tests, have a part in it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use linksii_api::{Client, RetryPolicy};
use linksii_tests::server::{Answer, Server};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::registry::Registry;

/// All that is logged, a line each: `field = value`.
#[derive(Clone, Debug, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for &Log {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.lock().unwrap().push(format!("{field} = {value:?}"));
    }
}

impl Layer<Registry> for Log {
    fn on_new_span(
        &self,
        span: &span::Attributes<'_>,
        id: &span::Id,
        context: Context<'_, Registry>,
    ) {
        let parent = context.span(id).and_then(|span| span.parent());
        let parent = parent.map_or(String::new(), |parent| format!(" in {}", parent.name()));
        let line = format!("span {}{parent}", span.metadata().name());
        self.0.lock().unwrap().push(line);
        span.record(&mut &*self);
    }

    fn on_record(&self, _: &span::Id, values: &span::Record<'_>, _: Context<'_, Registry>) {
        values.record(&mut &*self);
    }

    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, Registry>) {
        event.record(&mut &*self);
    }
}

/// Lists a workspace's runs, and gives what was logged.
async fn list(answers: Vec<Answer>) -> Vec<String> {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    let server = Server::start(answers).await;
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let builder = Client::builder()
        .api_key("lnk_a1b2c3")
        .base_url(&server.url);
    let client = builder.retry(policy).build().unwrap();
    let _ = client.tracking().list("ws_secret").send().await;
    log.lines()
}

fn assert_logged(lines: &[String], wanted: &[&str]) {
    for line in wanted {
        assert!(
            lines.iter().any(|logged| logged == line),
            "{line} is not in {lines:#?}"
        );
    }
}

#[tokio::test]
async fn a_call_is_a_span_with_opentelemetrys_names() {
    let lines = list(vec![Answer::empty().header("x-request-id", "req_1")]).await;
    assert_logged(
        &lines,
        &[
            "span linksii_api",
            "otel.kind = \"client\"",
            "operation.id = \"list_tracking\"",
            "http.request.method = \"GET\"",
            "url.template = \"/tracking\"",
            "server.address = \"127.0.0.1\"",
            "http.response.status_code = 200",
            "request.id = \"req_1\"",
        ],
    );
    assert!(
        !lines
            .iter()
            .any(|line| line.contains("resend_count") || line.contains("error.type"))
    );
}

#[tokio::test]
async fn a_retry_is_an_event_and_counted() {
    let unavailable = Answer::error(503);
    let lines = list(vec![unavailable.clone(), unavailable, Answer::empty()]).await;
    assert_logged(
        &lines,
        &[
            "message = trying again",
            "attempt = 1",
            "attempt = 2",
            "http.request.resend_count = 2",
            "http.response.status_code = 200",
        ],
    );
}

#[tokio::test]
async fn a_failure_is_logged_with_its_kind() {
    for (answer, kind) in [
        (Answer::error(404), "api"),
        (Answer::new(200, "plain text"), "decode"),
        (Answer::close(), "transport"),
    ] {
        assert_logged(
            &list(vec![answer]).await,
            &[&format!("error.type = {kind:?}")],
        );
    }
}

#[tokio::test]
async fn neither_the_key_nor_ids_are_logged() {
    let echo = Answer::json(503, &json!({"error": "your key is lnk_a1b2c3"}));
    for line in list(vec![echo.header("x-request-id", "lnk_a1b2c3")]).await {
        assert!(
            !line.contains("a1b2c3") && !line.contains("ws_secret"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn a_path_of_the_callers_own_is_not_logged() {
    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    let server = Server::start([Answer::error(404)]).await;
    let client = Client::builder()
        .api_key("lnk_a1b2c3")
        .base_url(&server.url)
        .build()
        .unwrap();
    let request = client.request(linksii_api::Method::GET, "/webhooks/wh_secret");
    request.send::<serde_json::Value>().await.unwrap_err();
    let lines = log.lines();
    assert_logged(
        &lines,
        &[
            "http.request.method = \"GET\"",
            "http.response.status_code = 404",
        ],
    );
    for line in lines {
        assert!(
            !line.contains("wh_secret") && !line.contains("url.template"),
            "{line}"
        );
    }
}

#[tokio::test]
async fn pages_fetched_ahead_are_in_the_span_of_whoever_reads_them() {
    use futures_util::StreamExt;
    use tracing::Instrument;

    let log = Log::default();
    let _guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(log.clone()));
    let server = Server::start([Answer::empty()]).await;
    let client = Client::builder()
        .api_key("lnk_a1b2c3")
        .base_url(&server.url)
        .build()
        .unwrap();
    let pages = client.workspaces().list().pages();
    let span = tracing::info_span!("mine");
    assert_eq!(pages.count().instrument(span).await, 1);
    assert_logged(&log.lines(), &["span mine", "span linksii_api in mine"]);
}
