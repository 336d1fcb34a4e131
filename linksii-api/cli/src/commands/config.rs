//! `linksii config`: the settings that are kept, and where each is from.

use linksii_sanitize::without_credentials;

use crate::context::Context;
use crate::failure::Failure;
use crate::key_store::KEY_PREFIX;
use crate::output;
use crate::settings::{self, Kept, NAMES};

/// Show settings and where each is from, or keep one
#[derive(Debug, clap::Args)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "\
Examples:
  linksii config show
  linksii config set workspace ws_01HXYZ
  linksii config set output csv
  linksii config set workspace ''         take it out again

A setting is taken from the command line, else from the environment, else from the file. A variable that is \
empty counts as not set. LINKSII_CONFIG_DIR names another directory for the file and for the key."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show what is set, and where
    Show,
    /// Keep a setting
    Set {
        /// base_url, output or workspace
        #[arg(value_parser = NAMES)]
        name: String,
        /// Its value; empty to take it out
        value: String,
    },
}

pub(crate) fn run(context: &Context, arguments: &Arguments) -> Result<(), Failure> {
    match &arguments.action {
        Action::Show => show(context),
        Action::Set { name, value } => set(context, name, value),
    }
}

fn set(context: &Context, name: &str, value: &str) -> Result<(), Failure> {
    let value = Some(value.trim()).filter(|value| !value.is_empty());
    if let ("output", Some(value)) = (name, value) {
        settings::format(&settings::Setting {
            value: value.to_owned(),
            source: settings::Source::CommandLine,
        })?;
    }
    let mut kept = Kept::load()?;
    kept.set(name, value.map(str::to_owned));
    let path = kept.save()?;
    context.notes.note(&format!("kept in {}", path.display()));
    Ok(())
}

fn show(context: &Context) -> Result<(), Failure> {
    let mut lines = vec![("directory", settings::directory()?.display().to_string())];
    let key = match context.key()? {
        Some(key) => format!("{}, from {}", ending(key.secret.expose()), key.source),
        None => "not set".to_owned(),
    };
    lines.push(("key", key));
    let described = |setting: Option<settings::Setting>| match setting {
        Some(setting) => format!("{}, from {}", setting.value, setting.source),
        None => "not set".to_owned(),
    };
    let base_url = context.base_url().map(|setting| settings::Setting {
        value: without_credentials(&setting.value).into_owned(),
        ..setting
    });
    lines.push(("base_url", described(base_url)));
    lines.push(("workspace", described(context.chosen_workspace())));
    lines.push(("output", described(context.chosen_output())));
    let lines = lines
        .iter()
        .map(|(name, value)| format!("{name:<10} {value}\n"));
    output::text(&lines.collect::<String>())
}

/// The end of a key, by which its owner knows it.
pub(crate) fn ending(key: &str) -> String {
    let key = key.trim();
    let count = key.chars().count();
    if count < 16 {
        return format!("{KEY_PREFIX}…");
    }
    let end: String = key.chars().skip(count - 4).collect();
    format!("{KEY_PREFIX}…{end}")
}
