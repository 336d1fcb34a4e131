//! Calls whose reply is read into a type of the caller's own.

use std::fmt;
use std::marker::PhantomData;

use reqwest::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::operation::{Operation, OperationInfo, Paged, Paging};
use crate::page::Page;
use crate::reply::Reply;

/// An operation whose reply's body is read into a type of the caller's own, from
/// a call's `body_as`.
///
/// ```no_run
/// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
/// let call = client.competitors().create("ws_01HXYZ", "Asana");
/// let body: serde_json::Value = call.body_as().send().await?;
/// println!("{}", body["data"]["id"]);
/// # Ok(())
/// # }
/// ```
pub struct BodyAs<P, T> {
    operation: P,
    own: PhantomData<fn() -> T>,
}

/// A paged operation whose items are read into a type of the caller's own, from
/// a call's `items_as`.
///
/// ```no_run
/// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Clone, Deserialize, PartialEq, Serialize)]
/// struct Score {
///     score: f32,
/// }
///
/// let scores: Vec<Score> = client.tracking().list("ws_01HXYZ").items_as().all().await?;
/// # let _ = scores;
/// # Ok(())
/// # }
/// ```
pub struct ItemsAs<P, T> {
    operation: P,
    own: PhantomData<fn() -> T>,
}

/// What both have in common. By hand, as what is derived would ask the same of `T`.
macro_rules! own_type {
    ($name:ident) => {
        impl<P, T> $name<P, T> {
            pub(crate) fn new(operation: P) -> Self {
                Self {
                    operation,
                    own: PhantomData,
                }
            }
        }

        impl<P: Clone, T> Clone for $name<P, T> {
            fn clone(&self) -> Self {
                Self::new(self.operation.clone())
            }
        }

        impl<P: fmt::Debug, T> fmt::Debug for $name<P, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.operation.fmt(f)
            }
        }
    };
}

own_type!(BodyAs);
own_type!(ItemsAs);

impl<P: Operation, T: DeserializeOwned + Send + 'static> Operation for BodyAs<P, T> {
    type Output = T;

    const INFO: OperationInfo = P::INFO;

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.operation.request(endpoint)
    }

    fn decode(reply: Reply) -> Result<T, Error> {
        reply.json()
    }
}

impl<P, T> Operation for ItemsAs<P, T>
where
    P: Paged,
    T: DeserializeOwned + Send + 'static,
{
    type Output = Page<T>;

    const INFO: OperationInfo = P::INFO;

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.operation.request(endpoint)
    }

    fn decode(reply: Reply) -> Result<Page<T>, Error> {
        reply.page()
    }
}

impl<P, T> Paged for ItemsAs<P, T>
where
    P: Paged,
    T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Unpin + 'static,
{
    type Item = T;

    fn paging(&mut self) -> Paging<'_> {
        self.operation.paging()
    }
}
