//! `cargo xtask bench`: what calls, pagination, builds and generation cost. `linksii-api/benches/README.md` has
//! the results.

use std::process::{Command, ExitCode};

use anyhow::Context;
use clap::ValueEnum;

use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Which to run; all of them where none is named.
    #[arg(value_enum)]
    names: Vec<Name>,
    /// Do only enough to show that they run.
    #[arg(long)]
    short: bool,
    /// Keep the instruction counts as the baseline that later ones are compared with.
    #[arg(long)]
    save: bool,
    /// Let `footprint` measure each feature as well.
    #[arg(long)]
    features: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Instructions of a call, beside bare reqwest and progenitor.
    Call,
    /// Time and memory of pagination through many pages.
    Pagination,
    /// Requests a minute of several clients on one key.
    Pacing,
    /// Time and memory of generation, beside progenitor.
    Generation,
    /// Instructions of a request to the sandbox, beside bare hyper.
    Sandbox,
    /// Crates, CPU time and size of a build, beside bare reqwest.
    Footprint,
}

impl Name {
    fn command(self, arguments: &Arguments) -> Command {
        let mut command = workspace::program("cargo");
        if self == Self::Pacing {
            // A test prints the figures and checks them. Its time is moved, not waited for.
            let test =
                "test --quiet --package linksii-tests --test client several_clients -- --nocapture";
            command.args(test.split_whitespace());
            return command;
        }
        let name = format!("{self:?}").to_lowercase();
        command.args([
            "bench",
            "--quiet",
            "--package",
            "linksii-benches",
            "--bench",
            &name,
            "--",
        ]);
        let flags = [
            (arguments.short, "--short"),
            (arguments.save, "--save"),
            (arguments.features && self == Self::Footprint, "--features"),
        ];
        command.args(
            flags
                .iter()
                .filter(|(given, _)| *given)
                .map(|(_, flag)| flag),
        );
        command
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let names = if arguments.names.is_empty() {
        Name::value_variants()
    } else {
        &arguments.names
    };
    let mut code = ExitCode::SUCCESS;
    for name in names {
        println!("\n{name:?}");
        let status = name.command(arguments).status();
        if !status.context("cannot start cargo")?.success() {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
