//! How far a watch is: which results were given out, so that each is given out once.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Status};
use crate::raw::Raw;
use crate::whole_file::{self, Prepared};

/// How long after others of its time a result may come, and still be noticed.
pub(super) const LOOK_BACK: TimeDelta = TimeDelta::days(2);

/// A result, as far as a watch has to know it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) row: Raw,
}

/// What was given out.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cursor {
    workspace: String,
    /// Results from before are not looked at.
    since: Option<DateTime<Utc>>,
    /// The results from then on that were given out, by id. One whose time cannot be read has none.
    seen: BTreeMap<String, Option<DateTime<Utc>>>,
}

impl Found {
    pub(super) fn of(row: Raw) -> Self {
        let text = |name| row.member(name).and_then(|it| it.text());
        let at = text("ran_at").and_then(|it| DateTime::parse_from_rfc3339(&it).ok());
        Self {
            // What has no id is known by all that it says.
            id: text("id")
                .filter(|id| !id.is_empty())
                .unwrap_or_else(|| row.compact()),
            at: at.map(Into::into),
            row,
        }
    }
}

impl Cursor {
    pub(super) fn new(workspace: &str, since: Option<DateTime<Utc>>) -> Self {
        Self {
            workspace: workspace.to_owned(),
            since,
            seen: BTreeMap::new(),
        }
    }

    /// Reads a file, if it is there.
    pub(super) fn load(path: &Path, workspace: &str) -> Result<Option<Self>, Failure> {
        whole_file::sweep(path);
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::file("cannot read the cursor", path, &error)),
        };
        let cursor: Self = serde_json::from_str(&text).map_err(|error| {
            let message = format!("the cursor {} cannot be read: {error}", path.display());
            Failure::new(Status::Partial, message)
                .hint("correct the file, or remove it and name a time: --since TIME; it was left as it is")
        })?;
        if cursor.workspace != workspace {
            let message = format!(
                "the cursor {} is of the workspace {}, not of {workspace}",
                path.display(),
                cursor.workspace
            );
            return Err(Failure::usage(message).hint("name another file: --cursor FILE"));
        }
        Ok(Some(cursor))
    }

    /// Writes what is to replace the file.
    pub(super) fn prepare(&self, path: &Path) -> Result<Prepared, Failure> {
        let written = serde_json::to_vec(self).map_err(io::Error::from);
        written
            .and_then(|bytes| whole_file::prepare(path, &bytes))
            .map_err(|error| Failure::file("cannot write the cursor", path, &error))
    }

    /// The time from which on results are looked at.
    pub(super) fn horizon(&self) -> Option<DateTime<Utc>> {
        // One from the future would hide all others.
        let now = Utc::now();
        let known = self.seen.values().flatten();
        let newest = known.map(|at| now.min(*at)).max();
        let back = newest.and_then(|at| at.checked_sub_signed(LOOK_BACK));
        self.since.max(back)
    }

    /// Whether a result is still to be given out.
    pub(super) fn is_new(&self, found: &Found) -> bool {
        let is_recent = match (found.at, self.horizon()) {
            (Some(at), Some(horizon)) => at >= horizon,
            _ => true,
        };
        is_recent && !self.seen.contains_key(&found.id)
    }

    pub(super) fn add(&mut self, found: &Found) {
        self.seen.insert(found.id.clone(), found.at);
    }

    /// Forgets what is too old to be looked at again.
    pub(super) fn prune(&mut self) {
        self.since = self.horizon();
        let since = self.since;
        self.seen.retain(|_, at| at.is_none() || *at >= since);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn found(id: &str, at: &str) -> Found {
        let row = format!(r#"{{"id":"{id}","ran_at":"{at}"}}"#);
        Found::of(Raw::of(row).unwrap())
    }

    #[test]
    fn a_late_result_and_one_of_the_same_time_are_new() {
        let mut cursor = Cursor::new("ws_1", None);
        cursor.add(&found("run_1", "2025-06-10T10:00:00Z"));
        cursor.prune();
        assert!(!cursor.is_new(&found("run_1", "2025-06-10T10:00:00Z")));
        assert!(cursor.is_new(&found("run_2", "2025-06-10T10:00:00Z")));
        assert!(cursor.is_new(&found("run_3", "2025-06-10T09:50:00Z")));
        assert!(!cursor.is_new(&found("run_4", "2025-06-01T10:00:00Z")));
    }

    #[test]
    fn one_result_from_the_future_does_not_hide_the_others() {
        let mut cursor = Cursor::new("ws_1", None);
        cursor.add(&found("run_1", "2999-01-01T00:00:00Z"));
        cursor.prune();
        let now = Utc::now().to_rfc3339();
        assert!(cursor.is_new(&found("run_2", &now)));
        assert!(!cursor.is_new(&found("run_1", "2999-01-01T00:00:00Z")));
    }

    #[test]
    fn what_is_too_old_to_be_looked_at_is_forgotten() {
        let mut cursor = Cursor::new("ws_1", None);
        for (id, at) in [
            ("run_1", "2025-06-01T10:00:00Z"),
            ("run_2", "2025-06-10T10:00:00Z"),
        ] {
            cursor.add(&found(id, at));
        }
        cursor.prune();
        assert_eq!(cursor.seen.len(), 1);
        assert!(!cursor.is_new(&found("run_1", "2025-06-01T10:00:00Z")));
    }
}
