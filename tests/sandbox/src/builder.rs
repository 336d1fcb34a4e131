//! Settings of a sandbox.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::serve::serve;
use crate::server::Server;
use crate::{Fault, History, Sandbox};

/// The settings of a [`Sandbox`].
///
/// ```
/// # #[tokio::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
/// use linksii_sandbox::{Fault, History, Sandbox};
///
/// let late = Fault::delay(Duration::from_millis(5)..=Duration::from_millis(50));
/// let sandbox = Sandbox::builder()
///     .history(History::of_days(365).seed(7))
///     .limits(false)
///     .fault(late.share(0.1))
///     .start()
///     .await?;
/// let client = sandbox.client_builder().build()?;
/// let page = client.tracking().list(History::workspace_id()).send().await?;
/// assert_eq!(page.meta.total, 365 * 4);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `start`"]
pub struct SandboxBuilder {
    host: IpAddr,
    port: u16,
    pub(crate) limits: bool,
    pub(crate) history: Option<History>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) all_plans: bool,
    pub(crate) spec: Option<String>,
    connections: usize,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            limits: true,
            history: None,
            faults: Vec::new(),
            all_plans: false,
            spec: None,
            connections: 512,
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

    /// A workspace with a past, beside the documented one.
    pub fn history(mut self, history: History) -> Self {
        self.history = Some(history);
        self
    }

    /// Whether there is a workspace on each plan, and not on Enterprise alone. Default `false`. An
    /// Enterprise key sees them all, and finds that the others allow fewer competitors.
    pub fn all_plans(mut self, there: bool) -> Self {
        self.all_plans = there;
        self
    }

    /// Another document than `spec/linksii.yaml`, as YAML or JSON, to check requests against: one with an
    /// endpoint more, say. An operation that the sandbox has no handler for is answered with 501.
    pub fn spec(mut self, document: impl Into<String>) -> Self {
        self.spec = Some(document.into());
        self
    }

    /// How many connections are open at once, 1 at least; others wait. Default 512.
    pub fn connections(mut self, most: usize) -> Self {
        self.connections = most.max(1);
        self
    }

    /// A fault that is there from the start. Of several that fit a request the first happens.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// If the port cannot be listened on, the document cannot be read, or a fault is for an operation that
    /// it does not have.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let address = SocketAddr::new(self.host, self.port);
        let invalid = |why| Error::new(ErrorKind::InvalidInput, why);
        let connections = self.connections;
        let server = Arc::new(Server::new(self).map_err(invalid)?);
        let listener = TcpListener::bind(address).await.map_err(|error| {
            Error::new(error.kind(), format!("cannot listen on {address}: {error}"))
        })?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, Arc::clone(&server), connections, stopped));
        Ok(Sandbox::of(address, server, stop, served))
    }
}
