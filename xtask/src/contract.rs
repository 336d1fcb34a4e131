//! `cargo xtask contract`: what the running service does that the spec does not say.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, SystemTime};
use std::{env, thread};

use anyhow::bail;
use clap::ValueEnum;
use codegen::diagnostic::Severity;
use codegen::model::model;
use codegen::report::{Format as Diagnostics, report};
use contract::{Format, Limits, Outcome, Reply, Request, Service};
use linksii_sanitize::Sanitizer;
use ureq::http::Uri;
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Proxy};

use crate::workspace::{self, Spec};

/// How large a reply may be, in bytes.
const LARGEST: u64 = 10 << 20;

/// What the exit code says where nothing was found because not everything could be seen.
const UNSEEN: u8 = 2;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The service. By default what the environment variable in the spec's `x-client` says, else the
    /// spec's first server. Plain http is for loopback alone.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Another document than the workspace's spec.
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Who the report is for.
    #[arg(long, value_enum, default_value_t = For::Human)]
    format: For,
    /// How many requests are made, at most.
    #[arg(long, value_name = "REQUESTS", default_value_t = 100)]
    max_requests: usize,
    /// How long the whole run may take, waits for the limits included.
    #[arg(long, value_name = "SECONDS", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..))]
    timeout: u64,
    /// How long one request may take, its reply included.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    request_timeout: u64,
}

#[derive(Clone, Copy, ValueEnum)]
enum For {
    /// A person at a terminal.
    Human,
    /// A program.
    Json,
    /// `git apply`: the edits of all differences as one diff.
    Patch,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    // An error must not be taken for a difference, so it has a code of its own.
    Ok(compare(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::from(UNSEEN)
    }))
}

fn compare(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Spec { name, bytes } = workspace::spec(arguments.spec.as_deref())?;
    let loaded = codegen::document::read(&name, &bytes);
    let mut faults = match &loaded {
        Ok(document) => codegen::check::check(document),
        Err(faults) => faults.clone(),
    };
    // After an edit, the examples are still to follow; replies can be read all the same.
    faults.retain(|it| it.severity == Severity::Error && it.rule != "example-mismatch");
    let (Ok(document), []) = (loaded, faults.as_slice()) else {
        eprint!("{}", report(Diagnostics::Human, &name, &bytes, &faults));
        bail!("nothing was asked: fix the errors above first");
    };

    let service = model(&document).service;
    let key = env::var(&service.key_variable).unwrap_or_default();
    let key = key.trim();
    if key.is_empty() || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        bail!(
            "no API key: set {} to one, without quotes or blanks; `cargo xtask sandbox` prints one to try",
            service.key_variable
        );
    }
    let sanitizer = Sanitizer::new(key, &service.key_prefix);
    let base_url = arguments
        .base_url
        .clone()
        .or_else(|| env::var(&service.base_url_variable).ok())
        .unwrap_or(service.base_url);
    let base_url = contract::base_url(&base_url).map_err(anyhow::Error::msg)?;

    let mut service = Http::new(
        &base_url,
        key,
        Duration::from_secs(arguments.request_timeout),
    );
    let limits = Limits {
        requests: arguments.max_requests,
        time: Duration::from_secs(arguments.timeout),
    };
    let found = contract::contract(&document, &mut service, key, limits);
    let format = match arguments.format {
        For::Human => Format::Human,
        For::Json => Format::Json,
        For::Patch => Format::Patch,
    };
    let text = contract::report(format, &name, &base_url, &found);
    // Other keys are examples of the spec, which a patch quotes.
    print!("{}", sanitizer.redact_own_key(&text));
    Ok(match found.outcome() {
        Outcome::Same => ExitCode::SUCCESS,
        Outcome::Differs => ExitCode::FAILURE,
        Outcome::Unseen => {
            eprintln!("error: no difference was seen, but not everything could be looked into");
            ExitCode::from(UNSEEN)
        }
    })
}

/// The service, over HTTP.
struct Http<'a> {
    agent: Agent,
    base_url: &'a str,
    authorization: String,
    /// How long one request may take.
    timeout: Duration,
}

impl<'a> Http<'a> {
    fn new(base_url: &'a str, key: &str, timeout: Duration) -> Self {
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier);
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // The key stays with its host: a redirect is a reply like any other.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(Proxy::try_from_env().filter(|_| base_url.starts_with("https:")))
            .tls_config(tls.build())
            .user_agent("linksii-api-contract")
            .accept("application/json");
        Self {
            agent: config.build().into(),
            base_url,
            authorization: format!("Bearer {key}"),
            timeout,
        }
    }
}

impl Service for Http<'_> {
    fn get(&mut self, request: &Request, within: Duration) -> Result<Reply, String> {
        let url = format!("{}{}", self.base_url, request.target);
        let url: Uri = url.parse().map_err(|error| format!("{url}: {error}"))?;
        let timeout = within.min(self.timeout);
        let mut call = self
            .agent
            .get(url)
            .config()
            .timeout_global(Some(timeout))
            .build();
        for (name, value) in &request.headers {
            call = call.header(name, value);
        }
        call = call.header("Authorization", &self.authorization);
        let mut reply = call.call().map_err(|error| error.to_string())?;
        let body = reply.body_mut().with_config().limit(LARGEST).read_to_vec();
        let headers = reply.headers().iter();
        Ok(Reply {
            status: reply.status().as_u16(),
            headers: headers
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    (name.to_string(), value)
                })
                .collect(),
            body: body.map_err(|error| format!("its reply cannot be read: {error}"))?,
        })
    }

    fn wait(&mut self, time: Duration) {
        eprintln!(
            "Waiting {} s, to keep to the limit.",
            time.as_secs_f64().ceil()
        );
        thread::sleep(time);
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
