//! `summarize_tracking`: a period in a few numbers, so that an assistant need not read it page by page.

use std::time::Duration;

use chrono::{NaiveDate, Utc};
use futures_util::StreamExt;
use linksii_api::Client;
use linksii_sanitize::{Sanitizer, bounded};
use rmcp::model::JsonObject;
use serde::Serialize;
use serde_json::Value;
use tokio::time::{Instant, timeout_at};

use super::failure::{LATE, words};
use super::own_tool::{Action, OwnTool, WORKSPACE, WORKSPACE_INPUT};
use crate::arguments::Arguments;
use crate::catalogue::{Input, Kind, Place};
use crate::raw::Raw;
use crate::scores::{Period, Run, Since, Summary, by_platform, summaries};

/// How many results are asked for at once, and how many pages are read at most.
const PAGE: u32 = 100;
const PAGES: u32 = 40;

/// How long pages are read, so that there is time left to say how far that was.
const TIME: Duration = Duration::from_secs(40);

/// How many platforms an answer has, and how many characters a name.
const PLATFORMS: usize = 50;
const NAME: usize = 100;

pub(super) const TOOL: OwnTool = OwnTool {
    name: "summarize_tracking",
    resource: "tracking",
    description: "Sums up a workspace's visibility scores (0 to 100) over a period, by platform: first, last, \
                  mean, change, best and worst day. Use it for trends, and `list_tracking` for single results.",
    inputs: &[
        WORKSPACE_INPUT,
        input("days", Kind::Whole),
        input("from", Kind::Text),
        input("to", Kind::Text),
    ],
    input_schema: r#"{
        "type": "object",
        "properties": {
            "workspace_id": {"type": "string", "description": "The workspace to look into."},
            "days": {
                "type": "integer", "minimum": 1, "maximum": 36500, "default": 30,
                "description": "Days, `to` the last; not with `from`."
            },
            "from": {"type": "string", "description": "First day, as 2025-05-01."},
            "to": {"type": "string", "description": "Last day; today if absent."}
        },
        "required": ["workspace_id"]
    }"#,
    output_schema: Some(OUTPUT_SCHEMA),
    action: Action::SummarizeTracking,
};

const OUTPUT_SCHEMA: &str = r#"{
    "type": "object",
    "properties": {
        "workspace_id": {"type": "string"},
        "from": {"type": "string"},
        "to": {"type": "string"},
        "results": {"type": "integer"},
        "complete": {"type": "boolean"},
        "note": {"type": "string"},
        "platforms": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "platform": {"type": "string"},
                    "days": {"type": "integer"},
                    "first": {"type": "number"},
                    "last": {"type": "number"},
                    "mean": {"type": "number"},
                    "change": {"type": "number"},
                    "best": {
                        "type": "object",
                        "properties": {"date": {"type": "string"}, "score": {"type": "number"}}
                    },
                    "worst": {
                        "type": "object",
                        "properties": {"date": {"type": "string"}, "score": {"type": "number"}}
                    },
                    "mentions": {"type": "number"}
                }
            }
        }
    },
    "required": ["workspace_id", "from", "to", "results", "complete", "platforms"]
}"#;

const fn input(name: &'static str, kind: Kind) -> Input {
    Input {
        name,
        kind,
        required: false,
        place: Place::Query,
        description: "",
        example: None,
    }
}

#[derive(Serialize)]
struct Answer {
    workspace_id: String,
    from: NaiveDate,
    to: NaiveDate,
    /// How many results the period has, of those that were read.
    results: usize,
    /// Whether all of the period was read.
    complete: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    platforms: Vec<Platform>,
}

#[derive(Serialize)]
struct Platform {
    platform: String,
    /// How many days have a score.
    days: usize,
    first: f64,
    last: f64,
    mean: f64,
    change: f64,
    best: Day,
    worst: Day,
    mentions: f64,
}

#[derive(Serialize)]
struct Day {
    date: NaiveDate,
    score: f64,
}

/// What was read.
struct Read {
    runs: Vec<Run>,
    /// Where not all was: how many results of how many.
    stopped: Option<(u64, Option<u64>)>,
}

pub(super) async fn run(
    client: &Client,
    arguments: &Arguments,
    sanitizer: &Sanitizer,
) -> Result<JsonObject, String> {
    let workspace: String = arguments
        .required(WORKSPACE)
        .map_err(|error| error.to_string())?;
    let period = super::period::of(arguments, Utc::now().date_naive())?;
    let read = read(client, &workspace, period).await?;
    let platforms = by_platform(&read.runs, period);
    let count = read.runs.iter().filter_map(|run| run.at);
    let count = count.filter(|at| period.contains(at.date_naive())).count();
    let mut sums = summaries(&platforms);
    let more = sums.len().saturating_sub(PLATFORMS);
    sums.truncate(PLATFORMS);
    let answer = Answer {
        workspace_id: shown(&workspace, sanitizer),
        from: period.from,
        to: period.to,
        results: count,
        complete: read.stopped.is_none() && more == 0,
        note: note(&read, count, more),
        platforms: sums.into_iter().map(|it| platform(it, sanitizer)).collect(),
    };
    match serde_json::to_value(answer) {
        Ok(Value::Object(answer)) => Ok(answer),
        _ => Err("The summary cannot be written as JSON.".to_owned()),
    }
}

async fn read(client: &Client, workspace: &str, period: Period) -> Result<Read, String> {
    let deadline = Instant::now() + TIME;
    let call = client.tracking().list(workspace).limit(PAGE);
    let mut pages = call.items_as::<Raw>().pages();
    let mut since = Since::new(period.start());
    let (mut seen, mut total) = (0, None);
    for _ in 0..PAGES {
        let page = match timeout_at(deadline, pages.next()).await {
            Ok(Some(page)) => page,
            Ok(None) => {
                return Ok(Read {
                    runs: since.runs,
                    stopped: None,
                });
            }
            Err(_) => break,
        };
        let page = page.map_err(|error| match seen {
            0 => words(&error),
            seen => format!("After {seen} results: {}", words(&error)),
        })?;
        seen += page.data.len() as u64;
        total = page.meta.has_total().then_some(page.meta.total);
        if since.take(&page.data).is_break() || total == Some(seen) {
            return Ok(Read {
                runs: since.runs,
                stopped: None,
            });
        }
    }
    if seen == 0 {
        return Err(LATE.to_owned());
    }
    Ok(Read {
        runs: since.runs,
        stopped: Some((seen, total)),
    })
}

fn note(read: &Read, count: usize, more: usize) -> Option<String> {
    if let Some((seen, total)) = read.stopped {
        let of = total.map_or(String::new(), |total| format!(" of {total}"));
        let earliest = read.runs.iter().filter_map(|run| run.at).min();
        let back = earliest.map_or(String::new(), |it| format!(", back to {}", it.date_naive()));
        return Some(format!(
            "Only the first {seen}{of} results were read{back}: ask for a shorter period."
        ));
    }
    if more > 0 {
        return Some(format!("{more} more platforms are left out."));
    }
    (count == 0).then(|| "There are no results in this period.".to_owned())
}

fn platform(summary: Summary, sanitizer: &Sanitizer) -> Platform {
    let day = |(date, score)| Day {
        date,
        score: rounded(score),
    };
    Platform {
        platform: shown(&summary.platform, sanitizer),
        days: summary.days,
        first: rounded(summary.first),
        last: rounded(summary.last),
        mean: rounded(summary.mean),
        change: rounded((summary.last - summary.first).clamp(f64::MIN, f64::MAX)),
        best: day(summary.best),
        worst: day(summary.worst),
        mentions: summary.mentions,
    }
}

/// A name without the client's key, escaped and bounded.
fn shown(name: &str, sanitizer: &Sanitizer) -> String {
    bounded(&sanitizer.redact_own_key(name), NAME)
}

/// To two digits after the point, as sums of decimals have many.
fn rounded(number: f64) -> f64 {
    if number.abs() < 1e12 {
        (number * 100.0).round() / 100.0
    } else {
        number
    }
}
