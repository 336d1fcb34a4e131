//! Tracking results: how AI assistants mentioned a workspace's brand, run by run.
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

/// The tracking resource, from [`Client::tracking`].
#[derive(Clone, Debug)]
pub struct Tracking<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Tracking results: how AI assistants mentioned a workspace's brand, run by run.
    pub fn tracking(&self) -> Tracking {
        Tracking { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Tracking results: how AI assistants mentioned a workspace's brand, run by run.
    pub fn tracking(&self) -> Tracking<crate::blocking::Blocking> {
        Tracking { handle: self.handle() }
    }
}

impl<M: Mode> Tracking<M> {
    /// Lists a workspace's tracking results.
    ///
    /// Brand mentions detected across ChatGPT, Claude, Gemini and Perplexity: one result a
    /// platform and run.
    ///
    /// `GET /tracking` · 100 requests a minute per key.
    ///
    /// Documented under "Fetch Tracking Results" (Quickstart, whole). `offset` is inferred from
    /// the reply's meta; the page shows `limit` alone.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let page = client.tracking().list("ws_01HXYZ").limit(5).send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, workspace_id: impl Into<types::WorkspaceId>) -> ListTracking<M> {
        let arguments = ListTrackingArguments {
            workspace_id: workspace_id.into(),
            limit: None,
            offset: None,
        };
        ListTracking(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Tracking::list`]; [`send`](Self::send) makes it.
///
/// Lists a workspace's tracking results.
///
/// `GET /tracking`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListTracking<M = Async>(Call<ListTrackingArguments, M>);

crate::call_methods::collection_methods! {
    ListTracking(ListTrackingArguments) -> types::TrackingRun
}

#[derive(Clone, Debug)]
struct ListTrackingArguments {
    workspace_id: types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListTrackingArguments {
    type Output = Page<types::TrackingRun>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_tracking",
        method: Method::GET,
        path: "/tracking",
        limit: &limits::TRACKING,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.workspace_id.refuse_empty("workspace_id")?;
        wire::list_tracking(endpoint, &self.workspace_id, self.limit, self.offset)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListTrackingArguments {
    type Item = types::TrackingRun;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}
