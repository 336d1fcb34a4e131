//! What the crate adds to a build, beside the same program on bare reqwest: crates, CPU time from nothing,
//! and the size of the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{env, fs};

use anyhow::{Context, ensure};
use clap::Parser;
use linksii_benches::Options;
use wait4::Wait4;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    /// Build what the features cost as well, which takes a few minutes more.
    #[arg(long)]
    features: bool,
}

/// The program, with `linksii-api`.
const OURS: &str = r#"
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = linksii_api::Client::from_env()?;
    for workspace in client.workspaces().list().send().await?.data {
        println!("{} {}", workspace.id, workspace.name);
    }
    Ok(())
}
"#;

/// The same without.
const BARE: &str = r#"
#[derive(serde::Deserialize)]
struct Page {
    data: Vec<Workspace>,
}

#[derive(serde::Deserialize)]
struct Workspace {
    id: String,
    name: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    PROVIDER
    let key = std::env::var("LINKSII_API_KEY")?;
    let request = reqwest::Client::new().get("https://www.linksii.com/api/v1/workspaces");
    let response = request.bearer_auth(key).send().await?.error_for_status()?;
    for workspace in response.json::<Page>().await?.data {
        println!("{} {}", workspace.id, workspace.name);
    }
    Ok(())
}
"#;

const RING: &str = "rustls::crypto::ring::default_provider().install_default().ok();";

/// A program to build.
struct Program {
    name: String,
    dependencies: String,
    source: String,
}

/// What building it took, from nothing.
struct Built {
    crates: usize,
    seconds: f64,
    bytes: u64,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let mut programs = vec![
        bare(
            "bare reqwest, features as ours",
            r#"reqwest = { version = "0.13.5", default-features = false, features = ["gzip", "http2", "json", "rustls-no-provider"] }
rustls = { version = "0.23", default-features = false, features = ["ring", "std", "tls12"] }"#,
            RING,
        ),
        ours(
            "linksii-api",
            r#"features = ["gzip", "http2", "rustls", "tracing"]"#,
        ),
        bare(
            "bare reqwest, its own default features",
            r#"reqwest = { version = "0.13.5", features = ["json"] }"#,
            "",
        ),
    ];
    if arguments.features {
        programs.push(ours("linksii-api, no features", "features = []"));
        for feature in [
            "rustls",
            "native-tls",
            "http2",
            "gzip",
            "tracing",
            "blocking",
        ] {
            let features = format!(r#"features = ["{feature}"]"#);
            programs.push(ours(&format!("  {feature} alone"), &features));
        }
    }
    println!("{:40} crates  CPU s  stripped, kB", "");
    for program in programs {
        let built = build(&program, arguments.options.short)
            .with_context(|| format!("building {}", program.name))?;
        println!(
            "{:40} {:6} {:6.1} {:8}",
            program.name,
            built.crates,
            built.seconds,
            built.bytes / 1000
        );
    }
    Ok(())
}

fn ours(name: &str, features: &str) -> Program {
    let package = root().join("linksii-api");
    let package = package.display();
    Program {
        name: name.to_owned(),
        dependencies: format!(
            "linksii-api = {{ path = '{package}', default-features = false, {features} }}"
        ),
        source: OURS.to_owned(),
    }
}

fn bare(name: &str, dependencies: &str, provider: &str) -> Program {
    let serde = r#"serde = { version = "1", features = ["derive"] }"#;
    Program {
        name: name.to_owned(),
        dependencies: format!("{dependencies}\n{serde}"),
        source: BARE.replace("PROVIDER", provider),
    }
}

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().unwrap_or(root)
}

/// Builds a program where nothing is built yet; in short, only counts the crates that it would take.
fn build(program: &Program, short: bool) -> anyhow::Result<Built> {
    let directory = env::temp_dir().join(format!("linksii-footprint-{}", std::process::id()));
    let outcome = build_in(&directory, program, short);
    fs::remove_dir_all(&directory)?;
    outcome
}

fn build_in(directory: &Path, program: &Program, short: bool) -> anyhow::Result<Built> {
    let Program {
        dependencies,
        source,
        ..
    } = program;
    fs::create_dir_all(directory.join("src"))?;
    fs::write(directory.join("src/main.rs"), source)?;
    let manifest = format!(
        r#"[package]
name = "footprint"
edition = "2024"

[workspace]

[profile.release]
strip = true

[dependencies]
tokio = {{ version = "1", features = ["macros", "rt-multi-thread"] }}
{dependencies}
"#
    );
    fs::write(directory.join("Cargo.toml"), manifest)?;
    // The same versions as in the workspace.
    fs::copy(root().join("Cargo.lock"), directory.join("Cargo.lock"))?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo
            .args(arguments)
            .current_dir(directory)
            .env("CARGO_TARGET_DIR", directory.join("target"));
        cargo
    };
    let tree = [
        "tree",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--no-dedupe",
        "--quiet",
    ];
    let tree = cargo(&tree).output()?;
    ensure!(
        tree.status.success(),
        "{}",
        String::from_utf8_lossy(&tree.stderr)
    );
    let tree = String::from_utf8_lossy(&tree.stdout);
    let mut crates: Vec<&str> = tree
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    crates.sort_unstable();
    crates.dedup();
    let (mut seconds, mut bytes) = (0.0, 0);
    if !short {
        ensure!(
            cargo(&["fetch", "--quiet"]).status()?.success(),
            "cannot fetch"
        );
        let mut build = cargo(&["build", "--release", "--quiet"]);
        let used = build.stdout(Stdio::null()).spawn()?.wait4()?;
        ensure!(used.status.success(), "it does not build");
        seconds = (used.rusage.utime + used.rusage.stime).as_secs_f64();
        bytes = fs::metadata(directory.join("target/release/footprint"))?.len();
    }
    Ok(Built {
        // Without the program itself.
        crates: crates.len() - 1,
        seconds,
        bytes,
    })
}
