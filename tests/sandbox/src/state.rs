//! What the sandbox knows. It starts with the documentation's examples.

use std::sync::{Mutex, MutexGuard, PoisonError};

use linksii_api::types::{
    Competitor, CreatedKey, Prompt, Template, TemplateId, TemplateType, TrackingRun, Workspace,
    WorkspaceId,
};

/// What the sandbox knows.
#[derive(Debug)]
pub(crate) struct State(Mutex<Data>);

/// The collections, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) keys: Vec<CreatedKey>,
    pub(crate) workspaces: Vec<Workspace>,
    pub(crate) runs: Vec<TrackingRun>,
    pub(crate) prompts: Vec<Prompt>,
    pub(crate) competitors: Vec<Competitor>,
    pub(crate) templates: Vec<Template>,
    pub(crate) analyses: u32,
    /// How many ids were given out.
    ids: u32,
}

impl State {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Data::documented()))
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Data> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn reset(&self) {
        *self.lock() = Data::documented();
    }

    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.lock()
            .keys
            .iter()
            .any(|known| known.key.expose() == key)
    }
}

impl Data {
    fn documented() -> Self {
        let claude = {
            let mut run = TrackingRun::example();
            run.id = "run_01HDEF".into();
            run.platform = "claude".into();
            run.score = 68.0;
            run.mention_count = 11;
            run
        };
        let custom = {
            let mut template = Template::example();
            template.id = "tmpl_01HXYZ".into();
            template.name = "Packaging review".to_owned();
            template.slug = "packaging-review".to_owned();
            template.r#type = TemplateType::Custom;
            template.created_at = Some(CreatedKey::example().created_at);
            template
        };
        Self {
            keys: Vec::new(),
            workspaces: vec![Workspace::example()],
            runs: vec![TrackingRun::example(), claude],
            prompts: vec![Prompt::example()],
            competitors: vec![Competitor::example()],
            templates: vec![Template::example(), custom],
            analyses: 0,
            ids: 0,
        }
    }

    /// An id in the documented form that was not given out before.
    pub(crate) fn next_id(&mut self, prefix: &str) -> String {
        self.ids += 1;
        format!("{prefix}01S{:05}", self.ids)
    }

    pub(crate) fn has_workspace(&self, id: &WorkspaceId) -> bool {
        self.workspaces.iter().any(|workspace| workspace.id == *id)
    }

    /// Whether analyses can be made from a template. Two built-ins are documented by name alone, and
    /// so are not listed.
    pub(crate) fn has_template(&self, id: &TemplateId) -> bool {
        matches!(id.as_str(), "ux_audit" | "competitive_positioning")
            || self.templates.iter().any(|template| template.id == *id)
    }
}
