//! Settings of a sandbox.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::serve::serve;
use crate::server::Server;
use crate::{Fault, History, Sandbox};

/// The settings of a [`Sandbox`].
#[derive(Clone, Debug)]
#[must_use = "settings do nothing until `start`"]
pub struct SandboxBuilder {
    host: IpAddr,
    port: u16,
    pub(crate) limits: bool,
    pub(crate) history: Option<History>,
    pub(crate) faults: Vec<Fault>,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            host: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            limits: true,
            history: None,
            faults: Vec::new(),
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

    /// A fault that is there from the start. Of several that fit a request the first happens.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// If the port cannot be listened on.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let listener = TcpListener::bind((self.host, self.port)).await?;
        let address = listener.local_addr()?;
        let server = Arc::new(Server::new(self).map_err(std::io::Error::other)?);
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(serve(listener, Arc::clone(&server), stopped));
        Ok(Sandbox::of(address, server, stop, served))
    }
}
