//! The client.

use std::fmt;
use std::sync::{Arc, PoisonError};

use reqwest::Method;

use crate::executor::Executor;
use crate::handle::Handle;
use crate::mode::Async;
use crate::rate_limit::RateLimit;
use crate::raw_call::RawCall;

/// A client of the service. Cloning it is cheap, and clones share connections and the count of
/// requests: make one, and clone it where it is needed.
///
/// ```no_run
/// # async fn run() -> Result<(), linksii_api::Error> {
/// use linksii_api::Client;
///
/// let client = Client::from_env()?; // the key in LINKSII_API_KEY
/// for workspace in client.workspaces().list().all().await? {
///     println!("{} {}", workspace.id, workspace.name);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    executor: Arc<Executor>,
}

impl Client {
    pub(crate) fn of(executor: Executor) -> Self {
        Self {
            executor: Arc::new(executor),
        }
    }

    /// Starts a request to what this crate has no method for.
    ///
    /// The path is that below the base URL and starts with a slash. A whole URL is taken if it is of the same
    /// origin, as one in the header `Location`; another is refused, as the key must not go there. The reply's
    /// body is given as it came, envelope and all. Key, limits, retries and errors are those of any other
    /// call.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// use linksii_api::Method;
    ///
    /// let webhooks: serde_json::Value = client
    ///     .request(Method::GET, "/webhooks")
    ///     .query("workspace_id", "ws_01HXYZ")
    ///     .send()
    ///     .await?;
    /// # let _ = webhooks;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> RawCall {
        RawCall::new(&self.handle(), method, path.into())
    }

    /// The rate limit's state as the last reply reported it, whichever endpoint that was of.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let last = &self.executor.transport.rate_limit;
        last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn handle(&self) -> Handle<Async> {
        Handle {
            executor: Arc::clone(&self.executor),
            mode: Async,
        }
    }
}

/// Without the key.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Executor {
            endpoint,
            timeout,
            retry,
            pacing,
            ..
        } = &*self.executor;
        f.debug_struct("Client")
            .field("base_url", &endpoint.url().as_str())
            .field("timeout", timeout)
            .field("retry", retry)
            .field("pacing", pacing)
            .finish_non_exhaustive()
    }
}
