//! A Linksii in memory, on loopback: for tests, and for a first evening with the API.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use linksii_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! let client = sandbox.client_builder().build()?;
//! let workspaces = client.workspaces().list().send().await?;
//! assert_eq!(workspaces.data[0].name, "Acme Corp");
//! # Ok(())
//! # }
//! ```
//!
//! It holds the documentation's examples. What is created is listed afterwards, until the sandbox
//! stops, which it does when it is dropped. Requests are checked against `spec/linksii.yaml` itself, and
//! answers are made of the client's own types, so neither can drift from the document.
//!
//! - [`History`] gives it a workspace with a past, of any length.
//! - [`Fault`] makes things go wrong: for the next requests, for some of them, or for one operation.
//! - [`Sandbox::advance`] moves its clock, so that limits and quotas need no waiting. With tokio's
//!   paused clock it stands still, too.
//! - [`Sandbox::journal`] tells what was asked.
//! - [`Sandbox::complete_run`] does what otherwise the web application does.
//!
//! The last four can also be had over HTTP, by tests in any language: see the crate's README.

mod activity;
mod analysis;
mod auth;
mod body;
mod builder;
mod chart;
mod clock;
mod control;
mod fault;
mod handlers;
mod heads;
mod history;
mod journal;
mod limits;
mod page;
mod pages;
mod received;
mod reply;
mod serve;
mod server;
mod spec;
mod spoil;
mod state;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use linksii_api::types::{Plan, TrackingRun, WorkspaceId};
use linksii_api::{Client, ClientBuilder};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub use linksii_api::StatusCode;

pub use crate::builder::SandboxBuilder;
pub use crate::fault::{Fault, FaultError};
pub use crate::history::History;
pub use crate::journal::Entry;
use crate::server::Server;

/// The README's examples are tested with the others.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The path before all others.
const BASE_PATH: &str = "/api/v1";

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    base_url: String,
    server: Arc<Server>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
}

impl Sandbox {
    /// Starts a sandbox on a free port of this machine, with everything as by default.
    ///
    /// # Errors
    ///
    /// If no port can be listened on.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn start() -> std::io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts a sandbox with other settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
    }

    fn of(
        address: SocketAddr,
        server: Arc<Server>,
        stop: oneshot::Sender<()>,
        served: JoinHandle<()>,
    ) -> Self {
        Self {
            address,
            base_url: format!("http://{address}{BASE_PATH}"),
            server,
            stop,
            served,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL for a client: `http://127.0.0.1:…/api/v1`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The key of a workspace on the Enterprise plan, which everything is allowed.
    pub fn api_key(&self) -> &str {
        auth::key_of(&Plan::Enterprise)
    }

    /// A client of the sandbox, with every setting but key and base URL as by default.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
    }

    /// The key of a workspace on another plan, which gets 403.
    pub fn api_key_of(&self, plan: &Plan) -> &str {
        auth::key_of(plan)
    }

    /// Makes something go wrong from now on, until it has happened as often as it says. A fault for an
    /// operation that the document does not have never happens.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use linksii_api::RetryPolicy;
    /// use linksii_sandbox::{Fault, Sandbox, StatusCode};
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let client = sandbox.client_builder().retry(RetryPolicy::none()).build()?;
    ///
    /// sandbox.inject(Fault::status(StatusCode::TOO_MANY_REQUESTS).retry_after(7).times(1));
    /// let error = client.workspaces().list().send().await.unwrap_err();
    /// assert!(error.to_string().contains("try again in 7 s"));
    /// assert!(client.workspaces().list().send().await.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.server.faults.add(fault);
    }

    /// Nothing more goes wrong, but for what a request asks for itself.
    pub fn clear_faults(&self) {
        self.server.faults.clear();
    }

    /// What was asked, in order: the last 4096 requests, or as many of them as fit into 16 MiB.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use linksii_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let client = sandbox.client_builder().build()?;
    /// client.tracking().list("ws_01HXYZ").limit(5).send().await?;
    ///
    /// let asked = &sandbox.journal()[0];
    /// assert_eq!((asked.method.as_str(), asked.path.as_str()), ("GET", "/tracking"));
    /// assert_eq!(asked.query[1], ("limit".to_owned(), "5".to_owned()));
    /// assert_eq!(asked.status, Some(200));
    /// # Ok(())
    /// # }
    /// ```
    pub fn journal(&self) -> Vec<Entry> {
        self.server.journal.entries()
    }

    /// Forgets what was asked.
    pub fn clear_journal(&self) {
        self.server.journal.clear();
    }

    /// Completes a tracking run, which gives a result for each platform. The API has nothing for it: the
    /// service does it once a day, or from the web application. Nothing happens where there is no such
    /// workspace.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use linksii_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let client = sandbox.client_builder().build()?;
    /// let runs = sandbox.complete_run("ws_01HXYZ");
    /// let listed = client.tracking().list("ws_01HXYZ").limit(4).send().await?;
    /// assert_eq!(listed.data, runs);
    /// # Ok(())
    /// # }
    /// ```
    pub fn complete_run(&self, workspace: impl Into<WorkspaceId>) -> Vec<TrackingRun> {
        let now = self.server.clock.now();
        let runs = self.server.state.complete_run(&workspace.into(), now);
        runs.unwrap_or_default()
    }

    /// What time it is for the sandbox, in whole seconds.
    pub fn now(&self) -> DateTime<Utc> {
        self.server.clock.now()
    }

    /// Moves the sandbox's clock on, and with it limits and quotas. It stops at the end of the year 9999.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    /// use linksii_sandbox::Sandbox;
    ///
    /// let sandbox = Sandbox::start().await?;
    /// let before = sandbox.now();
    /// sandbox.advance(Duration::from_secs(24 * 60 * 60));
    /// assert!((sandbox.now() - before).num_hours() >= 24);
    /// # Ok(())
    /// # }
    /// ```
    pub fn advance(&self, time: Duration) {
        self.server.clock.advance(time);
    }

    /// Everything as at the start, but for the clock: what was created, counted, asked and went wrong is
    /// forgotten.
    pub fn reset(&self) {
        self.server.reset();
    }

    /// Runs until the future is done, then stops: requests that are being answered have a second more.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        stop.await;
        drop(self.stop);
        // It has nothing to tell, and if it panicked it is stopped all the same.
        let _ = self.served.await;
    }
}
