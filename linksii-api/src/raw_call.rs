//! A request to what the documentation does not describe.

use std::time::Duration;

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call_options::CallOptions;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::executor::{Arrived, Target};
use crate::generated::limits;
use crate::handle::Handle;
use crate::limit::Limit;
use crate::mode::{Async, Mode};
use crate::reply::Reply;
use crate::response::Response;
use crate::retry_policy::RetryPolicy;

/// A request to what this crate has no method for, from
/// [`Client::request`](crate::Client::request).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawCall<M = Async> {
    handle: Handle<M>,
    method: Method,
    path: String,
    options: CallOptions,
    body: Option<serde_json::Value>,
}

impl<M: Mode> RawCall<M> {
    pub(crate) fn new(handle: &Handle<M>, method: Method, path: String) -> Self {
        let handle = handle.clone();
        Self {
            handle,
            method,
            path,
            options: CallOptions::default(),
            body: None,
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
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_value(body) {
            Ok(body) => self.body = Some(body),
            Err(error) => {
                self.options
                    .refuse(&format!("the body cannot be written as JSON: {error}"));
            }
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

    #[cfg(feature = "blocking")]
    pub(crate) fn mode(&self) -> &M {
        &self.handle.mode
    }

    pub(crate) async fn execute<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.arrived().await?.decode(Reply::json)
    }

    pub(crate) async fn execute_whole<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        self.arrived().await?.decode(|mut reply| {
            let head = reply.take_head();
            reply.json().map(|value| Response::new(head, value))
        })
    }

    async fn arrived(self) -> Result<Arrived, Error> {
        let Self {
            handle,
            method,
            path,
            options,
            body,
        } = self;
        // An absolute URL would take the key elsewhere.
        if !path.starts_with('/') || path.starts_with("//") || path.contains(['?', '#', '\\']) {
            return Err(Error::config(format!(
                "the path {path:?} must be one below the base URL, such as \"/webhooks\", with its \
                 parameters in `query`"
            )));
        }
        let target = Target {
            method: method.clone(),
            path: path.clone().into(),
            limit: Limit::of(&method, &path, limits::ALL, &limits::EVERY_OTHER),
            operation: None,
        };
        let build = Box::new(move |endpoint: &Endpoint| {
            let request = endpoint.request(method.clone(), &path);
            request.optional_json(body.as_ref()).build()
        });
        handle.executor.execute(target, options, build).await
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
        self.execute().await
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
