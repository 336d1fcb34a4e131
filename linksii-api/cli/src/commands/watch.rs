//! `linksii tracking watch`: each new result once, as it appears.

mod cursor;
mod hook;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use futures_util::StreamExt;
use linksii_api::{Client, Error};

use self::cursor::{Cursor, Found, LOOK_BACK};
use self::hook::Hook;
use crate::catalogue::Column;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::line_file::LineFile;
use crate::operations::operations;
use crate::output::{Format, Layout, Rows};
use crate::raw::Raw;
use crate::whole_file::Prepared;

/// How many results are asked for at once.
const PAGE: u32 = 100;

/// How many bytes a pipe takes as a whole.
const PIPE: usize = 4096;

/// After this many results in a row that are too old, no new one is expected.
const OLD_ENOUGH: usize = 50;

/// Print each new result once, as it appears
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii tracking watch
  linksii tracking watch -o ndjson --cursor cursor.json | while read -r result; do echo \"$result\"; done
  linksii tracking watch --out results.ndjson
  linksii tracking watch --exec './notify.sh' --cursor cursor.json
  linksii tracking watch --once --since 1day

It asks once a minute, and goes on until Ctrl-C. Results are those from now on, or from --since on; with \
--cursor or --out a later start goes on where the last one ended. A result that appears up to two days after \
others of its time is noticed.

--out writes each result exactly once, also if the process is killed at any moment. On standard output and \
with --exec, what is under way when it is killed may come again.

--exec runs a command without a shell. The result is on its standard input as a line of JSON, and each of its \
values in a variable: LINKSII_RESULT_ID, LINKSII_RESULT_PLATFORM, LINKSII_RESULT_SCORE and so on. A command \
that fails is run again for the same result after the next request.")]
pub(crate) struct Arguments {
    /// Begin with results from then on: 2025-06-01, 2025-06-01T10:00:00Z, or 1day for a day ago
    #[arg(long, value_name = "TIME", value_parser = time)]
    since: Option<DateTime<Utc>>,
    /// Keep in this file how far it is, and go on from there at the next start
    #[arg(long, value_name = "FILE")]
    cursor: Option<PathBuf>,
    /// Append results to this file, as lines of JSON
    #[arg(long, value_name = "FILE", conflicts_with = "exec")]
    out: Option<PathBuf>,
    /// Run this command for each result
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,
    /// How long to wait between two requests
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = pace)]
    every: Duration,
    /// Ask once, and end
    #[arg(long)]
    once: bool,
}

fn time(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Ok(time.into());
    }
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Ok(date.and_time(NaiveTime::MIN).and_utc());
    }
    let ago = humantime::parse_duration(text).ok();
    ago.and_then(|ago| Utc::now().checked_sub_signed(chrono::TimeDelta::from_std(ago).ok()?))
        .ok_or_else(|| {
            "neither a date (2025-06-01), a time (2025-06-01T10:00:00Z) nor a duration (1day)"
                .to_owned()
        })
}

fn pace(text: &str) -> Result<Duration, String> {
    let pace = humantime::parse_duration(text).map_err(|error| error.to_string())?;
    match pace >= Duration::from_secs(1) {
        true => Ok(pace),
        false => Err("at least 1s".to_owned()),
    }
}

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    let hook = arguments.exec.as_deref().map(Hook::parse).transpose()?;
    let client = context.client()?;
    let workspace = context.workspace(&client).await?;
    let mut watch = Watch::start(context, arguments, hook, &client, workspace)?;
    let mut is_first = true;
    loop {
        let wait = match watch.poll(is_first).await {
            Ok(()) => arguments.every,
            // What may pass is waited for, but not at the start: then it may be a wrong address.
            Err(failure) if watch.goes_on(&failure) && !is_first && !arguments.once => {
                context.notes.failure(&failure);
                arguments.every
            }
            Err(failure) => return Err(failure),
        };
        is_first = false;
        if arguments.once {
            return Ok(());
        }
        tokio::time::sleep(wait).await;
    }
}

/// Where results go.
enum Target {
    /// Lines, as they come.
    Lines(Rows),
    /// A table for each reply that has new ones.
    Tables(Layout),
    File(LineFile),
    Hook(Hook),
}

impl Target {
    /// Results that are given out together: those that a pipe takes as a whole, or each by itself.
    fn parts<'f>(&self, found: &'f [Found]) -> Vec<&'f [Found]> {
        let most = match self {
            Self::Hook(_) => 0,
            Self::Lines(_) => PIPE,
            Self::File(_) | Self::Tables(_) => usize::MAX,
        };
        let length = |found: &Found| found.row.as_str().len() + 1;
        let mut used = found.first().map_or(0, length);
        let parts = found.chunk_by(|_, next| {
            used += length(next);
            let joins = used <= most;
            if !joins {
                used = length(next);
            }
            joins
        });
        parts.collect()
    }

    async fn give(&mut self, part: &[Found]) -> Result<(), Failure> {
        let rows = || part.iter().map(|found| found.row.clone()).collect();
        match self {
            Self::Lines(out) => out.push(rows()),
            Self::Tables(layout) => {
                let mut out = Rows::new(layout.clone());
                out.push(rows())?;
                out.finish()
            }
            Self::File(file) => {
                let lines: Vec<String> = part.iter().map(|found| found.row.compact()).collect();
                file.push(&lines)
            }
            Self::Hook(hook) => {
                for found in part {
                    hook.run(&found.row).await.map_err(|failure| {
                        let message = format!("{} for the result {}", failure.message, found.id);
                        Failure { message, ..failure }
                    })?;
                }
                Ok(())
            }
        }
    }
}

struct Watch<'a> {
    client: &'a Client,
    workspace: String,
    cursor: Cursor,
    cursor_path: Option<&'a Path>,
    /// Whether the first results are those that there were before.
    skips_first: bool,
    target: Target,
}

impl<'a> Watch<'a> {
    fn start(
        context: &'a Context,
        arguments: &'a Arguments,
        hook: Option<Hook>,
        client: &'a Client,
        workspace: String,
    ) -> Result<Self, Failure> {
        let cursor_path = arguments.cursor.as_deref();
        let kept = cursor_path
            .map(|path| Cursor::load(path, &workspace))
            .transpose()?
            .flatten();
        let mut skips_first = kept.is_none() && arguments.since.is_none();
        let mut cursor = kept.unwrap_or_else(|| Cursor::new(&workspace, arguments.since));
        let target = match (&arguments.out, hook) {
            (Some(path), _) => {
                let (file, lines) = LineFile::open(path)?;
                skips_first &= lines.is_empty();
                for line in lines {
                    cursor.add(&Found::of(line));
                }
                Target::File(file)
            }
            (None, Some(hook)) => Target::Hook(hook),
            (None, None) => target(context)?,
        };
        if skips_first {
            context
                .notes
                .note(&format!("watching {workspace}: results from now on"));
        }
        if let Some(path) = cursor_path {
            let farewell = format!(
                "the same command goes on: how far it is, is in {}",
                path.display()
            );
            context.notes.on_interrupt(&farewell);
        }
        Ok(Self {
            client,
            workspace,
            cursor,
            cursor_path,
            skips_first,
            target,
        })
    }

    /// Asks for results, and gives out those that are new, the oldest first.
    async fn poll(&mut self, is_first: bool) -> Result<(), Failure> {
        let skips = is_first && self.skips_first;
        let found = self.find(skips).await?;
        if skips {
            found.iter().for_each(|found| self.cursor.add(found));
        } else {
            self.give(&found).await?;
        }
        self.cursor.prune();
        // Also when there is nothing new: that the first start was has to be known to the next.
        self.prepared(&self.cursor)?
            .map_or(Ok(()), |next| self.commit(next))
    }

    async fn give(&mut self, found: &[Found]) -> Result<(), Failure> {
        let mut failed = None;
        for part in self.target.parts(found) {
            let mut cursor = self.cursor.clone();
            part.iter().for_each(|found| cursor.add(found));
            // All but the new name of the cursor's file is done before, so that hardly a moment is left
            // between the two in which the process may be killed.
            let next = self.prepared(&cursor)?;
            match self.target.give(part).await {
                Ok(()) => {}
                Err(failure)
                    if matches!(self.target, Target::Hook(_))
                        && failure.status == Status::Partial =>
                {
                    failed = Some(failure);
                    continue;
                }
                Err(failure) => return Err(failure),
            }
            if let Some(next) = next {
                self.commit(next)?;
            }
            self.cursor = cursor;
        }
        failed.map_or(Ok(()), Err)
    }

    fn prepared(&self, cursor: &Cursor) -> Result<Option<Prepared>, Failure> {
        self.cursor_path
            .map(|path| cursor.prepare(path))
            .transpose()
    }

    fn commit(&self, next: Prepared) -> Result<(), Failure> {
        let path = self.cursor_path.unwrap_or(Path::new(""));
        next.commit()
            .map_err(|error| Failure::file("cannot write the cursor", path, &error))
    }

    /// The results that are new, the oldest first.
    ///
    /// In which order they are listed is not documented. While the latest come first, some that are too old end
    /// it; otherwise all are read.
    async fn find(&self, skips: bool) -> Result<Vec<Found>, Error> {
        let call = self
            .client
            .tracking()
            .list(self.workspace.as_str())
            .limit(PAGE);
        let mut rows = call.items_as::<Raw>().stream();
        let mut found = Vec::new();
        let mut ids = BTreeSet::new();
        let mut horizon = self.cursor.horizon();
        let (mut oldest, mut latest_first, mut old) = (None, true, 0);
        while let Some(row) = rows.next().await {
            let row = Found::of(row?);
            if let (Some(at), Some(before)) = (row.at, oldest) {
                latest_first &= at <= before + LOOK_BACK;
            }
            if skips && horizon.is_none() {
                // Of what there was before, the latest will do.
                horizon = row.at.map(|at| at.min(Utc::now()) - LOOK_BACK);
            }
            oldest = row.at.or(oldest).min(oldest.or(row.at));
            let is_old = row
                .at
                .is_some_and(|at| horizon.is_some_and(|horizon| at < horizon));
            old = if is_old { old + 1 } else { 0 };
            if latest_first && old >= OLD_ENOUGH {
                break;
            }
            if self.cursor.is_new(&row) && ids.insert(row.id.clone()) {
                found.push(row);
            }
        }
        if latest_first {
            found.reverse();
        }
        found.sort_by_key(|found| found.at);
        Ok(found)
    }

    /// Whether a failure may pass.
    fn goes_on(&self, failure: &Failure) -> bool {
        let is_of_hook =
            matches!(self.target, Target::Hook(_)) && failure.status == Status::Partial;
        is_of_hook || matches!(failure.status, Status::Service | Status::RateLimited)
    }
}

/// Standard output. Nothing ever ends, so a JSON document of all cannot be written.
fn target(context: &Context) -> Result<Target, Failure> {
    let list = operations().find(|(_, operation)| operation.id == "list_tracking");
    let columns: &[Column] = list.map_or(&[], |(_, operation)| operation.columns);
    let mut layout = context.layout(columns)?;
    layout.hidden.push("workspace_id".to_owned());
    Ok(match layout.format {
        Format::Table => Target::Tables(layout),
        Format::Csv => Target::Lines(Rows::new(layout)),
        Format::Json | Format::Ndjson => {
            layout.format = Format::Ndjson;
            Target::Lines(Rows::new(layout))
        }
    })
}
