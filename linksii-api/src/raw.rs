//! A request to what the documentation does not describe.

use std::time::Duration;

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::call::{Async, Handle, Mode};
use crate::execute::{self, Target};
use crate::limit::Limit;
use crate::options::Options;
use crate::reply::Reply;
use crate::{Error, RetryPolicy};

/// A request to what this crate has no method for, from
/// [`Client::request`](crate::Client::request).
#[derive(Clone, Debug)]
#[must_use = "a request does nothing until it is sent"]
pub struct RawCall<M = Async> {
    handle: Handle<M>,
    method: Method,
    path: String,
    options: Options,
    body: Option<serde_json::Value>,
}

impl<M: Mode> RawCall<M> {
    pub(crate) fn new(handle: &Handle<M>, method: Method, path: String) -> Self {
        let handle = handle.clone();
        Self {
            handle,
            method,
            path,
            options: Options::default(),
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

    pub(crate) async fn execute<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let path = self.path.as_str();
        // An absolute URL would take the key elsewhere.
        if !path.starts_with('/') || path.starts_with("//") || path.contains(['?', '#', '\\']) {
            return Err(Error::config(format!(
                "the path {path:?} must be one below the base URL, such as \"/webhooks\", with its \
                 parameters in `query`"
            )));
        }
        let client = self.handle.client.inner();
        let target = Target {
            id: path,
            method: self.method.clone(),
            path,
            limit: Limit::of(&self.method, path),
        };
        let build = || {
            let request = client.endpoint.request(self.method.clone(), path);
            request.optional_json(self.body.as_ref()).build()
        };
        let arrived = execute::execute(client, &target, &self.options, &build).await?;
        arrived.decode(Reply::json)
    }
}

impl RawCall {
    /// Sends the request, and reads the reply's body as it came, envelope and all. Without a body, as
    /// with 204, `()`, an `Option` and a [`serde_json::Value`] are what can be read.
    ///
    /// # Errors
    ///
    /// Any [`Error`].
    pub async fn send<T: DeserializeOwned>(self) -> Result<T, Error> {
        self.execute().await
    }
}
