//! What generation costs as the document grows, beside progenitor by itself.

use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, anyhow, bail, ensure};
use clap::{Parser, Subcommand, ValueEnum};
use linksii_benches::callgrind::{self, Lengths};
use linksii_benches::counts::Counts;
use linksii_benches::{Options, document, plain};
use wait4::Wait4;

const SPEC: &str = "../../spec/linksii.yaml";

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Generates a client of a document, so often, and writes nothing.
    Generate { way: Way, file: String, times: u32 },
}

#[derive(Clone, Copy, ValueEnum)]
enum Way {
    /// Our stages, all of them.
    Codegen,
    /// Progenitor's positional interface, parsed and formatted.
    Plain,
}

fn main() -> anyhow::Result<()> {
    let Arguments { options, part } = Arguments::parse();
    if let Some(Part::Generate { way, file, times }) = part {
        return generate(way, &file, times);
    }
    command(options)?;
    growth(options)?;
    instructions(options)
}

fn generate(way: Way, file: &str, times: u32) -> anyhow::Result<()> {
    for _ in 0..times {
        let text = fs::read_to_string(file)?;
        match way {
            Way::Codegen => codegen(&text)?,
            Way::Plain => {
                let client = plain::generate(&text).map_err(|error| anyhow!("{error}"))?;
                ensure!(!client.is_empty());
            }
        }
    }
    Ok(())
}

/// What `cargo xtask generate` does, but for reading and writing files.
fn codegen(text: &str) -> anyhow::Result<()> {
    let document = match codegen::document::read("document.yaml", text.as_bytes()) {
        Ok(document) => document,
        Err(diagnostics) => bail!("{diagnostics:#?}"),
    };
    let diagnostics = codegen::check::check(&document);
    ensure!(diagnostics.is_empty(), "{diagnostics:#?}");
    ensure!(!codegen::generate(&document)?.is_empty());
    Ok(())
}

/// The command itself, as maintainers run it.
fn command(options: Options) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&root);
        command.stdout(Stdio::null());
        command
    };
    let built = cargo(&["build", "--quiet", "--package", "xtask"]).status()?;
    ensure!(built.success(), "xtask does not build");
    let mut runs = Vec::new();
    for _ in 0..options.times(1, 10) {
        let mut command = Command::new(root.join("target/debug/xtask"));
        command
            .args(["generate", "--check"])
            .env("CARGO_MANIFEST_DIR", root.join("xtask"))
            .stdout(Stdio::null());
        runs.push(spent(command)?.seconds);
    }
    println!("cargo xtask generate, built: {:.2} s of CPU", least(runs));
    Ok(())
}

/// What a process took.
struct Spent {
    seconds: f64,
    megabytes: f64,
}

fn spent(mut command: Command) -> anyhow::Result<Spent> {
    let used = command.spawn().context("cannot start")?.wait4()?;
    ensure!(used.status.success(), "{command:?} failed");
    Ok(Spent {
        seconds: (used.rusage.utime + used.rusage.stime).as_secs_f64(),
        megabytes: used.rusage.maxrss as f64 / 1e6,
    })
}

fn least(numbers: impl IntoIterator<Item = f64>) -> f64 {
    numbers.into_iter().fold(f64::INFINITY, f64::min)
}

/// Documents that grow, each generated from in a process of its own.
fn growth(options: Options) -> anyhow::Result<()> {
    let sizes: &[u32] = if options.short {
        &[10, 30]
    } else {
        &[10, 30, 100, 300, 1000, 3000]
    };
    println!("operations   codegen               progenitor            ratio         exponent");
    println!("                 s        MB           s        MB     CPU  memory    CPU  memory");
    let mut before: Option<(u32, Spent)> = None;
    for &size in sizes {
        let file = env::temp_dir().join(format!("linksii-bench-{}.yaml", std::process::id()));
        fs::write(&file, document::with_operations(size))?;
        let times = options.times(1, 3);
        let ours = least_spent("codegen", &file, times)?;
        let plain = least_spent("plain", &file, times)?;
        fs::remove_file(&file)?;
        print!(
            "{size:10} {:9.3} {:9.1} {:11.3} {:9.1} {:7.2} {:7.2}",
            ours.seconds,
            ours.megabytes,
            plain.seconds,
            plain.megabytes,
            ours.seconds / plain.seconds,
            ours.megabytes / plain.megabytes
        );
        match &before {
            Some((smaller, before)) => {
                let exponent = |now: f64, before: f64| {
                    (now / before).ln() / (f64::from(size) / f64::from(*smaller)).ln()
                };
                println!(
                    " {:7.2} {:7.2}",
                    exponent(ours.seconds, before.seconds),
                    exponent(ours.megabytes, before.megabytes)
                );
            }
            None => println!(),
        }
        before = Some((size, ours));
    }
    Ok(())
}

/// The least time of this many runs.
fn least_spent(way: &str, file: &Path, times: u32) -> anyhow::Result<Spent> {
    let mut all = Vec::new();
    for _ in 0..times {
        let mut command = Command::new(env::current_exe()?);
        command.arg("generate").arg(way).arg(file).arg("1");
        all.push(spent(command)?);
    }
    Ok(Spent {
        seconds: least(all.iter().map(|it| it.seconds)),
        megabytes: least(all.iter().map(|it| it.megabytes)),
    })
}

/// Both on our own document, in instructions.
fn instructions(options: Options) -> anyhow::Result<()> {
    if !callgrind::is_there() {
        return Ok(());
    }
    let mut counts = Counts::new(options)?;
    let mut all = Vec::new();
    for way in ["codegen", "plain"] {
        let count = callgrind::difference(Lengths(1, 2), |times| {
            let arguments = ["generate", way, SPEC, &times.to_string()];
            callgrind::count(callgrind::spawn(&arguments.map(str::to_owned))?)
        })?;
        counts.add(&format!("generation, {way}"), count);
        println!("spec/linksii.yaml by {way}: {count} instructions");
        all.push(count as f64);
    }
    if let [ours, plain] = all[..] {
        println!("  {:.2} times those of progenitor by itself", ours / plain);
    }
    counts.finish()
}
