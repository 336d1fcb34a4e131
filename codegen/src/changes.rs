//! What generating would change in a directory.

use std::collections::BTreeMap;
use std::fmt;

use similar::{ChangeTag, TextDiff};

use crate::render::File;

/// A file that is not as it is generated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Its path in the generated directory.
    pub path: String,
    /// Its text; nothing where it is missing.
    pub before: Option<String>,
    /// The text that is generated; nothing where it is no longer generated.
    pub after: Option<String>,
}

/// Compares a directory's files with the generated ones, by path.
pub fn changes(existing: &BTreeMap<String, String>, generated: &[File]) -> Vec<Change> {
    let mut changes: BTreeMap<&str, Change> = BTreeMap::new();
    let existing = existing.iter().map(|(path, text)| (path, Some(text), None));
    let generated = generated.iter().map(|it| (&it.path, None, Some(&it.text)));
    for (path, before, after) in existing.chain(generated) {
        let change = changes.entry(path).or_default();
        change.path.clone_from(path);
        change.before = change.before.take().or(before.cloned());
        change.after = after.cloned();
    }
    let changes = changes.into_values();
    changes.filter(|it| it.before != it.after).collect()
}

impl Change {
    /// The difference, as `diff -u` shows it.
    pub fn diff(&self) -> String {
        let [before, after] =
            ["as it is", "as generated"].map(|it| format!("{} ({it})", self.path));
        let diff = self.lines();
        let mut diff = diff.unified_diff();
        diff.context_radius(3).header(&before, &after).to_string()
    }

    fn lines(&self) -> TextDiff<'_, '_, str> {
        let [before, after] = [&self.before, &self.after].map(|it| it.as_deref());
        TextDiff::from_lines(before.unwrap_or_default(), after.unwrap_or_default())
    }
}

/// One line: what happens to the file, and how many lines are added and removed.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match (&self.before, &self.after) {
            (None, _) => "new",
            (Some(_), None) => "removed",
            (Some(_), Some(_)) => "changed",
        };
        let diff = self.lines();
        let count = |tag| diff.iter_all_changes().filter(|it| it.tag() == tag).count();
        let (added, removed) = (count(ChangeTag::Insert), count(ChangeTag::Delete));
        write!(f, "{what:>8} {} (+{added} -{removed})", self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> File {
        File {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    fn lines(existing: &[(&str, &str)], generated: &[File]) -> Vec<String> {
        let existing = existing
            .iter()
            .map(|(path, text)| (path.to_string(), text.to_string()));
        changes(&existing.collect(), generated)
            .iter()
            .map(Change::to_string)
            .collect()
    }

    #[test]
    fn a_file_that_is_as_generated_has_not_changed() {
        assert!(lines(&[("a.rs", "x\n")], &[file("a.rs", "x\n")]).is_empty());
    }

    #[test]
    fn edited_new_and_removed_files_are_each_listed() {
        assert_eq!(
            lines(
                &[("edited.rs", "x\ny\n"), ("stray.rs", "z\n")],
                &[file("edited.rs", "x\n"), file("new.rs", "w\n")]
            ),
            [
                " changed edited.rs (+0 -1)",
                "     new new.rs (+1 -0)",
                " removed stray.rs (+0 -1)"
            ]
        );
    }

    #[test]
    fn the_difference_names_the_file_and_the_line() {
        let existing = [("a.rs".to_owned(), "x\ny\n".to_owned())]
            .into_iter()
            .collect();
        let change = &changes(&existing, &[file("a.rs", "x\nz\n")])[0];
        assert!(change.diff().contains("a.rs (as generated)"));
        assert!(change.diff().contains("-y\n+z\n"));
    }
}
