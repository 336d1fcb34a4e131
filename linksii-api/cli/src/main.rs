//! `linksii`: the Linksii API on the command line, and as a tool server for assistants.

mod arguments;
mod call;
mod catalogue;
mod command_line;
mod commands;
mod context;
mod drawing;
mod examples;
mod failure;
#[rustfmt::skip]
mod generated;
mod interrupt;
mod key_store;
mod line_file;
mod mcp;
mod notes;
mod operations;
mod output;
mod raw;
mod report;
mod scores;
mod settings;
mod terminal;
mod whole_file;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::ColorChoice;
use clap::error::ErrorKind;

use crate::command_line::{Action, Own};
use crate::commands::{
    analyses_run, completions, config, login, operation, request, status, trend, watch,
};
use crate::context::{Context, Options};
use crate::failure::{Failure, Status};
use crate::notes::Notes;
use crate::terminal::{Colour, Terminal};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let terminal = Terminal::detect(colour(&arguments));
    let parsed = command_line::command()
        .color(ColorChoice::Always)
        .max_term_width(100)
        .term_width(terminal.width())
        .try_get_matches_from(arguments)
        .and_then(|matches| {
            let options = command_line::options(&matches)?;
            Ok((command_line::action(&matches)?, options))
        });
    let (action, options) = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return refuse(&error, terminal),
    };
    let is_loud = !(options.quiet || options.no_progress);
    let terminal = if is_loud { terminal } else { terminal.still() };
    let notes = Arc::new(Notes::new(terminal, options.quiet, options.verbose > 0));
    match run(action, options, terminal, &notes) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_closed_pipe => ExitCode::SUCCESS,
        Err(failure) => {
            notes.failure(&failure);
            failure.status.into()
        }
    }
}

/// When to use colour, also in what is said of a command line that cannot be read.
fn colour(arguments: &[OsString]) -> Colour {
    let mut arguments = arguments.iter().filter_map(|it| it.to_str());
    let value = arguments
        .find_map(|it| it.strip_prefix("--color"))
        .map(str::to_owned);
    let value = match value.as_deref() {
        Some("") => arguments.next().map(str::to_owned),
        Some(value) => value.strip_prefix('=').map(str::to_owned),
        None => None,
    };
    match value.as_deref() {
        Some("always") => Colour::Always,
        Some("never") => Colour::Never,
        _ => Colour::Auto,
    }
}

/// Prints help on standard output, and why a command line cannot be read on standard error.
fn refuse(error: &clap::Error, terminal: Terminal) -> ExitCode {
    let is_asked = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    let stream = if is_asked { terminal.out } else { terminal.err };
    let text = if stream.is_coloured {
        error.render().ansi().to_string()
    } else {
        error.render().to_string()
    };
    if !is_asked {
        let _ = write!(std::io::stderr(), "{text}");
        return Status::Usage.into();
    }
    match output::text(&text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_closed_pipe => ExitCode::SUCCESS,
        Err(failure) => {
            Notes::new(terminal, false, false).failure(&failure);
            failure.status.into()
        }
    }
}

fn run(
    action: Action,
    options: Options,
    terminal: Terminal,
    notes: &Arc<Notes>,
) -> Result<(), Failure> {
    // What needs neither the network nor a clock starts at once.
    match &action {
        Action::Own(Own::Completions(arguments)) => {
            return completions::run(arguments, command_line::command());
        }
        Action::Own(Own::Man) => return completions::man(command_line::command()),
        Action::Own(Own::Logout) => return login::logout(notes),
        _ => {}
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Status::Partial, format!("cannot start: {error}")))?;
    let result = runtime.block_on(async {
        let mut interrupt = interrupt::listen(Arc::clone(notes));
        tokio::spawn({
            let notes = Arc::clone(notes);
            async move {
                loop {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    notes.tick();
                }
            }
        });
        tokio::select! {
            biased;
            status = &mut interrupt => Err(interrupt::failure(notes, status)),
            result = act(action, options, terminal, notes) => result,
        }
    });
    notes.end();
    // Whatever still waits for an answer, or reads standard input, is not waited for.
    runtime.shutdown_background();
    result
}

async fn act(
    action: Action,
    options: Options,
    terminal: Terminal,
    notes: &Arc<Notes>,
) -> Result<(), Failure> {
    if let Action::Own(Own::Login(arguments)) = &action {
        return login::run(notes, arguments).await;
    }
    let context = Context::new(options, terminal, Arc::clone(notes)).await?;
    let context = &context;
    match action {
        Action::Operation(resource, operation, matches) => {
            operation::run(context, resource, operation, &matches).await
        }
        Action::Trend(arguments) => trend::run(context, &arguments).await,
        Action::Watch(arguments) => watch::run(context, &arguments).await,
        Action::AnalysesRun(arguments) => analyses_run::run(context, &arguments).await,
        Action::Own(own) => match own {
            Own::Request(arguments) => request::run(context, &arguments).await,
            Own::Status => status::run(context).await,
            Own::Config(arguments) => config::run(context, &arguments),
            Own::Report(arguments) => commands::report::run(context, &arguments).await,
            Own::Mcp(arguments) => commands::mcp::run(context, &arguments).await,
            Own::Login(_) | Own::Logout | Own::Completions(_) | Own::Man => Ok(()),
        },
    }
}
