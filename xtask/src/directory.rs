//! The files of a directory that say that they are generated: no others are changed or removed, and no
//! link is followed.

use std::collections::BTreeMap;
use std::fs::FileType;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use fs_err as fs;

/// The file whose header says that a directory is a generated one.
const INDEX: &str = "mod.rs";

/// The generated files of a directory.
pub(crate) struct Directory {
    path: PathBuf,
    files: BTreeMap<String, String>,
}

impl Directory {
    /// Reads the generated files of a directory: those that are about to be generated again, and,
    /// where a `mod.rs` is among them, those that no longer are. Nothing else is looked at, and a
    /// directory without a generated `mod.rs` holds nothing but other files.
    ///
    /// # Errors
    ///
    /// What keeps one of the files to come from being written: a link, or a file that is not generated.
    pub(crate) fn read<'a>(
        path: &Path,
        generated: impl IntoIterator<Item = &'a str>,
    ) -> anyhow::Result<Self> {
        // Without a slash at the end, which would follow a link.
        let path: PathBuf = path.components().collect();
        if let Some(kind) = kind(&path)? {
            ensure!(
                !kind.is_symlink(),
                "{} is a link, and links are not followed: name the directory itself",
                path.display()
            );
            ensure!(
                kind.is_dir(),
                "{} is not a directory: name one, or a path where there is nothing yet",
                path.display()
            );
        }
        let mut this = Self {
            path,
            files: BTreeMap::new(),
        };
        let mut has_index = false;
        for file in generated {
            has_index |= file == INDEX;
            this.read_expected(file)?;
        }
        if has_index {
            this.read_former("")?;
        }
        Ok(this)
    }

    /// Each generated file's text by its path in the directory, with `/` between names.
    pub(crate) fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file that is about to be generated, where there is one already.
    fn read_expected(&mut self, file: &str) -> anyhow::Result<()> {
        let mut path = self.path.clone();
        let mut names = file.split('/').peekable();
        while let Some(name) = names.next() {
            path.push(name);
            let Some(kind) = kind(&path)? else {
                return Ok(());
            };
            ensure!(
                !kind.is_symlink(),
                "{} is a link, and links are not followed: remove it, or generate to another directory",
                path.display()
            );
            ensure!(
                names.peek().is_none() || kind.is_dir(),
                "{} is not a directory: move it away, or generate to another directory",
                path.display()
            );
        }
        let text = text(&path)?.filter(|text| is_generated(text));
        let text = text.with_context(|| {
            format!(
                "{} is not a generated file, as the header is missing: move it away, restore its \
                 header, or generate to another directory",
                path.display()
            )
        })?;
        self.files.insert(file.to_owned(), text);
        Ok(())
    }

    /// The files of a generated directory that bear our header.
    fn read_former(&mut self, directory: &str) -> anyhow::Result<()> {
        let path = self.path.join(directory);
        let index = path.join(INDEX);
        let is_file = kind(&index)?.is_some_and(|kind| kind.is_file());
        if !is_file || !text(&index)?.is_some_and(|text| is_generated(&text)) {
            return Ok(());
        }
        for entry in fs::read_dir(&path)? {
            let entry = entry?;
            // One whose name is not text is not ours.
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            let file = if directory.is_empty() {
                name
            } else {
                format!("{directory}/{name}")
            };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.read_former(&file)?;
            } else if kind.is_file()
                && let Some(text) = text(&entry.path())?.filter(|text| is_generated(text))
            {
                self.files.insert(file, text);
            }
        }
        Ok(())
    }
}

/// What a path is, a link as a link, or nothing where there is nothing.
fn kind(path: &Path) -> anyhow::Result<Option<FileType>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata.file_type())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A file's text, or nothing where it is something else.
fn text(path: &Path) -> anyhow::Result<Option<String>> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Ok(None);
    }
    Ok(String::from_utf8(fs::read(path)?).ok())
}

/// Whether a file bears the header that [`codegen::render`] writes, in its first two paragraphs: a file
/// that quotes one further down is not ours.
fn is_generated(text: &str) -> bool {
    let end = format!("by `{}`. Do not edit.", codegen::COMMAND);
    let mut blank = 0;
    text.lines()
        .take_while(|line| {
            blank += usize::from(line.is_empty());
            blank < 2
        })
        .map(|line| line.strip_prefix("//! ").unwrap_or(line))
        .any(|line| line.starts_with("Generated from ") && line.ends_with(&end))
}

#[cfg(test)]
mod tests {
    use super::is_generated;

    #[test]
    fn a_generated_file_says_so_at_its_head() {
        let header = format!(
            "Generated from `a.yaml` by `{}`. Do not edit.",
            codegen::COMMAND
        );
        for generated in [
            format!("//! Types.\n//!\n//! {header}\n\nuse x;\n"),
            format!("//! Types.\r\n//!\r\n//! {header}\r\n\r\nuse x;\r\n"),
            format!("# Rules\n\n{header}\n"),
        ] {
            assert!(is_generated(&generated), "{generated}");
        }
        for other in [
            String::new(),
            "//! By hand.\n".to_owned(),
            format!("//! Notes.\n\nmod a;\n\n//! {header}\n"),
            format!("//! A test of {header}\n"),
            format!("//! {header} Or do.\n"),
        ] {
            assert!(!is_generated(&other), "{other}");
        }
    }
}
