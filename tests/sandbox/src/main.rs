//! `linksii-sandbox`: a Linksii in memory, on loopback.

use std::net::IpAddr;
use std::process::ExitCode;

use clap::Parser;
use linksii_sandbox::Sandbox;

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
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments {
        port,
        host,
        no_limits,
    } = Arguments::parse();
    let builder = Sandbox::builder().host(host).port(port).limits(!no_limits);
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
    println!("The sandbox listens. Ctrl-C stops it.\n");
    println!("export LINKSII_BASE_URL={base_url}");
    println!("export LINKSII_API_KEY={key}\n");
    println!("curl {base_url}/workspaces -H \"Authorization: Bearer {key}\"");
    sandbox
        .run_until(async {
            if tokio::signal::ctrl_c().await.is_err() {
                // Without a signal there is nothing to wait for but the end of the process.
                std::future::pending::<()>().await;
            }
        })
        .await;
    ExitCode::SUCCESS
}
