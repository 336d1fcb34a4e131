//! `cargo xtask public-api`: every public item of `linksii-api` as a line of a text, so that each change of
//! them is seen in review.

use std::collections::BTreeMap;
use std::fs;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use codegen::changes::changes;
use codegen::render::File;

use crate::workspace;

/// The text, as it is called in messages.
const TEXT: &str = "linksii-api/api.txt";

/// Builds that ask for unstable options do not share artifacts with others.
const TARGET: &str = "target/public-api";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; exit 1 and show the difference where the text is not what the crate has.
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let root = workspace::root();
    let generated = File {
        path: TEXT.to_owned(),
        text: public_api()?,
    };
    let path = root.join(TEXT);
    let present = fs::read_to_string(&path).unwrap_or_default();
    let present = BTreeMap::from([(TEXT.to_owned(), present)]);
    let changes = changes(&present, std::slice::from_ref(&generated));
    if !arguments.check {
        fs::write(&path, generated.text).with_context(|| format!("cannot write {TEXT}"))?;
    }
    for change in &changes {
        println!("{change}");
        print!("{}", change.diff());
    }
    Ok(if arguments.check && !changes.is_empty() {
        println!("\nThe public API has changed. To accept it: cargo xtask public-api");
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// The items, without what every type has: blanket, auto and derived impls.
fn public_api() -> anyhow::Result<String> {
    let root = workspace::root();
    let mut command = workspace::program("cargo");
    command
        .args(["rustdoc", "--quiet", "--package", "linksii-api", "--lib"])
        .args(["--all-features", "--target-dir", TARGET, "--"])
        .args(["-Z", "unstable-options", "--output-format", "json"])
        // What rustdoc knows is only printed as JSON with an unstable option.
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTDOCFLAGS");
    let status = command.status().context("cannot start cargo")?;
    ensure!(
        status.success(),
        "rustdoc failed: fix what it reports above"
    );
    let json = root.join(TARGET).join("doc/linksii_api.json");
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .context(
            "the JSON of this toolchain's rustdoc cannot be read: use the stable release of \
             Rust that the crate `public-api` supports, or raise that in xtask/Cargo.toml",
        )?;
    Ok(api.items().map(|item| format!("{item}\n")).collect())
}
