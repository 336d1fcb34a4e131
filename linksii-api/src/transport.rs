//! Requests sent in another way than over the network, as for tests without a socket.
//!
//! A [`Transport`] is a function from a request to a reply. All else is as ever above it: the client adds
//! the key, keeps to the limits, tries again, reads pages, and reports errors.
//!
//! ```
//! use linksii_api::transport::{self, Request};
//! use linksii_api::types::Workspace;
//! use linksii_api::{Client, Meta, Page, StatusCode};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), linksii_api::Error> {
//! let client = Client::builder()
//!     .api_key("lnk_test")
//!     .transport(|request: Request| async move {
//!         assert_eq!(request.uri().path(), "/api/v1/workspaces");
//!         let page = Page::new(vec![Workspace::example()], Meta::new(1, 20, 0));
//!         transport::json(StatusCode::OK, &page)
//!     })
//!     .build()?;
//!
//! let workspaces = client.workspaces().list().all().await?;
//! assert_eq!(workspaces[0].name, "Acme Corp");
//! # Ok(())
//! # }
//! ```
//!
//! An error of the transport is tried again as one of the network is, by its [kind]:
//!
//! ```
//! use std::sync::atomic::{AtomicU32, Ordering};
//!
//! use linksii_api::transport::{self, Request};
//! use linksii_api::{Client, StatusCode, TransportError, TransportKind};
//! use serde_json::json;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), linksii_api::Error> {
//! let sent = AtomicU32::new(0);
//! let client = Client::builder()
//!     .api_key("lnk_test")
//!     .transport(move |_: Request| {
//!         let is_first = sent.fetch_add(1, Ordering::Relaxed) == 0;
//!         async move {
//!             if is_first {
//!                 return Err(TransportError::new(TransportKind::Connect, "could not connect"));
//!             }
//!             transport::json(StatusCode::OK, &json!({"data": [], "meta": {"total": 0}}))
//!         }
//!     })
//!     .build()?;
//!
//! let page = client.workspaces().list().response().await?;
//! assert_eq!(page.attempts(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! [kind]: crate::TransportKind

pub(crate) mod exchange;
pub(crate) mod received;
pub(crate) mod sender;

use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use crate::error::{TransportError, TransportKind};

/// A request as it would be on the wire, with the API key in its header `Authorization`.
pub type Request = http::Request<Bytes>;

/// A reply as it would be on the wire.
pub type Response = http::Response<Bytes>;

/// Sends requests, for [`ClientBuilder::transport`](crate::ClientBuilder::transport). A closure from a
/// [`Request`] to a future of a reply is one.
///
/// It is called once for each attempt, and by several calls at once. The future is dropped where the
/// attempt takes too long.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, and gives its reply, whatever its status.
    ///
    /// # Errors
    ///
    /// [`TransportError::new`] makes one of a kind. [`TransportKind::Connect`] and
    /// [`TransportKind::Refused`] say that the service has not got the request, so it may be sent again
    /// even if it writes.
    fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Response, TransportError>> + Send;
}

impl<F, R> Transport for F
where
    F: Fn(Request) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Response, TransportError>> + Send,
{
    fn send(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Response, TransportError>> + Send {
        self(request)
    }
}

/// A reply of JSON, for tests: of a [`Page`](crate::Page), of one of the [types](crate::types), or of a
/// [`serde_json::Value`].
///
/// # Errors
///
/// [`TransportKind::Interrupted`] if it cannot be written as JSON.
pub fn json(
    status: StatusCode,
    body: &(impl Serialize + ?Sized),
) -> Result<Response, TransportError> {
    let json = serde_json::to_vec(body).map_err(|error| {
        let message = format!("the reply cannot be written as JSON: {error}");
        TransportError::new(TransportKind::Interrupted, message)
    })?;
    let mut response = Response::new(json.into());
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    Ok(response)
}

/// A transport of the caller's own, with its type and that of its future erased.
pub(crate) type OwnTransport = Arc<dyn Fn(Request) -> Sent + Send + Sync>;

type Sent = BoxFuture<'static, Result<Response, TransportError>>;

pub(crate) fn erased(transport: impl Transport) -> OwnTransport {
    let transport = Arc::new(transport);
    Arc::new(move |request| {
        let transport = Arc::clone(&transport);
        Box::pin(async move { transport.send(request).await })
    })
}
