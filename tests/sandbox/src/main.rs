//! `linksii-sandbox`: a Linksii in memory, on loopback.

use std::net::IpAddr;
use std::process::ExitCode;

use clap::Parser;
use linksii_sandbox::{Fault, History, Sandbox};

/// A Linksii in memory, on loopback, with the documentation's examples as its data.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 4010)]
    port: u16,
    /// Where to listen. Anything but loopback lets others in: this is not made for the internet.
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Enforce no limits.
    #[arg(long)]
    no_limits: bool,
    /// A second workspace, with daily runs on four platforms for so many days.
    #[arg(long, value_name = "DAYS")]
    days: Option<u32>,
    /// How many runs a day that workspace has on each platform, up to 1440.
    #[arg(long, value_name = "RUNS", default_value_t = 1, requires = "days")]
    runs_per_day: u32,
    /// What its numbers are drawn from. The same seed gives the same bytes.
    #[arg(long, default_value_t = 0, requires = "days")]
    seed: u64,
    /// Something that goes wrong, such as `status=503; share=0.1; on=list_tracking`. May be repeated.
    #[arg(long, value_name = "FAULT")]
    fault: Vec<Fault>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let (host, port) = (arguments.host, arguments.port);
    let mut builder = Sandbox::builder()
        .host(host)
        .port(port)
        .limits(!arguments.no_limits);
    if let Some(days) = arguments.days {
        let history = History::of_days(days).runs_per_day(arguments.runs_per_day);
        builder = builder.history(history.seed(arguments.seed));
    }
    for fault in arguments.fault {
        builder = builder.fault(fault);
    }
    let sandbox = match builder.start().await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("error: cannot listen on {host}:{port}: {error}");
            return ExitCode::FAILURE;
        }
    };
    if !host.is_loopback() {
        eprintln!("warning: others can reach this, and it is not made for that");
    }
    let (base_url, key) = (sandbox.base_url(), sandbox.api_key());
    println!(
        "The sandbox listens, and shows itself at http://{}/",
        sandbox.address()
    );
    println!("Ctrl-C stops it.\n");
    println!("export LINKSII_BASE_URL={base_url}");
    println!("export LINKSII_API_KEY={key}\n");
    println!("curl {base_url}/workspaces -H \"Authorization: Bearer {key}\"");
    sandbox.run_until(stop()).await;
    println!("Stopped.");
    ExitCode::SUCCESS
}

/// Ctrl-C, or a kind word from another process.
async fn stop() {
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            Ok(()) = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a signal there is nothing to wait for but the end of the process.
        std::future::pending::<()>().await;
    }
}
