//! The HTTP client that is used where the caller brings none, and its TLS.

use std::time::Duration;

use reqwest::{Url, redirect};

use crate::Error;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

pub(crate) fn http_client_builder() -> Result<reqwest::ClientBuilder, Error> {
    let builder = builder_with_tls()?;
    Ok(builder
        .connect_timeout(CONNECT)
        // Ours to follow, as the key must stay with its host.
        .redirect(redirect::Policy::none()))
}

pub(crate) fn http_client(base_url: &Url) -> Result<reqwest::Client, Error> {
    let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
    if !has_tls && base_url.scheme() == "https" {
        return Err(Error::config(
            "the base URL is https, and this program was built without TLS: enable the feature \
             `rustls` or `native-tls` of linksii-api",
        ));
    }
    let client = http_client_builder()?.build();
    client.map_err(|error| Error::config(format!("no HTTP client could be made: {error}")))
}

/// Rustls on ring, whatever other crates have chosen for the process, with the system's roots.
#[cfg(feature = "rustls")]
fn builder_with_tls() -> Result<reqwest::ClientBuilder, Error> {
    use std::sync::Arc;

    use rustls_platform_verifier::BuilderVerifierExt;

    let failed = |error: rustls::Error| Error::config(format!("TLS could not be set up: {error}"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .with_platform_verifier()
        .map_err(failed)?
        .with_no_client_auth();
    if cfg!(feature = "http2") {
        config.alpn_protocols.push(b"h2".to_vec());
    }
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(reqwest::Client::builder().tls_backend_preconfigured(config))
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
fn builder_with_tls() -> Result<reqwest::ClientBuilder, Error> {
    Ok(reqwest::Client::builder().tls_backend_native())
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn builder_with_tls() -> Result<reqwest::ClientBuilder, Error> {
    Ok(reqwest::Client::builder())
}
