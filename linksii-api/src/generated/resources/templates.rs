//! Analysis templates, built-in and custom.
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

/// The templates resource, from [`Client::templates`].
#[derive(Clone, Debug)]
pub struct Templates<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Analysis templates, built-in and custom.
    pub fn templates(&self) -> Templates {
        Templates { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Analysis templates, built-in and custom.
    pub fn templates(&self) -> Templates<crate::blocking::Blocking> {
        Templates { handle: self.handle() }
    }
}

impl<M: Mode> Templates<M> {
    /// Lists the templates that a workspace can use.
    ///
    /// Built-in and custom ones together. The built-ins are `brand_scorecard`, `ux_audit`
    /// (navigation clarity, content hierarchy, accessibility signals) and
    /// `competitive_positioning` (how a brand differs from the leaders of its category).
    ///
    /// `GET /templates` · 100 requests a minute per key.
    ///
    /// Documented under "List templates" (Guide to custom templates, its first part). `limit`
    /// and `offset` are inferred from the reply's meta; the page shows the call without them.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let page = client.templates().list("ws_01HXYZ").limit(5).send().await?;
    /// println!("{} of {}", page.data.len(), page.meta.total);
    /// # Ok(())
    /// # }
    /// ```
    pub fn list(&self, workspace_id: impl Into<types::WorkspaceId>) -> ListTemplates<M> {
        let arguments = ListTemplatesArguments {
            workspace_id: workspace_id.into(),
            limit: None,
            offset: None,
        };
        ListTemplates(Call::new(&self.handle, arguments))
    }

    /// Creates a custom template.
    ///
    /// It belongs to a workspace, and is used in analyses by its id, in any workspace with API
    /// access.
    ///
    /// `POST /templates` · 20 requests a minute per key.
    ///
    /// Documented in part under "Create a template" (Guide to custom templates, its first
    /// part). The page breaks off in the request. Further fields, a workspace among them, may
    /// exist. The reply is taken to be the template.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let template = client
    ///     .templates()
    ///     .create("SaaS Landing Page Audit", "saas-landing-page-audit", "Evaluate SaaS homepage effectiveness...")
    ///     .output_schema("{ score: number, ... }")
    ///     .send()
    ///     .await?;
    /// println!("{template:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        name: impl Into<String>,
        slug: impl Into<String>,
        system_prompt: impl Into<String>,
    ) -> CreateTemplate<M> {
        let arguments = CreateTemplateArguments {
            body: types::NewTemplate {
                name: name.into(),
                slug: slug.into(),
                system_prompt: system_prompt.into(),
                output_schema: None,
            },
        };
        CreateTemplate(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Templates::list`]; [`send`](Self::send) makes it.
///
/// Lists the templates that a workspace can use.
///
/// `GET /templates`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ListTemplates<M = Async>(Call<ListTemplatesArguments, M>);

crate::call_methods::collection_methods! {
    ListTemplates(ListTemplatesArguments) -> types::Template
}

#[derive(Clone, Debug)]
struct ListTemplatesArguments {
    workspace_id: types::WorkspaceId,
    limit: Option<u32>,
    offset: Option<u64>,
}

impl Operation for ListTemplatesArguments {
    type Output = Page<types::Template>;

    const INFO: OperationInfo = OperationInfo {
        id: "list_templates",
        method: Method::GET,
        path: "/templates",
        limit: &limits::TEMPLATES_READ,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.workspace_id.refuse_empty("workspace_id")?;
        wire::list_templates(endpoint, &self.workspace_id, self.limit, self.offset)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.page()
    }
}

impl Paged for ListTemplatesArguments {
    type Item = types::Template;

    fn paging(&mut self) -> Paging<'_> {
        Paging::by_offset(Some(&mut self.limit), &mut self.offset)
    }
}

/// A call of [`Templates::create`]; [`send`](Self::send) makes it.
///
/// Creates a custom template.
///
/// `POST /templates`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateTemplate<M = Async>(Call<CreateTemplateArguments, M>);

crate::call_methods::call_methods! {
    CreateTemplate(CreateTemplateArguments) -> types::Template
}

impl<M: Mode> CreateTemplate<M> {
    /// What the answer must look like. Its language is not documented.
    pub fn output_schema(mut self, output_schema: impl Into<String>) -> Self {
        self.0.arguments.body.output_schema = Some(output_schema.into());
        self
    }
}

#[derive(Clone, Debug)]
struct CreateTemplateArguments {
    body: types::NewTemplate,
}

impl Operation for CreateTemplateArguments {
    type Output = types::Template;

    const INFO: OperationInfo = OperationInfo {
        id: "create_template",
        method: Method::POST,
        path: "/templates",
        limit: &limits::TEMPLATES_WRITE,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        wire::create_template(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
