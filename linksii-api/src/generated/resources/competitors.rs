//! Competitors, the brands whose visibility is compared with the workspace's own.
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

/// The competitors resource, from [`Client::competitors`].
#[derive(Clone, Debug)]
pub struct Competitors<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Competitors, the brands whose visibility is compared with the workspace's own.
    pub fn competitors(&self) -> Competitors {
        Competitors {
            handle: self.handle(),
        }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Competitors, the brands whose visibility is compared with the workspace's own.
    pub fn competitors(&self) -> Competitors<crate::blocking::Blocking> {
        Competitors {
            handle: self.handle(),
        }
    }
}

impl<M: Mode> Competitors<M> {
    /// Lists a workspace's competitors.
    ///
    /// The brands that the workspace's own is compared with.
    ///
    /// `GET /competitors` · 100 requests a minute per key.
    ///
    /// Documented under "Competitors" (Guide to competitor monitoring, its first part). `limit`
    /// and `offset` are inferred from the reply's meta; the page shows the call without them.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let page = client.competitors().list("ws_01HXYZ").limit(5).send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(
        &self,
        workspace_id: impl Into<types::WorkspaceId>,
    ) -> ListCompetitors<M> {
        let arguments = ListCompetitorsArguments {
            workspace_id: workspace_id.into(),
            limit: None,
            offset: None,
        };
        ListCompetitors(Call::new(&self.handle, arguments))
    }

    /// Adds a competitor to a workspace.
    ///
    /// With a domain, its logo is fetched. Plans allow 5 (Starter), 10 (Pro) or any number
    /// (Enterprise) of competitors.
    ///
    /// `POST /competitors` · 100 requests a minute per key.
    ///
    /// Documented under "Competitors" (Guide to competitor monitoring, its first part).
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let competitor = client
    ///     .competitors()
    ///     .create("ws_01HXYZ", "Asana")
    ///     .domain("asana.com")
    ///     .send()
    ///     .await?;
    /// println!("{competitor:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        workspace_id: impl Into<types::WorkspaceId>,
        name: impl Into<String>,
    ) -> CreateCompetitor<M> {
        let arguments = CreateCompetitorArguments {
            body: types::NewCompetitor {
                workspace_id: workspace_id.into(),
                name: name.into(),
                domain: None,
            },
        };
        CreateCompetitor(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Competitors::list`]; [`send`](Self::send) makes it.
///
/// Lists a workspace's competitors.
///
/// `GET /competitors`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListCompetitors<M = Async>(Call<ListCompetitorsArguments, M>);

crate::call_methods::collection_methods! {
    ListCompetitors(ListCompetitorsArguments) -> types::Competitor
}

#[derive(Clone, Debug)]
struct ListCompetitorsArguments {
    workspace_id: types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListCompetitorsArguments {
    type Output = Page<types::Competitor>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_competitors",
        method: Method::GET,
        path: "/competitors",
        limit: &limits::COMPETITORS,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.workspace_id.refuse_empty("workspace_id")?;
        wire::list_competitors(endpoint, &self.workspace_id, self.limit, self.offset)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListCompetitorsArguments {
    type Item = types::Competitor;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}

/// A call of [`Competitors::create`]; [`send`](Self::send) makes it.
///
/// Adds a competitor to a workspace.
///
/// `POST /competitors`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateCompetitor<M = Async>(Call<CreateCompetitorArguments, M>);

crate::call_methods::call_methods! {
    CreateCompetitor(CreateCompetitorArguments) -> types::Competitor
}

impl<M: Mode> CreateCompetitor<M> {
    /// Its web site's domain; with one, its logo is fetched.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.0.arguments.body.domain = Some(domain.into());
        self
    }
}

#[derive(Clone, Debug)]
struct CreateCompetitorArguments {
    body: types::NewCompetitor,
}

impl Operation for CreateCompetitorArguments {
    type Output = types::Competitor;

    const INFO: OperationInfo = OperationInfo {
        id: "create_competitor",
        method: Method::POST,
        path: "/competitors",
        limit: &limits::COMPETITORS,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.body.workspace_id.refuse_empty("workspace_id")?;
        wire::create_competitor(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
