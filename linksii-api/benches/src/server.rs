//! A server on bare hyper that computes nothing but the rows it is asked for.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use chrono::Utc;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// What makes a reply of a request.
pub type Answer = dyn Fn(&Request<Incoming>) -> Response<Full<Bytes>> + Send + Sync;

/// Serves on a free port of this machine, one thread for all connections, until the process ends.
pub fn start(
    delay: Duration,
    answer: impl Fn(&Request<Incoming>) -> Response<Full<Bytes>> + Send + Sync + 'static,
) -> anyhow::Result<SocketAddr> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let listener = runtime
        .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
        .context("cannot listen on loopback")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || runtime.block_on(serve(listener, delay, Arc::new(answer))));
    Ok(address)
}

/// Accepts connections for ever.
pub async fn serve(listener: TcpListener, delay: Duration, answer: Arc<Answer>) {
    while let Ok((stream, _)) = listener.accept().await {
        let _ = stream.set_nodelay(true);
        let answer = Arc::clone(&answer);
        let service = service_fn(move |request| {
            let answer = Arc::clone(&answer);
            async move {
                let response = answer(&request);
                if !delay.is_zero() {
                    tokio::time::sleep(delay).await;
                }
                Ok::<_, std::convert::Infallible>(response)
            }
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
        // A client that goes away harms itself alone.
        tokio::spawn(async move { connection.await.is_ok() });
    }
}

/// A page of a collection of this many tracking runs, as `limit` and `offset` ask for it, with the headers of a
/// limit that nobody reaches.
pub fn tracking(total: u64) -> impl Fn(&Request<Incoming>) -> Response<Full<Bytes>> {
    let reset = Utc::now().timestamp() + 1_000_000;
    move |request| {
        let number = |name: &str| {
            let query = request.uri().query().unwrap_or_default();
            let mut pairs = url::form_urlencoded::parse(query.as_bytes());
            let (_, value) = pairs.find(|(given, _)| given == name)?;
            value.parse::<u64>().ok()
        };
        let limit = number("limit").unwrap_or(20);
        let offset = number("offset").unwrap_or(0);
        let mut response = Response::new(page(total, limit, offset).into());
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert("x-ratelimit-limit", HeaderValue::from(1_000_000_000));
        headers.insert("x-ratelimit-remaining", HeaderValue::from(999_999_999));
        headers.insert("x-ratelimit-reset", HeaderValue::from(reset));
        response
    }
}

fn page(total: u64, limit: u64, offset: u64) -> String {
    let end = offset.saturating_add(limit).min(total);
    let rows: Vec<String> = (offset..end)
        .map(|index| {
            format!(
                r#"{{"id":"run_{index:07}","workspace_id":"ws_01HXYZ","platform":"chatgpt","score":72,"mention_count":14,"prompt_count":8,"ran_at":"2025-06-01T08:00:00Z","status":"complete"}}"#
            )
        })
        .collect();
    format!(
        r#"{{"data":[{}],"meta":{{"total":{total},"limit":{limit},"offset":{offset}}}}}"#,
        rows.join(",")
    )
}
