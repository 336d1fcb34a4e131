//! `cargo xtask generate`: the spec to the generated files of the client, the sandbox and the command
//! line, and the rules to their page, or what differs from them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use codegen::changes::{Change, changes};
use codegen::diagnostic::Severity;
use codegen::render::File;
use codegen::report::{Format, report};
use codegen::selection::select;

use crate::directory::Directory;
use crate::replacement::Replacement;
use crate::workspace::{self, Spec};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Write nothing; exit 1 and show the difference where a file is not as generated.
    #[arg(long)]
    check: bool,
    /// Leave out what the errors of the spec touch, instead of generating nothing.
    #[arg(long)]
    keep_going: bool,
    /// Exit 1 and write nothing where an operation is left out.
    #[arg(long)]
    deny_left_out: bool,
    /// Another spec than the workspace's.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Another directory than `linksii-api/src/generated`. Files in it that say that they are
    /// generated, and no longer are, are removed; all others are left as they are.
    #[arg(long, value_name = "DIRECTORY")]
    out: Option<PathBuf>,
    /// Another checkout of the workspace than this one: its spec, and all that is generated of it.
    #[arg(long, value_name = "DIRECTORY", conflicts_with_all = ["spec", "out"])]
    workspace: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let start = Instant::now();
    let root = arguments.workspace.clone().unwrap_or_else(workspace::root);
    let spec = arguments
        .workspace
        .as_ref()
        .map(|it| it.join(workspace::SPEC));
    let Spec { mut name, bytes } = workspace::spec(arguments.spec.as_deref().or(spec.as_deref()))?;
    if spec.is_some() {
        workspace::SPEC.clone_into(&mut name);
    }
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
    let is_faulty = diagnostics.iter().any(|it| it.severity == Severity::Error);
    let Some(mut document) = document else {
        eprintln!("Nothing was generated: fix the errors above first.");
        return Ok(ExitCode::FAILURE);
    };
    if is_faulty && !arguments.keep_going {
        eprintln!(
            "Nothing was generated: fix the errors above first, or leave out what they touch with `--keep-going`."
        );
        return Ok(ExitCode::FAILURE);
    }
    let selection = select(&mut document, &diagnostics);
    if arguments.deny_left_out && !selection.left_out.is_empty() {
        print!("{}", selection.table());
        eprintln!("Nothing was generated: no operation may be left out.");
        return Ok(ExitCode::FAILURE);
    }

    let mut places = vec![Place::new(&out, &codegen::generate(&document)?)?];
    if arguments.spec.is_none() && arguments.out.is_none() {
        // The checkout itself may be reached through a link.
        let root = root.canonicalize()?;
        let (table, catalogue) = (
            root.join(workspace::SANDBOX_TABLE),
            root.join(workspace::CATALOGUE),
        );
        places.push(Place::new(&table, &codegen::generate_sandbox(&document)?)?);
        places.push(Place::new(
            &catalogue,
            &codegen::generate_catalogue(&document)?,
        )?);
        places.push(Place::new(&root, &[rules_page()])?);
    }
    let count: usize = places.iter().map(|place| place.count).sum();
    let changed: usize = places.iter().map(|place| place.changes.len()).sum();
    if arguments.check {
        show(&places);
    } else {
        write(&places)?;
    }
    println!(
        "{name}: {count} files, {changed} new, changed or removed, in {:.2} s",
        start.elapsed().as_secs_f64()
    );
    print!("{}", selection.table());
    Ok(if arguments.check && changed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// A directory, and what is to change in it.
struct Place {
    directory: Directory,
    changes: Vec<Change>,
    /// How many files are generated.
    count: usize,
}

impl Place {
    fn new(directory: &Path, generated: &[File]) -> anyhow::Result<Self> {
        let paths = generated.iter().map(|file| file.path.as_str());
        let directory = Directory::read(directory, paths)?;
        Ok(Self {
            changes: changes(directory.files(), generated),
            directory,
            count: generated.len(),
        })
    }
}

fn rules_page() -> File {
    File {
        path: workspace::RULES.to_owned(),
        text: codegen::rules::page(codegen::COMMAND),
    }
}

fn show(places: &[Place]) {
    let mut changes = places.iter().flat_map(|it| &it.changes).peekable();
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

/// Makes the changes of all directories, or of none.
fn write(places: &[Place]) -> anyhow::Result<()> {
    let mut replacements = Vec::new();
    for place in places.iter().filter(|it| !it.changes.is_empty()) {
        replacements.push(Replacement::stage(place.directory.path(), &place.changes)?);
    }
    for replacement in &mut replacements {
        replacement.swap()?;
    }
    replacements.into_iter().for_each(Replacement::keep);
    for change in places.iter().flat_map(|it| &it.changes) {
        println!("{change}");
    }
    Ok(())
}
