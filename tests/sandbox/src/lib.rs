//! A Linksii in memory, on loopback: for tests, and for a first evening with the API.
//!
//! ```
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use linksii_api::Client;
//! use linksii_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::start().await?;
//! let client = Client::builder()
//!     .api_key(sandbox.api_key())
//!     .base_url(sandbox.base_url())
//!     .build()?;
//! let workspaces = client.workspaces().list().send().await?;
//! assert_eq!(workspaces.data[0].name, "Acme Corp");
//! # Ok(())
//! # }
//! ```
//!
//! It holds the documentation's examples. What is created is listed afterwards, until the sandbox
//! stops, which it does when it is dropped. Requests are checked against `spec/linksii.yaml` itself, and
//! answers are made of the client's own types, so neither can drift from the document.

mod auth;
mod clock;
mod handlers;
mod limits;
mod reply;
mod server;
mod spec;
mod state;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use linksii_api::types::Plan;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::server::Server;

/// The path before all others.
const BASE_PATH: &str = "/api/v1";

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    base_url: String,
    server: Arc<Server>,
    _stop: oneshot::Sender<()>,
}

impl Sandbox {
    /// Starts a sandbox on a free port of this machine, with everything as by default.
    ///
    /// # Errors
    ///
    /// If no port can be listened on.
    pub async fn start() -> std::io::Result<Self> {
        Self::builder().start().await
    }

    /// Starts a sandbox with other settings.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::default()
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

    /// The key of a workspace on another plan, which gets 403.
    pub fn api_key_of(&self, plan: &Plan) -> &str {
        auth::key_of(plan)
    }

    /// Forgets what was created, and what was counted against the limits.
    pub fn reset(&self) {
        self.server.reset();
    }

    /// Moves the sandbox's clock on, and with it limits and quotas.
    pub fn advance(&self, time: std::time::Duration) {
        self.server.clock().advance(time);
    }

    /// Runs until the future is done, then stops.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        stop.await;
    }
}

/// The settings of a [`Sandbox`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `start`"]
pub struct SandboxBuilder {
    host: IpAddr,
    port: u16,
    limits: bool,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            limits: true,
        }
    }
}

impl SandboxBuilder {
    /// Where to listen. Default `127.0.0.1`: the sandbox is not made for the internet.
    pub fn host(mut self, host: IpAddr) -> Self {
        self.host = host;
        self
    }

    /// The port. Default 0, which takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether the documented limits are enforced. Default `true`.
    pub fn limits(mut self, enforced: bool) -> Self {
        self.limits = enforced;
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// If the port cannot be listened on.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((self.host, self.port)).await?;
        let address = listener.local_addr()?;
        let server = Arc::new(Server::new(self.limits).map_err(std::io::Error::other)?);
        let (stop, stopped) = oneshot::channel();
        let service = server::service(Arc::clone(&server));
        tokio::spawn(async move {
            let served = axum::serve(listener, service);
            // Dropping the sender stops it as well as sending would.
            let _ = served
                .with_graceful_shutdown(async { drop(stopped.await) })
                .await;
        });
        Ok(Sandbox {
            address,
            base_url: format!("http://{address}{BASE_PATH}"),
            server,
            _stop: stop,
        })
    }
}
