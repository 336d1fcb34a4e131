//! How many requests a key may make: the `x-rate-limits` extension.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::document::{Document, Method, Node};
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    /// All.
    Any,
    /// `GET` and `HEAD`.
    Read,
    /// The other methods.
    Write,
}

impl Limits {
    /// The limits by what they count.
    pub(super) fn by_request(&self) -> BTreeMap<(&str, Access), &Limit> {
        let limits = self.paths.iter();
        limits
            .map(|limit| ((limit.path.as_str(), limit.access), limit))
            .collect()
    }
}

impl Limit {
    /// A limit that is not documented.
    pub(super) fn undocumented(path: &str, access: Access) -> Self {
        let name = names::static_name(path);
        let name = match (access, name.as_str()) {
            // The names that the table itself has.
            (Access::Any, "ALL" | "EVERY_OTHER") => format!("PATH_{name}"),
            (Access::Any, _) => name,
            (Access::Read, _) => name + "_READ",
            (Access::Write, _) => name + "_WRITE",
        };
        Self {
            name,
            path: path.to_owned(),
            access,
            requests_per_minute: None,
            requests_per_day: None,
        }
    }
}

impl Access {
    /// What a method's requests count as.
    pub(super) fn of(method: Method) -> Self {
        if method.reads() {
            Self::Read
        } else {
            Self::Write
        }
    }
}

/// `20 requests a minute and 500 a day per key`.
impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.requests_per_minute, self.requests_per_day) {
            (Some(minute), Some(day)) => {
                write!(f, "{minute} requests a minute and {day} a day per key")
            }
            (Some(minute), None) => write!(f, "{minute} requests a minute per key"),
            (None, Some(day)) => write!(f, "{day} requests a day per key"),
            (None, None) => f.write_str("no documented limit"),
        }
    }
}

/// Reads the table, and gives each path that it leaves out a limit of its own.
pub(super) fn limits(document: &Document) -> Limits {
    let table = document.root().get("x-rate-limits");
    let number = |node: Node<'_>, key| node.get(key).and_then(Node::as_count);
    let every_other = table.and_then(|table| table.get("every-other"));
    let every_other = every_other.and_then(|other| number(other, "requests-per-minute"));
    let mut paths = Vec::new();
    let mut limited: BTreeMap<&str, Vec<Access>> = BTreeMap::new();
    let rows = table.and_then(|table| table.get("limits"));
    for row in rows.into_iter().flat_map(Node::items) {
        let path = row.text("path").unwrap_or_default();
        let access = match row.text("access") {
            Some("read") => Access::Read,
            Some("write") => Access::Write,
            _ => Access::Any,
        };
        limited.entry(path).or_default().push(access);
        paths.push(Limit {
            requests_per_minute: number(row, "requests-per-minute").or(every_other),
            requests_per_day: number(row, "requests-per-day"),
            ..Limit::undocumented(path, access)
        });
    }
    for (path, _) in document.paths() {
        // A table that limits only the reading, or only the writing, leaves the other half.
        let access = match limited.get(path).map(Vec::as_slice) {
            None => Access::Any,
            Some([Access::Read]) => Access::Write,
            Some([Access::Write]) => Access::Read,
            Some(_) => continue,
        };
        paths.push(Limit {
            requests_per_minute: every_other,
            ..Limit::undocumented(path, access)
        });
    }
    make_unique(&mut paths);
    Limits { paths, every_other }
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
