//! `cargo xtask generate`: the spec to the generated files, and the rules to their page, or what
//! differs from them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use codegen::changes::{Change, changes};
use codegen::diagnostic::Severity;
use codegen::render::File;
use codegen::report::{Format, report};

use crate::workspace::{self, Spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; exit 1 and show the difference where a file is not as generated.
    #[arg(long)]
    check: bool,
    /// Another spec than the workspace's.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Another directory than `linksii-api/src/generated`. Files in it that are not generated are
    /// removed.
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let root = workspace::root();
    let Spec { name, bytes } = workspace::spec(arguments.spec.as_deref())?;
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| root.join(workspace::GENERATED));

    let (document, diagnostics) = match codegen::document::read(&name, &bytes) {
        Ok(document) => {
            let diagnostics = codegen::check::check(&document);
            (Some(document), diagnostics)
        }
        Err(diagnostics) => (None, diagnostics),
    };
    if !diagnostics.is_empty() {
        eprint!("{}", report(Format::Human, &name, &bytes, &diagnostics));
    }
    let faulty = diagnostics.iter().any(|it| it.severity == Severity::Error);
    let Some(document) = document.filter(|_| !faulty) else {
        eprintln!("Nothing was generated: fix the errors above first.");
        return Ok(ExitCode::FAILURE);
    };

    let files = codegen::generate(&document)?;
    let existing = read(&out).with_context(|| format!("cannot read {}", out.display()))?;
    let mut places = vec![(out, changes(&existing, &files))];
    let mut count = files.len();
    if arguments.spec.is_none() && arguments.out.is_none() {
        places.push((root.clone(), rules_page(&root)));
        count += 1;
    }
    let changed: usize = places.iter().map(|(_, changes)| changes.len()).sum();
    if arguments.check {
        show(&places);
    } else {
        for (directory, changes) in &places {
            write(directory, changes)?;
        }
    }
    println!(
        "{name}: {count} files, {changed} new, changed or removed, in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    Ok(if arguments.check && changed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// What is to change on the page of rules.
fn rules_page(root: &Path) -> Vec<Change> {
    let page = File {
        path: workspace::RULES.to_owned(),
        text: codegen::rules::page(codegen::COMMAND),
    };
    let existing = fs::read_to_string(root.join(&page.path)).ok();
    let existing = existing.into_iter().map(|text| (page.path.clone(), text));
    changes(&existing.collect(), &[page])
}

/// Each file of the directory by its path in it. What is no text counts as empty, and so as
/// changed.
fn read(directory: &Path) -> std::io::Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    let mut queue = vec![directory.to_owned()];
    while let Some(next) = queue.pop() {
        if !next.exists() {
            continue;
        }
        for entry in fs::read_dir(&next)? {
            let path = entry?.path();
            if path.is_dir() {
                queue.push(path);
            } else {
                let name = path.strip_prefix(directory).unwrap_or(&path);
                let name = name.to_string_lossy().replace('\\', "/");
                let text = String::from_utf8(fs::read(&path)?).unwrap_or_default();
                files.insert(name, text);
            }
        }
    }
    Ok(files)
}

fn show(places: &[(PathBuf, Vec<Change>)]) {
    let mut changes = places.iter().flat_map(|(_, changes)| changes).peekable();
    let differs = changes.peek().is_some();
    for change in changes {
        println!("{change}");
        print!("{}", change.diff());
    }
    if differs {
        println!(
            "\nThe generated files are not what the spec gives. To fix it: {}",
            codegen::COMMAND
        );
    }
}

fn write(directory: &Path, changes: &[Change]) -> anyhow::Result<()> {
    for change in changes {
        println!("{change}");
        let path = directory.join(&change.path);
        let cannot = |what: &str| format!("cannot {what} {}", path.display());
        match &change.after {
            Some(text) => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent).with_context(|| cannot("make the directory of"))?;
                }
                fs::write(&path, text).with_context(|| cannot("write"))?;
            }
            None => {
                fs::remove_file(&path).with_context(|| cannot("remove"))?;
                // A directory that is now empty goes with its last file.
                if let Some(parent) = path.parent().filter(|parent| *parent != directory) {
                    let _ = fs::remove_dir(parent);
                }
            }
        }
    }
    Ok(())
}
