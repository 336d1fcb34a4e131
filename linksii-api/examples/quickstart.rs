//! The steps of the quickstart: list workspaces, take the first one's id, fetch its tracking
//! results, handle an error.
//!
//! ```sh
//! cargo run -p linksii-api --example quickstart
//! ```
//!
//! With `LINKSII_API_KEY` set it asks the real service. Without, it starts a Linksii of its own on
//! loopback, which holds the documentation's examples.

use linksii_api::types::{TrackingRun, Workspace};
use linksii_api::{Client, Error, ErrorKind};
use linksii_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Kept until the end: the sandbox stops when it is dropped.
    let mut sandbox = None;
    let client = if std::env::var_os("LINKSII_API_KEY").is_some() {
        Client::from_env()?
    } else {
        println!("LINKSII_API_KEY is not set, so this talks to a sandbox on this machine.\n");
        let started = sandbox.insert(Sandbox::start().await?);
        Client::builder()
            .api_key(started.api_key())
            .base_url(started.base_url())
            .build()?
    };

    let workspaces = client.workspaces().list().send().await?;
    let Some(workspace) = workspaces.data.first() else {
        println!("No workspace yet: make one in the Linksii dashboard.");
        return Ok(());
    };
    let runs = client
        .tracking()
        .list(&workspace.id)
        .limit(5)
        .send()
        .await?;
    print_runs(workspace, &runs.data, runs.meta.total);

    // An error says what the service said, and what to do about it.
    match client.tracking().list("ws_that_is_not_there").send().await {
        Err(Error::Api(error)) if error.kind() == ErrorKind::NotFound => {
            println!("\nA workspace that is not there: {error}");
        }
        Err(error) => println!("\nAnother error: {error}"),
        Ok(page) => println!(
            "\nA workspace that is not there has {} results.",
            page.meta.total
        ),
    }
    Ok(())
}

fn print_runs(workspace: &Workspace, runs: &[TrackingRun], total: u64) {
    println!(
        "{} ({}, {} plan)",
        workspace.name, workspace.id, workspace.plan
    );
    println!("{} of {total} tracking results\n", runs.len());
    println!(
        "{:<12} {:>5}  {:<20}  mentions  prompts  ran at",
        "platform", "score", ""
    );
    for run in runs {
        // One block for five points of a hundred.
        let bar = "█".repeat((run.score.clamp(0.0, 100.0) / 5.0).round() as usize);
        println!(
            "{:<12} {:>5}  {bar:<20}  {:>8}  {:>7}  {}",
            run.platform.as_str(),
            run.score,
            run.mention_count,
            run.prompt_count,
            run.ran_at.format("%Y-%m-%d %H:%M UTC"),
        );
    }
}
