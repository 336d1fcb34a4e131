//! Brand analysis: scores several images, within the limit of a minute and the quota of a day.
//!
//! ```sh
//! cargo run -p linksii-api --example brand_analysis -- https://cdn.example.com/landing-page.png
//! ```
//!
//! The client spaces the calls by itself. An analysis is paid for, so one that may have been made is
//! not repeated, and where the day's quota is spent the rest is left for tomorrow.

mod support;

use std::error::Error;

use futures_util::StreamExt;
use linksii_api::types::Analysis;
use linksii_api::{Error as LinksiiError, NotSentReason};
use serde_json::json;
use support::connect;

/// How many analyses are waited for at once.
const AT_ONCE: usize = 4;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let connection = connect().await?;
    let workspace = connection.workspace().await?;
    let mut images: Vec<String> = std::env::args().skip(1).collect();
    if images.is_empty() {
        images = ["home", "pricing", "blog"]
            .map(|page| format!("https://cdn.example.com/screenshots/{page}.png"))
            .into();
    }

    let analyses = futures_util::stream::iter(images).map(|image| {
        let call = connection
            .client
            .analyses()
            .create(&image, "brand_scorecard", &workspace);
        let context = [("industry".to_owned(), json!("SaaS"))];
        let call = call.context(serde_json::Map::from_iter(context));
        async move { (image, call.send().await) }
    });
    let mut analyses = analyses.buffered(AT_ONCE);
    while let Some((image, outcome)) = analyses.next().await {
        match outcome {
            Ok(analysis) => show(&image, &analysis),
            Err(LinksiiError::NotSent(error)) if error.reason() == NotSentReason::DailyQuota => {
                println!("{image} and what follows is left for tomorrow: {error}");
                break;
            }
            Err(error) if error.may_have_acted() => println!("{image}: look for it first: {error}"),
            Err(error) => println!("{image}: {error}"),
        }
    }
    Ok(())
}

fn show(image: &str, analysis: &Analysis) {
    println!("{image}: {} of 100", analysis.score);
    for (name, dimension) in &analysis.dimensions {
        let summary = dimension.summary.as_deref().unwrap_or_default();
        println!("  {name:<20} {:>5}  {summary}", dimension.score);
    }
}
