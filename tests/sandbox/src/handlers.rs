//! What each operation does.

use std::ops::Range;

use chrono::{DateTime, Utc};
use hyper::StatusCode;
use linksii_api::Secret;
use linksii_api::types::{
    Competitor, CreatedKey, NewAnalysis, NewCompetitor, NewKey, NewPrompt, NewTemplate, Plan,
    Prompt, PromptCategory, Template, TemplateType,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::analysis::analyse;
use crate::data::{Data, Space};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::rows::{Rows, append, row};

/// How many items a page holds where the request does not say, as documented.
const PAGE: u64 = 20;

/// The most that a page holds, whatever the request says. The service's own is not documented.
const LARGEST_PAGE: u64 = 100;

/// How many keys a workspace may have.
const KEYS: usize = 10;

/// A request that has been checked.
pub(crate) struct Call<'r> {
    pub(crate) now: DateTime<Utc>,
    /// The parameters that are given.
    pub(crate) query: Vec<(&'r str, Value)>,
    pub(crate) body: Value,
}

type Answer = Result<Reply, Refusal>;

/// Does what the operation of this id does.
pub(crate) fn handle(operation: &str, call: Call<'_>, data: &mut Data) -> Answer {
    match operation {
        "create_key" => call.create_key(data),
        "list_workspaces" => call.list_workspaces(data),
        "list_tracking" => call.list_tracking(data),
        "list_prompts" => call.list(&call.space(data)?.prompts),
        "create_prompt" => call.create_prompt(data),
        "list_competitors" => call.list(&call.space(data)?.competitors),
        "create_competitor" => call.create_competitor(data),
        "create_analysis" => call.create_analysis(data),
        "list_templates" => call.list_templates(data),
        "create_template" => call.create_template(data),
        other => Err(Refusal::not_implemented(other)),
    }
}

impl Call<'_> {
    fn argument(&self, name: &str) -> Option<&Value> {
        let mut given = self.query.iter();
        given.find(|it| it.0 == name).map(|it| &it.1)
    }

    /// The workspace that the query names.
    fn space<'d>(&self, data: &'d mut Data) -> Result<&'d mut Space, Refusal> {
        let id = self.argument("workspace_id").and_then(Value::as_str);
        data.space(id.unwrap_or_default())
    }

    /// The page that is asked for, of a collection that is all written.
    fn list(&self, rows: &Rows) -> Answer {
        self.page(rows.len(), |indices, json| append(json, rows.list(indices)))
    }

    /// The page that is asked for, of a collection of `total` items.
    fn page(&self, total: usize, list: impl FnOnce(Range<usize>, &mut String)) -> Answer {
        let number = |name| self.argument(name).and_then(Value::as_u64);
        let limit = number("limit").unwrap_or(PAGE).min(LARGEST_PAGE);
        let offset = number("offset").unwrap_or(0);
        let end = offset.saturating_add(limit).min(total as u64);
        let indices = (offset.min(end) as usize)..(end as usize);
        Ok(Reply::page(total, limit, offset, |json| {
            list(indices, json)
        }))
    }

    fn list_workspaces(&self, data: &Data) -> Answer {
        let workspaces = data.spaces.iter().map(|it| row(&it.workspace));
        self.list(&workspaces.collect())
    }

    /// A workspace's runs: the latest, and then those of its past.
    fn list_tracking(&self, data: &mut Data) -> Answer {
        let space = self.space(data)?;
        self.page(space.run_count(), |indices, json| {
            space.list_runs(indices, json)
        })
    }

    /// The templates, which are the same in every workspace.
    fn list_templates(&self, data: &mut Data) -> Answer {
        self.space(data)?;
        self.list(&data.templates)
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        let body = T::deserialize(&self.body);
        body.map_err(|error| Refusal::invalid("INVALID_BODY", &error.to_string()))
    }

    fn create_key(&self, data: &mut Data) -> Answer {
        let new: NewKey = self.read()?;
        if data.keys.len() >= KEYS {
            let error = format!("a workspace has at most {KEYS} active keys");
            return Err(Refusal::forbidden("KEY_LIMIT", &error));
        }
        // The documented request gets the documented reply.
        let mut key = CreatedKey::example();
        if new.name != key.name || !data.keys.is_empty() {
            key.id = data.next_id("key_").into();
            key.key = Secret::from(data.next_secret());
            key.created_at = self.now;
            key.name = new.name;
        }
        data.create(&key)?;
        let reply = Reply::data(StatusCode::CREATED, &key);
        data.keys.push(key);
        Ok(reply)
    }

    fn create_prompt(&self, data: &mut Data) -> Answer {
        let new: NewPrompt = self.read()?;
        data.space(new.workspace_id.as_str())?;
        let mut prompt = Prompt::example();
        prompt.id = data.next_id("prompt_").into();
        prompt.workspace_id = new.workspace_id;
        prompt.text = new.text;
        prompt.category = new.category.unwrap_or(PromptCategory::Awareness);
        prompt.is_active = new.is_active.unwrap_or(true);
        prompt.created_at = self.now;
        let row = data.create(&prompt)?;
        data.space(prompt.workspace_id.as_str())?
            .add_prompt(&prompt, &row);
        Ok(Reply::data(StatusCode::CREATED, &prompt))
    }

    fn create_competitor(&self, data: &mut Data) -> Answer {
        let new: NewCompetitor = self.read()?;
        check_competitors(data.space(new.workspace_id.as_str())?)?;
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
        let row = data.create(&competitor)?;
        data.space(competitor.workspace_id.as_str())?
            .competitors
            .push(&row);
        Ok(Reply::data(StatusCode::CREATED, &competitor))
    }

    fn create_analysis(&self, data: &mut Data) -> Answer {
        let new: NewAnalysis = self.read()?;
        if !new.image_url.starts_with("https://") {
            let error = "image_url must be a public HTTPS URL";
            return Err(Refusal::invalid("INVALID_BODY", error));
        }
        data.space(new.workspace_id.as_str())?;
        if !data.has_template(&new.template) {
            return Err(Refusal::no_resource("template", new.template.as_str()));
        }
        let mut analysis = analyse(&new);
        if data.analyses > 0 {
            analysis.id = data.next_id("analysis_").into();
        }
        data.analyses += 1;
        Ok(Reply::data(StatusCode::CREATED, &analysis))
    }

    fn create_template(&self, data: &mut Data) -> Answer {
        let new: NewTemplate = self.read()?;
        let mut template = Template::example();
        template.id = data.next_id("tmpl_").into();
        template.name = new.name;
        template.slug = new.slug;
        template.system_prompt = new.system_prompt;
        template.output_schema = new.output_schema;
        template.r#type = TemplateType::Custom;
        template.created_at = Some(self.now);
        let row = data.create(&template)?;
        data.templates.push(&row);
        let reply = Reply::data(StatusCode::CREATED, &template);
        data.template_ids.push(template.id);
        Ok(reply)
    }
}

/// Whether the workspace's plan allows another competitor.
fn check_competitors(space: &Space) -> Result<(), Refusal> {
    let plan = &space.workspace.plan;
    let most = match plan {
        Plan::Starter => 5,
        Plan::Pro => 10,
        _ => return Ok(()),
    };
    if space.competitors.len() < most {
        return Ok(());
    }
    let error = format!("the plan {plan} allows {most} competitors a workspace");
    Err(Refusal::forbidden("PLAN_LIMIT", &error))
}
