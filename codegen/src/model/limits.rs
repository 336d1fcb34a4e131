//! How many requests a key may make: the `x-rate-limits` extension.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::load::Document;
use crate::names;

/// The documented limits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One for each path of the table and each further path of the document.
    pub paths: Vec<Limit>,
    /// Counts the paths that are in neither; nothing where no limit is documented.
    pub every_other: Option<u32>,
}

/// How many requests a key may make to one path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its static in Rust: `TEMPLATES_WRITE`.
    pub name: String,
    /// The path template.
    pub path: String,
    /// Which requests count.
    pub access: Access,
    /// In a window of a minute; nothing where it is not documented.
    pub requests_per_minute: Option<u32>,
    /// From 00:00 UTC on.
    pub requests_per_day: Option<u32>,
}

/// Which requests a limit counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// All.
    #[default]
    Any,
    /// `GET` and `HEAD`.
    Read,
    /// The other methods.
    Write,
}

/// The extension, as it is written.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Table {
    #[serde(default)]
    limits: Vec<Row>,
    every_other: Option<EveryOther>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Row {
    path: String,
    #[serde(default)]
    access: Access,
    requests_per_minute: Option<u32>,
    requests_per_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct EveryOther {
    requests_per_minute: u32,
}

impl Limit {
    /// The limit of a path that has none.
    pub(super) fn undocumented(path: &str) -> Self {
        Self {
            name: static_name(path, Access::Any),
            path: path.to_owned(),
            access: Access::Any,
            requests_per_minute: None,
            requests_per_day: None,
        }
    }
}

/// Reads the table, and gives each path that it leaves out a limit of its own.
pub(super) fn limits(document: &Document) -> Limits {
    let table: Table = document
        .openapi
        .extensions
        .get("x-rate-limits")
        .and_then(|table| serde_json::from_value(table.clone()).ok())
        .unwrap_or_default();
    let every_other = table.every_other.map(|limit| limit.requests_per_minute);
    let mut paths: Vec<Limit> = table
        .limits
        .into_iter()
        .map(|row| Limit {
            name: static_name(&row.path, row.access),
            path: row.path,
            access: row.access,
            requests_per_minute: row.requests_per_minute.or(every_other),
            requests_per_day: row.requests_per_day,
        })
        .collect();
    let mut limited: BTreeMap<String, Vec<Access>> = BTreeMap::new();
    for limit in &paths {
        limited
            .entry(limit.path.clone())
            .or_default()
            .push(limit.access);
    }
    for path in document.openapi.paths.paths.keys() {
        // A table that limits only the reading, or only the writing, leaves the other half.
        let access = match limited.get(path).map(Vec::as_slice) {
            None => Access::Any,
            Some([Access::Read]) => Access::Write,
            Some([Access::Write]) => Access::Read,
            Some(_) => continue,
        };
        paths.push(Limit {
            name: static_name(path, access),
            access,
            requests_per_minute: every_other,
            ..Limit::undocumented(path)
        });
    }
    make_unique(&mut paths);
    Limits { paths, every_other }
}

fn static_name(path: &str, access: Access) -> String {
    let name = names::static_name(path);
    match (access, name.as_str()) {
        // The names that the table itself has.
        (Access::Any, "ALL" | "EVERY_OTHER") => format!("PATH_{name}"),
        (Access::Any, _) => name,
        (Access::Read, _) => name + "_READ",
        (Access::Write, _) => name + "_WRITE",
    }
}

/// Two paths may differ only in what a name cannot say: `/runs/{id}` and `/runs/id`.
fn make_unique(limits: &mut [Limit]) {
    let mut taken = BTreeSet::new();
    for limit in limits {
        let name = limit.name.clone();
        let mut count = 2;
        while !taken.insert(limit.name.clone()) {
            limit.name = format!("{name}_{count}");
            count += 1;
        }
    }
}
