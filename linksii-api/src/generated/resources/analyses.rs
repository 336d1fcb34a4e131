//! Visual analyses: a screenshot, scored by an AI along a template's dimensions.
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

/// The analyses resource, from [`Client::analyses`].
#[derive(Clone, Debug)]
pub struct Analyses<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Visual analyses: a screenshot, scored by an AI along a template's dimensions.
    pub fn analyses(&self) -> Analyses {
        Analyses { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Visual analyses: a screenshot, scored by an AI along a template's dimensions.
    pub fn analyses(&self) -> Analyses<crate::blocking::Blocking> {
        Analyses { handle: self.handle() }
    }
}

impl<M: Mode> Analyses<M> {
    /// Scores an image along a template's dimensions.
    ///
    /// The image is a public HTTPS URL; the workspace is the one to bill. At most 500 analyses
    /// a day, counted from 00:00 UTC.
    ///
    /// `POST /analyze` · 20 requests a minute and 500 a day per key.
    ///
    /// Documented in part under "Analyze an image" (Guide to brand analysis, its first part).
    /// The request is whole. The reply breaks off, and its values for the workspace and the
    /// template could not be read, so it is no example here.
    ///
    /// ```no_run
    /// # async fn run(client: linksii_api::Client) -> Result<(), linksii_api::Error> {
    /// let analysis = client
    ///     .analyses()
    ///     .create("https://cdn.example.com/screenshots/competitor-homepage.png", "brand_scorecard", "ws_01HXYZ")
    ///     .context(serde_json::Map::new())
    ///     .send()
    ///     .await?;
    /// println!("{analysis:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn create(
        &self,
        image_url: impl Into<String>,
        template: impl Into<types::TemplateId>,
        workspace_id: impl Into<types::WorkspaceId>,
    ) -> CreateAnalysis<M> {
        let arguments = CreateAnalysisArguments {
            body: types::NewAnalysis {
                image_url: image_url.into(),
                template: template.into(),
                workspace_id: workspace_id.into(),
                context: None,
            },
        };
        CreateAnalysis(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Analyses::create`]; [`send`](Self::send) makes it.
///
/// Scores an image along a template's dimensions.
///
/// `POST /analyze`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct CreateAnalysis<M = Async>(Call<CreateAnalysisArguments, M>);

crate::call_methods::call_methods! {
    CreateAnalysis(CreateAnalysisArguments) -> types::Analysis
}

impl<M: Mode> CreateAnalysis<M> {
    /// Free metadata for the prompt, e.g. `brand_name` or `industry`.
    pub fn context(
        mut self,
        context: impl Into<serde_json::Map<String, serde_json::Value>>,
    ) -> Self {
        self.0.arguments.body.context = Some(context.into());
        self
    }
}

#[derive(Clone, Debug)]
struct CreateAnalysisArguments {
    body: types::NewAnalysis,
}

impl Operation for CreateAnalysisArguments {
    type Output = types::Analysis;

    const INFO: OperationInfo = OperationInfo {
        id: "create_analysis",
        method: Method::POST,
        path: "/analyze",
        limit: &limits::ANALYZE,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.body.template.refuse_empty("template")?;
        self.body.workspace_id.refuse_empty("workspace_id")?;
        wire::create_analysis(endpoint, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
