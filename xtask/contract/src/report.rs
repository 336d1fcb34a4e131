//! What was found, for a person, a program, or `git apply`.

use serde::Serialize;

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

#[derive(Serialize)]
struct Object<'c> {
    base_url: &'c str,
    #[serde(flatten)]
    contract: &'c Contract,
}

/// Writes what came of comparing the document `name` with the service at `base_url`.
pub fn report(format: Format, name: &str, base_url: &str, contract: &Contract) -> String {
    match format {
        Format::Human => human(name, base_url, contract),
        Format::Json => {
            let object = serde_json::to_string_pretty(&Object { base_url, contract });
            object.unwrap_or_default() + "\n"
        }
        Format::Patch => contract.patch.clone().unwrap_or_default(),
    }
}

fn human(name: &str, base_url: &str, contract: &Contract) -> String {
    let mut lines: Vec<String> = contract.differences.iter().flat_map(difference).collect();
    if contract.more {
        lines.push("There are more: fix these, and ask again.\n".to_owned());
    }
    lines.push(format!(
        "{name} against {base_url}, {} in at most {} s:",
        count(contract.requests, "request"),
        contract.timeout.as_secs_f64()
    ));
    lines.extend(contract.checked.iter().map(checked));
    let unchecked = contract.unchecked.iter();
    lines.extend(unchecked.map(|it| format!("  {}: not checked, {}", it.operation, it.why)));
    let ignored: Vec<&str> = contract
        .ignored_headers
        .iter()
        .map(String::as_str)
        .collect();
    if !ignored.is_empty() {
        lines.push(format!("  headers not looked at: {}", ignored.join(", ")));
    }
    let all = contract.checked.len() + contract.unchecked.len();
    lines.push(format!(
        "{} of {} checked, {}.\n",
        contract.checked.len(),
        count(all, "operation"),
        count(contract.differences.len(), "difference")
    ));
    lines.join("\n")
}

fn difference(it: &Difference) -> Vec<String> {
    let mut lines = vec![
        format!("{}: {}", it.kind, it.message),
        format!(
            "  in     {}:{}:{} {}",
            it.file, it.line, it.column, it.pointer
        ),
    ];
    for (index, sighting) in it.seen.iter().take(MOST_PLACES).enumerate() {
        let word = if index == 0 { "seen" } else { "" };
        lines.push(format!("  {word:6} {}", place(sighting)));
    }
    if let Some(more @ 1..) = it.seen.len().checked_sub(MOST_PLACES) {
        lines.push(format!("         and {more} more"));
    }
    lines.push(match it.client_reads {
        true => "  client reads it".to_owned(),
        false => "  client cannot read it".to_owned(),
    });
    let why = it.by_hand.iter();
    lines.extend(why.map(|why| format!("  edit   by hand: {why}")));
    // The name of the file is above.
    let patch = it.patch.iter().flat_map(|patch| patch.lines().skip(2));
    lines.extend(patch.map(|row| format!("    {row}")));
    lines.push(String::new());
    lines
}

fn place(it: &Sighting) -> String {
    let path = match it.path.as_str() {
        "" => "the reply",
        path => path,
    };
    format!(
        "{} {} {path}, {} of {}",
        it.operation, it.status, it.times, it.of
    )
}

fn checked(it: &Checked) -> String {
    let statuses: Vec<_> = it.statuses.iter().map(u16::to_string).collect();
    let items = match it.items {
        None => String::new(),
        Some(0) => {
            ", no items: not all of it, as nothing is known of what one looks like".to_owned()
        }
        Some(items) => format!(", {}", count(items, "item")),
    };
    let unfinished = it.unfinished.as_ref();
    let unfinished = unfinished.map(|why| format!("; not all of it, as {why}"));
    format!(
        "  {}: {}, answered {}{items}{}",
        it.operation,
        count(it.requests, "request"),
        statuses.join(" and "),
        unfinished.unwrap_or_default()
    )
}

fn count(number: usize, what: &str) -> String {
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {what}{s}")
}
