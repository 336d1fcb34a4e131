//! Competitor monitoring: adds competitors, and compares the brand's visibility by platform with
//! what it was.
//!
//! ```sh
//! cargo run -p linksii-api --example competitor_monitoring
//! ```
//!
//! The results of competitors are not documented, so what is compared is the workspace's own: the
//! mean score of the newest half of its results with that of the half before.

mod support;

use std::collections::BTreeMap;
use std::error::Error;

use linksii_api::types::{TrackingRun, WorkspaceId};
use linksii_api::{Client, Error as LinksiiError};
use support::connect;

const COMPETITORS: [(&str, &str); 3] = [
    ("Asana", "asana.com"),
    ("Monday.com", "monday.com"),
    ("Notion", "notion.so"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let connection = connect().await?;
    let workspace = connection.workspace().await?;
    let client = &connection.client;

    add_competitors(client, &workspace).await?;
    println!("competitors:");
    for competitor in client.competitors().list(&workspace).all().await? {
        println!(
            "  {} ({})",
            competitor.name,
            competitor.domain.as_deref().unwrap_or("no domain")
        );
    }

    let runs = client
        .tracking()
        .list(&workspace)
        .limit(100)
        .concurrency(4)
        .all()
        .await?;
    println!("\n{} results:", runs.len());
    for (platform, scores) in scores(&runs) {
        let (before, now) = scores.split_at(scores.len() / 2);
        println!(
            "  {platform:<12} {:>5.1} ({:+.1})",
            mean(now),
            mean(now) - mean(before)
        );
    }
    Ok(())
}

/// Adds those that are not there yet. A plan limits their number, which is not a reason to stop.
async fn add_competitors(client: &Client, workspace: &WorkspaceId) -> Result<(), LinksiiError> {
    let existing = client.competitors().list(workspace).all().await?;
    for (name, domain) in COMPETITORS {
        if existing.iter().any(|competitor| competitor.name == name) {
            continue;
        }
        match client
            .competitors()
            .create(workspace, name)
            .domain(domain)
            .send()
            .await
        {
            Ok(competitor) => println!("added {}", competitor.name),
            Err(LinksiiError::Api(error)) => println!("{name} was not added: {error}"),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// The scores by platform, the oldest first.
fn scores(runs: &[TrackingRun]) -> BTreeMap<&str, Vec<f64>> {
    let mut runs: Vec<&TrackingRun> = runs.iter().collect();
    runs.sort_by_key(|run| run.ran_at);
    let mut scores: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for run in runs {
        scores
            .entry(run.platform.as_str())
            .or_default()
            .push(run.score);
    }
    scores
}

fn mean(scores: &[f64]) -> f64 {
    scores.iter().sum::<f64>() / scores.len().max(1) as f64
}
