//! `linksii login` and `linksii logout`.

use std::io::{IsTerminal, Read};

use linksii_api::{Client, Secret};

use super::config::ending;
use crate::failure::Failure;
use crate::key_store::{self, Store};
use crate::notes::Notes;
use crate::settings;

/// The longest input that may hold a key.
const MOST: u64 = 4096;

/// Keep an API key for later commands, in the system's keyring or else in a file
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The key is asked for without being shown, or read from standard input. It is not an argument, because the shell's \
history and the list of processes would show it.

Examples:
  linksii login
  linksii login < keyfile
  pass show linksii | linksii login --file")]
pub(crate) struct Arguments {
    /// Keep the key in a file with mode 600, also where there is a keyring
    #[arg(long)]
    file: bool,
}

pub(crate) async fn run(notes: &Notes, arguments: &Arguments) -> Result<(), Failure> {
    let directory = settings::directory()?;
    let asked = tokio::task::spawn_blocking(ask).await;
    let key = asked.map_err(|_| Failure::configuration("no key could be read"))??;
    // It is not sent anywhere yet; a key that cannot be one is refused here.
    Client::new(key.expose()).map(drop).or_else(|error| {
        match error.to_string().contains("malformed") {
            true => Err(Failure::from(error)),
            // Such as missing root certificates, which are another command's trouble.
            false => Ok(()),
        }
    })?;
    let store = key_store::save(&directory, &key, arguments.file)?;
    let key = ending(key.expose());
    notes.note(&match store {
        Store::Keyring => format!("the key {key} is in {store}"),
        Store::File(_) if arguments.file => {
            format!("the key {key} is in {store}, which only you can read")
        }
        Store::File(_) => {
            format!(
                "there is no keyring here, so the key {key} is in {store}, which only you can read"
            )
        }
    });
    if settings::variable("LINKSII_API_KEY").is_some() {
        notes.note("LINKSII_API_KEY is set, and goes before the key that is kept");
    }
    notes.note("see what it can do: linksii status");
    Ok(())
}

fn ask() -> Result<Secret, Failure> {
    let unreadable =
        |error: std::io::Error| Failure::configuration(format!("the key cannot be read: {error}"));
    let stdin = std::io::stdin();
    let text = if stdin.is_terminal() {
        rpassword::prompt_password("API key (lnk_…, it is not shown): ").map_err(unreadable)?
    } else {
        let mut text = String::new();
        stdin
            .lock()
            .take(MOST)
            .read_to_string(&mut text)
            .map_err(unreadable)?;
        text
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(Failure::configuration("no key was given")
            .hint("make one under Settings → API Keys, then: linksii login, and paste it"));
    }
    Ok(Secret::from(text.to_owned()))
}

pub(crate) fn logout(notes: &Notes) -> Result<(), Failure> {
    let removed = key_store::remove(&settings::directory()?)?;
    if removed.is_empty() {
        notes.note("no key was kept");
    }
    for store in removed {
        notes.note(&format!("the key is no longer in {store}"));
    }
    Ok(())
}
