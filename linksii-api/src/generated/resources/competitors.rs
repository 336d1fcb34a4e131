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
use crate::operation::{Operation, OperationInfo, Paged};
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
    ) -> Call<ListCompetitors, M> {
        Call::new(
            &self.handle,
            ListCompetitors {
                workspace_id: workspace_id.into(),
                limit: None,
                offset: None,
            },
        )
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
    ) -> Call<CreateCompetitor, M> {
        Call::new(
            &self.handle,
            CreateCompetitor {
                body: types::NewCompetitor {
                    workspace_id: workspace_id.into(),
                    name: name.into(),
                    domain: None,
                },
            },
        )
    }
}

/// The arguments of [`Competitors::list`].
#[derive(Clone, Debug)]
pub struct ListCompetitors {
    pub(crate) workspace_id: types::WorkspaceId,
    pub(crate) limit: Option<u32>,
    pub(crate) offset: Option<u64>,
}

impl Operation for ListCompetitors {
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

impl Paged for ListCompetitors {
    type Item = types::Competitor;

    fn limit(&self) -> Option<u32> {
        self.limit
    }

    fn set_limit(&mut self, limit: u32) {
        self.limit = Some(limit);
    }

    fn offset(&self) -> Option<u64> {
        self.offset
    }

    fn set_offset(&mut self, offset: u64) {
        self.offset = Some(offset);
    }
}

/// The arguments of [`Competitors::create`].
#[derive(Clone, Debug)]
pub struct CreateCompetitor {
    pub(crate) body: types::NewCompetitor,
}

impl<M: Mode> Call<CreateCompetitor, M> {
    /// Its web site's domain; with one, its logo is fetched.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.arguments.body.domain = Some(domain.into());
        self
    }
}

impl Operation for CreateCompetitor {
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
