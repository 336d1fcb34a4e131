//! An automated tracking pipeline: sets up prompts, and then handles each new result once, as it
//! comes, also after a restart.
//!
//! ```sh
//! cargo run -p linksii-api --example tracking_pipeline
//! ```
//!
//! Runs start from the web application or a daily job, and no endpoint starts one, so the pipeline
//! asks from time to time. It remembers in a file which results it has handled. With
//! `LINKSII_API_KEY` set it goes on until it is stopped; without, it talks to a sandbox in which two
//! runs complete, and ends.

mod support;

use std::collections::HashSet;
use std::error::Error;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::TryStreamExt;
use linksii_api::Client;
use linksii_api::types::{PromptCategory, RunId, TrackingRun, WorkspaceId};
use support::connect;

/// How long to wait between two looks. A day has few runs.
const PAUSE: Duration = Duration::from_secs(300);

/// The guide advises 5 to 15 prompts over all stages.
const PROMPTS: [(&str, PromptCategory); 3] = [
    (
        "What are the best project management tools for remote teams?",
        PromptCategory::Awareness,
    ),
    (
        "Which project management tools have a good free plan?",
        PromptCategory::Consideration,
    ),
    (
        "Is Acme better than its competitors?",
        PromptCategory::Decision,
    ),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let connection = connect().await?;
    let workspace = connection.workspace().await?;
    set_up_prompts(&connection.client, &workspace).await?;

    // Each sandbox begins from the same past, so what was handled in it is not kept.
    let (directory, path) = match &connection.sandbox {
        None => (None, PathBuf::from("handled-results.txt")),
        Some(_) => {
            let directory = tempfile::tempdir()?;
            let path = directory.path().join("handled-results.txt");
            (Some(directory), path)
        }
    };
    let mut handled = Handled::open(path)?;
    for look in 0.. {
        let new = new_results(&connection.client, &workspace, &handled).await?;
        println!("{} new results", new.len());
        for run in new {
            println!(
                "  {}: {} of 100 on {}",
                run.platform,
                run.score,
                run.ran_at.date_naive()
            );
            // Only after it was handled, so that none is lost if this program stops in between.
            handled.add(run.id)?;
        }
        match &connection.sandbox {
            None => tokio::time::sleep(PAUSE).await,
            Some(_) if look == 2 => break,
            Some(sandbox) => {
                sandbox.advance(Duration::from_secs(24 * 60 * 60));
                sandbox.complete_run(workspace.clone());
            }
        }
    }
    drop(directory);
    Ok(())
}

/// Adds the prompts that are not there yet.
async fn set_up_prompts(client: &Client, workspace: &WorkspaceId) -> Result<(), Box<dyn Error>> {
    let existing = client.prompts().list(workspace).all().await?;
    for (text, category) in PROMPTS {
        if existing.iter().all(|prompt| prompt.text != text) {
            let call = client.prompts().create(workspace, text);
            call.category(category).is_active(true).send().await?;
            println!("added the prompt {text:?}");
        }
    }
    Ok(())
}

/// The results that have not been handled, the oldest first.
async fn new_results(
    client: &Client,
    workspace: &WorkspaceId,
    handled: &Handled,
) -> Result<Vec<TrackingRun>, Box<dyn Error>> {
    let runs = client.tracking().list(workspace).limit(100).stream();
    let new = runs.try_filter(|run| std::future::ready(!handled.ids.contains(&run.id)));
    let mut new: Vec<TrackingRun> = new.try_collect().await?;
    new.sort_by_key(|run| run.ran_at);
    Ok(new)
}

/// The results that have been handled, kept in a file with an id a line.
struct Handled {
    ids: HashSet<RunId>,
    file: File,
}

impl Handled {
    fn open(path: PathBuf) -> std::io::Result<Self> {
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        Ok(Self {
            ids: text.lines().map(RunId::from).collect(),
            file: OpenOptions::new().create(true).append(true).open(path)?,
        })
    }

    fn add(&mut self, id: RunId) -> std::io::Result<()> {
        writeln!(self.file, "{id}")?;
        self.ids.insert(id);
        Ok(())
    }
}
