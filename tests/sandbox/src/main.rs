//! `linksii-sandbox`: a Linksii in memory, on loopback.

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Parser;
use linksii_sandbox::{Fault, History, Sandbox, SandboxBuilder};

/// A Linksii in memory, on loopback, with the documentation's examples as its data.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// Where to listen, an address or a name of this machine. Anything but loopback lets others in: this is
    /// not made for the internet.
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Enforce no limits.
    #[arg(long)]
    no_limits: bool,
    /// A workspace with daily runs on four platforms for this many days, up to a century.
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(1..=36_525))]
    days: Option<u32>,
    /// How many runs a day that workspace has on each platform, up to 1440.
    #[arg(long, value_name = "RUNS", default_value_t = 1, requires = "days",
          value_parser = clap::value_parser!(u32).range(1..=1440))]
    runs_per_day: u32,
    /// What its numbers are drawn from. The same seed gives the same bytes.
    #[arg(long, default_value_t = 0, requires = "days")]
    seed: u64,
    /// The day of the last runs. The default is that of the documentation's examples.
    #[arg(long, value_name = "DATE", requires = "days")]
    until: Option<NaiveDate>,
    /// A workspace on each plan, and not on Enterprise alone.
    #[arg(long)]
    all_plans: bool,
    /// Something that goes wrong, such as `status=503; share=0.1; on=list_tracking`. May be repeated.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> std::io::Result<()> {
    let stop = stop()?;
    let sandbox = settings(arguments).start().await?;
    let (address, url) = (sandbox.address(), sandbox.url());
    if !address.ip().is_loopback() {
        report(&format!(
            "warning: {} is not loopback: others can reach this, and it is not made for that",
            address.ip()
        ));
    }
    let (base_url, key) = (sandbox.base_url(), sandbox.api_key());
    print(&format!(
        "The sandbox listens, and shows itself at {url}/\n\
         Ctrl-C stops it.\n\n\
         export LINKSII_BASE_URL={base_url}\n\
         export LINKSII_API_KEY={key}\n\n\
         curl {base_url}/workspaces -H \"Authorization: Bearer {key}\"\n"
    ));
    sandbox.run_until(stop).await;
    print("Stopped.\n");
    Ok(())
}

/// Whoever reads the output may have gone, as `head -1` does. That is no reason to stop.
fn print(text: &str) {
    let mut output = std::io::stdout();
    if let Err(error) = output
        .write_all(text.as_bytes())
        .and_then(|()| output.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        report(&format!("warning: cannot write to the output: {error}"));
    }
}

fn report(line: &str) {
    // There is nowhere else to say it.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// What the command line asks for.
fn settings(arguments: Arguments) -> SandboxBuilder {
    let mut builder = Sandbox::builder()
        .host(arguments.host)
        .port(arguments.port)
        .limits(!arguments.no_limits)
        .all_plans(arguments.all_plans);
    if let Some(days) = arguments.days {
        let mut history = History::of_days(days).runs_per_day(arguments.runs_per_day);
        if let Some(day) = arguments.until {
            history = history.until(day);
        }
        builder = builder.history(history.seed(arguments.seed));
    }
    arguments
        .fault
        .into_iter()
        .fold(builder, SandboxBuilder::fault)
}

/// Ctrl-C, or SIGTERM. Both are listened for from the call on.
#[cfg(unix)]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C, which is listened for from the call on.
#[cfg(windows)]
fn stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
