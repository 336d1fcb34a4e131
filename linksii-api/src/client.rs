//! The client.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue};

use crate::builder::{ClientBuilder, DEFAULT_TIMEOUT};
use crate::call::{Async, Handle};
use crate::endpoint::Endpoint;
use crate::pacing::{Pacer, Pacing};
use crate::raw::RawCall;
use crate::{Error, RateLimit, RetryPolicy};

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
    inner: Arc<Inner>,
}

/// What the clones of a client share.
pub(crate) struct Inner {
    pub(crate) http: reqwest::Client,
    pub(crate) endpoint: Endpoint,
    /// What every request carries, the key among it, and what one with a body does.
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) timeout: Duration,
    pub(crate) retry: RetryPolicy,
    pub(crate) pacing: Pacing,
    pub(crate) pacer: Pacer,
    pub(crate) max_reply_size: usize,
    pub(crate) rate_limit: Mutex<Option<RateLimit>>,
}

impl Client {
    /// A client with this key and every other setting as by default.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the key is no key: one starts with `lnk_` and has no blanks.
    pub fn new(api_key: impl Into<String>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// A client with the key in `LINKSII_API_KEY`. If `LINKSII_BASE_URL` is set, it is where the
    /// service is looked for.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the variable is not set, or one of the two is malformed.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().from_env().build()
    }

    /// Starts a client with other settings.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Starts an HTTP client for [`ClientBuilder::http_client`], to add a proxy, certificates or the like
    /// to. It makes connections in at most 10 s, and leaves redirects and retries to this crate.
    ///
    /// - The system's root certificates are loaded when it is built, which fails where there are none. To
    ///   trust others as well: `tls_certs_merge`; to trust only others: `tls_certs_only`.
    /// - The proxies of the environment are in it, but for loopback. Before adding one of your own, take
    ///   them out with `no_proxy`.
    /// - With the feature `rustls`, and unless the program has installed a provider, rustls on ring
    ///   becomes the one of the process: install another one first.
    ///
    /// ```
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use linksii_api::Client;
    ///
    /// let http = Client::http_client_builder()?.pool_max_idle_per_host(2).build()?;
    /// let client = Client::builder().api_key("lnk_your_api_key_here").http_client(http).build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if a proxy of the environment is malformed, or there is no TLS provider.
    pub fn http_client_builder() -> Result<reqwest::ClientBuilder, Error> {
        crate::http_client::builder(DEFAULT_TIMEOUT)
    }

    /// Starts a request to what this crate has no method for.
    ///
    /// The path is that below the base URL and starts with a slash. The reply's body is given as it
    /// came, envelope and all. Key, limits, retries and errors are those of any other call.
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

    /// The limit's state as the last reply told it, whichever endpoint that was of.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.inner
            .rate_limit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(crate) fn of(inner: Inner) -> Self {
        Self {
            inner: Arc::new(inner),
        }
    }

    pub(crate) fn inner(&self) -> &Inner {
        &self.inner
    }

    pub(crate) fn handle(&self) -> Handle<Async> {
        Handle {
            client: self.clone(),
            mode: Async,
        }
    }
}

/// Without the key.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.endpoint.url().as_str())
            .field("timeout", &self.inner.timeout)
            .field("retry", &self.inner.retry)
            .field("pacing", &self.inner.pacing)
            .finish_non_exhaustive()
    }
}
