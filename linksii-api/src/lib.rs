//! A client for the [Linksii](https://www.linksii.com) API: how AI assistants (ChatGPT, Claude,
//! Gemini, Perplexity) talk about your brand.
//!
//! ```no_run
//! # async fn run() -> Result<(), linksii_api::Error> {
//! use linksii_api::Client;
//!
//! let client = Client::from_env()?; // the key in LINKSII_API_KEY
//! let workspaces = client.workspaces().list().send().await?;
//! if let Some(workspace) = workspaces.data.first() {
//!     for run in client.tracking().list(&workspace.id).all().await? {
//!         println!("{}: {} of 100", run.platform, run.score);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! - [`Client`] has a method for each resource, and each [resource](resources) one for each
//!   operation. What an operation cannot do without is an argument, the rest are setters, and
//!   `send` makes the call.
//! - A collection comes page by page: `send` gives one [`Page`], `all` every item, `stream` and `pages` one
//!   after another. [`ListTracking`](resources::tracking::ListTracking) is such a call.
//! - [`Error`] says what went wrong and what to do about it. Failures that pass are tried again, as
//!   [`RetryPolicy`] says, and [`Pacing`] keeps to the documented limits.
//! - [`types`] are what requests and replies are made of. New values of an enum, new fields and both
//!   forms of a number are taken as they come.
//! - [`Client::request`] sends what this crate has no method for: JSON, forms, files and streams. Its reply
//!   is read as JSON, as text, as bytes or in pieces.
//!
//! # Ids
//!
//! Each kind of id is a type, and takes a text. A call with several cannot mix up those that come from
//! earlier replies or are named once:
//!
//! ```compile_fail
//! # fn run(client: linksii_api::Client) {
//! use linksii_api::types::{TemplateId, WorkspaceId};
//!
//! let (template, workspace) = (TemplateId::from("brand_scorecard"), WorkspaceId::from("ws_01HXYZ"));
//! client.analyses().create("https://example.com/a.png", workspace, template); // the wrong way round
//! # }
//! ```
//!
//! # In tests
//!
//! Each type has an `example()` to start from, and all are read from JSON:
//!
//! ```
//! use linksii_api::types::TrackingRun;
//!
//! let mut run = TrackingRun::example();
//! run.score = 12.5;
//! assert_eq!(run.platform.as_str(), "chatgpt");
//! ```
//!
//! A client can be made on a [`transport`] of your own, and then needs no socket. The crate
//! `linksii-sandbox` is a Linksii in memory, on loopback. Code of your own is tested against it as against
//! the service, a refusal and a failure included:
//!
//! ```
//! use linksii_api::{Client, Error, ErrorKind};
//! use linksii_sandbox::{Fault, Sandbox, StatusCode};
//!
//! /// The code to be tested: the best score of a workspace, or nothing while the service is down.
//! async fn best_score(client: &Client, workspace: &str) -> Result<Option<f64>, Error> {
//!     match client.tracking().list(workspace).all().await {
//!         Ok(runs) => Ok(runs.iter().map(|run| run.score).reduce(f64::max)),
//!         Err(Error::Api(error)) if error.kind() == ErrorKind::Server => Ok(None),
//!         Err(error) => Err(error),
//!     }
//! }
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let sandbox = Sandbox::start().await?;
//! let client = sandbox.client_builder().build()?;
//! assert_eq!(best_score(&client, "ws_01HXYZ").await?, Some(72.0));
//!
//! // A 429 is waited out, and the call succeeds.
//! sandbox.inject(Fault::status(StatusCode::TOO_MANY_REQUESTS).retry_after(0).times(1));
//! assert_eq!(best_score(&client, "ws_01HXYZ").await?, Some(72.0));
//! assert_eq!(sandbox.journal().len(), 3);
//!
//! // A 500 that stays is the caller's to handle.
//! sandbox.inject(Fault::status(StatusCode::INTERNAL_SERVER_ERROR).retry_after(0));
//! assert_eq!(best_score(&client, "ws_01HXYZ").await?, None);
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | feature | default | what it is for |
//! | --- | --- | --- |
//! | `rustls` | yes | TLS by rustls, on ring unless the program has installed another provider |
//! | `rustls-no-provider` | no | the same without ring: the program installs a provider first, also where the base URL is `http` |
//! | `native-tls` | no | TLS by the system's library; rustls goes first where both are on |
//! | `http2` | yes | HTTP/2, where the service offers it |
//! | `gzip` | yes | compressed replies |
//! | `tracing` | yes | a span for each call, an event for each retry |
//! | `blocking` | no | calls that block: `blocking::Client` |
//!
//! The `README` says what the default features turn on for other crates of a program.
//!
//! # Environment
//!
//! - `LINKSII_API_KEY` and `LINKSII_BASE_URL`, where [`from_env`](ClientBuilder::from_env) is called.
//! - `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in capitals or not: the proxies of
//!   all requests but those to loopback, as `http://`, `https://` or `socks5://` URLs. `NO_PROXY` lists
//!   names, addresses and networks, or is `*`.
//! - `SSL_CERT_FILE` and `SSL_CERT_DIR`: on Linux, the root certificates that are trusted instead of the
//!   system's. On macOS and Windows the system decides.

// A document's client needs some of these parts and not others, so what is not used is reported in tests
// alone: they use all parts.
mod arrived;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod builder;
mod call;
#[cfg_attr(not(test), allow(unused_imports, unused_macros))]
mod call_methods;
mod call_options;
mod client;
mod credentials;
mod cursor_paginator;
mod download;
#[cfg_attr(not(test), allow(dead_code))]
mod endpoint;
mod error;
mod event;
#[cfg_attr(not(test), allow(dead_code))]
mod example;
mod executor;
mod fetch;
#[cfg_attr(not(test), allow(dead_code))]
mod form;
#[rustfmt::skip]
mod generated;
mod handle;
mod http_client;
#[cfg_attr(not(test), allow(unused_imports, unused_macros))]
mod id;
mod json;
mod limit;
mod meta;
mod mode;
#[cfg_attr(not(test), allow(dead_code))]
mod multipart;
mod nothing;
#[cfg_attr(not(test), allow(dead_code))]
mod nullable;
#[cfg_attr(not(test), allow(dead_code))]
mod number;
#[cfg_attr(not(test), allow(unused_imports, unused_macros))]
mod open_enum;
#[cfg_attr(not(test), allow(dead_code))]
mod operation;
mod own_type;
mod pacing;
mod page;
mod pages;
mod paginator;
#[cfg_attr(not(test), allow(dead_code, unused_imports))]
mod parameter;
mod proxy;
mod rate_limit;
mod raw_call;
#[cfg_attr(not(test), allow(dead_code))]
mod reply;
mod request_body;
#[cfg_attr(not(test), allow(dead_code))]
mod request_parts;
mod response;
mod retry_policy;
mod sanitize;
mod secret;
mod server_time;
mod span;
mod text;
#[cfg_attr(not(test), allow(unused_imports, unused_macros))]
mod text_type;
#[cfg_attr(not(test), allow(dead_code))]
mod timestamp;
mod tls;
pub mod transport;
#[cfg_attr(not(test), allow(dead_code, unused_imports))]
mod union;
#[cfg_attr(not(test), allow(dead_code))]
mod uuid;

pub use bytes::Bytes;
/// Its `DateTime<Utc>` is what times in [`types`] are.
pub use chrono;
/// For a client of one's own: [`ClientBuilder::http_client`].
pub use reqwest;
pub use reqwest::header::HeaderMap;
pub use reqwest::{Method, StatusCode};

pub use crate::builder::ClientBuilder;
pub use crate::call::Call;
pub use crate::client::Client;
pub use crate::download::Download;
pub use crate::error::{
    ApiError, ApiErrorBuilder, ConfigError, DecodeError, Error, ErrorKind, NotSentError,
    NotSentReason, TransportError, TransportKind,
};
pub use crate::event::Event;
pub use crate::generated::{limits, resources, types};
pub use crate::meta::Meta;
pub use crate::mode::{Async, Mode};
pub use crate::multipart::{File, Multipart};
pub use crate::operation::{Operation, Paged};
pub use crate::own_type::{BodyAs, ItemsAs};
pub use crate::pacing::Pacing;
pub use crate::page::Page;
pub use crate::pages::{Items, Pages};
pub use crate::rate_limit::RateLimit;
pub use crate::raw_call::RawCall;
pub use crate::request_body::Body;
pub use crate::response::Response;
pub use crate::retry_policy::RetryPolicy;
pub use crate::secret::Secret;
