//! What each operation does.

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use linksii_api::types::{
    Competitor, CreatedKey, NewAnalysis, NewCompetitor, NewKey, NewPrompt, NewTemplate, Plan,
    Prompt, PromptCategory, Template, TemplateType, TrackingRun, WorkspaceId,
};
use linksii_api::{Meta, Page, Secret};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::form_urlencoded;

use crate::analysis::analyse;
use crate::pages::Locked;
use crate::reply::{Envelope, Refusal, Reply, success};
use crate::state::{Data, State};

/// How many items a page holds where the request does not say, as documented.
const PAGE: u64 = 20;

/// The most that a page holds, whatever the request says. The service's own is not documented.
const LARGEST_PAGE: u64 = 100;

/// How many keys a workspace may have.
const KEYS: usize = 10;

/// A request that has been checked.
pub(crate) struct Request<'r> {
    pub(crate) state: &'r State,
    pub(crate) now: DateTime<Utc>,
    pub(crate) query: &'r [(String, String)],
    pub(crate) body: Value,
}

type Answer = Result<Reply, Refusal>;

/// Does what the operation of this id does.
pub(crate) fn handle(operation: &str, request: Request<'_>) -> Answer {
    match operation {
        "create_key" => request.create_key(),
        "list_workspaces" => {
            let data = request.state.lock();
            request.page(&data.workspaces, |_| true)
        }
        "list_tracking" => request.list_tracking(),
        "list_prompts" => request.list(|data| &data.prompts, |prompt| &prompt.workspace_id),
        "list_competitors" => request.list(
            |data| &data.competitors,
            |competitor| &competitor.workspace_id,
        ),
        "list_templates" => {
            request.workspace(&request.state.lock())?;
            let data = request.state.lock();
            request.page(&data.templates, |_| true)
        }
        "create_prompt" => request.create_prompt(),
        "create_competitor" => request.create_competitor(),
        "create_analysis" => request.create_analysis(),
        "create_template" => request.create_template(),
        other => Err(Refusal::NotImplemented(other.to_owned())),
    }
}

impl Request<'_> {
    fn argument(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str, default: u64) -> u64 {
        self.argument(name)
            .and_then(|value| value.parse().ok())
            .unwrap_or(default)
    }

    fn workspace(&self, data: &Data) -> Result<WorkspaceId, Refusal> {
        let id = WorkspaceId::from(self.argument("workspace_id").unwrap_or_default());
        if data.has_workspace(&id) {
            Ok(id)
        } else {
            Err(no_workspace(&id))
        }
    }

    /// A page of a workspace's items.
    fn list<T: Clone + Serialize>(
        &self,
        items: impl Fn(&Data) -> &Vec<T>,
        workspace: impl Fn(&T) -> &WorkspaceId,
    ) -> Answer {
        let data = self.state.lock();
        let id = self.workspace(&data)?;
        self.page(items(&data), |item| *workspace(item) == id)
    }

    /// A workspace's runs: the latest, and then those that are computed.
    fn list_tracking(&self) -> Answer {
        let data = self.state.lock();
        let id = self.workspace(&data)?;
        let stored: Vec<&TrackingRun> = data
            .runs
            .iter()
            .filter(|it| it.workspace_id == id)
            .collect();
        let history = self.state.history_of(&id);
        let total = stored.len() as u64 + history.map_or(0, crate::History::len);
        self.answer(total, |index| match stored.get(index as usize) {
            Some(run) => Some((*run).clone()),
            None => Some(history?.run(index - stored.len() as u64)),
        })
    }

    fn page<T: Clone + Serialize>(&self, items: &[T], is_wanted: impl Fn(&T) -> bool) -> Answer {
        let wanted: Vec<&T> = items.iter().filter(|item| is_wanted(item)).collect();
        let item = |index| wanted.get(index as usize).map(|item| (*item).clone());
        self.answer(wanted.len() as u64, item)
    }

    /// The page that is asked for, of a collection of so many items.
    fn answer<T: Serialize>(&self, total: u64, item: impl Fn(u64) -> Option<T>) -> Answer {
        let limit = self.number("limit", PAGE).min(LARGEST_PAGE);
        let offset = self.number("offset", 0);
        let end = offset.saturating_add(limit).min(total);
        let meta = Meta::new(total, limit, offset);
        Ok(success(
            StatusCode::OK,
            &Page::new((offset..end).filter_map(item).collect(), meta),
        ))
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_value(self.body.clone())
            .map_err(|error| Refusal::BadRequest(error.to_string(), "INVALID_BODY"))
    }

    fn create_key(&self) -> Answer {
        let new: NewKey = self.read()?;
        let mut data = self.state.lock();
        if data.keys.len() >= KEYS {
            let error = format!("a workspace has at most {KEYS} active keys");
            return Err(Refusal::Exhausted(error, "KEY_LIMIT"));
        }
        // The documented request gets the documented reply.
        let mut key = CreatedKey::example();
        if new.name != key.name || !data.keys.is_empty() {
            key.id = data.next_id("key_").into();
            key.key = Secret::from(data.next_secret());
            key.created_at = self.now;
            key.name = new.name;
        }
        data.keys.push(key.clone());
        Ok(created(&key))
    }

    fn create_prompt(&self) -> Answer {
        let new: NewPrompt = self.read()?;
        let mut data = self.in_workspace(&new.workspace_id)?;
        let mut prompt = Prompt::example();
        prompt.id = data.next_id("prompt_").into();
        prompt.workspace_id = new.workspace_id;
        prompt.text = new.text;
        prompt.category = new.category.unwrap_or(PromptCategory::Awareness);
        prompt.is_active = new.is_active.unwrap_or(true);
        prompt.created_at = self.now;
        data.prompts.push(prompt.clone());
        Ok(created(&prompt))
    }

    fn create_competitor(&self) -> Answer {
        let new: NewCompetitor = self.read()?;
        let mut data = self.in_workspace(&new.workspace_id)?;
        room_for_competitor(&data, &new.workspace_id)?;
        let mut competitor = Competitor::example();
        competitor.id = data.next_id("comp_").into();
        competitor.workspace_id = new.workspace_id;
        competitor.name = new.name;
        let logo = |domain: &String| {
            let name: String = form_urlencoded::byte_serialize(domain.as_bytes()).collect();
            format!("https://logos.example/{name}.png")
        };
        competitor.logo_url = new.domain.as_ref().map(logo);
        competitor.domain = new.domain;
        data.competitors.push(competitor.clone());
        Ok(created(&competitor))
    }

    fn create_analysis(&self) -> Answer {
        let new: NewAnalysis = self.read()?;
        if !new.image_url.starts_with("https://") {
            let error = "image_url must be a public HTTPS URL".to_owned();
            return Err(Refusal::BadRequest(error, "INVALID_BODY"));
        }
        let mut data = self.in_workspace(&new.workspace_id)?;
        if !data.has_template(&new.template) {
            let what = format!("template {:?}", new.template.as_str());
            return Err(Refusal::NotFound(what));
        }
        let mut analysis = analyse(&new);
        if data.analyses > 0 {
            analysis.id = data.next_id("analysis_").into();
        }
        data.analyses += 1;
        Ok(created(&analysis))
    }

    fn create_template(&self) -> Answer {
        let new: NewTemplate = self.read()?;
        let mut data = self.state.lock();
        let mut template = Template::example();
        template.id = data.next_id("tmpl_").into();
        template.name = new.name;
        template.slug = new.slug;
        template.system_prompt = new.system_prompt;
        template.output_schema = new.output_schema;
        template.r#type = TemplateType::Custom;
        template.created_at = Some(self.now);
        data.templates.push(template.clone());
        Ok(created(&template))
    }

    /// The data, if there is such a workspace.
    fn in_workspace(&self, id: &WorkspaceId) -> Result<Locked<'_, Data>, Refusal> {
        let data = self.state.lock();
        if data.has_workspace(id) {
            Ok(data)
        } else {
            Err(no_workspace(id))
        }
    }
}

/// Whether the workspace's plan allows one competitor more.
fn room_for_competitor(data: &Data, id: &WorkspaceId) -> Result<(), Refusal> {
    let Some(workspace) = data.workspaces.iter().find(|it| it.id == *id) else {
        return Ok(());
    };
    let most = match workspace.plan {
        Plan::Starter => 5,
        Plan::Pro => 10,
        _ => return Ok(()),
    };
    let all = data.competitors.iter();
    if all.filter(|it| it.workspace_id == *id).count() < most {
        return Ok(());
    }
    let error = format!(
        "the plan {} allows {most} competitors a workspace",
        workspace.plan
    );
    Err(Refusal::Exhausted(error, "PLAN_LIMIT"))
}

/// There is no workspace of this id.
pub(crate) fn no_workspace(id: &WorkspaceId) -> Refusal {
    Refusal::NotFound(format!("workspace {:?}", id.as_str()))
}

fn created(item: &impl Serialize) -> Reply {
    success(StatusCode::CREATED, &Envelope { data: item })
}
