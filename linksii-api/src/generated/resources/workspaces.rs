//! Workspaces, one for each brand; most other calls are scoped to one.
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
use crate::operation::{Operation, OperationInfo, Paged, Paging};
use crate::page::Page;
use crate::reply::Reply;

/// The workspaces resource, from [`Client::workspaces`].
#[derive(Clone, Debug)]
pub struct Workspaces<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Workspaces, one for each brand; most other calls are scoped to one.
    pub fn workspaces(&self) -> Workspaces {
        Workspaces {
            handle: self.handle(),
        }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Workspaces, one for each brand; most other calls are scoped to one.
    pub fn workspaces(&self) -> Workspaces<crate::blocking::Blocking> {
        Workspaces {
            handle: self.handle(),
        }
    }
}

impl<M: Mode> Workspaces<M> {
    /// Lists the workspaces that the key can see.
    ///
    /// The `id` of one of them is what most other calls ask for.
    ///
    /// `GET /workspaces` · 100 requests a minute per key.
    ///
    /// Documented under "First Request" (Quickstart, whole). `limit` and `offset` are inferred
    /// from the reply's meta; the page shows the call without them.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let page = client.workspaces().list().limit(5).send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self) -> ListWorkspaces<M> {
        let arguments = ListWorkspacesArguments {
            limit: None,
            offset: None,
        };
        ListWorkspaces(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Workspaces::list`]; [`send`](Self::send) makes it.
///
/// Lists the workspaces that the key can see.
///
/// `GET /workspaces`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListWorkspaces<M = Async>(Call<ListWorkspacesArguments, M>);

crate::call_methods::collection_methods! {
    ListWorkspaces(ListWorkspacesArguments) -> types::Workspace
}

#[derive(Clone, Debug)]
struct ListWorkspacesArguments {
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListWorkspacesArguments {
    type Output = Page<types::Workspace>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_workspaces",
        method: Method::GET,
        path: "/workspaces",
        limit: &limits::WORKSPACES,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        wire::list_workspaces(endpoint, self.limit, self.offset)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListWorkspacesArguments {
    type Item = types::Workspace;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}
