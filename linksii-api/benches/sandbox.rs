//! What a request costs the sandbox, beside bare hyper that answers with the same bytes.

use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::Child;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bytes::Bytes;
use clap::{Parser, Subcommand};
use http_body_util::Full;
use hyper::Response;
use linksii_benches::callgrind::{self, Lengths};
use linksii_benches::counts::Counts;
use linksii_benches::{Options, server};
use linksii_sandbox::{History, Sandbox};
use reqwest::header::HeaderMap;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A page of 20 of a workspace with a past.
const PATH: &str = "/tracking?workspace_id=ws_01HNWT&limit=20";

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Clone, Subcommand)]
enum Part {
    /// Serves from the sandbox until standard input ends.
    Sandbox,
    /// Serves these bytes from bare hyper until standard input ends.
    Hyper {
        headers: Vec<String>,
        #[arg(long)]
        body: String,
    },
}

fn main() -> anyhow::Result<()> {
    let Arguments { options, part } = Arguments::parse();
    match part {
        Some(Part::Sandbox) => serve_sandbox(),
        Some(Part::Hyper { headers, body }) => serve_hyper(headers, body),
        None => compare(options),
    }
}

fn compare(options: Options) -> anyhow::Result<()> {
    let runtime = runtime()?;
    // What bare hyper is to answer.
    let reply = runtime.block_on(async {
        let sandbox = sandbox().await?;
        fetch(&reqwest_client()?, sandbox.address(), sandbox.api_key()).await
    })?;
    if !callgrind::is_there() {
        println!("the sandbox answered with {} bytes", reply.body.len());
        return Ok(());
    }
    let mut counts = Counts::new(options)?;
    // Once the journal is full, each request costs the end of an older one, too.
    let lengths = Lengths(options.times(50, 4200), options.times(150, 5200));
    let mut hyper = vec!["hyper".to_owned(), "--body".to_owned(), reply.body];
    for (name, value) in &reply.headers {
        hyper.push(format!("{name}: {}", value.to_str()?));
    }
    let mut bare = None;
    for (name, arguments) in [
        ("bare hyper", hyper),
        ("linksii-sandbox", vec!["sandbox".to_owned()]),
    ] {
        let instructions = callgrind::difference(lengths, |times| {
            let mut child = callgrind::spawn(&arguments)?;
            runtime.block_on(ask(&mut child, times))?;
            // Its standard input ends with it.
            callgrind::count(child)
        })?;
        let ratio = instructions as f64 / *bare.get_or_insert(instructions) as f64;
        println!("a page of 20 from {name:16} {instructions:>9}  {ratio:.2}");
        // So few requests do not fill the journal, and cost something else.
        if !options.short {
            counts.add(&format!("sandbox, page of 20, {name}"), instructions);
        }
    }
    counts.finish()
}

/// Asks a child for the page so often.
async fn ask(child: &mut Child, times: u32) -> anyhow::Result<()> {
    let output = child.stdout.take().context("it has an output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let (address, key) = line
        .trim()
        .split_once(' ')
        .context("it prints its address")?;
    let client = reqwest_client()?;
    for _ in 0..times {
        fetch(&client, address.parse()?, key).await?;
    }
    Ok(())
}

struct Reply {
    headers: HeaderMap,
    body: String,
}

async fn fetch(client: &reqwest::Client, address: SocketAddr, key: &str) -> anyhow::Result<Reply> {
    let url = format!("http://{address}/api/v1{PATH}");
    let response = client.get(url).bearer_auth(key).send().await?;
    let response = response.error_for_status()?;
    Ok(Reply {
        headers: response.headers().clone(),
        body: response.text().await?,
    })
}

fn reqwest_client() -> anyhow::Result<reqwest::Client> {
    Ok(linksii_api::Client::http_client_builder()?.build()?)
}

async fn sandbox() -> std::io::Result<Sandbox> {
    // Limits are counted as always, and not enforced, as they would end the run.
    let builder = Sandbox::builder().limits(false);
    builder.history(History::of_days(365)).start().await
}

fn serve_sandbox() -> anyhow::Result<()> {
    runtime()?.block_on(async {
        let sandbox = sandbox().await?;
        println!("{} {}", sandbox.address(), sandbox.api_key());
        end_of_input().await
    })
}

fn serve_hyper(headers: Vec<String>, body: String) -> anyhow::Result<()> {
    let mut template = HeaderMap::new();
    for header in &headers {
        let (name, value) = header.split_once(": ").context("a header has a value")?;
        let name: reqwest::header::HeaderName = name.parse()?;
        // Hyper writes these itself.
        if name != "content-length" && name != "date" {
            template.insert(name, value.parse()?);
        }
    }
    let body = Bytes::from(body);
    let answer = move |_: &_| {
        let mut response = Response::new(Full::new(body.clone()));
        *response.headers_mut() = template.clone();
        response
    };
    runtime()?.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        println!("{} key", listener.local_addr()?);
        tokio::select! {
            () = server::serve(listener, Duration::ZERO, Arc::new(answer)) => Ok(()),
            ended = end_of_input() => ended,
        }
    })
}

/// Waits until the parent lets go of this process.
async fn end_of_input() -> anyhow::Result<()> {
    let wait = || std::io::stdin().read_to_end(&mut Vec::new());
    tokio::task::spawn_blocking(wait).await??;
    Ok(())
}

fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}
