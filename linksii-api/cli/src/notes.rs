//! What is said beside what a command gives: on standard error, and no more than is of use.

mod bar;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anstyle::{AnsiColor, Style};
use indicatif::ProgressBar;
use linksii_api::{Event, Method, Secret};
use linksii_sanitize::{Sanitizer, escape};

use crate::failure::Failure;
use crate::key_store::KEY_PREFIX;
use crate::terminal::Terminal;

/// A wait for the rate limit is worth a word after this long.
const LONG: Duration = Duration::from_secs(3);

/// How often a plain line says how far it is, where no bar is drawn.
const NOW_AND_THEN: Duration = Duration::from_secs(30);

/// Writes to standard error.
pub(crate) struct Notes {
    terminal: Terminal,
    is_quiet: bool,
    is_verbose: bool,
    state: Mutex<State>,
}

struct State {
    /// Knows the key, once there is one.
    sanitizer: Sanitizer,
    bar: Option<ProgressBar>,
    /// Since when a call has waited for the rate limit.
    waiting: Option<Instant>,
    /// When the last plain line about progress was written.
    last: Option<Instant>,
    /// What to say where the command is interrupted.
    farewell: Option<String>,
}

impl Notes {
    pub(crate) fn new(terminal: Terminal, is_quiet: bool, is_verbose: bool) -> Self {
        Self {
            terminal,
            is_quiet,
            is_verbose,
            state: Mutex::new(State {
                sanitizer: Sanitizer::new("", KEY_PREFIX),
                bar: None,
                waiting: None,
                last: None,
                farewell: None,
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows this key nowhere, however it is written.
    pub(crate) fn redact_key(&self, key: &Secret) {
        self.state().sanitizer = Sanitizer::new(key.expose(), KEY_PREFIX);
    }

    fn sanitizer(&self) -> Sanitizer {
        self.state().sanitizer.clone()
    }

    fn line(&self, text: &str) {
        let bar = self.state().bar.clone();
        let write = || eprintln_quietly(text);
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Something that its user should know.
    pub(crate) fn note(&self, text: &str) {
        if !self.is_quiet {
            self.line(&escape(&self.sanitizer().redact(text)));
        }
    }

    /// Why a command failed, and what to try next.
    pub(crate) fn failure(&self, failure: &Failure) {
        let err = self.terminal.err;
        let sanitizer = self.sanitizer();
        let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
        let label = err.paint(red, "error:");
        self.line(&format!("{label} {}", sanitizer.lines(&failure.message)));
        if let Some(hint) = &failure.hint {
            let cyan = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
            self.line(&format!(
                "{} {}",
                err.paint(cyan, "next:"),
                sanitizer.lines(hint)
            ));
        }
    }

    /// What to say where the command is interrupted: what was saved, and how to go on.
    pub(crate) fn on_interrupt(&self, farewell: &str) {
        self.state().farewell = Some(farewell.to_owned());
    }

    pub(crate) fn farewell(&self) -> Option<String> {
        self.state().farewell.clone()
    }

    /// Hears what the client does.
    pub(crate) fn event(&self, event: &Event<'_>) {
        match event {
            Event::Sending {
                method, url, body, ..
            } => {
                self.state().waiting = None;
                if self.is_verbose {
                    self.line(&escape(&curl(method, url, *body, &self.sanitizer())));
                }
            }
            Event::Waiting { .. } => {
                self.state().waiting.get_or_insert_with(Instant::now);
            }
            Event::Retrying { error, wait, .. } => self.note(&format!(
                "{error} Trying again in {} s …",
                wait.as_millis().div_ceil(1000).max(1)
            )),
            _ => {}
        }
    }

    /// Called every second.
    pub(crate) fn tick(&self) {
        let waits = {
            let mut state = self.state();
            if let Some(bar) = &state.bar {
                bar::reveal(bar, self.terminal.width());
            }
            let waits = state.waiting.is_some_and(|since| since.elapsed() >= LONG);
            if waits {
                // Again only after as long.
                state.waiting = Instant::now().checked_add(NOW_AND_THEN);
            }
            waits
        };
        if waits {
            self.note("waiting for the rate limit …");
        }
    }

    /// Starts to say how far it is.
    pub(crate) fn begin(&self, total: Option<u64>, what: &str) {
        if self.is_quiet {
            return;
        }
        let mut state = self.state();
        state.last = Some(Instant::now());
        if !self.terminal.draws {
            return;
        }
        state.bar = Some(bar::new(total, what, self.terminal.width()));
    }

    /// Says how far it is.
    pub(crate) fn advance(&self, done: u64, total: Option<u64>) {
        let mut state = self.state();
        if let Some(bar) = &state.bar {
            if let Some(total) = total {
                bar.set_length(total);
            }
            bar.set_position(done);
            bar::reveal(bar, self.terminal.width());
            return;
        }
        let is_due = state
            .last
            .is_some_and(|last| last.elapsed() >= NOW_AND_THEN);
        if is_due {
            state.last = Some(Instant::now());
            drop(state);
            match total {
                Some(total) => self.note(&format!("{done} of {total} …")),
                None => self.note(&format!("{done} …")),
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        let mut state = self.state();
        state.last = None;
        if let Some(bar) = state.bar.take() {
            bar.finish_and_clear();
        }
    }
}

/// Standard error may be closed or full, and nobody can be told.
fn eprintln_quietly(text: &str) {
    use std::io::Write;

    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// A request as a command line, without keys.
fn curl(method: &Method, url: &str, body: Option<&[u8]>, sanitizer: &Sanitizer) -> String {
    let mut line = "curl".to_owned();
    if *method != Method::GET {
        line += &format!(" -X {method}");
    }
    line += &format!(" {}", shell_words::quote(&sanitizer.redact(url)));
    line += " -H \"Authorization: Bearer $LINKSII_API_KEY\"";
    if let Some(body) = body {
        let body = String::from_utf8_lossy(body);
        line += " -H 'Content-Type: application/json' -d ";
        line += &shell_words::quote(&sanitizer.redact(&body));
    }
    line
}
