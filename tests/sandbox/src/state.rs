//! What the sandbox knows. It starts with the documentation's examples.

use std::collections::{HashMap, VecDeque};
use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use chrono::{DateTime, Utc};
use linksii_api::types::{
    Competitor, CreatedKey, Prompt, Template, TemplateId, TemplateType, TrackingRun, Workspace,
    WorkspaceId,
};

use crate::history::{self, History};

/// What the sandbox knows.
#[derive(Debug)]
pub(crate) struct State {
    history: Option<History>,
    held: Mutex<Held>,
}

/// The data, and the pages that were made of it.
#[derive(Debug)]
struct Held {
    data: Data,
    /// How many changes there were.
    version: u64,
    /// By path and query. Clients ask for the same pages over and over, and to make one takes 25 times as
    /// long as to send it.
    pages: HashMap<String, Bytes>,
}

/// The most pages that are kept.
const PAGES: usize = 256;

/// The data, while nobody else sees it. The pages made of it are forgotten with the first change.
pub(crate) struct Locked<'s>(MutexGuard<'s, Held>);

impl Deref for Locked<'_> {
    type Target = Data;

    fn deref(&self) -> &Data {
        &self.0.data
    }
}

impl DerefMut for Locked<'_> {
    fn deref_mut(&mut self) -> &mut Data {
        self.0.version += 1;
        self.0.pages.clear();
        &mut self.0.data
    }
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
    pub(crate) fn new(history: Option<History>) -> Self {
        let held = Mutex::new(Held {
            data: Data::at_start(history.as_ref()),
            version: 0,
            pages: HashMap::new(),
        });
        Self { history, held }
    }

    pub(crate) fn lock(&self) -> Locked<'_> {
        Locked(self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The page that was made for this path and query since the last change, or how many changes there
    /// were.
    pub(crate) fn page(&self, asked: &str) -> Result<Bytes, u64> {
        let held = &self.lock().0;
        held.pages.get(asked).cloned().ok_or(held.version)
    }

    /// Keeps a page until the next change, if there was none since that version. It must depend on the
    /// data alone.
    pub(crate) fn keep_page(&self, asked: &str, version: u64, page: &Bytes) {
        let held = &mut self.lock().0;
        if held.version == version && held.pages.len() < PAGES {
            held.pages.insert(asked.to_owned(), page.clone());
        }
    }

    pub(crate) fn history_of(&self, workspace: &WorkspaceId) -> Option<&History> {
        self.history
            .as_ref()
            .filter(|_| *workspace == History::workspace_id())
    }

    pub(crate) fn reset(&self) {
        *self.lock() = Data::at_start(self.history.as_ref());
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

    fn at_start(history: Option<&History>) -> Self {
        let mut data = Self::documented();
        if let Some(history) = history {
            data.workspaces.push(history.workspace());
            data.prompts.extend(history.prompts());
            data.competitors.extend(history.competitors());
        }
        data
    }

    /// Completes a run, which has a result for each platform.
    pub(crate) fn complete_run(
        &mut self,
        workspace: &WorkspaceId,
        now: DateTime<Utc>,
    ) -> Vec<TrackingRun> {
        let active = self
            .prompts
            .iter()
            .filter(|it| it.workspace_id == *workspace && it.is_active)
            .count();
        let mut runs = Vec::new();
        for platform in 0..history::platforms() {
            let mut run = history::sample(self.ids.into(), platform, 365.0, self.ids.into());
            run.id = self.next_id("run_").into();
            run.workspace_id = workspace.clone();
            run.prompt_count = active as u64;
            run.mention_count = (run.score / 50.0 * active as f64).round() as u64;
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
