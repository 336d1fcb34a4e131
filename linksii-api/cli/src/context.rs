//! What each command needs: its options, the client, the workspace, a place to write to.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use chrono::Utc;
use linksii_api::{Client, ClientBuilder, Secret};
use linksii_sandbox::{History, Sandbox};

use crate::catalogue::Column;
use crate::failure::{Failure, Status};
use crate::key_store::{self, Store};
use crate::notes::Notes;
use crate::output::{Format, Layout};
use crate::raw::Raw;
use crate::settings::{self, Kept, Setting};
use crate::terminal::{Colour, Terminal};

/// How many days of data the demo has.
const DEMO_DAYS: u32 = 365;

/// Options that every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Options {
    /// Write a table, json, ndjson or csv: a table on a terminal, else json [env: LINKSII_OUTPUT]
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        global = true,
        hide_possible_values = true
    )]
    pub(crate) output: Option<Format>,
    /// The workspace; may be left out where there is only one [env: LINKSII_WORKSPACE]
    #[arg(short, long, value_name = "ID", global = true)]
    pub(crate) workspace: Option<String>,
    /// Use a service in this process, with a year of data: no key, no network
    #[arg(long, global = true)]
    pub(crate) demo: bool,
    /// Print each request as a curl command, without the key
    #[arg(short, long, action = clap::ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Print nothing but the result and errors
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// Draw no progress bars
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) no_progress: bool,
    /// Use colour always, never, or on a terminal (auto)
    #[arg(
        long,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true,
        global = true,
        hide_short_help = true
    )]
    pub(crate) color: Colour,
    /// Where the service is [env: LINKSII_BASE_URL]
    #[arg(long, value_name = "URL", global = true, hide_short_help = true)]
    pub(crate) base_url: Option<String>,
    /// Read the key from a file [env: LINKSII_API_KEY has the key itself]
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(crate) key_file: Option<PathBuf>,
    /// Trust the certificates in this PEM file as well, as of a company's proxy
    #[arg(long, value_name = "FILE", global = true, hide_short_help = true)]
    pub(crate) ca_file: Option<PathBuf>,
    /// How long one attempt of a request may take
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration, global = true, hide_short_help = true)]
    pub(crate) timeout: Option<Duration>,
}

/// What each command needs.
pub(crate) struct Context {
    pub(crate) options: Options,
    pub(crate) terminal: Terminal,
    pub(crate) notes: Arc<Notes>,
    kept: Kept,
    /// Found once: a keyring may ask its user each time.
    key: OnceLock<Key>,
    demo: Option<Sandbox>,
}

/// A key, and where it is from.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) secret: Secret,
    pub(crate) source: String,
}

impl Context {
    pub(crate) async fn new(
        options: Options,
        terminal: Terminal,
        notes: Arc<Notes>,
    ) -> Result<Self, Failure> {
        let kept = if options.demo {
            Kept::default()
        } else {
            Kept::load()?
        };
        let demo = if options.demo {
            Some(demo().await?)
        } else {
            None
        };
        Ok(Self {
            options,
            terminal,
            notes,
            kept,
            key: OnceLock::new(),
            demo,
        })
    }

    /// Where the service is, if anything says so.
    pub(crate) fn base_url(&self) -> Option<Setting> {
        let given = self.options.base_url.as_deref();
        settings::first(given, "base_url", "LINKSII_BASE_URL", &self.kept)
    }

    /// The workspace, if anything says so.
    pub(crate) fn chosen_workspace(&self) -> Option<Setting> {
        let given = self.options.workspace.as_deref();
        if self.demo.is_some() {
            return settings::first(given, "workspace", "", &self.kept);
        }
        settings::first(given, "workspace", "LINKSII_WORKSPACE", &self.kept)
    }

    /// How to write what the command gives.
    pub(crate) fn format(&self) -> Result<Format, Failure> {
        let default = match self.terminal.out.is_terminal {
            true => Format::Table,
            false => Format::Json,
        };
        Ok(self.chosen_format()?.unwrap_or(default))
    }

    /// The format, if anything says so.
    pub(crate) fn chosen_format(&self) -> Result<Option<Format>, Failure> {
        if let Some(format) = self.options.output {
            return Ok(Some(format));
        }
        let setting = self.chosen_output();
        setting.as_ref().map(settings::format).transpose()
    }

    /// The format that the environment or the file says.
    pub(crate) fn chosen_output(&self) -> Option<Setting> {
        settings::first(None, "output", "LINKSII_OUTPUT", &self.kept)
    }

    /// How to write rows with these columns.
    pub(crate) fn layout(&self, columns: &[Column]) -> Result<Layout, Failure> {
        Ok(Layout {
            format: self.format()?,
            columns: columns.iter().map(Into::into).collect(),
            exact: false,
            hidden: Vec::new(),
            terminal: self.terminal,
        })
    }

    /// The key: of a file that is named, of the environment, or the one that is kept.
    pub(crate) fn key(&self) -> Result<Option<Key>, Failure> {
        if let Some(key) = self.key.get() {
            return Ok(Some(key.clone()));
        }
        let found = self.find_key()?;
        Ok(found.map(|key| {
            self.notes.redact_key(&key.secret);
            self.key.get_or_init(|| key).clone()
        }))
    }

    fn find_key(&self) -> Result<Option<Key>, Failure> {
        if let Some(path) = &self.options.key_file {
            let text = read_key_file(path)?;
            return Ok(Some(Key {
                secret: Secret::from(text.trim().to_owned()),
                source: path.display().to_string(),
            }));
        }
        if let Some(key) = settings::variable("LINKSII_API_KEY") {
            return Ok(Some(Key {
                secret: Secret::from(key),
                source: "LINKSII_API_KEY".to_owned(),
            }));
        }
        let note = |text: String| self.notes.note(&text);
        let kept = key_store::load(&settings::directory()?, &note)?;
        Ok(kept.map(|(secret, store)| Key {
            secret,
            source: match store {
                Store::Keyring => "the system's keyring".to_owned(),
                Store::File(path) => path.display().to_string(),
            },
        }))
    }

    /// Whether the service is the one in this process.
    pub(crate) fn is_demo(&self) -> bool {
        self.demo.is_some()
    }

    /// A client of the service.
    pub(crate) fn client(&self) -> Result<Client, Failure> {
        self.builder()?.build().map_err(Failure::from)
    }

    /// A client of the service that is still to be built.
    pub(crate) fn builder(&self) -> Result<ClientBuilder, Failure> {
        let mut builder = match &self.demo {
            Some(sandbox) => sandbox.client_builder(),
            None => {
                let key = self.key()?.ok_or_else(|| {
                    Failure::configuration("there is no API key")
                        .hint("keep one: linksii login; or set LINKSII_API_KEY; or try without one: --demo")
                })?;
                let builder = Client::builder().api_key(key.secret.expose());
                match self.base_url() {
                    Some(url) => builder.base_url(url.value),
                    None => builder,
                }
            }
        };
        if let Some(timeout) = self.options.timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(path) = &self.options.ca_file {
            builder = builder.http_client(trusting(path)?);
        }
        let notes = Arc::clone(&self.notes);
        Ok(builder
            .user_agent(concat!("linksii-cli/", env!("CARGO_PKG_VERSION")))
            .on_event(move |event| notes.event(event)))
    }

    /// The workspace: the one that is named, or the only one that there is.
    pub(crate) async fn workspace(&self, client: &Client) -> Result<String, Failure> {
        if let Some(chosen) = self.chosen_workspace() {
            return Ok(chosen.value);
        }
        if self.is_demo() {
            return Ok(History::workspace_id().to_string());
        }
        let call = client.workspaces().list().limit(20).items_as::<Raw>();
        let page = call.send().await?;
        let text = |row: &Raw, name| row.member(name).and_then(|it| it.text());
        let known = page.data.iter().filter_map(|row| {
            let id = text(row, "id")?;
            Some((id, text(row, "name").unwrap_or_default()))
        });
        let known: Vec<(String, String)> = known.collect();
        match known.as_slice() {
            [(only, _)] if page.meta.total <= 1 => Ok(only.clone()),
            [] => Err(Failure::new(
                Status::Configuration,
                "the key sees no workspace",
            )),
            [(first, _), ..] => {
                let names = known.iter().map(|(id, name)| format!("{id} ({name})"));
                let names: Vec<String> = names.collect();
                let message = format!("there are several workspaces: {}", names.join(", "));
                Err(Failure::usage(message).hint(format!(
                    "name one: --workspace {first}, or LINKSII_WORKSPACE"
                )))
            }
        }
    }
}

async fn demo() -> Result<Sandbox, Failure> {
    let history = History::of_days(DEMO_DAYS).until(Utc::now().date_naive());
    let sandbox = Sandbox::builder().history(history).start().await;
    sandbox
        .map_err(|error| Failure::new(Status::Service, format!("the demo cannot start: {error}")))
}

fn read_key_file(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::configuration(format!(
            "cannot read the key file {}: {error}",
            path.display()
        ))
    })
}

/// An HTTP client that trusts the certificates of a file as well as the system's.
fn trusting(path: &Path) -> Result<reqwest::Client, Failure> {
    let wrong = |why: String| {
        Failure::configuration(format!("the certificates of {}: {why}", path.display()))
    };
    let pem = std::fs::read(path).map_err(|error| wrong(error.to_string()))?;
    let certificates =
        reqwest::Certificate::from_pem_bundle(&pem).map_err(|error| wrong(error.to_string()))?;
    if certificates.is_empty() {
        return Err(wrong("there are none in it; PEM is expected".to_owned()));
    }
    let builder = Client::http_client_builder()?.tls_certs_merge(certificates);
    builder.build().map_err(|error| wrong(error.to_string()))
}
