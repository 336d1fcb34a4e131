//! `cargo xtask ci`: all that must hold before a change is merged, step by step.

mod steps;

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::{ExitCode, Stdio};
use std::time::Instant;

use anyhow::Context;

use crate::workspace;
use steps::{Group, STEPS, Step};

/// How much of a failed step's output is shown; the rest is in its file.
const LINES_SHOWN: usize = 300;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which groups of steps to run; all but `thorough` where none is named.
    #[arg(value_enum, conflicts_with = "all")]
    groups: Vec<Group>,
    /// Run `thorough` as well.
    #[arg(long)]
    all: bool,
    /// Print the steps and what each runs, and run none.
    #[arg(long)]
    list: bool,
}

impl Group {
    fn is_chosen(self, arguments: &Arguments) -> bool {
        if arguments.groups.is_empty() {
            arguments.all || self != Self::Thorough
        } else {
            arguments.groups.contains(&self)
        }
    }
}

enum Outcome {
    Passed,
    /// An optional tool is not installed.
    Skipped(&'static str),
    Failed(String),
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let chosen = STEPS.iter().filter(|step| step.group.is_chosen(arguments));
    if arguments.list {
        for step in chosen {
            println!("{:<24}{}", step.name, step.command);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let logs = workspace::root().join("target/ci");
    fs::create_dir_all(&logs).with_context(|| format!("cannot create {}", logs.display()))?;
    let started = Instant::now();
    let mut passed = 0;
    let mut failed = Vec::new();
    for step in chosen {
        print!("{:<24}", step.name);
        io::stdout().flush()?;
        let start = Instant::now();
        let outcome = step.run(&logs);
        let seconds = start.elapsed().as_secs_f64();
        match outcome {
            Outcome::Passed => {
                passed += 1;
                println!("ok      {seconds:>6.1} s");
            }
            Outcome::Skipped(hint) => println!("skipped         {hint}"),
            Outcome::Failed(why) => {
                println!("FAILED  {seconds:>6.1} s\n{why}");
                failed.push(step.name);
            }
        }
    }
    let result = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\n{result}: {passed} passed, {} failed in {:.0} s{}{}",
        failed.len(),
        started.elapsed().as_secs_f64(),
        if failed.is_empty() { "" } else { ": " },
        failed.join(", ")
    );
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Step {
    /// Runs the command with its output in a file, and shows the end of that where it fails.
    fn run(&self, logs: &Path) -> Outcome {
        let log = logs.join(format!("{}.log", self.name.replace(' ', "-")));
        let status = match self.start(&log) {
            Ok(status) => status,
            Err(error) if error.kind() == ErrorKind::NotFound => return self.without_tool(),
            Err(error) => {
                return Outcome::Failed(format!("cannot run `{}`: {error}", self.command));
            }
        };
        // A subcommand of cargo that is not installed: cargo itself has started.
        if status.code() == Some(101) && self.optional && is_unknown_command(&log) {
            return self.without_tool();
        }
        if status.success() {
            Outcome::Passed
        } else {
            Outcome::Failed(self.report(&log))
        }
    }

    fn start(&self, log: &Path) -> io::Result<std::process::ExitStatus> {
        let output = fs::File::create(log)?;
        let mut words = self.command.split_whitespace();
        workspace::program(words.next().unwrap_or_default())
            .args(words)
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("REDOCLY_TELEMETRY", "off")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .status()
    }

    fn without_tool(&self) -> Outcome {
        if self.optional {
            Outcome::Skipped(self.hint)
        } else {
            Outcome::Failed(format!("`{}` cannot be run: {}", self.command, self.hint))
        }
    }

    fn report(&self, log: &Path) -> String {
        let output = fs::read(log).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        let lines: Vec<&str> = output.lines().collect();
        let shown = lines.len().saturating_sub(LINES_SHOWN);
        let path = log.strip_prefix(workspace::root()).unwrap_or(log);
        format!(
            "$ {}\n{}\n{}",
            self.command,
            lines.get(shown..).unwrap_or_default().join("\n"),
            if shown > 0 {
                format!("({shown} lines before these are in {})", path.display())
            } else {
                format!("({})", path.display())
            }
        )
    }
}

/// Whether cargo has no such subcommand.
fn is_unknown_command(log: &Path) -> bool {
    fs::read_to_string(log).is_ok_and(|output| output.contains("no such command"))
}
