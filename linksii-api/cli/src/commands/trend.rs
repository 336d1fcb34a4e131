//! `linksii tracking trend`: scores by platform over time, drawn in the terminal.

mod picture;

use serde_json::json;

use crate::catalogue::{Cell, Column};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{self, Format, Rows};
use crate::raw::Raw;
use crate::scores::{self, Period, Platforms};

/// Draw scores by platform over time
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii --demo tracking trend
  linksii tracking trend --days 30
  linksii tracking trend --days 365 -o csv > scores.csv

With -o json, ndjson or csv, the scores that would be drawn are written: a row for each platform and day.")]
pub(crate) struct Arguments {
    /// How many days, today the last
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
}

/// The columns of what is drawn.
static COLUMNS: [Column; 4] = [
    Column {
        name: "date",
        cell: Cell::Time,
    },
    Column {
        name: "platform",
        cell: Cell::Text,
    },
    Column {
        name: "score",
        cell: Cell::Number,
    },
    Column {
        name: "mentions",
        cell: Cell::Number,
    },
];

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    let client = context.client()?;
    let workspace = context.workspace(&client).await?;
    let period = Period::of_days(arguments.days);
    let runs = scores::fetch(&client, &workspace, period.start(), &context.notes).await?;
    let platforms = scores::by_platform(&runs, period);
    match context.chosen_format()? {
        None | Some(Format::Table) => {
            let drawn = picture::draw(&platforms, period, context.terminal);
            output::text(&drawn)
        }
        Some(_) => rows(context, &platforms),
    }
}

fn rows(context: &Context, platforms: &Platforms) -> Result<(), Failure> {
    let mut rows = Rows::new(context.layout(&COLUMNS)?);
    let days = platforms.iter().flat_map(|(platform, days)| {
        days.iter().map(move |(date, day)| {
            json!({"date": date, "platform": platform, "score": day.score, "mentions": day.mentions})
        })
    });
    let days = days.filter_map(|day| Raw::of(day.to_string()).ok());
    rows.push(days.collect())?;
    rows.finish()
}
