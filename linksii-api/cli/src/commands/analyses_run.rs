//! `linksii analyses run`: many images, each analyzed and paid for once.

mod input;
mod outcome;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use linksii_api::{Client, Error, ErrorKind};
use serde_json::{Map, Value};

use self::input::{Defaults, Input, Job};
use self::outcome::{Key, Outcome};
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::line_file::LineFile;
use crate::raw::Raw;
use crate::whole_file;

/// How long one analysis may take, unless said otherwise: longer than other calls, as one that is given up may
/// be paid for.
const PATIENCE: Duration = Duration::from_secs(120);

/// After this many failures in a row that are not of one image, the rest is left.
const ENOUGH: u32 = 5;

/// Analyze the images of a CSV file, each once
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii analyses run images.csv --template brand_scorecard --out done.ndjson
  linksii analyses run images.csv --out done.ndjson --concurrency 4
  jq -r '[.image_url, .analysis.score] | @csv' done.ndjson

The first line of the file names its columns: image_url, and if there is more than one: template, workspace_id. \
A column context.NAME is sent as that member of the context. All rows are checked before anything is sent.

Each result is on the disk before the next image is sent, as a line of --out. The same command goes on where it \
ended, with what is not in --out: an image that is done is not sent again. An image that was sent and whose \
reply was lost may be paid for: it is noted in --out, and sent again only with --retry-unknown. Where the \
process is killed, that may be the image that was under way, or with --concurrency N up to N.

20 images a minute and 500 a day are analyzed; when the day's are spent, it ends with the status 6.")]
pub(crate) struct Arguments {
    /// The images, as CSV; - is standard input
    #[arg(value_name = "FILE.csv")]
    file: PathBuf,
    /// Where the results are added, as lines of JSON
    #[arg(long, value_name = "DONE.ndjson")]
    out: PathBuf,
    /// The template of the rows that have none
    #[arg(long, value_name = "ID")]
    template: Option<String>,
    /// What is between two columns: by default what the first line has of , ; and tab
    #[arg(long, value_name = "CHARACTER", value_parser = separator)]
    separator: Option<u8>,
    /// Analyze this many at once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=20))]
    concurrency: u8,
    /// Send those again whose reply was lost, although they may be paid for
    #[arg(long)]
    retry_unknown: bool,
}

fn separator(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [one] if one.is_ascii() => Ok(*one),
            _ => Err("one character, such as ; or tab".to_owned()),
        },
    }
}

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    let mut client = None;
    let workspace = match context.chosen_workspace() {
        Some(chosen) => Some(chosen.value),
        None => {
            let client = client.insert(context.client()?);
            // Rows may name theirs, so that there being several is not wrong yet.
            context.workspace(client).await.ok()
        }
    };
    let Input { jobs, unused } = input::read(
        &arguments.file,
        arguments.separator,
        &Defaults {
            template: arguments.template.as_deref(),
            workspace: workspace.as_deref(),
        },
    )?;
    if !unused.is_empty() {
        context
            .notes
            .note(&format!("columns that are not used: {}", unused.join(", ")));
    }
    let client = client.map_or_else(|| context.client(), Ok)?;
    let (file, known) = open(arguments)?;
    let batch = Batch::new(context, file, jobs, &known);
    batch
        .run(
            &client,
            usize::from(arguments.concurrency),
            context.options.timeout.unwrap_or(PATIENCE),
        )
        .await
}

/// Opens the file of results; those that are in it, and whether each is known.
fn open(arguments: &Arguments) -> Result<(LineFile, BTreeMap<Key, bool>), Failure> {
    let path = &arguments.out;
    let (file, lines) = LineFile::open(path)?;
    let read = |lines: &[Raw]| -> Result<BTreeMap<Key, bool>, Failure> {
        let keys = lines.iter().enumerate().map(|(at, line)| {
            outcome::read(line).ok_or_else(|| {
                let message = format!(
                    "line {} of {} is not a result of this command",
                    at + 1,
                    path.display()
                );
                Failure::new(Status::Partial, message)
                    .hint("name another file: --out FILE; it was left as it is")
            })
        });
        keys.collect()
    };
    let known = read(&lines)?;
    if !arguments.retry_unknown || known.values().all(|is_known| *is_known) {
        return Ok((file, known));
    }
    // Their lines go, so that each image has one.
    let kept = lines
        .iter()
        .filter(|line| outcome::read(line).is_some_and(|(_, is_known)| is_known));
    let kept: String = kept.map(|line| format!("{}\n", line.compact())).collect();
    whole_file::write(path, kept.as_bytes())
        .map_err(|error| Failure::file("cannot write", path, &error))?;
    let (file, lines) = LineFile::open(path)?;
    Ok((file, read(&lines)?))
}

/// Images that are analyzed.
struct Batch<'a> {
    context: &'a Context,
    file: LineFile,
    jobs: Vec<Job>,
    /// How many there are in the file of images, each counted once.
    total: usize,
    done_before: usize,
    unknown: usize,
    done: usize,
    failed: usize,
}

impl<'a> Batch<'a> {
    fn new(
        context: &'a Context,
        file: LineFile,
        jobs: Vec<Job>,
        known: &BTreeMap<Key, bool>,
    ) -> Self {
        let mut keys = BTreeMap::new();
        let mut repeated = 0;
        let (mut done_before, mut unknown, mut left) = (0, 0, Vec::new());
        for job in jobs {
            if keys.insert(Key::from(&job), ()).is_some() {
                repeated += 1;
                continue;
            }
            match known.get(&Key::from(&job)) {
                Some(true) => done_before += 1,
                Some(false) => unknown += 1,
                None => left.push(job),
            }
        }
        if repeated > 0 {
            context.notes.note(&format!(
                "rows that repeat another, and are analyzed once with it: {repeated}"
            ));
        }
        Self {
            context,
            file,
            jobs: left,
            total: keys.len(),
            done_before,
            unknown,
            done: 0,
            failed: 0,
        }
    }

    async fn run(
        mut self,
        client: &Client,
        concurrency: usize,
        patience: Duration,
    ) -> Result<(), Failure> {
        let jobs = std::mem::take(&mut self.jobs);
        let left = jobs.len();
        let notes = &self.context.notes;
        notes.begin(Some(left as u64), "analyses");
        notes.on_interrupt("the same command goes on; an image that was under way may be paid for");
        let calls = jobs
            .into_iter()
            .map(|job| async move { (analyze(client, &job, patience).await, job) });
        let mut calls = stream::iter(calls).buffer_unordered(concurrency);
        let (mut in_row, mut stopped, mut finished) = (0, None, 0);
        while let Some((result, job)) = calls.next().await {
            match result {
                Ok(analysis) => {
                    in_row = 0;
                    self.write(&job, &Outcome::Done(analysis))?;
                    self.done += 1;
                }
                Err(error) => {
                    let stop = self.fail(&job, &error)?;
                    in_row = if is_of_one_image(&error) {
                        0
                    } else {
                        in_row + 1
                    };
                    if stop || in_row >= ENOUGH {
                        stopped = Some(Failure::from(&error));
                        break;
                    }
                }
            }
            finished += 1;
            self.context.notes.advance(finished, Some(left as u64));
        }
        drop(calls);
        self.context.notes.end();
        self.conclude(stopped)
    }

    fn write(&mut self, job: &Job, outcome: &Outcome) -> Result<(), Failure> {
        let line = outcome::line(job, outcome).map_err(|error| Failure::output(&error.into()))?;
        self.file
            .push(std::slice::from_ref(&line))
            .map_err(|failure| {
                // It is paid for: at least it can be read here.
                self.context.notes.note(&line);
                Failure {
                    message: format!(
                        "{}; the result that was to be written is above",
                        failure.message
                    ),
                    ..failure
                }
            })
    }

    /// Notes that an image failed; whether all others would, too.
    fn fail(&mut self, job: &Job, error: &Error) -> Result<bool, Failure> {
        let failure = Failure::from(error);
        let is_spent = failure.status == Status::RateLimited;
        let is_unknown = error.may_have_acted();
        if is_unknown {
            self.write(job, &Outcome::Unknown(failure.message.clone()))?;
            self.unknown += 1;
        }
        let is_refused = matches!(error, Error::Api(api) if api.kind() == ErrorKind::Unauthorized);
        let is_wrong = matches!(error, Error::Config(_));
        let stops = is_spent || is_refused || is_wrong;
        if !stops {
            self.failed += usize::from(!is_unknown);
            self.context.notes.failure(&Failure {
                message: format!("line {}, {}: {}", job.line, job.image_url, failure.message),
                hint: None,
                ..failure
            });
        }
        Ok(stops)
    }

    fn conclude(self, stopped: Option<Failure>) -> Result<(), Failure> {
        let done = self.done + self.done_before;
        let mut parts = vec![format!("{done} of {} analyzed", self.total)];
        for (count, what) in [
            (self.done_before, "before this start"),
            (self.failed, "failed"),
            (self.unknown, "with an unknown outcome"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        let summary = parts.join(", ");
        match stopped {
            Some(failure) => Err(Failure {
                message: format!("{} ({summary})", failure.message),
                hint: Some(match failure.hint {
                    Some(hint) => format!("{hint}; then the same command goes on"),
                    None => "the same command goes on".to_owned(),
                }),
                ..failure
            }),
            None if done == self.total => {
                self.context.notes.note(&summary);
                Ok(())
            }
            None => {
                let hint = if self.unknown > 0 {
                    "look whether those with an unknown outcome were analyzed; to send them again: --retry-unknown"
                } else {
                    "the same command tries the failed ones again"
                };
                Err(Failure::new(Status::Partial, summary).hint(hint))
            }
        }
    }
}

async fn analyze(client: &Client, job: &Job, patience: Duration) -> Result<Raw, Error> {
    let mut call = client.analyses().create(
        job.image_url.as_str(),
        job.template.as_str(),
        job.workspace.as_str(),
    );
    if !job.context.is_empty() {
        let members = job.context.iter();
        let members = members.map(|(name, value)| (name.clone(), Value::from(value.as_str())));
        call = call.context(members.collect::<Map<_, _>>());
    }
    let body: Raw = call.timeout(patience).body_as::<Raw>().send().await?;
    Ok(body.member("data").unwrap_or(body))
}

/// Whether an error says something about one image, and nothing about the next.
fn is_of_one_image(error: &Error) -> bool {
    match error {
        Error::Api(api) => matches!(api.status().as_u16(), 400 | 404 | 409 | 413 | 415 | 422),
        _ => false,
    }
}
