//! The maintainers' commands. Each parses its arguments, calls the stages and prints.

mod bench;
mod ci;
mod contract;
mod diff;
mod directory;
mod generate;
mod public_api;
mod replacement;
mod sandbox;
mod validate;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    about = "What the maintainers of linksii-api run."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Generate the files of the client from the spec.
    Generate(generate::Arguments),
    /// Check the spec and report what is wrong with it.
    Validate(validate::Arguments),
    /// Report what a change of the spec means to those who use the client.
    Diff(diff::Arguments),
    /// Run an in-memory Linksii on loopback.
    Sandbox(sandbox::Arguments),
    /// Compare the spec with the running service, and suggest an edit for each difference.
    ///
    /// Every GET of the spec is asked, and nothing else, with ids from earlier replies, at half the
    /// documented limits. The key is in the environment variable that `x-client` names.
    ///
    /// Exit 0: no difference. 1: there are differences. 2: none was seen, but not everything could be
    /// looked into.
    Contract(contract::Arguments),
    /// Write the public API of the client as text, or report how it differs from that.
    PublicApi(public_api::Arguments),
    /// Measure what calls, pagination, builds and generation cost.
    Bench(bench::Arguments),
    /// Run all that must hold before a change is merged.
    Ci(ci::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Validate(arguments) => validate::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Sandbox(arguments) => sandbox::run(&arguments),
        Command::Contract(arguments) => contract::run(&arguments),
        Command::PublicApi(arguments) => public_api::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
