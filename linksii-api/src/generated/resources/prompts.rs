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
use crate::operation::{Operation, OperationInfo, Paged, Paging};
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
    pub fn list(&self, workspace_id: impl Into<types::WorkspaceId>) -> ListPrompts<M> {
        let arguments = ListPromptsArguments {
            workspace_id: workspace_id.into(),
            limit: None,
            offset: None,
        };
        ListPrompts(Call::new(&self.handle, arguments))
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
    ) -> CreatePrompt<M> {
        let arguments = CreatePromptArguments {
            body: types::NewPrompt {
                workspace_id: workspace_id.into(),
                text: text.into(),
                category: None,
                is_active: None,
            },
        };
        CreatePrompt(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Prompts::list`]; [`send`](Self::send) makes it.
///
/// Lists a workspace's prompts.
///
/// `GET /prompts`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListPrompts<M = Async>(Call<ListPromptsArguments, M>);

crate::call_methods::collection_methods! {
    ListPrompts(ListPromptsArguments) -> types::Prompt
}

#[derive(Clone, Debug)]
struct ListPromptsArguments {
    workspace_id: types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListPromptsArguments {
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

impl Paged for ListPromptsArguments {
    type Item = types::Prompt;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}

/// A call of [`Prompts::create`]; [`send`](Self::send) makes it.
///
/// Adds a prompt to a workspace.
///
/// `POST /prompts`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreatePrompt<M = Async>(Call<CreatePromptArguments, M>);

crate::call_methods::call_methods! {
    CreatePrompt(CreatePromptArguments) -> types::Prompt
}

impl<M: Mode> CreatePrompt<M> {
    /// The stage of a purchase that a prompt represents.
    pub fn category(mut self, category: impl Into<types::PromptCategory>) -> Self {
        self.0.arguments.body.category = Some(category.into());
        self
    }

    /// Whether runs ask it.
    pub fn is_active(mut self, is_active: bool) -> Self {
        self.0.arguments.body.is_active = Some(is_active);
        self
    }
}

#[derive(Clone, Debug)]
struct CreatePromptArguments {
    body: types::NewPrompt,
}

impl Operation for CreatePromptArguments {
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
