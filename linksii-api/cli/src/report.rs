//! The report: one page of HTML that needs nothing else.

mod chart;
mod data;
mod page;

use chrono::Utc;
use linksii_api::Client;

use crate::failure::Failure;
use crate::notes::Notes;
use crate::raw::Raw;
use crate::scores::{self, Period};

use self::data::{Competitor, Prompt, Report};

/// Fetches what a report shows.
pub(crate) async fn collect(
    client: &Client,
    workspace: String,
    days: u32,
    notes: &Notes,
) -> Result<Report, Failure> {
    let period = Period::of_days(days);
    let before = period.before();
    let runs = scores::fetch(client, &workspace, before.start(), notes).await?;
    let workspaces = client.workspaces().list().items_as::<Raw>().all().await?;
    let text = |row: &Raw, name: &str| row.member(name).and_then(|it| it.text());
    let name = workspaces
        .iter()
        .find(|row| text(row, "id").is_some_and(|id| id == workspace))
        .and_then(|row| text(row, "name"));
    let competitors = client.competitors().list(&workspace).limit(100);
    let competitors = competitors.items_as::<Raw>().all().await?;
    let competitors = competitors.iter().map(|row| Competitor {
        name: text(row, "name").unwrap_or_default(),
        domain: text(row, "domain").unwrap_or_default(),
    });
    let prompts = client.prompts().list(&workspace).limit(100);
    let prompts = prompts.items_as::<Raw>().all().await?;
    let prompts = prompts.iter().map(|row| Prompt {
        text: text(row, "text").unwrap_or_default(),
        stage: text(row, "category").unwrap_or_else(|| "no stage".to_owned()),
        is_active: row
            .member("is_active")
            .is_none_or(|it| it.as_str() != "false"),
    });
    let platforms = scores::by_platform(&runs, period);
    Ok(Report {
        name: name.unwrap_or_else(|| workspace.clone()),
        made: Utc::now(),
        now: scores::summaries(&platforms),
        before: scores::summaries(&scores::by_platform(&runs, before)),
        competitors: competitors.collect(),
        prompts: prompts.collect(),
        limit: client.rate_limit(),
        workspace,
        period,
        platforms,
    })
}

impl Report {
    /// The page.
    pub(crate) fn html(&self) -> String {
        page::page(self)
    }
}
