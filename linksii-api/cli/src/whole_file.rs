//! Files that are never half written.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::{Builder, NamedTempFile};

/// Replaces a file that only its owner may read: it has mode 600 from its first byte on, and a directory
/// that is made for it 700.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(directory) = directory(path).filter(|it| !it.is_dir()) {
        make_private(directory)?;
    }
    replace(path, bytes, &mut Builder::new())
}

/// Replaces a file that anybody may read, as the user's mask allows.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, &mut readable())
}

fn readable() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// Replaces a file as a whole: whatever happens, it is the old one or the new one.
fn replace(path: &Path, bytes: &[u8], builder: &mut Builder<'_, '_>) -> io::Result<()> {
    if is_device(path) {
        return fs::write(path, bytes);
    }
    Prepared::new(path, bytes, builder)?.commit()
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
    Prepared::new(path, bytes, &mut readable())
}

impl Prepared {
    fn new(path: &Path, bytes: &[u8], builder: &mut Builder<'_, '_>) -> io::Result<Self> {
        let directory = directory(path).unwrap_or(Path::new("."));
        let mut file = builder.prefix(".linksii-").tempfile_in(directory)?;
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
