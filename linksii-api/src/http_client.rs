//! The HTTP client that is used where the caller brings none.

use std::time::Duration;

use reqwest::{Url, redirect, retry};

use crate::error::Error;
use crate::{proxy, tls};

/// The longest that a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// The longest that a connection of HTTP/2 with open streams may be silent before it is asked whether it
/// is still there. It may take twice as long to answer.
#[cfg(feature = "http2")]
const SILENCE: Duration = Duration::from_secs(10);

/// How many bytes of all streams together a connection of HTTP/2 may hold unread: as many as the protocol
/// can say, RFC 9113 section 6.9.1. Each stream has a limit of its own, so a few replies that nobody
/// reads cannot hold up those of other calls.
#[cfg(feature = "http2")]
const WINDOW: u32 = (1 << 31) - 1;

/// A client for one service, each attempt of which may take so long.
pub(crate) fn new(base_url: &Url, timeout: Duration) -> Result<reqwest::Client, Error> {
    let builder = tls::for_service(reqwest::Client::builder(), base_url)?;
    let builder = if proxy::is_loopback(base_url) {
        // The system's settings may name a proxy as well.
        builder.no_proxy()
    } else {
        proxy::from_environment(builder)?
    };
    let client = common(builder, timeout).build();
    client.map_err(|error| Error::config(format!("no HTTP client could be made: {error}")))
}

/// Starts a client that the caller goes on to build.
pub(crate) fn builder(timeout: Duration) -> Result<reqwest::ClientBuilder, Error> {
    let builder = tls::for_any(reqwest::Client::builder())?;
    Ok(common(proxy::from_environment(builder)?, timeout))
}

fn common(builder: reqwest::ClientBuilder, timeout: Duration) -> reqwest::ClientBuilder {
    let builder = builder
        // Less than an attempt may take, so that it is known whether anything was sent.
        .connect_timeout(CONNECT.min(timeout.mul_f64(0.75)))
        // Ours to follow, as the key must stay with its host.
        .redirect(redirect::Policy::none())
        // Ours to repeat, as each request counts. With none to repeat, no request is copied either.
        .retry(retry::never().max_retries_per_request(0));
    // One that died unnoticed is given up within an attempt, so that the next gets another.
    #[cfg(feature = "http2")]
    let builder = {
        let silence = (timeout / 4).clamp(Duration::from_millis(1), SILENCE);
        builder
            .http2_initial_connection_window_size(WINDOW)
            .http2_keep_alive_interval(silence)
            .http2_keep_alive_timeout(silence * 2)
    };
    builder
}
