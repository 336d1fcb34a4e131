//! Prompts, the questions sent to the AI platforms on each run.
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

/// The prompts resource, from [`Client::prompts`].
#[derive(Clone, Debug)]
pub struct Prompts<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Prompts, the questions sent to the AI platforms on each run.
    pub fn prompts(&self) -> Prompts {
        Prompts { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Prompts, the questions sent to the AI platforms on each run.
    pub fn prompts(&self) -> Prompts<crate::blocking::Blocking> {
        Prompts { handle: self.handle() }
    }
}

impl<M: Mode> Prompts<M> {
    /// Lists a workspace's prompts.
    ///
    /// The questions that each run sends to the AI platforms. 5 to 15 are advised, over all
    /// categories.
    ///
    /// `GET /prompts` · 100 requests a minute per key.
    ///
    /// Documented under "Prompts" (Guide to automated tracking, its first part). `limit` and
    /// `offset` are inferred from the reply's meta; the page shows the call without them.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let page = client.prompts().list("ws_01HXYZ").limit(5).send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(
        &self,
        workspace_id: impl Into<types::WorkspaceId>,
    ) -> Call<ListPrompts, M> {
        Call::new(
            &self.handle,
            ListPrompts {
                workspace_id: workspace_id.into(),
                limit: None,
                offset: None,
            },
        )
    }

    /// Adds a prompt to a workspace.
    ///
    /// It is asked from the next run on. Runs start from the web application or a daily job: no
    /// call starts one.
    ///
    /// `POST /prompts` · 100 requests a minute per key.
    ///
    /// Documented in part under "Prompts" (Guide to automated tracking, its first part). Which
    /// fields are required is not stated: a workspace and a text are taken to be. The reply is
    /// taken to be the prompt.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let prompt = client
    ///     .prompts()
    ///     .create("ws_01HXYZ", "What are the best project management tools for remote teams?")
    ///     .category("awareness")
    ///     .is_active(true)
    ///     .send()
    ///     .await?;
    /// println!("{prompt:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        workspace_id: impl Into<types::WorkspaceId>,
        text: impl Into<String>,
    ) -> Call<CreatePrompt, M> {
        Call::new(
            &self.handle,
            CreatePrompt {
                body: types::NewPrompt {
                    workspace_id: workspace_id.into(),
                    text: text.into(),
                    category: None,
                    is_active: None,
                },
            },
        )
    }
}

/// The arguments of [`Prompts::list`].
#[derive(Clone, Debug)]
pub struct ListPrompts {
    pub(crate) workspace_id: types::WorkspaceId,
    pub(crate) limit: Option<u32>,
    pub(crate) offset: Option<u64>,
}

impl Operation for ListPrompts {
    type Output = Page<types::Prompt>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_prompts",
        method: Method::GET,
        path: "/prompts",
        limit: &limits::PROMPTS,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.workspace_id.refuse_empty("workspace_id")?;
        wire::list_prompts(endpoint, &self.workspace_id, self.limit, self.offset)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListPrompts {
    type Item = types::Prompt;

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

/// The arguments of [`Prompts::create`].
#[derive(Clone, Debug)]
pub struct CreatePrompt {
    pub(crate) body: types::NewPrompt,
}

impl<M: Mode> Call<CreatePrompt, M> {
    /// The stage of a purchase that a prompt represents.
    pub fn category(mut self, category: impl Into<types::PromptCategory>) -> Self {
        self.arguments.body.category = Some(category.into());
        self
    }

    /// Whether runs ask it.
    pub fn is_active(mut self, is_active: bool) -> Self {
        self.arguments.body.is_active = Some(is_active);
        self
    }
}

impl Operation for CreatePrompt {
    type Output = types::Prompt;

    const INFO: OperationInfo = OperationInfo {
        id: "create_prompt",
        method: Method::POST,
        path: "/prompts",
        limit: &limits::PROMPTS,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.body.workspace_id.refuse_empty("workspace_id")?;
        wire::create_prompt(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
