//! Settings of a sandbox.

use std::net::Ipv4Addr;

use crate::fault::Fault;
use crate::history::History;
use crate::state::Settings;

/// The settings of a [`Sandbox`](crate::Sandbox).
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
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) connections: usize,
    pub(crate) settings: Settings,
}

impl Default for SandboxBuilder {
    fn default() -> Self {
        Self {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: 0,
            connections: 512,
            settings: Settings::default(),
        }
    }
}

impl SandboxBuilder {
    /// Where to listen: an IP address, or a name that resolves to one of this machine, such as `localhost`.
    /// Default `127.0.0.1`: the sandbox is not made for the internet.
    pub fn host(mut self, host: impl ToString) -> Self {
        self.host = host.to_string();
        self
    }

    /// The port. Default 0, which takes a free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether the documented limits are enforced. Default `true`. They are counted in any case.
    pub fn limits(mut self, enforced: bool) -> Self {
        self.settings.limits = enforced;
        self
    }

    /// A workspace with a past, beside the documented one.
    pub fn history(mut self, history: History) -> Self {
        self.settings.history = Some(history);
        self
    }

    /// Whether there is a workspace on each plan, and not on Enterprise alone. Default `false`. An
    /// Enterprise key sees them all, and finds that the others allow fewer competitors.
    pub fn all_plans(mut self, enabled: bool) -> Self {
        self.settings.all_plans = enabled;
        self
    }

    /// How many connections are open at once, at least 1; others wait. Default 512.
    pub fn connections(mut self, most: usize) -> Self {
        self.connections = most.max(1);
        self
    }

    /// A fault that is there from the start. Of several that apply to a request the first happens.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.settings.faults.push(fault);
        self
    }
}
