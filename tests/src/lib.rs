//! What the tests that cross crates share.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod document;
pub mod http2;
pub mod proxy;
pub mod server;
pub mod tls;
pub mod workspace;

use linksii_api::{Client, RetryPolicy};
use linksii_sandbox::Sandbox;

/// A client of a sandbox, which tries once.
pub fn client_of(sandbox: &Sandbox) -> Client {
    client(sandbox.base_url(), sandbox.api_key())
}

/// A client that tries once.
pub fn client(base_url: &str, key: &str) -> Client {
    let builder = Client::builder()
        .api_key(key)
        .base_url(base_url)
        .retry(RetryPolicy::none());
    builder.build().unwrap()
}
