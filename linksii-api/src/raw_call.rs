//! A request to what the documentation does not describe.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::arrived::Arrived;
use crate::call_options::CallOptions;
use crate::download::Download;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::executor::Target;
use crate::form;
use crate::generated::limits;
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::multipart::Multipart;
use crate::reply::Reply;
use crate::request_body::Body;
use crate::response::Response;
use crate::retry_policy::RetryPolicy;

/// A request to what this crate has no method for, from
/// [`Client::request`](crate::Client::request).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawCall<M = Async> {
    pub(crate) handle: Handle<M>,
    method: Method,
    path: String,
    options: CallOptions,
    payload: Payload,
}

/// What a request carries.
#[derive(Clone, Debug)]
enum Payload {
    None,
    Body(Body, Cow<'static, str>),
    Multipart(Multipart),
}

impl<M: Mode> RawCall<M> {
    pub(crate) fn new(handle: &Handle<M>, method: Method, path: String) -> Self {
        let handle = handle.clone();
        Self {
            handle,
            method,
            path,
            options: CallOptions::default(),
            payload: Payload::None,
        }
    }

    /// Adds a parameter to the query.
    pub fn query(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.options.query(name, value.as_ref());
        self
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.options.header(name, value);
        self
    }

    /// Sends this as JSON. What cannot be written as JSON is an [`Error::Config`] when the request
    /// is sent.
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.encoded(Body::json(body), "application/json")
    }

    /// Sends an object as HTML forms do, `application/x-www-form-urlencoded`. A list is sent as its items,
    /// each with the list's name; an object in it as `a[b]=1`; null as an empty text. What is not an object
    /// is an [`Error::Config`] when the request is sent.
    pub fn form(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.encoded(form::encoded(body).map(Body::from), form::CONTENT_TYPE)
    }

    /// Sends fields and files.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// use linksii_api::{File, Method, Multipart};
    ///
    /// let image = File::new("logo.png", std::fs::read("logo.png").unwrap_or_default());
    /// let parts = Multipart::new().file("image", image.content_type("image/png"));
    /// let _: serde_json::Value = client
    ///     .request(Method::POST, "/images")
    ///     .multipart(parts)
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn multipart(mut self, parts: Multipart) -> Self {
        self.payload = Payload::Multipart(parts);
        self
    }

    /// Sends text, bytes or a stream of them, with this content type.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// use linksii_api::Method;
    ///
    /// let request = client.request(Method::POST, "/prompts/import");
    /// let reply = request.body("name\nBest CRM?\n", "text/csv").text().await?;
    /// # let _ = reply;
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(mut self, body: impl Into<Body>, content_type: &str) -> Self {
        self.payload = Payload::Body(body.into(), content_type.to_owned().into());
        self
    }

    fn encoded(mut self, body: Result<Body, Error>, content_type: &'static str) -> Self {
        match body {
            Ok(body) => self.payload = Payload::Body(body, content_type.into()),
            Err(error) => self.options.refuse(&error.to_string()),
        }
        self
    }

    /// How long each attempt may take.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// When the request is tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = Some(policy);
        self
    }

    pub(crate) async fn execute<T>(self, read: Read<T>) -> Result<T, Error> {
        self.arrived(false).await?.decode(read)
    }

    /// The same for a reply of any type.
    pub(crate) async fn execute_any<T>(mut self, read: Read<T>) -> Result<T, Error> {
        self.options.accept_any();
        self.execute(read).await
    }

    pub(crate) async fn execute_whole<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let base = self.handle.executor.endpoint.url().clone();
        self.arrived(false).await?.response(base, Reply::json)
    }

    pub(crate) async fn execute_download(mut self) -> Result<Download, Error> {
        self.options.accept_any();
        self.options.in_pieces();
        self.arrived(true).await.map(Arrived::download)
    }

    async fn arrived(self, in_pieces: bool) -> Result<Arrived, Error> {
        let Self {
            handle,
            method,
            path,
            options,
            payload,
        } = self;
        let endpoint = &handle.executor.endpoint;
        let start = Start::of(path)?;
        let path = match &start {
            Start::Path(path) => path.clone(),
            Start::Url(url) => {
                let request = endpoint.request_to(method.clone(), url)?.build()?;
                endpoint.path_of(request.url()).to_owned()
            }
        };
        let target = Target {
            method: method.clone(),
            limit: limits::of(&method, &path),
            path: path.into(),
            operation: None,
            in_pieces,
        };
        let build = Box::new(move |endpoint: &Endpoint| {
            let request = match &start {
                Start::Path(path) => endpoint.request(method.clone(), path),
                Start::Url(url) => endpoint.request_to(method.clone(), url)?,
            };
            match &payload {
                Payload::None => request,
                Payload::Body(body, content_type) => request.body(body, content_type),
                Payload::Multipart(parts) => request.multipart(parts),
            }
            .build()
        });
        handle.executor.execute(target, options, build).await
    }
}

/// How a reply is read.
type Read<T> = fn(Reply) -> Result<T, Error>;

/// Where a request goes.
enum Start {
    /// A path below the base URL.
    Path(String),
    /// A URL that the service gave.
    Url(String),
}

impl Start {
    fn of(path: String) -> Result<Self, Error> {
        let scheme = path.split_once("://").map(|(scheme, _)| scheme);
        if scheme.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
            return Ok(Self::Url(path));
        }
        // A host in it would take the key elsewhere.
        if !path.starts_with('/') || path.starts_with("//") || path.contains(['?', '#', '\\']) {
            return Err(Error::config(format!(
                "the path {path:?} must be one below the base URL, such as \"/webhooks\", with its \
                 parameters in `query`, or a whole URL of the service"
            )));
        }
        Ok(Self::Path(path))
    }
}

impl RawCall {
    /// Sends the request, and reads the reply's body as it came, envelope and all. Without a body, as
    /// with 204, `()`, an `Option` and a [`serde_json::Value`] are what can be read; `()` is read
    /// from any body.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.execute(Reply::json).await
    }

    /// Sends the request, and gives the reply's body as text. What is not UTF-8 becomes U+FFFD.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn text(self) -> Result<String, Error> {
        self.execute_any(Reply::text).await
    }

    /// Sends the request, and gives the reply's body as bytes, at most
    /// [`max_reply_size`](crate::ClientBuilder::max_reply_size) of them.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn bytes(self) -> Result<Bytes, Error> {
        self.execute_any(Reply::bytes).await
    }

    /// Sends the request, and gives the reply's body in pieces, as they come.
    ///
    /// # Errors
    ///
    /// Any [`Error`]. What happens after the first piece is an error of the stream.
    pub async fn download(self) -> Result<Download, Error> {
        self.execute_download().await
    }

    /// Sends the request as [`send`](Self::send) does, and keeps the reply's status, headers, request
    /// id, rate limit and the number of attempts.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn response<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        self.execute_whole().await
    }
}
