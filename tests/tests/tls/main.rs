//! TLS, HTTP/2 and proxies, against servers on loopback whose certificates are made here. With the system's
//! TLS library instead of rustls:
//! `cargo test -p linksii-tests --no-default-features --features native-tls --test tls`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod certificates;
mod environment;
mod flow_control;
mod http2;
mod proxies;
mod redirects;

use std::time::Duration;

use linksii_api::types::{Competitor, Workspace};
use linksii_api::{Client, ClientBuilder, Error, Page, RetryPolicy, TransportError};
use linksii_tests::tls::Authority;

const KEY: &str = "lnk_s3cret";

/// An empty collection.
const EMPTY: &str = r#"{"data": [], "meta": {"total": 0, "limit": 20, "offset": 0}}"#;

/// Settings of a client whose repeats do not take long.
fn builder(url: &str) -> ClientBuilder {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    Client::builder().api_key(KEY).base_url(url).retry(retry)
}

/// A client that trusts an authority.
fn client(url: &str, authority: &Authority) -> Client {
    let http = Client::http_client_builder().unwrap();
    let http = http.tls_certs_only([authority.root()]).build().unwrap();
    builder(url).http_client(http).build().unwrap()
}

/// A request that may be repeated.
async fn read(client: &Client) -> Result<Page<Workspace>, Error> {
    client.workspaces().list().send().await
}

/// The reply to [`write`].
fn created() -> String {
    serde_json::json!({"data": Competitor::example()}).to_string()
}

/// A request that must not act twice.
async fn write(client: &Client) -> Result<Competitor, Error> {
    client.competitors().create("ws_1", "Asana").send().await
}

/// The error of a call that got no reply; it never has the key in it.
fn lost<T: std::fmt::Debug>(outcome: Result<T, Error>) -> TransportError {
    match outcome.unwrap_err() {
        Error::Transport(error) => {
            let text = format!("{error} {error:?}");
            assert!(!text.contains("s3cret"), "{text}");
            error
        }
        other => panic!("{other}"),
    }
}
