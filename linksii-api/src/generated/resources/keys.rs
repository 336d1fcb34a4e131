//! API keys, the `lnk_…` secrets that authorise requests.
//!
//! Generated from `spec/linksii.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use crate::call::Call;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::generated::{limits, types, wire};
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::operation::{Operation, OperationInfo};
use crate::reply::Reply;

/// The keys resource, from [`Client::keys`].
#[derive(Clone, Debug)]
pub struct Keys<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// API keys, the `lnk_…` secrets that authorise requests.
    pub fn keys(&self) -> Keys {
        Keys { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// API keys, the `lnk_…` secrets that authorise requests.
    pub fn keys(&self) -> Keys<crate::blocking::Blocking> {
        Keys { handle: self.handle() }
    }
}

impl<M: Mode> Keys<M> {
    /// Creates an API key.
    ///
    /// The key itself is in this reply and nowhere else: it is shown only once. A workspace has
    /// at most 10 active keys.
    ///
    /// `POST /keys` · 100 requests a minute per key.
    ///
    /// Documented under "Get Your API Key" (Quickstart, whole). The limit of 10 keys is from
    /// the API reference.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let created_key = client.keys().create("My Integration").send().await?;
    /// println!("{created_key:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(&self, name: impl Into<String>) -> CreateKey<M> {
        let arguments = CreateKeyArguments {
            body: types::NewKey { name: name.into() },
        };
        CreateKey(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Keys::create`]; [`send`](Self::send) makes it.
///
/// Creates an API key.
///
/// `POST /keys`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateKey<M = Async>(Call<CreateKeyArguments, M>);

crate::call_methods::call_methods! {
    CreateKey(CreateKeyArguments) -> types::CreatedKey
}

#[derive(Clone, Debug)]
struct CreateKeyArguments {
    body: types::NewKey,
}

impl Operation for CreateKeyArguments {
    type Output = types::CreatedKey;

    const INFO: OperationInfo = OperationInfo {
        id: "create_key",
        method: Method::POST,
        path: "/keys",
        limit: &limits::KEYS,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        wire::create_key(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
