//! What a request is sent by.

use http_body_util::BodyExt;
use reqwest::{Request, Response, ResponseBuilderExt};

use super::{OwnTransport, Request as OwnRequest};
use crate::error::{TransportError, TransportKind};
use crate::sanitize::Sanitizer;

/// What a request is sent by.
#[derive(Clone)]
pub(crate) enum Sender {
    Http(reqwest::Client),
    Own(OwnTransport),
}

/// Sends a request by a transport of the caller's own. The service's name and port are for errors.
pub(super) async fn send(
    transport: &OwnTransport,
    request: Request,
    host: &str,
    sanitizer: &Sanitizer,
) -> Result<Response, TransportError> {
    let failed = |error: reqwest::Error| TransportError::from_reqwest(&error, host, sanitizer);
    let url = request.url().clone();
    let request = http::Request::try_from(request).map_err(failed)?;
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(failed)?.to_bytes();
    let reply = transport(OwnRequest::from_parts(parts, body)).await?;
    let (parts, body) = reply.into_parts();
    // Redirects are relative to it.
    let reply = http::Response::builder().url(url).body(body);
    let mut reply = reply
        .map_err(|error| TransportError::new(TransportKind::Interrupted, error.to_string()))?;
    *reply.status_mut() = parts.status;
    *reply.headers_mut() = parts.headers;
    Ok(reply.into())
}
