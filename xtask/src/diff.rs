//! `cargo xtask diff`: what a change of the spec means to those who use the client.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, bail};
use clap::ValueEnum;
use codegen::check::check;
use codegen::compare::{compare, greatest, human, json, unready};
use codegen::model::{Api, model};
use codegen::report::{Format, report};
use linksii_sanitize::{Sanitizer, escape_json};
use semver::Version;

use crate::workspace::{self, Spec};

/// Where users read of the changes.
const CHANGELOG: &str = "CHANGELOG.md";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The older version: a document, or a revision of this repository.
    #[arg(value_name = "REV|FILE", default_value = "HEAD")]
    old: String,
    /// Another newer version than the workspace's spec.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Who the report is for.
    #[arg(long, value_enum, default_value_t = For::Human)]
    format: For,
    /// Exit 1 where the version or the changelog does not follow. Needs a revision.
    #[arg(long)]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    /// A person at a terminal.
    Human,
    /// A program.
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let new = workspace::spec(arguments.spec.as_deref())?;
    let file = Path::new(&arguments.old);
    let old = if file.is_file() {
        workspace::spec(Some(file))?
    } else {
        Spec {
            name: format!("{}:{}", arguments.old, workspace::SPEC),
            bytes: at(&arguments.old, workspace::SPEC)?,
        }
    };
    let differences = compare(&api(&old)?, &api(&new)?);
    // All packages of the workspace have one.
    let version = Version::parse(env!("CARGO_PKG_VERSION"))?;
    match arguments.format {
        For::Human => println!(
            "{}",
            Sanitizer::default().lines(&human(&differences, &version))
        ),
        For::Json => println!(
            "{}",
            escape_json(&format!("{:#}", json(&differences, &version)))
        ),
    }
    let step = greatest(&differences).filter(|_| arguments.check);
    let Some(step) = step else {
        return Ok(ExitCode::SUCCESS);
    };
    let old_changelog = String::from_utf8(at(&arguments.old, CHANGELOG)?)?;
    let changelog = fs::read_to_string(workspace::root().join(CHANGELOG))?;
    let missing = unready(step, &version, &old_changelog, &changelog);
    for what in &missing {
        eprintln!("error: {what}");
    }
    Ok(if missing.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A file as it was in a revision.
fn at(revision: &str, path: &str) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .args(["show", &format!("{revision}:{path}")])
        .current_dir(workspace::root())
        .output()
        .context("cannot start git")?;
    if !output.status.success() {
        let error = String::from_utf8_lossy(&output.stderr);
        bail!(
            "{revision} is not a file, and as a revision: {}",
            error.trim()
        );
    }
    Ok(output.stdout)
}

fn api(spec: &Spec) -> anyhow::Result<Api> {
    let Spec { name, bytes } = spec;
    let found = match codegen::document::read(name, bytes) {
        Ok(document) => {
            let mut found = check(&document);
            // Whatever else is wrong does not keep two versions from being compared.
            found.retain(|it| it.rule == "not-openapi");
            if found.is_empty() {
                return Ok(model(&document));
            }
            found
        }
        Err(found) => found,
    };
    bail!(
        "cannot compare\n{}",
        report(Format::Human, name, bytes, &found)
    )
}
