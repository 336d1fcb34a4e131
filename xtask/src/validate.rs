//! `cargo xtask validate`: what is wrong with the spec.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use codegen::check::{check, rules};
use codegen::diagnostic::Severity;
use codegen::report::{Format, report};

use crate::workspace::{self, Spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Another document than the workspace's spec.
    #[arg(value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Who the report is for.
    #[arg(long, value_enum, default_value_t = For::Human)]
    format: For,
    /// Exit 0 where there is nothing but warnings.
    #[arg(long)]
    allow_warnings: bool,
    /// Say why a rule is one, instead of checking.
    #[arg(long, value_name = "RULE")]
    explain: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    /// A person at a terminal.
    Human,
    /// A program.
    Json,
    /// GitHub's annotations.
    Github,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Some(id) = &arguments.explain {
        return explain(id);
    }
    let Spec { name, bytes } = workspace::spec(arguments.spec.as_deref())?;
    let diagnostics = match codegen::document::read(&name, &bytes) {
        Ok(document) => check(&document),
        Err(diagnostics) => diagnostics,
    };
    let format = match arguments.format {
        For::Human => Format::Human,
        For::Json => Format::Json,
        For::Github => Format::Github,
    };
    print!("{}", report(format, &name, &bytes, &diagnostics));
    let errors = diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let warnings = diagnostics.len() - errors;
    eprintln!("{name}: {errors} errors, {warnings} warnings");
    let passed = errors == 0 && (warnings == 0 || arguments.allow_warnings);
    Ok(if passed {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn explain(id: &str) -> anyhow::Result<ExitCode> {
    let explained = codegen::rules::explain(id).with_context(|| {
        let known: Vec<&str> = rules().map(|rule| rule.id).collect();
        format!("there is no rule `{id}`; there are: {}", known.join(", "))
    })?;
    print!("{explained}");
    Ok(ExitCode::SUCCESS)
}
