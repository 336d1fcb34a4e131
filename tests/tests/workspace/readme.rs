//! The README's snippets, each of which is in this file to the letter, and runs.

use linksii_sandbox::{History, Sandbox};

mod first_call {
    use linksii_api::{Client, Error};

    #[tokio::main]
    pub(super) async fn main() -> Result<(), Error> {
        let client = Client::from_env()?;

        let workspaces = client.workspaces().list().send().await?;
        for workspace in &workspaces.data {
            // What an operation requires is an argument, the rest are setters.
            let runs = client
                .tracking()
                .list(&workspace.id)
                .limit(5)
                .send()
                .await?;
            println!("{}: {} results", workspace.name, runs.meta.total);
            for run in runs {
                println!("  {} {} of 100", run.platform, run.score);
            }
        }
        Ok(())
    }
}

mod pagination {
    use linksii_api::Client;

    pub(super) async fn run(client: Client) -> Result<(), Box<dyn std::error::Error>> {
        use futures_util::{StreamExt, TryStreamExt};

        // One page, with what the service says of the whole.
        let page = client
            .tracking()
            .list("ws_01HXYZ")
            .limit(100)
            .send()
            .await?;
        println!("{} of {}", page.data.len(), page.meta.total);

        // Everything, in memory.
        let runs = client.tracking().list("ws_01HXYZ").all().await?;
        println!("{} results", runs.len());

        // One item after another, page by page.
        let mut runs = client.tracking().list("ws_01HXYZ").stream();
        while let Some(run) = runs.try_next().await? {
            println!("{}", run.score);
        }

        // Whole pages in order, eight of them fetched at once.
        let mut pages = client
            .tracking()
            .list("ws_01HXYZ")
            .limit(100)
            .concurrency(8)
            .pages();
        while let Some(page) = pages.next().await {
            println!("{} results", page?.data.len());
        }
        Ok(())
    }
}

mod errors {
    use linksii_api::Client;

    pub(super) async fn run(client: Client) -> Result<(), linksii_api::Error> {
        use linksii_api::{Error, ErrorKind};

        match client
            .competitors()
            .create("ws_01HXYZ", "Asana")
            .domain("asana.com")
            .send()
            .await
        {
            Ok(competitor) => println!("added {}", competitor.id),
            Err(Error::Api(error)) if error.kind() == ErrorKind::NotFound => {
                println!("no such workspace: {}", error.message());
            }
            Err(error) if error.retry_after().is_some() => println!("later: {error}"),
            Err(error) if error.may_have_acted() => println!("look before repeating it: {error}"),
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

mod retries {
    pub(super) async fn run() -> Result<(), linksii_api::Error> {
        use linksii_api::{Client, RetryPolicy};
        use std::time::Duration;

        let client = Client::builder()
            .from_env()
            .timeout(Duration::from_secs(10)) // each attempt; 30 s by default
            .retry(
                RetryPolicy::default()
                    .max_attempts(6)
                    .deadline(Duration::from_secs(120)),
            )
            .build()?;

        // Both can be set for a call as well.
        let once = client.workspaces().list().retry(RetryPolicy::none());
        println!(
            "{}",
            once.timeout(Duration::from_secs(2))
                .send()
                .await?
                .meta
                .total
        );
        Ok(())
    }
}

mod pacing {
    use linksii_api::Client;

    pub(super) async fn run(client: Client) -> Result<(), linksii_api::Error> {
        let page = client.workspaces().list().send().await?;
        if let Some(limit) = page.rate_limit() {
            println!(
                "{} of {} left until {}",
                limit.remaining, limit.limit, limit.reset
            );
        }
        Ok(())
    }
}

mod logging {
    pub(super) fn run() {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::DEBUG)
            .init();
    }
}

mod raw_access {
    use linksii_api::Client;

    pub(super) async fn run(client: Client) -> Result<(), linksii_api::Error> {
        use linksii_api::{Error, Method};
        use serde_json::Value;

        let call = client
            .request(Method::GET, "/webhooks")
            .query("workspace_id", "ws_01HXYZ");
        match call.send::<Value>().await {
            Ok(webhooks) => println!("{webhooks}"),
            Err(Error::Api(error)) => println!("{} {:?}", error.status(), error.code()),
            Err(error) => return Err(error),
        }

        // Status, headers, request id and attempts, of any call.
        let reply = client.workspaces().list().response().await?;
        println!(
            "{} {:?} after {}",
            reply.status(),
            reply.request_id(),
            reply.attempts()
        );
        Ok(())
    }
}

mod blocking {
    pub(super) fn run() -> Result<(), linksii_api::Error> {
        let client = linksii_api::blocking::Client::from_env()?;
        for workspace in client.workspaces().list().iter() {
            println!("{}", workspace?.name);
        }
        Ok(())
    }
}

mod testing {
    use linksii_api::transport::{self, Request};
    use linksii_api::types::TrackingRun;
    use linksii_api::{ApiError, Client, Error, Meta, Page, StatusCode};
    use linksii_sandbox::{Fault, Sandbox};

    /// The code to be tested.
    async fn best_score(client: &Client) -> Result<Option<f64>, Error> {
        let runs = client.tracking().list("ws_01HXYZ").all().await?;
        Ok(runs.iter().map(|run| run.score).reduce(f64::max))
    }

    pub(super) async fn run() -> Result<(), Box<dyn std::error::Error>> {
        let sandbox = Sandbox::start().await?;
        let client = sandbox.client_builder().build()?;
        assert_eq!(best_score(&client).await?, Some(72.0));

        // A refusal is waited out, and the call succeeds.
        sandbox.inject(
            Fault::status(StatusCode::TOO_MANY_REQUESTS)
                .retry_after(0)
                .times(1),
        );
        assert_eq!(best_score(&client).await?, Some(72.0));

        let client = Client::builder()
            .api_key("lnk_test")
            .transport(|_: Request| async {
                let page = Page::new(vec![TrackingRun::example()], Meta::new(1, 20, 0));
                transport::json(StatusCode::OK, &page)
            })
            .build()?;
        assert_eq!(
            best_score(&client).await?,
            Some(TrackingRun::example().score)
        );

        let error = Error::from(ApiError::builder(StatusCode::FORBIDDEN).build());
        assert_eq!(error.status(), Some(StatusCode::FORBIDDEN));
        Ok(())
    }
}

/// What is run in a process of its own, which has the environment of a user.
#[test]
#[ignore = "run by the_snippets_run"]
fn snippets() {
    first_call::main().unwrap();
    retries_and_others();
    blocking::run().unwrap();
    logging::run();
}

#[tokio::main]
async fn retries_and_others() {
    let client = linksii_api::Client::from_env().unwrap();
    pagination::run(client.clone()).await.unwrap();
    errors::run(client.clone()).await.unwrap();
    retries::run().await.unwrap();
    pacing::run(client.clone()).await.unwrap();
    raw_access::run(client).await.unwrap();
    testing::run().await.unwrap();
}

#[tokio::test]
async fn the_snippets_run() {
    let sandbox = Sandbox::builder()
        .history(History::of_days(3))
        .start()
        .await
        .unwrap();
    let output = tokio::process::Command::new(std::env::current_exe().unwrap())
        .args(["readme::snippets", "--exact", "--ignored", "--nocapture"])
        .env("LINKSII_API_KEY", sandbox.api_key())
        .env("LINKSII_BASE_URL", sandbox.base_url())
        .output()
        .await
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}\n{output:?}");
    assert!(printed.contains("Acme Corp: 2 results"), "{printed}");
    assert!(printed.contains("added comp_"), "{printed}");
}

#[test]
fn each_snippet_is_in_this_file() {
    let here = compact(include_str!("readme.rs"));
    let readme = include_str!("../../../README.md");
    let snippets: Vec<&str> = readme
        .split("```rust\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(snippets.len() >= 9, "{} snippets", snippets.len());
    for snippet in snippets {
        assert!(here.contains(&compact(snippet)), "not here:\n{snippet}");
    }
}

/// The text without what only formats it.
fn compact(text: &str) -> String {
    let words: String = text.split_whitespace().collect();
    words.replace("pub(super)", "").replace(",)", ")")
}
