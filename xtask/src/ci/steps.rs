//! The steps, in the order in which they run.

use clap::ValueEnum;

/// Steps that a job of a workflow runs together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Group {
    /// Format, lints, the spec, generated files, documentation, packages.
    Lint,
    /// All tests.
    Tests,
    /// Tools and clients that others made, on the spec and against the sandbox.
    Validators,
    /// What takes long and seldom fails by itself: sets of features, the lowest versions, benchmarks.
    Thorough,
}

/// A command that must succeed. Its arguments are separated by blanks.
pub(super) struct Step {
    pub(super) group: Group,
    pub(super) name: &'static str,
    pub(super) command: &'static str,
    /// What to do where its program is not installed.
    pub(super) hint: &'static str,
    /// Whether it is left out where its program is not installed.
    pub(super) optional: bool,
}

const CARGO: &str = "install Rust with rustup";
const PYTHON: &str =
    "install Python 3.11 or later, with venv; `cargo xtask ci lint tests` needs neither";
const NODE: &str = "install Node.js 20 or later; `cargo xtask ci lint tests` does without it";
const BASH: &str = "install bash";

const fn cargo(group: Group, name: &'static str, command: &'static str) -> Step {
    Step {
        group,
        name,
        command,
        hint: CARGO,
        optional: false,
    }
}

const fn validator(name: &'static str, command: &'static str, hint: &'static str) -> Step {
    Step {
        group: Group::Validators,
        name,
        command,
        hint,
        optional: false,
    }
}

pub(super) const STEPS: &[Step] = &[
    cargo(Group::Lint, "format", "cargo fmt --all --check"),
    cargo(
        Group::Lint,
        "lint",
        "cargo clippy --workspace --all-targets --all-features -- -D warnings",
    ),
    cargo(Group::Lint, "spec", "cargo xtask validate"),
    cargo(
        Group::Lint,
        "drift",
        "cargo xtask generate --check --deny-left-out",
    ),
    cargo(
        Group::Lint,
        "documentation",
        "cargo doc --workspace --all-features --no-deps",
    ),
    cargo(Group::Lint, "public api", "cargo xtask public-api --check"),
    cargo(
        Group::Lint,
        "packages",
        "cargo package --quiet --allow-dirty --no-verify --package linksii-sanitize \
         --package linksii-api --package linksii-sandbox --package linksii-cli",
    ),
    Step {
        group: Group::Lint,
        name: "licences",
        command: "cargo deny check bans licenses sources",
        hint: "cargo-deny is not installed: cargo install cargo-deny --locked",
        optional: true,
    },
    cargo(
        Group::Tests,
        "tests",
        "cargo test --workspace --all-features --no-fail-fast",
    ),
    validator("python", "python3 -m venv target/validators", PYTHON),
    validator(
        "pip",
        "target/validators/bin/pip install --quiet --disable-pip-version-check \
         --requirement tests/validators/requirements.txt",
        PYTHON,
    ),
    validator(
        "openapi-spec-validator",
        "target/validators/bin/openapi-spec-validator spec/linksii.yaml",
        PYTHON,
    ),
    validator(
        "schemathesis",
        "bash tests/validators/schemathesis.sh",
        BASH,
    ),
    validator("python client", "bash tests/validators/python.sh", BASH),
    validator(
        "mcp client",
        "bash tests/validators/mcp.sh mcp_client.py",
        BASH,
    ),
    validator(
        "npm",
        "npm install --prefix tests/validators --no-package-lock --ignore-scripts --no-audit \
         --no-fund --loglevel=error",
        NODE,
    ),
    validator(
        "typescript client",
        "bash tests/validators/typescript.sh",
        BASH,
    ),
    validator(
        "mcp inspector",
        "bash tests/validators/mcp.sh mcp_inspector.py",
        BASH,
    ),
    validator(
        "redocly",
        "tests/validators/node_modules/.bin/redocly lint --extends=recommended spec/linksii.yaml",
        NODE,
    ),
    validator(
        "spectral",
        "tests/validators/node_modules/.bin/spectral lint --fail-severity=warn \
         --ruleset tests/validators/spectral.yaml spec/linksii.yaml",
        NODE,
    ),
    cargo(
        Group::Thorough,
        "tls by the system",
        "cargo test --package linksii-tests --no-default-features --features native-tls --test tls",
    ),
    cargo(
        Group::Thorough,
        "sandbox command",
        "cargo test --package linksii-tests --test workspace -- --ignored command",
    ),
    cargo(
        Group::Thorough,
        "cargo-hack",
        "cargo install cargo-hack --version 0.6.46 --locked --quiet --root target/tools",
    ),
    cargo(
        Group::Thorough,
        "features",
        "target/tools/bin/cargo-hack hack clippy --feature-powerset --no-dev-deps --quiet \
         --package linksii-api -- -D warnings",
    ),
    Step {
        group: Group::Thorough,
        name: "lowest versions",
        command: "bash tests/validators/lowest-versions.sh",
        hint: BASH,
        optional: false,
    },
    cargo(
        Group::Thorough,
        "packages build",
        "cargo package --quiet --allow-dirty --package linksii-sanitize --package linksii-api \
         --package linksii-sandbox --package linksii-cli",
    ),
    cargo(
        Group::Thorough,
        "install",
        "cargo install --path tests/sandbox --locked --debug --quiet --root target/tools",
    ),
    // Only that they run; a count that has grown is printed.
    cargo(Group::Thorough, "benchmarks", "cargo xtask bench --short"),
];
