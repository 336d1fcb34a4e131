//! What a call costs in instructions, beside the same call on bare reqwest: over one kept-alive connection
//! on loopback, to a server in another process.

use std::time::Duration;

use clap::{Parser, Subcommand};
use linksii_benches::callgrind::{self, Lengths};
use linksii_benches::clients::Way;
use linksii_benches::counts::Counts;
use linksii_benches::{Options, server};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    part: Option<Part>,
}

#[derive(Subcommand)]
enum Part {
    /// What is counted.
    Calls {
        way: Way,
        base_url: String,
        rows: u32,
        times: u32,
    },
}

fn main() -> anyhow::Result<()> {
    let Arguments { options, part } = Arguments::parse();
    if let Some(Part::Calls {
        way,
        base_url,
        rows,
        times,
    }) = part
    {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        return runtime.block_on(way.call(&base_url, rows, times));
    }

    let address = server::start(Duration::ZERO, server::tracking(1_000_000))?;
    if !callgrind::is_there() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        for way in Way::ALL {
            runtime.block_on(way.call(&format!("http://{address}"), 20, 5))?;
        }
        println!("the calls were made");
        return Ok(());
    }
    let mut counts = Counts::new(options)?;
    for (rows, few, many) in [
        (1, 100, options.times(200, 1100)),
        (100, 50, options.times(100, 350)),
    ] {
        println!("a page of {rows}");
        let mut bare = None;
        for way in Way::ALL {
            let instructions = callgrind::difference(Lengths(few, many), |times| {
                let name = clap::ValueEnum::to_possible_value(&way);
                let name = name.map_or_else(String::new, |name| name.get_name().to_owned());
                let (rows, times) = (rows.to_string(), times.to_string());
                let base_url = format!("http://{address}");
                callgrind::count(callgrind::spawn(&[
                    "calls".to_owned(),
                    name,
                    base_url,
                    rows,
                    times,
                ])?)
            })?;
            let ratio = instructions as f64 / *bare.get_or_insert(instructions) as f64;
            println!("  {:36} {instructions:>9}  {ratio:.3}", way.name());
            counts.add(
                &format!("call, page of {rows}, {}", way.name()),
                instructions,
            );
        }
    }
    counts.finish()
}
