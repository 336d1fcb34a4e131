//! What the sandbox knows: the resources, which at first are the documentation's examples.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use linksii_api::Page;
use linksii_api::types::{
    Competitor, CreatedKey, Plan, Prompt, Template, TemplateId, TrackingRun, Workspace, WorkspaceId,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::operation::Document;
use crate::past::{PLATFORMS, Past, next_runs};
use crate::refusal::Refusal;
use crate::rows::{Rows, append, row};

/// How many bytes of JSON may be created.
const MOST: usize = 32 << 20;

/// The resources, in the order in which they are listed.
#[derive(Debug)]
pub(crate) struct Data {
    pub(crate) keys: Vec<CreatedKey>,
    pub(crate) spaces: Vec<Space>,
    pub(crate) templates: Rows,
    pub(crate) template_ids: Vec<TemplateId>,
    /// How many analyses were made. None is listed.
    pub(crate) analyses: u64,
    /// How many ids were given out.
    ids: u64,
    /// How many bytes of JSON were created.
    created: usize,
}

/// A workspace and what belongs to it.
#[derive(Debug)]
pub(crate) struct Space {
    pub(crate) workspace: Workspace,
    past: Option<Arc<Past>>,
    /// The runs that are not of the past, the latest first.
    runs: Rows,
    pub(crate) prompts: Rows,
    /// How many of the prompts are asked.
    active_prompts: u64,
    pub(crate) competitors: Rows,
}

impl Data {
    /// The documentation's examples, and what else there is at the start.
    pub(crate) fn at_start(document: &Document, past: Option<&Arc<Past>>, all_plans: bool) -> Self {
        let workspaces = first(document, "list_workspaces", Workspace::example).into_iter();
        let others = other_plans().into_iter().filter(|_| all_plans);
        let mut spaces: Vec<Space> = workspaces.chain(others).map(Space::new).collect();
        spaces.extend(past.map(Space::with_past));
        let templates = first(document, "list_templates", Template::example);
        let mut data = Self {
            keys: Vec::new(),
            spaces,
            templates: templates.iter().map(row).collect(),
            template_ids: templates.into_iter().map(|it| it.id).collect(),
            analyses: 0,
            ids: 0,
            created: 0,
        };
        for run in first(document, "list_tracking", TrackingRun::example) {
            if let Ok(space) = data.space(run.workspace_id.as_str()) {
                space.runs.push(&row(&run));
            }
        }
        for prompt in first(document, "list_prompts", Prompt::example) {
            if let Ok(space) = data.space(prompt.workspace_id.as_str()) {
                space.add_prompt(&prompt, &row(&prompt));
            }
        }
        for competitor in first(document, "list_competitors", Competitor::example) {
            if let Ok(space) = data.space(competitor.workspace_id.as_str()) {
                space.competitors.push(&row(&competitor));
            }
        }
        data
    }

    /// A workspace, with what belongs to it.
    pub(crate) fn space(&mut self, id: &str) -> Result<&mut Space, Refusal> {
        let mut spaces = self.spaces.iter_mut();
        let found = spaces.find(|it| it.workspace.id.as_str() == id);
        found.ok_or_else(|| Refusal::no_resource("workspace", id))
    }

    /// A new resource, as it will be listed, if there is room for it.
    pub(crate) fn create(&mut self, resource: &impl Serialize) -> Result<String, Refusal> {
        let row = row(resource);
        let created = self.created + row.len();
        if created > MOST {
            return Err(Refusal::full(&format!(
                "the sandbox keeps {} MiB of what is created; `POST /_sandbox/reset` forgets it",
                MOST >> 20
            )));
        }
        self.created = created;
        Ok(row)
    }

    /// An id in the documented form that was not given out before.
    pub(crate) fn next_id(&mut self, prefix: &str) -> String {
        self.ids += 1;
        format!("{prefix}01S{:05}", self.ids)
    }

    /// A key in the documented form, which shows where it is from.
    pub(crate) fn next_secret(&mut self) -> String {
        self.ids += 1;
        format!("lnk_sandbox{:013}", self.ids)
    }

    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.key.expose() == key)
    }

    /// Whether analyses can be made from a template. Two built-ins are documented by name alone, and
    /// so are not listed.
    pub(crate) fn has_template(&self, id: &TemplateId) -> bool {
        matches!(id.as_str(), "ux_audit" | "competitive_positioning")
            || self.template_ids.contains(id)
    }

    /// Completes a run of a workspace's prompts, which has a result for each platform.
    pub(crate) fn complete_run(
        &mut self,
        workspace: &WorkspaceId,
        now: DateTime<Utc>,
    ) -> Result<Vec<TrackingRun>, Refusal> {
        let ids = self.ids;
        let space = self.space(workspace.as_str())?;
        let mut runs = next_runs(&space.last_runs(), space.active_prompts, ids);
        for run in &mut runs {
            run.id = self.next_id("run_").into();
            run.workspace_id = workspace.clone();
            run.ran_at = now;
        }
        let rows = runs.iter().map(|run| self.create(run));
        let rows: Rows = rows.collect::<Result<_, _>>()?;
        self.space(workspace.as_str())?.runs.prepend(rows);
        Ok(runs)
    }
}

impl Space {
    fn new(workspace: Workspace) -> Self {
        Self {
            workspace,
            past: None,
            runs: Rows::default(),
            prompts: Rows::default(),
            active_prompts: 0,
            competitors: Rows::default(),
        }
    }

    fn with_past(past: &Arc<Past>) -> Self {
        let mut space = Self::new(past.workspace());
        past.prompts()
            .for_each(|it| space.add_prompt(&it, &row(&it)));
        space.competitors = past.competitors().map(|it| row(&it)).collect();
        space.past = Some(Arc::clone(past));
        space
    }

    pub(crate) fn add_prompt(&mut self, prompt: &Prompt, row: &str) {
        self.active_prompts += u64::from(prompt.is_active);
        self.prompts.push(row);
    }

    /// How many runs are listed.
    pub(crate) fn run_count(&self) -> usize {
        self.runs.len() + self.past.as_ref().map_or(0, |past| past.len())
    }

    /// Lists the runs at these indices.
    pub(crate) fn list_runs(&self, indices: Range<usize>, json: &mut String) {
        let own = self.runs.len();
        append(json, self.runs.list(indices.clone()));
        if let Some(past) = &self.past {
            past.list(
                indices.start.max(own) - own..indices.end.max(own) - own,
                json,
            );
        }
    }

    /// The latest runs, in which each platform is if it ever was.
    fn last_runs(&self) -> Vec<TrackingRun> {
        let mut json = "[".to_owned();
        self.list_runs(0..PLATFORMS.len(), &mut json);
        read(&(json + "]")).unwrap_or_default()
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// The resources of an operation's documented reply, or else the example of their type.
fn first<T: DeserializeOwned>(document: &Document, operation: &str, example: fn() -> T) -> Vec<T> {
    documented(document, operation).unwrap_or_else(|| vec![example()])
}

fn documented<T: DeserializeOwned>(document: &Document, operation: &str) -> Option<Vec<T>> {
    let mut operations = document.operations.iter();
    let operation = operations.find(|it| it.id == operation)?;
    read::<Page<T>>(operation.reply?).map(|page| page.data)
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
