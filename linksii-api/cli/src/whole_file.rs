//! Files that are never half written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

/// What the name of a file ends with that is to replace another.
const SUFFIX: &str = ".linksii-new";

/// After this long it is not being written any more.
const LONG_AGO: Duration = Duration::from_secs(60);

/// Replaces a file that only its owner may read: it has mode 600 from its first byte on, and a directory
/// that is made for it 700.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(directory) = directory(path).filter(|it| !it.is_dir()) {
        make_private(directory)?;
    }
    replace(path, bytes, Readers::Owner)
}

/// Replaces a file that anybody may read, as the user's mask allows.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, Readers::Anybody)
}

/// Who may read a file.
#[derive(Clone, Copy)]
enum Readers {
    Owner,
    /// Those that the user's mask allows.
    Anybody,
}

/// Replaces a file as a whole: whatever happens, it is the old one or the new one.
fn replace(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    if is_device(path) {
        return fs::write(path, bytes);
    }
    sweep(path);
    Prepared::new(path, bytes, readers)?.commit()
}

/// Removes what processes left that were killed before they replaced a file.
pub(crate) fn sweep(path: &Path) {
    let prefix = prefix(path);
    let entries = fs::read_dir(directory(path).unwrap_or(Path::new(".")));
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let age = entry
            .metadata()
            .and_then(|it| it.modified())
            .map(|it| it.elapsed());
        let is_old = matches!(age, Ok(Ok(age)) if age >= LONG_AGO);
        if is_old && name.starts_with(&prefix) && name.ends_with(SUFFIX) {
            // Another process may be faster.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// What the name of a file begins with that is to replace another.
fn prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    format!(".{}.", name.to_string_lossy())
}

/// A device or a pipe stays what it is.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|it| !it.is_file())
}

/// A file that is ready to take another's name.
pub(crate) struct Prepared {
    file: NamedTempFile,
    path: PathBuf,
}

/// Writes what will replace a file that anybody may read, so that to replace it is a matter of a moment.
pub(crate) fn prepare(path: &Path, bytes: &[u8]) -> io::Result<Prepared> {
    if is_device(path) {
        return Err(io::Error::other("it is not a file"));
    }
    Prepared::new(path, bytes, Readers::Anybody)
}

impl Prepared {
    fn new(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<Self> {
        // A link stays one.
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let directory = directory(path).unwrap_or(Path::new("."));
        let prefix = prefix(path);
        let mut builder = Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        #[cfg(unix)]
        if let Readers::Anybody = readers {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        #[cfg(not(unix))]
        let _ = readers;
        let mut file = builder.tempfile_in(directory)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        Ok(Self {
            file,
            path: path.to_owned(),
        })
    }

    /// Replaces the file.
    pub(crate) fn commit(self) -> io::Result<()> {
        self.file.persist(&self.path).map_err(|error| error.error)?;
        // So that the new name outlasts a power cut. Where directories cannot be opened, nothing is to be done.
        if let Ok(directory) = fs::File::open(directory(&self.path).unwrap_or(Path::new("."))) {
            let _ = directory.sync_all();
        }
        Ok(())
    }
}

/// The directory that a file is in, unless it is the current one.
fn directory(path: &Path) -> Option<&Path> {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
}

fn make_private(directory: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(directory)
}

/// Takes away what others may do with a file; whether there was anything.
pub(crate) fn tighten(path: &Path) -> io::Result<bool> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(path)?.permissions().mode();
        if mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
            return Ok(true);
        }
    }
    #[cfg(not(unix))]
    fs::metadata(path)?;
    Ok(false)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_process_left_is_removed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("cursor");
        let (old, new) = (".cursor.a.linksii-new", ".cursor.b.linksii-new");
        for name in [old, new, ".other.a.linksii-new"] {
            fs::write(directory.path().join(name), "").unwrap();
        }
        let before = std::time::SystemTime::now() - LONG_AGO * 2;
        for name in [old, ".other.a.linksii-new"] {
            let file = fs::File::options()
                .write(true)
                .open(directory.path().join(name));
            file.unwrap().set_modified(before).unwrap();
        }
        write(&path, b"1").unwrap();
        let mut left: Vec<_> = fs::read_dir(directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, [new, ".other.a.linksii-new", "cursor"]);
    }
}
