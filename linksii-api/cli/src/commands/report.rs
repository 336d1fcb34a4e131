//! `linksii report`: one page for people who do not use a command line.

use std::path::PathBuf;

use crate::context::Context;
use crate::failure::Failure;
use crate::{output, report, whole_file};

/// Write a report as one page of HTML that needs nothing else
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  linksii --demo report --out report.html
  linksii report --days 30 --out june.html
  linksii report --out - | less

The page has scores and mentions by platform over time, the change against the period before, competitors, \
prompts by stage and limits. It fetches nothing and runs nothing, and can be printed.")]
pub(crate) struct Arguments {
    /// How many days, today the last
    #[arg(long, value_name = "N", default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=36_500))]
    days: u32,
    /// Where to write it; - is standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) async fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    let client = context.client()?;
    let workspace = context.workspace(&client).await?;
    let report = report::collect(&client, workspace, arguments.days, &context.notes).await?;
    let page = report.html();
    if arguments.out.as_os_str() == "-" {
        return output::text(&page);
    }
    whole_file::write(&arguments.out, page.as_bytes())
        .map_err(|error| Failure::file("cannot write", &arguments.out, &error))?;
    context
        .notes
        .note(&format!("wrote {}", arguments.out.display()));
    Ok(())
}
