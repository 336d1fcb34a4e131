//! Counts that were kept, to see when one grows.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;
use std::{fs, io};

use anyhow::Context;
use serde::{Deserialize, Serialize};

use crate::Options;

/// By how much a count may grow before it is reported.
const TOLERATED: f64 = 0.02;

/// The counts of one run, beside those of the run that was kept.
#[derive(Debug)]
pub struct Counts {
    options: Options,
    kept: Baseline,
    compiler: String,
    counted: BTreeMap<String, u64>,
}

/// What `baseline.json` holds.
#[derive(Debug, Default, Deserialize, Serialize)]
struct Baseline {
    /// The compiler that the counts are of: another makes other instructions.
    compiler: String,
    instructions: BTreeMap<String, u64>,
}

impl Counts {
    /// Reads the counts that were kept.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let kept = match fs::read(file()) {
            Ok(bytes) => serde_json::from_slice(&bytes).context("baseline.json")?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Baseline::default(),
            Err(error) => return Err(error).context("baseline.json"),
        };
        Ok(Self {
            options,
            kept,
            compiler: compiler()?,
            counted: BTreeMap::new(),
        })
    }

    /// Notes a count, and says so where it is larger than the one that was kept.
    pub fn add(&mut self, name: &str, instructions: u64) {
        self.counted.insert(name.to_owned(), instructions);
        let Some(before) = self.kept.instructions.get(name) else {
            return;
        };
        let grown = instructions as f64 / *before as f64 - 1.0;
        if grown > TOLERATED {
            let other = if self.kept.compiler == self.compiler {
                String::new()
            } else {
                format!(", which was counted with {}", self.kept.compiler)
            };
            println!(
                "REGRESSION {name}: {instructions} instructions, {:.1} % more than the baseline's \
                 {before}{other}",
                grown * 100.0
            );
        }
    }

    /// Keeps the counts as the new baseline, if that is asked for.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if !self.options.save {
            return Ok(());
        }
        self.kept.compiler = self.compiler;
        self.kept.instructions.append(&mut self.counted);
        let text = serde_json::to_string_pretty(&self.kept)? + "\n";
        fs::write(file(), text).context("baseline.json")
    }
}

fn file() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "baseline.json"]
        .iter()
        .collect()
}

fn compiler() -> anyhow::Result<String> {
    let output = Command::new("rustc").arg("--version").output();
    let output = output.context("cannot start rustc")?;
    let version = String::from_utf8_lossy(&output.stdout);
    // `rustc 1.95.0 (59807616e 2026-04-14)`
    Ok(version
        .split(" (")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned())
}
