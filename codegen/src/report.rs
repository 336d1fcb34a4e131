//! Diagnostics for a person, a program, or a pull request.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use linksii_sanitize::{escape, escape_json};
use serde_json::json;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::BYTE_ORDER_MARK;

/// Who the report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A person: the source around each place, and how to fix it.
    Human,
    /// A program: an array of objects.
    Json,
    /// GitHub, which shows each beside its line.
    Github,
}

/// The longest line that is shown, in bytes. Longer ones are not lines for people, but whole
/// documents.
const WIDEST: usize = 400;

/// Writes diagnostics of a document that is called `name` and was read from `bytes`.
pub fn report(format: Format, name: &str, bytes: &[u8], diagnostics: &[Diagnostic]) -> String {
    match format {
        Format::Human => {
            let text = String::from_utf8_lossy(bytes);
            let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&text);
            let shown = diagnostics.iter().map(|it| human(name, text, it) + "\n\n");
            shown.collect()
        }
        Format::Json => {
            let found: Vec<_> = diagnostics.iter().map(|it| object(name, it)).collect();
            let json = format!("{:#}\n", serde_json::Value::Array(found));
            escape_json(&json).into_owned()
        }
        Format::Github => {
            let shown = diagnostics.iter().map(|it| github(name, it) + "\n");
            shown.collect()
        }
    }
}

fn human(name: &str, text: &str, diagnostic: &Diagnostic) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::LeftOut | Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(escape(&diagnostic.message))
        .id(diagnostic.rule);
    let help = Level::HELP.message(escape(&diagnostic.help));
    let group = match diagnostic.span.map(|span| (span, line(text, span.start))) {
        Some((span, line)) if line.len() <= WIDEST => {
            let shown = &text[line.clone()];
            let at = span.start - line.start..span.end.clamp(span.start, line.end) - line.start;
            let snippet = Snippet::source(shown).path(name).line_start(span.line);
            title.element(snippet.annotation(AnnotationKind::Primary.span(at)))
        }
        Some((span, _)) => {
            let place = Origin::path(name).line(span.line).char_column(span.column);
            let pointer = format!("at {}", escape(&diagnostic.pointer));
            title.element(place).element(Level::NOTE.message(pointer))
        }
        None => title.element(Origin::path(name)),
    };
    Renderer::plain().render(&[group.element(help)])
}

/// The line around a byte. The whole document would be read again for each diagnostic.
fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
    let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
    start..end
}

fn object(name: &str, diagnostic: &Diagnostic) -> serde_json::Value {
    json!({
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.to_string(),
        "file": name,
        "line": diagnostic.span.map(|span| span.line),
        "column": diagnostic.span.map(|span| span.column),
        "pointer": diagnostic.pointer,
        "message": diagnostic.message,
        "help": diagnostic.help,
    })
}

fn github(name: &str, diagnostic: &Diagnostic) -> String {
    let Diagnostic { rule, severity, .. } = diagnostic;
    // GitHub reads percent signs as the start of an escape.
    let escaped = |text: &str| escape(text).replace('%', "%25");
    let (message, help) = (escaped(&diagnostic.message), escaped(&diagnostic.help));
    let place = diagnostic.span.map_or_else(String::new, |span| {
        format!(",line={},col={}", span.line, span.column)
    });
    format!("::{severity} file={name}{place},title={rule}::{message}%0Ahelp: {help}")
}
