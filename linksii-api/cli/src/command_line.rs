//! The command line: a command for each operation of the catalogue, beside those that are written by hand.

use clap::builder::{PossibleValue, TypedValueParser, ValueParser};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, Subcommand};

use crate::catalogue::{Gives, Input, Kind, Operation, Resource};
use crate::commands::{
    analyses_run, completions, config, login, mcp, report, request, status, trend, watch,
};
use crate::context::Options;
use crate::examples;
use crate::operations::resources;

const ABOUT: &str = "Linksii on the command line: how AI assistants talk about your brand";

const EXAMPLES: &str = "\
Examples:
  linksii --demo tracking trend          no key: a year of data in this process
  linksii login                          keep an API key
  linksii workspaces list
  linksii tracking list --all -o csv > tracking.csv
  linksii tracking list | jq -r '.[0].id'
  linksii report --out report.html

Exit status:
  0    success
  1    some of it failed, or a file could not be read or written
  2    the command line is wrong
  3    there is no key, or a setting is wrong
  4    the service refused
  5    the service does not have it
  6    the rate limit or the quota is spent
  7    the service failed, or could not be reached
  130  interrupted (143: terminated)";

/// What is to be done.
pub(crate) enum Action {
    Operation(&'static Resource, &'static Operation, ArgMatches),
    Trend(trend::Arguments),
    Watch(watch::Arguments),
    AnalysesRun(analyses_run::Arguments),
    Own(Own),
}

/// Commands that are not of one resource.
#[derive(Subcommand)]
pub(crate) enum Own {
    Request(request::Arguments),
    Login(login::Arguments),
    /// Forget the key that `linksii login` keeps
    Logout,
    /// Show which key is used, what it sees, and how much of its limit is left
    #[command(after_help = status::EXAMPLES)]
    Status,
    Config(config::Arguments),
    Report(report::Arguments),
    Mcp(mcp::Arguments),
    Completions(completions::Arguments),
    /// Print the manual page
    #[command(after_help = "Examples:\n  linksii man | man -l -")]
    Man,
}

/// The whole command line.
pub(crate) fn command() -> Command {
    let mut command = Command::new("linksii")
        .version(clap::crate_version!())
        .subcommand_required(true)
        .arg_required_else_help(true)
        .infer_subcommands(true)
        .after_help(EXAMPLES);
    for resource in resources() {
        command = command.subcommand(of_resource(resource));
    }
    // What is said of a group of options would else be said of the command.
    Options::augment_args(Own::augment_subcommands(command)).about(ABOUT)
}

fn of_resource(resource: &'static Resource) -> Command {
    let mut command = Command::new(resource.name)
        .about(sentence(resource.description))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(examples::of_resource(resource));
    for operation in resource.operations {
        command = command.subcommand(of_operation(resource, operation));
    }
    match resource.name {
        "tracking" => command
            .subcommand(trend::Arguments::augment_args(Command::new("trend")))
            .subcommand(watch::Arguments::augment_args(Command::new("watch"))),
        "analyses" => {
            command.subcommand(analyses_run::Arguments::augment_args(Command::new("run")))
        }
        _ => command,
    }
}

fn of_operation(resource: &Resource, operation: &'static Operation) -> Command {
    let mut command =
        Command::new(operation.verb).after_help(examples::of_operation(resource, operation));
    let workspace = operation.workspace().map(|input| input.name);
    for input in operation.inputs {
        if Some(input.name) != workspace && !operation.is_position(input) {
            command = command.arg(argument(input));
        }
    }
    if operation.gives == Gives::Pages {
        command = Paging::augment_args(command);
    }
    if operation.gives != Gives::Nothing {
        command = Columns::augment_args(command);
    }
    let request = format!("{} {}", operation.method, operation.path);
    let long = [operation.summary, operation.description, &request];
    let long = long.iter().filter(|part| !part.is_empty());
    let long: Vec<&str> = long.copied().collect();
    // What is said of a group of options would else be said of the command.
    command
        .about(sentence(operation.summary))
        .long_about(long.join("\n\n"))
}

/// Which part of a collection is listed.
#[derive(Debug, Args)]
pub(crate) struct Paging {
    /// List this many, from as many pages as that takes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) limit: Option<u64>,
    /// List everything, page by page
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
    /// Skip this many first
    #[arg(long, value_name = "N")]
    pub(crate) offset: Option<u64>,
    /// Ask for this many in each request
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) page_size: Option<u32>,
}

/// What is written of each item.
#[derive(Debug, Args)]
pub(crate) struct Columns {
    /// Write these columns of a table or of CSV
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Option<Vec<String>>,
    /// In CSV, write text as it is: by default text that a spreadsheet would run gets a quote before it
    #[arg(long)]
    pub(crate) exact: bool,
}

fn argument(input: &'static Input) -> Arg {
    let arg = Arg::new(input.name).help(help(input));
    let arg = match input.kind {
        Kind::Choice(values) => arg.value_parser(Open(values)),
        Kind::Flag => arg.value_parser(["true", "false"]),
        _ => arg.value_parser(ValueParser::string()),
    };
    let option = input.name.replace('_', "-");
    let name = input.name.to_uppercase();
    match input.kind {
        Kind::List(_) | Kind::Object if !input.required => {
            arg.long(option).value_name(name).action(ArgAction::Append)
        }
        Kind::Flag if !input.required => arg
            .long(option)
            .value_name("BOOLEAN")
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true"),
        _ if input.required => arg.value_name(name).required(true),
        _ => arg.long(option).value_name(name),
    }
}

fn help(input: &Input) -> String {
    let mut help = sentence(input.description);
    match input.kind {
        Kind::Object => help += " (JSON, @FILE, or NAME=VALUE, which may be repeated)",
        Kind::Json => help += " (JSON or @FILE)",
        Kind::List(_) => help += " (may be repeated)",
        _ => {}
    }
    help
}

/// A sentence without its full stop, as help is written.
fn sentence(text: &str) -> String {
    text.strip_suffix('.').unwrap_or(text).to_owned()
}

/// Reads what is to be done.
pub(crate) fn action(matches: &ArgMatches) -> Result<Action, clap::Error> {
    let (name, inner) = matches.subcommand().unwrap_or(("", matches));
    let Some(resource) = resources().iter().find(|it| it.name == name) else {
        return Own::from_arg_matches(matches).map(Action::Own);
    };
    let (verb, inner) = inner.subcommand().unwrap_or(("", inner));
    if let Some(operation) = resource.operations.iter().find(|it| it.verb == verb) {
        return Ok(Action::Operation(resource, operation, inner.clone()));
    }
    match verb {
        "trend" => trend::Arguments::from_arg_matches(inner).map(Action::Trend),
        "watch" => watch::Arguments::from_arg_matches(inner).map(Action::Watch),
        "run" => analyses_run::Arguments::from_arg_matches(inner).map(Action::AnalysesRun),
        _ => Err(clap::Error::new(ErrorKind::InvalidSubcommand)),
    }
}

/// The options of every command, wherever they are written.
pub(crate) fn options(matches: &ArgMatches) -> Result<Options, clap::Error> {
    let mut innermost = matches;
    while let Some((_, inner)) = innermost.subcommand() {
        innermost = inner;
    }
    Options::from_arg_matches(innermost)
}

/// Text with documented values, which are offered, and others to come, which are taken.
#[derive(Clone)]
struct Open(&'static [&'static str]);

impl TypedValueParser for Open {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        _: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value.to_str().map(str::to_owned);
        text.ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
