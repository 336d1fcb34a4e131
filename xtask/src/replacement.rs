//! Files of a directory that are replaced together, or not at all.

use std::path::{Path, PathBuf};

use anyhow::Context;
use codegen::changes::Change;
use fs_err as fs;
use tempfile::TempDir;

/// Changes of a directory, written to a temporary one in it, as a rename must not leave a file system.
/// Dropping this restores all that was there, unless [`keep`](Self::keep) was called first.
pub(crate) struct Replacement<'a> {
    base: &'a Path,
    changes: &'a [Change],
    /// None only while it is dropped.
    staging: Option<TempDir>,
    /// The moves that were made, from one path to another.
    moved: Vec<(PathBuf, PathBuf)>,
    created: Vec<PathBuf>,
}

impl<'a> Replacement<'a> {
    /// Writes the new files to the temporary directory.
    pub(crate) fn stage(base: &'a Path, changes: &'a [Change]) -> anyhow::Result<Self> {
        let mut this = Self {
            base,
            changes,
            staging: None,
            moved: Vec::new(),
            created: Vec::new(),
        };
        this.create_directory(base)?;
        let staging = tempfile::Builder::new()
            .prefix(".generated-")
            .tempdir_in(base)
            .with_context(|| format!("cannot write to {}", base.display()))?;
        let (new, old) = (staging.path().join("new"), staging.path().join("old"));
        this.staging = Some(staging);
        for change in changes {
            create_parent(&old.join(&change.path))?;
            if let Some(text) = &change.after {
                let path = new.join(&change.path);
                create_parent(&path)?;
                fs::write(&path, text)?;
            }
        }
        Ok(this)
    }

    /// Moves the old files away, and the new ones to where they belong.
    pub(crate) fn swap(&mut self) -> anyhow::Result<()> {
        let Some(staging) = self.staging.as_ref().map(|it| it.path().to_owned()) else {
            return Ok(());
        };
        for change in self.changes {
            let target = self.base.join(&change.path);
            if change.before.is_some() {
                self.rename(&target, staging.join("old").join(&change.path))?;
            }
            if change.after.is_some() {
                if let Some(parent) = target.parent() {
                    self.create_directory(parent)?;
                }
                self.rename(&staging.join("new").join(&change.path), target)?;
            }
        }
        Ok(())
    }

    /// Makes the changes final, and removes directories that became empty.
    pub(crate) fn keep(mut self) {
        self.moved.clear();
        self.created.clear();
        for change in self.changes.iter().filter(|it| it.after.is_none()) {
            let target = self.base.join(&change.path);
            let mut parents = target.ancestors().skip(1);
            while let Some(parent) = parents.next().filter(|it| *it != self.base)
                && fs::remove_dir(parent).is_ok()
            {}
        }
    }

    fn rename(&mut self, from: &Path, to: PathBuf) -> anyhow::Result<()> {
        fs::rename(from, &to)?;
        self.moved.push((from.to_owned(), to));
        Ok(())
    }

    fn create_directory(&mut self, path: &Path) -> anyhow::Result<()> {
        let missing: Vec<&Path> = path
            .ancestors()
            .take_while(|it| !it.as_os_str().is_empty() && !it.exists())
            .collect();
        for directory in missing.into_iter().rev() {
            fs::create_dir(directory)?;
            self.created.push(directory.to_owned());
        }
        Ok(())
    }
}

impl Drop for Replacement<'_> {
    fn drop(&mut self) {
        for (from, to) in self.moved.drain(..).rev() {
            let Err(error) = fs::rename(&to, &from) else {
                continue;
            };
            eprintln!(
                "error: {} could not be restored, and is kept as {}: {error}",
                from.display(),
                to.display()
            );
            if let Some(staging) = &mut self.staging {
                staging.disable_cleanup(true);
            }
        }
        // It is in a directory that may have been created for it.
        drop(self.staging.take());
        for directory in self.created.iter().rev() {
            // One that holds something again is not ours to remove.
            let _ = fs::remove_dir(directory);
        }
    }
}

fn create_parent(path: &Path) -> anyhow::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    Ok(())
}
