//! `cargo xtask sandbox`: an in-memory Linksii on loopback.
//!
//! A program of its own, which cargo builds: this one must build even while the generated code,
//! which the sandbox needs, does not.

use std::process::{Command, ExitCode};

use anyhow::Context;

use crate::workspace;

#[derive(clap::Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Arguments {
    /// What `linksii-sandbox` takes: `--port 4010`, or `--help` for all of it.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // Cargo reports its progress on the same stream, and the sandbox's own output stays as it is.
    eprintln!("Building linksii-sandbox, which takes a minute or two the first time.");
    let mut cargo = workspace::program("cargo");
    cargo
        .args(["run", "--package", "linksii-sandbox", "--"])
        .args(&arguments.arguments);
    replace_this_process(cargo)
}

/// Cargo takes this process over, and the sandbox cargo's, so that Ctrl-C reaches the sandbox alone.
#[cfg(unix)]
fn replace_this_process(mut command: Command) -> anyhow::Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(command.exec()).context("cannot start cargo")
}

#[cfg(not(unix))]
fn replace_this_process(mut command: Command) -> anyhow::Result<ExitCode> {
    let status = command.status().context("cannot start cargo")?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
