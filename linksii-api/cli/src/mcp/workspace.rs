//! `describe_workspace`: what one holds, in one answer.

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use linksii_api::{Client, Error, Page, RateLimit};
use linksii_sanitize::Sanitizer;
use serde_json::json;

use super::answer::Answer;
use super::failure::words;
use super::own_tool::{Action, OwnTool, WORKSPACE, WORKSPACE_INPUT};
use crate::arguments::Arguments;
use crate::raw::Raw;
use crate::scores::Run;

/// How many prompts and competitors are shown, and how many of the newest results.
const ITEMS: u32 = 20;
const RESULTS: usize = 8;

/// In how many pages of workspaces this one is looked for.
const PAGES: usize = 5;

/// How long each part may be, in bytes.
const PART: usize = 12_000;

pub(super) const TOOL: OwnTool = OwnTool {
    name: "describe_workspace",
    resource: "workspaces",
    description: "Describes a workspace: its settings, the first prompts and competitors with their total \
                  numbers, the newest tracking results, and how many requests are left.",
    inputs: &[WORKSPACE_INPUT],
    input_schema: r#"{
        "type": "object",
        "properties": {"workspace_id": {"type": "string", "description": "The workspace to look into."}},
        "required": ["workspace_id"]
    }"#,
    output_schema: None,
    action: Action::DescribeWorkspace,
};

type Part = Result<Page<Raw>, Error>;

pub(super) async fn run(
    client: &Client,
    arguments: &Arguments,
    sanitizer: &Sanitizer,
) -> Result<String, String> {
    let id: String = arguments
        .required(WORKSPACE)
        .map_err(|error| error.to_string())?;
    let (workspace, prompts, competitors, tracking) = tokio::join!(
        workspace(client, &id),
        client
            .prompts()
            .list(&*id)
            .limit(ITEMS)
            .items_as::<Raw>()
            .send(),
        client
            .competitors()
            .list(&*id)
            .limit(ITEMS)
            .items_as::<Raw>()
            .send(),
        newest(client, &id),
    );
    if let (Err(error), Err(_), Err(_)) = (&prompts, &competitors, &tracking) {
        return Err(words(error));
    }
    let limit = [&prompts, &competitors, &tracking];
    let limit = limit
        .into_iter()
        .filter_map(|part| part.as_ref().ok()?.rate_limit());
    let limit = limit.min_by_key(|it| it.remaining).cloned();
    let mut answer = Answer::new(sanitizer);
    match workspace {
        Ok(Some(workspace)) => {
            let json = answer.raw("workspace", &workspace, PART);
            answer.json("workspace", &json);
        }
        Ok(None) => answer.value("workspace", &json!({"id": id})),
        Err(error) => answer.value("workspace", &json!({"error": words(&error)})),
    }
    part(&mut answer, "prompts", "items", prompts);
    part(&mut answer, "competitors", "items", competitors);
    part(&mut answer, "tracking", "newest", tracking);
    answer.value("rate_limit", &limit.as_ref().map(left));
    Ok(answer.finish())
}

/// The workspace, among those that the key can see.
async fn workspace(client: &Client, id: &str) -> Result<Option<Raw>, Error> {
    let mut pages = client
        .workspaces()
        .list()
        .limit(100)
        .items_as::<Raw>()
        .pages()
        .take(PAGES);
    while let Some(page) = pages.next().await {
        let is_it = |item: &Raw| item.member("id").and_then(|it| it.text()).as_deref() == Some(id);
        let found = page?.data.into_iter().find(is_it);
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The newest results. In which order they are listed is not documented: they are at either end.
async fn newest(client: &Client, id: &str) -> Part {
    let list = || client.tracking().list(id).limit(ITEMS);
    let mut page = list().items_as::<Raw>().send().await?;
    let times: Vec<DateTime<Utc>> = page.data.iter().filter_map(|it| Run::of(it).at).collect();
    let rises = times.first() < times.last();
    let end = page.meta.total.saturating_sub(u64::from(ITEMS));
    if rises && page.meta.has_total() && end > 0 {
        page = list().offset(end).items_as::<Raw>().send().await?;
    }
    page.data
        .sort_by_key(|it| std::cmp::Reverse(Run::of(it).at));
    page.data.truncate(RESULTS);
    Ok(page)
}

fn part(answer: &mut Answer<'_>, name: &str, list: &str, part: Part) {
    let page = match part {
        Ok(page) => page,
        Err(error) => return answer.value(name, &json!({"error": words(&error)})),
    };
    let (items, _) = answer.items(&format!("{name}.{list}"), &page.data, PART);
    let total = page.meta.has_total().then_some(page.meta.total);
    let total = total.map_or("null".to_owned(), |total| total.to_string());
    answer.json(name, &format!(r#"{{"total":{total},"{list}":{items}}}"#));
}

fn left(limit: &RateLimit) -> serde_json::Value {
    json!({
        "limit": limit.limit,
        "remaining": limit.remaining,
        "resets_in_seconds": limit.resets_in.as_secs(),
    })
}
