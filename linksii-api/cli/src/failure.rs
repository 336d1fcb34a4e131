//! Why a command failed, what to try next, and the exit status that says so to a script.

use std::fmt;
use std::io;
use std::process::ExitCode;

use linksii_api::{Error, ErrorKind, TransportKind};

use crate::arguments::ArgumentError;

/// What the client advises to programs, and nobody can follow on the command line.
const FOR_PROGRAMS: [&str; 2] = [
    ", or insist with `allow_plain_http(true)`",
    ", or add its certificate with `ClientBuilder::http_client`",
];

/// What a script learns from the exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Some of it failed, or a file could not be read or written.
    Partial = 1,
    /// The command line is wrong.
    Usage = 2,
    /// There is no key, or a setting is wrong.
    Configuration = 3,
    /// The service refused.
    Refused = 4,
    /// The service does not have it.
    NotFound = 5,
    /// The rate limit or the quota is spent.
    RateLimited = 6,
    /// The service failed, or could not be reached.
    Service = 7,
    /// Ctrl-C.
    Interrupted = 130,
    /// SIGTERM.
    Terminated = 143,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: Status,
    pub(crate) message: String,
    /// What to try next.
    pub(crate) hint: Option<String>,
    /// Nobody reads what is written: end without a word.
    pub(crate) is_closed_pipe: bool,
}

impl Failure {
    pub(crate) fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            hint: None,
            is_closed_pipe: false,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Status::Usage, message)
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(Status::Configuration, message)
    }

    /// A file that could not be read or written.
    pub(crate) fn file(what: &str, path: &std::path::Path, error: &io::Error) -> Self {
        Self::new(
            Status::Partial,
            format!("{what} {}: {error}", path.display()),
        )
    }

    /// Standard output that could not be written.
    pub(crate) fn output(error: &io::Error) -> Self {
        Self {
            is_closed_pipe: error.kind() == io::ErrorKind::BrokenPipe,
            ..Self::new(Status::Partial, format!("cannot write the output: {error}"))
        }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        Self::usage(error.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let message = FOR_PROGRAMS
            .iter()
            .fold(error.to_string(), |message, part| message.replace(part, ""));
        let failure = Self::new(status(error), message);
        match hint(error) {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

fn status(error: &Error) -> Status {
    match error {
        Error::Config(_) => Status::Configuration,
        Error::NotSent(_) => Status::RateLimited,
        Error::Api(error) => match error.kind() {
            ErrorKind::NotFound => Status::NotFound,
            ErrorKind::RateLimited => Status::RateLimited,
            ErrorKind::Server => Status::Service,
            _ if error.status().is_client_error() => Status::Refused,
            _ => Status::Service,
        },
        _ => Status::Service,
    }
}

fn hint(error: &Error) -> Option<String> {
    let hint = match error {
        Error::Api(api) => match api.kind() {
            ErrorKind::Unauthorized => {
                "see which key is used: linksii status; keep another: linksii login"
            }
            ErrorKind::Forbidden => "see which key is used: linksii status",
            ErrorKind::NotFound => "see which workspaces there are: linksii workspaces list",
            ErrorKind::RateLimited => return come_back(error),
            _ => return None,
        },
        Error::NotSent(_) => return come_back(error),
        Error::Transport(transport) => match transport.kind() {
            TransportKind::Certificate => {
                "trust the certificate of a company's proxy or a private authority: --ca-file FILE, or \
                 SSL_CERT_FILE=FILE"
            }
            TransportKind::ProxyAuthentication => {
                "give a name and a password: HTTPS_PROXY=http://NAME:PASSWORD@HOST:PORT"
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(hint.to_owned())
}

/// When to come back, by the clock.
fn come_back(error: &Error) -> Option<String> {
    let wait = chrono::TimeDelta::from_std(error.retry_after()?).ok()?;
    let at = chrono::Utc::now().checked_add_signed(wait)?;
    Some(format!(
        "come back at {} UTC",
        at.format("%H:%M:%S on %Y-%m-%d")
    ))
}
