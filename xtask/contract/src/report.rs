//! What was found, for a person, a program, or `git apply`.

use std::fmt::Write as _;

use serde_json::json;

use crate::finding::Sighting;
use crate::outcome::{Checked, Contract, Difference};

/// Who the report is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A person.
    Human,
    /// A program: one object.
    Json,
    /// `git apply` or `patch -p1`: all edits as one diff.
    Patch,
}

/// How many places of one difference are listed for a person.
const MOST_PLACES: usize = 6;

/// Writes what came of comparing the document `name` with the service at `base_url`.
pub fn report(format: Format, name: &str, base_url: &str, contract: &Contract) -> String {
    match format {
        Format::Human => human(name, base_url, contract),
        Format::Json => format!("{:#}\n", object(name, base_url, contract)),
        Format::Patch => contract.patch.clone().unwrap_or_default(),
    }
}

fn human(name: &str, base_url: &str, contract: &Contract) -> String {
    let mut text = String::new();
    for it in &contract.differences {
        difference(&mut text, name, it);
    }
    if contract.more {
        text.push_str("There are more: fix these, and ask again.\n\n");
    }
    line(
        &mut text,
        format_args!(
            "{name} against {base_url}, {} in at most {} s:",
            count(contract.requests, "request"),
            contract.timeout.as_secs_f64()
        ),
    );
    for it in &contract.checked {
        line(&mut text, format_args!("  {}", checked(it)));
    }
    for it in &contract.unchecked {
        line(
            &mut text,
            format_args!("  {}: not checked, {}", it.operation, it.why),
        );
    }
    if !contract.ignored_headers.is_empty() {
        let names: Vec<_> = contract
            .ignored_headers
            .iter()
            .map(String::as_str)
            .collect();
        line(
            &mut text,
            format_args!("  headers not looked at: {}", names.join(", ")),
        );
    }
    let all = contract.checked.len() + contract.unchecked.len();
    line(
        &mut text,
        format_args!(
            "{} of {} checked, {}.",
            contract.checked.len(),
            count(all, "operation"),
            count(contract.differences.len(), "difference")
        ),
    );
    text
}

fn difference(text: &mut String, name: &str, it: &Difference) {
    line(text, format_args!("{}: {}", it.kind, it.message));
    let (row, column) = it.span.map_or((1, 1), |span| (span.line, span.column));
    line(
        text,
        format_args!("  in     {name}:{row}:{column} {}", it.pointer),
    );
    for (index, sighting) in it.seen.iter().take(MOST_PLACES).enumerate() {
        let word = if index == 0 { "seen" } else { "" };
        line(text, format_args!("  {word:6} {}", place(sighting)));
    }
    if let Some(more @ 1..) = it.seen.len().checked_sub(MOST_PLACES) {
        line(text, format_args!("         and {more} more"));
    }
    let reads = if it.client_reads {
        "reads it"
    } else {
        "cannot read it"
    };
    line(text, format_args!("  client {reads}"));
    match &it.patch {
        Err(why) => line(text, format_args!("  edit   by hand: {why}")),
        // The name of the file is above.
        Ok(patch) => {
            for row in patch.lines().skip(2) {
                line(text, format_args!("    {row}"));
            }
        }
    }
    text.push('\n');
}

fn place(it: &Sighting) -> String {
    let path = if it.path.is_empty() {
        "the reply"
    } else {
        &it.path
    };
    format!(
        "{} {} {path}, {} of {}",
        it.operation, it.status, it.times, it.of
    )
}

fn checked(it: &Checked) -> String {
    let statuses: Vec<_> = it.statuses.iter().map(u16::to_string).collect();
    let mut text = format!(
        "{}: {}, answered {}",
        it.operation,
        count(it.requests, "request"),
        statuses.join(" and "),
    );
    match it.items {
        None => {}
        Some(0) => {
            text.push_str(", no items: not all of it, as nothing is known of what one looks like")
        }
        Some(items) => {
            let _ = write!(text, ", {}", count(items, "item"));
        }
    }
    if let Some(why) = &it.unfinished {
        let _ = write!(text, "; not all of it, as {why}");
    }
    text
}

fn count(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}

fn line(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{what}");
}

fn object(name: &str, base_url: &str, contract: &Contract) -> serde_json::Value {
    let seen = |it: &Sighting| {
        json!({
            "operation": it.operation,
            "status": it.status,
            "path": it.path,
            "times": it.times,
            "of": it.of,
        })
    };
    let differences = contract.differences.iter().map(|it| {
        json!({
            "kind": it.kind.to_string(),
            "name": it.name,
            "message": it.message,
            "file": name,
            "line": it.span.map(|span| span.line),
            "column": it.span.map(|span| span.column),
            "pointer": it.pointer,
            "types": it.types,
            "values": it.values,
            "seen": it.seen.iter().map(seen).collect::<Vec<_>>(),
            "client_reads": it.client_reads,
            "patch": it.patch.as_ref().ok(),
            "by_hand": it.patch.as_ref().err(),
        })
    });
    let checked = contract.checked.iter().map(|it| {
        json!({
            "operation": it.operation,
            "requests": it.requests,
            "items": it.items,
            "statuses": it.statuses,
            "unfinished": it.unfinished,
        })
    });
    let unchecked = contract.unchecked.iter();
    let unchecked = unchecked.map(|it| json!({"operation": it.operation, "why": it.why}));
    json!({
        "base_url": base_url,
        "requests": contract.requests,
        "timeout": contract.timeout.as_secs_f64(),
        "more": contract.more,
        "differences": differences.collect::<Vec<_>>(),
        "checked": checked.collect::<Vec<_>>(),
        "unchecked": unchecked.collect::<Vec<_>>(),
        "ignored_headers": contract.ignored_headers,
    })
}
