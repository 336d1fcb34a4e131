//! What the sandbox knows. It starts with the documentation's examples.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use chrono::{DateTime, Utc};
use linksii_api::types::{
    Competitor, CreatedKey, Plan, Prompt, Template, TemplateId, TemplateType, TrackingRun,
    Workspace, WorkspaceId,
};

use crate::history::{self, History};
use crate::pages::{Locked, Paged};

/// What the sandbox knows.
#[derive(Debug)]
pub(crate) struct State {
    history: Option<History>,
    all_plans: bool,
    data: Mutex<Paged<Data>>,
}

/// The collections, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) keys: Vec<CreatedKey>,
    pub(crate) workspaces: Vec<Workspace>,
    /// Those that are not computed, the latest first.
    pub(crate) runs: VecDeque<TrackingRun>,
    pub(crate) prompts: Vec<Prompt>,
    pub(crate) competitors: Vec<Competitor>,
    pub(crate) templates: Vec<Template>,
    pub(crate) analyses: u32,
    /// How many ids were given out.
    ids: u32,
}

impl State {
    pub(crate) fn new(history: Option<History>, all_plans: bool) -> Self {
        let data = Mutex::new(Paged::new(Data::at_start(history.as_ref(), all_plans)));
        Self {
            history,
            all_plans,
            data,
        }
    }

    pub(crate) fn lock(&self) -> Locked<'_, Data> {
        Locked(self.paged())
    }

    /// The page that was made for this path and query, or the version of the data to make it of.
    pub(crate) fn page(&self, asked: &str) -> Result<Bytes, u64> {
        self.paged().page(asked)
    }

    /// Keeps a page until the data changes, if it has not since that version.
    pub(crate) fn keep_page(&self, asked: &str, version: u64, page: &Bytes) {
        self.paged().keep(asked, version, page);
    }

    fn paged(&self) -> MutexGuard<'_, Paged<Data>> {
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn history_of(&self, workspace: &WorkspaceId) -> Option<&History> {
        self.history
            .as_ref()
            .filter(|_| *workspace == History::workspace_id())
    }

    pub(crate) fn reset(&self) {
        *self.lock() = Data::at_start(self.history.as_ref(), self.all_plans);
    }

    /// Completes a run, which has a result for each platform, unless there is no such workspace.
    pub(crate) fn complete_run(
        &self,
        workspace: &WorkspaceId,
        now: DateTime<Utc>,
    ) -> Option<Vec<TrackingRun>> {
        let mut data = self.lock();
        data.has_workspace(workspace)
            .then(|| data.complete_run(workspace, self.history_of(workspace), now))
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
            runs: [TrackingRun::example(), claude].into(),
            prompts: vec![Prompt::example()],
            competitors: vec![Competitor::example()],
            templates: vec![Template::example(), custom],
            analyses: 0,
            ids: 0,
        }
    }

    fn at_start(history: Option<&History>, all_plans: bool) -> Self {
        let mut data = Self::documented();
        if all_plans {
            data.workspaces.extend(other_plans());
        }
        if let Some(history) = history {
            data.workspaces.push(history.workspace());
            data.prompts.extend(history.prompts());
            data.competitors.extend(history.competitors());
        }
        data
    }

    fn complete_run(
        &mut self,
        workspace: &WorkspaceId,
        history: Option<&History>,
        now: DateTime<Utc>,
    ) -> Vec<TrackingRun> {
        let prompts = self.prompts.iter();
        let active = prompts.filter(|it| it.workspace_id == *workspace && it.is_active);
        let active = active.count() as u64;
        let mut runs = Vec::new();
        for place in 0..history::platforms() {
            let first = history::sample(self.ids.into(), place as usize, 0.0, 0);
            let mut earlier = self.runs.iter();
            let last = earlier
                .find(|it| it.workspace_id == *workspace && it.platform == first.platform)
                .cloned()
                .or_else(|| history?.latest(place));
            let mut run = history::after(last.unwrap_or(first), active, self.ids.into());
            run.id = self.next_id("run_").into();
            run.workspace_id = workspace.clone();
            run.ran_at = now;
            runs.push(run);
        }
        for run in runs.iter().rev() {
            self.runs.push_front(run.clone());
        }
        runs
    }

    /// An id in the documented form that was not given out before.
    pub(crate) fn next_id(&mut self, prefix: &str) -> String {
        self.ids += 1;
        format!("{prefix}01S{:05}", self.ids)
    }

    /// A key in the documented form, that tells where it is from.
    pub(crate) fn next_secret(&mut self) -> String {
        self.ids += 1;
        format!("lnk_sandbox{:013}", self.ids)
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

/// A workspace on each plan but Enterprise.
fn other_plans() -> [Workspace; 2] {
    let of = |id: &str, name: &str, slug: &str, plan| {
        let mut workspace = Workspace::example();
        workspace.id = id.into();
        workspace.name = name.to_owned();
        workspace.slug = slug.to_owned();
        workspace.plan = plan;
        workspace
    };
    [
        of("ws_01HSTR", "Fabrikam", "fabrikam", Plan::Starter),
        of("ws_01HPRO", "Contoso", "contoso", Plan::Pro),
    ]
}
