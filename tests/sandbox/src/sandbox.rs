//! A running sandbox.

use std::io::{Error, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use linksii_api::types::{Plan, TrackingRun, WorkspaceId};
use linksii_api::{Client, ClientBuilder};
use tokio::net::{TcpListener, lookup_host};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::auth::key_of;
use crate::builder::SandboxBuilder;
use crate::connection::serve;
use crate::endpoint::endpoints;
use crate::fault::Fault;
use crate::journal::Entry;
use crate::origin::Origin;
use crate::state::State;

/// A running sandbox. It stops when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    url: String,
    base_url: String,
    state: Arc<State>,
    stop: watch::Sender<()>,
    served: JoinHandle<()>,
}

impl SandboxBuilder {
    /// Starts the sandbox.
    ///
    /// # Errors
    ///
    /// If the host cannot be resolved, the port cannot be listened on, or a fault is for an operation that
    /// the document does not have.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime.
    pub async fn start(self) -> std::io::Result<Sandbox> {
        let invalid = |why| Error::new(ErrorKind::InvalidInput, why);
        let endpoints = endpoints().map_err(invalid)?;
        let listener = listen(&self.host, self.port).await.map_err(|error| {
            let target = format!("{}:{}", self.host, self.port);
            Error::new(error.kind(), format!("cannot listen on {target}: {error}"))
        })?;
        let address = listener.local_addr()?;
        let url = format!("http://{}", reachable(address));
        let origin = Origin::new(address, &self.host);
        let state = Arc::new(State::new(endpoints, self.settings, origin).map_err(invalid)?);
        let (stop, stopped) = watch::channel(());
        let served = serve(listener, Arc::clone(&state), self.connections, stopped);
        Ok(Sandbox {
            address,
            base_url: format!("{url}{}", endpoints.document.base_path),
            url,
            state,
            stop,
            served: tokio::spawn(served),
        })
    }
}

/// Listens on an address of a host: the first that works, IPv4 before IPv6.
async fn listen(host: &str, port: u16) -> std::io::Result<TcpListener> {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let mut addresses: Vec<SocketAddr> = lookup_host((name, port)).await?.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    TcpListener::bind(&*addresses).await
}

/// An address that can be asked, where a socket listens on all of them.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

impl Sandbox {
    /// Starts a sandbox on a free port of this machine, with default settings.
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its page is, and below `/_sandbox` its controls: `http://127.0.0.1:…`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The base URL for a client: `http://127.0.0.1:…/api/v1`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The key of a workspace on the Enterprise plan, which is allowed everything.
    pub fn api_key(&self) -> &str {
        key_of(&Plan::Enterprise)
    }

    /// A builder of a client of the sandbox: key and base URL are set, all else is the default.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .api_key(self.api_key())
            .base_url(self.base_url())
    }

    /// The key of a workspace on another plan, which gets 403.
    pub fn api_key_of(&self, plan: &Plan) -> &str {
        key_of(plan)
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
    /// sandbox.inject(Fault::status(StatusCode::TOO_MANY_REQUESTS).retry_after(1).times(1));
    /// let error = client.workspaces().list().send().await.unwrap_err();
    /// assert!(error.to_string().contains("try again in 1 s"));
    /// assert!(client.workspaces().list().send().await.is_ok());
    /// # Ok(())
    /// # }
    /// ```
    pub fn inject(&self, fault: Fault) {
        self.state.faults.add(fault);
    }

    /// Nothing more goes wrong, except what a request asks for itself.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// What was asked, in order: the last 4096 requests, or as many of them as hold 16 MiB.
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
        self.state.journal.entries()
    }

    /// Forgets what was asked.
    pub fn clear_journal(&self) {
        self.state.journal.clear();
    }

    /// Completes a tracking run, which gives a result for each platform. The API has nothing for it: the
    /// service does it once a day, or from the web application. There is none where there is no such
    /// workspace, or the sandbox is full.
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
        let runs = self.state.complete_run(&workspace.into());
        runs.unwrap_or_default()
    }

    /// What time it is for the sandbox, in whole seconds.
    pub fn now(&self) -> DateTime<Utc> {
        self.state.clock.now()
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
        self.state.clock.advance(time);
    }

    /// Everything as at the start: what was created, counted, asked and went wrong is forgotten, and the
    /// clock is put back.
    pub fn reset(&self) {
        self.state.reset();
    }

    /// Runs until the future is done, then stops: requests that are being answered have a second more.
    pub async fn run_until(self, stop: impl Future<Output = ()>) {
        stop.await;
        drop(self.stop);
        // It returns nothing, and if it panicked it has stopped all the same.
        let _ = self.served.await;
    }
}
