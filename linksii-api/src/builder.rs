//! Settings of a client.

use std::fmt;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT,
};

use crate::client::Client;
use crate::credentials::{authorization, missing_key, refuse_plain_http};
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::event::{Event, Observer};
use crate::executor::Executor;
use crate::generated::service;
use crate::http_client;
use crate::pacing::{Pacer, Pacing};
use crate::retry_policy::RetryPolicy;
use crate::sanitize::{Sanitizer, without_credentials};
use crate::secret::Secret;
use crate::transport::exchange::HttpTransport;
use crate::transport::sender::Sender;
use crate::transport::{Transport, erased};

/// How this crate names itself to the service.
const OWN_NAME: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

pub(crate) const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);

/// The settings of a [`Client`].
///
/// ```
/// use std::time::Duration;
/// use linksii_api::{Client, Pacing, RetryPolicy};
///
/// # fn main() -> Result<(), linksii_api::Error> {
/// let client = Client::builder()
///     .api_key("lnk_your_api_key_here")
///     .timeout(Duration::from_secs(10))
///     .retry(RetryPolicy::default().max_attempts(6))
///     .pacing(Pacing::Documented)
///     .user_agent("acme-dash/1.2")
///     .build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "settings do nothing until `build`"]
pub struct ClientBuilder {
    api_key: Option<Secret>,
    base_url: Option<String>,
    from_env: bool,
    timeout: Duration,
    retry: RetryPolicy,
    pacing: Pacing,
    user_agent: Option<String>,
    sender: Option<Sender>,
    max_reply_size: usize,
    plain_http: bool,
    observer: Observer,
}

impl Client {
    /// A client with this key and every other setting as by default.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the key is not one: it starts with `lnk_` and has no blanks.
    pub fn new(api_key: impl Into<String>) -> Result<Self, Error> {
        Self::builder().api_key(api_key).build()
    }

    /// A client with the key in `LINKSII_API_KEY`. If `LINKSII_BASE_URL` is set, it is where the
    /// service is looked for. A variable that is empty counts as not set.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if the key is not set, or one of the two is malformed.
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
        http_client::builder(DEFAULT_TIMEOUT)
    }
}

impl ClientBuilder {
    fn new() -> Self {
        Self {
            api_key: None,
            base_url: None,
            from_env: false,
            timeout: DEFAULT_TIMEOUT,
            retry: RetryPolicy::default(),
            pacing: Pacing::default(),
            user_agent: None,
            sender: None,
            max_reply_size: 32 << 20,
            plain_http: false,
            observer: Observer::default(),
        }
    }

    /// The API key, `lnk_…`. Load it from where secrets are kept; do not write it in the source.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.api_key = Some(Secret::from(key.into()));
        self
    }

    /// Takes the key from `LINKSII_API_KEY` and the base URL from `LINKSII_BASE_URL`, where they are
    /// not set here. A variable that is empty counts as not set.
    pub fn from_env(mut self) -> Self {
        self.from_env = true;
        self
    }

    /// Where the service is, with the path before all others. Default
    /// `https://www.linksii.com/api/v1`.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long one attempt may take, from the connection to the reply's last byte. Default 30 s. All
    /// attempts together: [`RetryPolicy::deadline`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// When a call is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Whether calls keep to the documented limits by themselves. Default [`Pacing::Documented`].
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = pacing;
        self
    }

    /// How the program names itself: `acme-dash/1.2`. This crate's name follows it.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Another HTTP client, with its own proxy, certificates or pool.
    ///
    /// [`Client::http_client_builder`] starts one. One that is made by `reqwest::Client::new` follows
    /// redirects itself, to other hosts too, repeats what HTTP/2 refuses without counting it, and sends
    /// loopback to the proxies of the environment. It needs a TLS provider, by reqwest's own feature
    /// `rustls` or by one that the program installs: this crate's feature `rustls` chooses none for
    /// others, and without one reqwest panics.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.sender = Some(Sender::Http(client));
        self
    }

    /// What requests are sent by, instead of an HTTP client: [`transport`](crate::transport) says how a test
    /// needs no socket.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.sender = Some(Sender::Own(erased(transport)));
        self
    }

    /// The largest reply that is read, in bytes once unpacked. Default 32 MiB. What a refusal says is
    /// cut after 64 KiB.
    pub fn max_reply_size(mut self, bytes: usize) -> Self {
        self.max_reply_size = bytes;
        self
    }

    /// Lets the key travel unencrypted to a host that is not this machine. Default `false`: a base URL
    /// with plain `http` is refused, but for loopback.
    pub fn allow_plain_http(mut self, allow: bool) -> Self {
        self.plain_http = allow;
        self
    }

    /// Reports each request, each wait for the rate limit and each further attempt as it comes. What is
    /// called must not block: calls wait for it.
    ///
    /// ```
    /// # fn main() -> Result<(), linksii_api::Error> {
    /// use linksii_api::{Client, Event};
    ///
    /// let client = Client::builder()
    ///     .api_key("lnk_your_api_key_here")
    ///     .on_event(|event| match event {
    ///         Event::Sending { method, url, .. } => eprintln!("{method} {url}"),
    ///         Event::Retrying { error, wait, .. } => eprintln!("{error} Waiting for {wait:?}."),
    ///         _ => {}
    ///     })
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub fn on_event(mut self, observe: impl Fn(&Event<'_>) + Send + Sync + 'static) -> Self {
        self.observer = Observer::new(observe);
        self
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`Error::Config`] if there is no key, or a setting or a proxy of the environment is malformed; the
    /// message says which and what a good one looks like. Also if the base URL is `https` and there are
    /// no root certificates, and, with the feature `rustls-no-provider`, if the program has installed
    /// no provider.
    pub fn build(self) -> Result<Client, Error> {
        let variable = |name: &str| self.from_env.then(|| variable(name)).flatten();
        let key = self
            .api_key
            .or_else(|| variable(service::KEY_VARIABLE).map(Secret::from));
        let key = key.ok_or_else(|| missing_key(self.from_env))?;
        let base_url = self
            .base_url
            .or_else(|| variable(service::BASE_URL_VARIABLE));
        let endpoint = Endpoint::new(base_url.as_deref().unwrap_or(service::BASE_URL))?;
        if !self.plain_http {
            refuse_plain_http(endpoint.url())?;
        }
        let sender = match self.sender {
            Some(sender) => sender,
            None => Sender::Http(http_client::new(endpoint.url(), self.timeout)?),
        };
        let json = HeaderValue::from_static("application/json");
        let mut headers = vec![
            (AUTHORIZATION, authorization(&key)?),
            (ACCEPT, json.clone()),
            (CONTENT_TYPE, json),
            (USER_AGENT, user_agent(self.user_agent.as_deref())?),
        ];
        if cfg!(feature = "gzip") {
            headers.push((ACCEPT_ENCODING, HeaderValue::from_static("gzip")));
        }
        let url = endpoint.url();
        let port = url.port_or_known_default().unwrap_or_default();
        let transport = HttpTransport {
            sender,
            host: format!("{}:{port}", url.host_str().unwrap_or_default()),
            max_reply_size: self.max_reply_size,
            sanitizer: Sanitizer::new(key.expose(), service::KEY_PREFIX),
            rate_limit: Default::default(),
        };
        Ok(Client::of(Executor {
            transport,
            endpoint,
            headers,
            timeout: self.timeout,
            retry: self.retry,
            pacing: self.pacing,
            pacer: Pacer::default(),
            observer: self.observer,
        }))
    }
}

/// Without the key, and without the password that a base URL may hold.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("api_key", &self.api_key)
            .field(
                "base_url",
                &self.base_url.as_deref().map(without_credentials),
            )
            .finish_non_exhaustive()
    }
}

/// What a variable holds. Compose files and CI set those that they have no value for to nothing.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.into_string().ok()?;
    Some(value).filter(|value| !value.trim().is_empty())
}

fn user_agent(program: Option<&str>) -> Result<HeaderValue, Error> {
    match program {
        None => Ok(HeaderValue::from_static(OWN_NAME)),
        Some(program) => format!("{program} {OWN_NAME}").parse().map_err(|_| {
            Error::config(
                "the user agent holds a control character: one looks like `acme-dash/1.2`",
            )
        }),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_key_goes_unencrypted_to_this_machine_only_or_where_the_caller_insists() {
        let build = |url: &str, insist| {
            let builder = ClientBuilder::new().api_key("lnk_1").base_url(url);
            builder.allow_plain_http(insist).build()
        };
        for url in [
            "http://localhost:1",
            "http://127.0.0.1",
            "http://127.8.9.1/v1",
            "http://[::1]:80/v1",
            "https://example.com",
        ] {
            assert!(build(url, false).is_ok(), "{url}");
        }
        for url in [
            "http://example.com",
            "http://10.0.0.1",
            "http://[::2]",
            "http://localhost.example.com",
        ] {
            assert!(matches!(build(url, false), Err(Error::Config(_))), "{url}");
            assert!(build(url, true).is_ok(), "{url}");
        }
    }

    #[test]
    fn a_program_names_itself_before_this_crate() {
        let name = user_agent(Some("acme-dash/1.2")).unwrap();
        assert_eq!(name.to_str().unwrap(), format!("acme-dash/1.2 {OWN_NAME}"));
        assert!(user_agent(Some("a\nb")).is_err());
    }
}
