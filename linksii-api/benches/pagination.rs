//! How long the pages of a collection take, how soon the first comes, and how much memory they need.

use std::time::{Duration, Instant};
use std::{env, fs};

use anyhow::{Context, ensure};
use clap::{Parser, Subcommand};
use futures_util::{StreamExt, TryStreamExt};
use linksii_api::{Client, Pacing};
use linksii_benches::{Options, server};
use tokio::runtime::Runtime;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// Streams all runs, and prints by how many bytes memory grew for it at most.
    Memory {
        base_url: String,
        page: u32,
        concurrency: usize,
    },
}

fn main() -> anyhow::Result<()> {
    let Arguments { options, part } = Arguments::parse();
    match part {
        Some(Part::Memory {
            base_url,
            page,
            concurrency,
        }) => grown(&base_url, page, concurrency),
        None => {
            time(options)?;
            memory(options)
        }
    }
}

/// What one collection took.
struct Taken {
    first_row: Duration,
    whole: Duration,
}

/// Pages of 100 that take their time, one after another and several at once.
fn time(options: Options) -> anyhow::Result<()> {
    let pages = options.times(24, 200);
    let delay = Duration::from_millis(options.times(10, 50).into());
    let total = u64::from(pages) * 100;
    let address = server::start(delay, server::tracking(total))?;
    let base_url = format!("http://{address}");
    println!("{pages} pages of 100 that take {delay:?} each");
    let mut alone = None;
    for concurrency in [1, 2, 4, 8, 16] {
        let taken = runtime()?.block_on(timed(&base_url, total, concurrency))?;
        let alone = alone.get_or_insert(taken.whole);
        println!(
            "  concurrency({concurrency:2}): {:6.2} s, {:5.2} times as fast; the first row after {:5.1} ms",
            taken.whole.as_secs_f64(),
            alone.div_duration_f64(taken.whole),
            taken.first_row.as_secs_f64() * 1000.0
        );
    }
    Ok(())
}

async fn timed(base_url: &str, total: u64, concurrency: usize) -> anyhow::Result<Taken> {
    let client = client(base_url)?;
    let start = Instant::now();
    let mut first_row = None;
    let call = client.tracking().list("ws_01HXYZ").limit(100);
    let mut runs = call.concurrency(concurrency).stream();
    let mut received = 0;
    while let Some(run) = runs.next().await {
        first_row.get_or_insert_with(|| start.elapsed());
        let id = run?.id;
        ensure!(
            id == format!("run_{received:07}").as_str(),
            "{id} out of order"
        );
        received += 1;
    }
    ensure!(received == total, "{received} rows of {total}");
    Ok(Taken {
        first_row: first_row.context("there are rows")?,
        whole: start.elapsed(),
    })
}

/// Runs streamed by 1,000, each collection in a process of its own.
fn memory(options: Options) -> anyhow::Result<()> {
    if peak().is_none() {
        println!("the memory of a process is read from /proc, which is not here");
        return Ok(());
    }
    println!("most memory over the process's start, streaming by 1,000");
    let many = u64::from(options.times(20_000, 1_000_000));
    let mut alone = None;
    for (rows, concurrency) in [(10_000, 1), (many, 1), (many, 8), (many, 16)] {
        let address = server::start(Duration::ZERO, server::tracking(rows))?;
        let output = std::process::Command::new(env::current_exe()?)
            .args(["memory", &format!("http://{address}"), "1000"])
            .arg(concurrency.to_string())
            .output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let grown: u64 = text.trim().parse().with_context(|| {
            format!(
                "no number: {text} {}",
                String::from_utf8_lossy(&output.stderr)
            )
        })?;
        let megabytes = grown as f64 / 1e6;
        print!("  {rows:7} runs, concurrency({concurrency:2}): {megabytes:5.2} MB");
        match alone {
            None => println!(),
            Some((few, _)) if concurrency == 1 => {
                println!(", {:.2} times as much", megabytes / few)
            }
            Some((_, alone)) => println!(
                ", {:.2} MB for each further page in flight",
                (megabytes - alone) / (concurrency - 1) as f64
            ),
        }
        alone = Some((
            alone.map_or(megabytes, |(few, _)| few),
            alone.map_or(
                megabytes,
                |(_, one)| if concurrency == 1 { megabytes } else { one },
            ),
        ));
    }
    Ok(())
}

fn grown(base_url: &str, page: u32, concurrency: usize) -> anyhow::Result<()> {
    let start = peak().context("/proc does not show the memory in use")?;
    let rows = runtime()?.block_on(async {
        let call = client(base_url)?.tracking().list("ws_01HXYZ").limit(page);
        let runs = call.concurrency(concurrency).stream();
        let count = |rows: u64, _| async move { Ok(rows + 1) };
        anyhow::Ok(runs.try_fold(0, count).await?)
    })?;
    ensure!(rows > 0, "there are rows");
    println!(
        "{}",
        peak().context("/proc does not show the memory in use")? - start
    );
    Ok(())
}

/// The most memory that this process has had in use so far, in bytes, as Linux counts it.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = peak.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes * 1024)
}

fn client(base_url: &str) -> anyhow::Result<Client> {
    let builder = Client::builder().api_key("lnk_bench").base_url(base_url);
    // The documented limit would be all that is measured.
    Ok(builder.pacing(Pacing::Off).build()?)
}

fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}
