//! Where ships lie.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use crate::call::Call;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::generated::{limits, types, wire};
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::operation::{Operation, OperationInfo, Paged, Paging};
use crate::page::Page;
use crate::reply::Reply;

/// The berths resource, from [`Client::berths`].
#[derive(Clone, Debug)]
pub struct Berths<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Where ships lie.
    pub fn berths(&self) -> Berths {
        Berths { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Where ships lie.
    pub fn berths(&self) -> Berths<crate::blocking::Blocking> {
        Berths { handle: self.handle() }
    }
}

impl<M: Mode> Berths<M> {
    /// Lists the berths.
    ///
    /// Those of all quays, from the sea inwards.
    ///
    /// `GET /berths` · 60 requests a minute per key.
    ///
    /// Documented under "Berths" (Harbour manual, whole).
    ///
    /// ```no_run
    /// # async fn run(client: harbour_client::Client) -> Result<(), harbour_client::Error> {
    /// let page = client.berths().list().side("port").send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> ListBerths<M> {
        let arguments = ListBerthsArguments {
            side: None,
            with_query: None,
            limit: None,
            offset: None,
        };
        ListBerths(Call::new(&self.handle, arguments))
    }

    /// Builds a berth.
    ///
    /// It takes a while.
    ///
    /// `POST /berths` · 6 requests a minute per key.
    ///
    /// Documented under "Berths" (Harbour manual, whole).
    ///
    /// ```no_run
    /// # async fn run(client: harbour_client::Client) -> Result<(), harbour_client::Error> {
    /// let berth = client.berths().build("port", 7.5).send().await?;
    /// println!("{berth:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn build(&self, side: impl Into<types::Side>, depth: f64) -> BuildBerth<M> {
        let arguments = BuildBerthArguments {
            body: types::NewBerth {
                side: side.into(),
                depth,
                self_: None,
            },
        };
        BuildBerth(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Berths::list`]; [`send`](Self::send) makes it.
///
/// Lists the berths.
///
/// `GET /berths`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListBerths<M = Async>(Call<ListBerthsArguments, M>);

crate::call_methods::collection_methods! {
    ListBerths(ListBerthsArguments) -> types::Berth
}

impl<M: Mode> ListBerths<M> {
    /// Only those on one side.
    pub fn side(mut self, side: impl Into<types::Side>) -> Self {
        self.0.arguments.side = Some(side.into());
        self
    }

    /// Words to look for.
    pub fn with_query(mut self, with_query: impl Into<String>) -> Self {
        self.0.arguments.with_query = Some(with_query.into());
        self
    }
}

#[derive(Clone, Debug)]
struct ListBerthsArguments {
    side: Option<types::Side>,
    with_query: Option<String>,
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListBerthsArguments {
    type Output = Page<types::Berth>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_berths",
        method: Method::GET,
        path: "/berths",
        limit: &limits::BERTHS_READ,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        wire::list_berths(
            endpoint,
            self.side.as_ref(),
            self.with_query.as_deref(),
            self.limit,
            self.offset,
        )
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListBerthsArguments {
    type Item = types::Berth;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}

/// A call of [`Berths::build`]; [`send`](Self::send) makes it.
///
/// Builds a berth.
///
/// `POST /berths`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct BuildBerth<M = Async>(Call<BuildBerthArguments, M>);

crate::call_methods::call_methods! {
    BuildBerth(BuildBerthArguments) -> types::Berth
}

impl<M: Mode> BuildBerth<M> {
    /// Whether the harbour builds it itself.
    pub fn self_(mut self, self_: bool) -> Self {
        self.0.arguments.body.self_ = Some(self_);
        self
    }
}

#[derive(Clone, Debug)]
struct BuildBerthArguments {
    body: types::NewBerth,
}

impl Operation for BuildBerthArguments {
    type Output = types::Berth;

    const INFO: OperationInfo = OperationInfo {
        id: "build_berth",
        method: Method::POST,
        path: "/berths",
        limit: &limits::BERTHS_WRITE,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        wire::build_berth(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
