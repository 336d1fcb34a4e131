//! `cargo xtask ci`: all that must hold before a change is merged, step by step.

use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::Context;

use crate::workspace;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Leave out what cargo, pip and npm have to fetch first.
    #[arg(long)]
    offline: bool,
}

/// What runs, in this order. A step that fails does not keep the next from running.
const STEPS: &[Step] = &[
    Step::new("format", "cargo fmt --all --check"),
    Step::new(
        "lint",
        "cargo clippy --workspace --all-targets --all-features -- -D warnings",
    ),
    Step::new("spec", "cargo xtask validate"),
    Step::new("drift", "cargo xtask generate --check"),
    Step::new("tests", "cargo test --workspace --all-features"),
    Step::new(
        "install",
        "cargo install --path tests/sandbox --locked --debug --quiet --root target/tools",
    ),
    Step::new(
        "documentation",
        "cargo doc --workspace --all-features --no-deps",
    ),
    // Only that they run; a count that has grown is printed.
    Step::new("benchmarks", "cargo xtask bench --short"),
];

/// What cargo has to build or fetch first, in the version that stands here.
const TOOLS: &[Step] = &[
    Step::new(
        "cargo-hack",
        "cargo install cargo-hack --version 0.6.46 --locked --quiet --root target/tools",
    ),
    Step::new(
        "features",
        "target/tools/bin/cargo-hack hack clippy --feature-powerset --no-dev-deps --quiet \
         --package linksii-api -- -D warnings",
    ),
];

/// Validators of the spec, of the sandbox by the spec and of the tool server, that others wrote, in the versions that `tests/validators` pins.
const VALIDATORS: &[Step] = &[
    Step::new("python", "python3 -m venv target/validators"),
    Step::new(
        "pip",
        "target/validators/bin/pip install --quiet --disable-pip-version-check \
         --requirement tests/validators/requirements.txt",
    ),
    Step::new(
        "openapi-spec-validator",
        "target/validators/bin/openapi-spec-validator spec/linksii.yaml",
    ),
    Step::new("schemathesis", "bash tests/validators/schemathesis.sh"),
    Step::new("python client", "bash tests/validators/python.sh"),
    Step::new("mcp client", "bash tests/validators/mcp.sh mcp_client.py"),
    Step::new(
        "npm",
        "npm install --prefix tests/validators --no-package-lock --ignore-scripts --no-audit \
         --no-fund --loglevel=error",
    ),
    Step::new("typescript client", "bash tests/validators/typescript.sh"),
    Step::new(
        "mcp inspector",
        "bash tests/validators/mcp.sh mcp_inspector.py",
    ),
    Step::new(
        "redocly",
        "tests/validators/node_modules/.bin/redocly lint --extends=recommended spec/linksii.yaml",
    ),
    Step::new(
        "spectral",
        "tests/validators/node_modules/.bin/spectral lint --fail-severity=warn \
         --ruleset tests/validators/spectral.yaml spec/linksii.yaml",
    ),
];

/// A command that must succeed, with its arguments apart from each other by blanks.
struct Step {
    name: &'static str,
    command: &'static str,
}

impl Step {
    const fn new(name: &'static str, command: &'static str) -> Self {
        Self { name, command }
    }

    fn command(&self) -> Command {
        let mut words = self.command.split_whitespace();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(workspace::root());
        command
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("REDOCLY_TELEMETRY", "off");
        command
    }
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let fetched = if arguments.offline {
        &[][..]
    } else {
        &[TOOLS, VALIDATORS]
    };
    let steps: Vec<&Step> = STEPS
        .iter()
        .chain(fetched.iter().copied().flatten())
        .collect();
    let mut failed = Vec::new();
    for step in &steps {
        println!("\n==> {}: {}", step.name, step.command);
        let start = Instant::now();
        let status = step
            .command()
            .status()
            .with_context(|| format!("cannot start the step {}", step.name))?;
        let outcome = if status.success() { "ok" } else { "FAILED" };
        println!(
            "==> {}: {outcome} in {:.0} s",
            step.name,
            start.elapsed().as_secs_f64()
        );
        if !status.success() {
            failed.push(step.name);
        }
    }
    let passed = steps.len() - failed.len();
    let result = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {passed} passed; {} failed {}",
        failed.len(),
        failed.join(", ")
    );
    Ok(if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
