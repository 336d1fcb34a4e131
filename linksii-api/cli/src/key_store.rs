//! Where `linksii login` keeps the key: in the system's keyring, or where there is none in a file that only
//! its owner can read.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use linksii_api::Secret;

use crate::failure::Failure;
use crate::whole_file;

/// What each key starts with.
pub(crate) const KEY_PREFIX: &str = "lnk_";

/// Where a key was found, or is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    Keyring,
    File(PathBuf),
}

impl fmt::Display for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring => f.write_str("the system's keyring"),
            Self::File(path) => path.display().fmt(f),
        }
    }
}

/// The file that holds the key where there is no keyring.
pub(crate) fn file(directory: &Path) -> PathBuf {
    directory.join("key")
}

/// The key that is kept, if there is one. `note` is called with what its user should know.
pub(crate) fn load(
    directory: &Path,
    note: &dyn Fn(String),
) -> Result<Option<(Secret, Store)>, Failure> {
    let path = file(directory);
    match fs::read_to_string(&path) {
        Ok(text) => {
            if whole_file::tighten(&path).unwrap_or(false) {
                note(format!(
                    "others could read {}, which holds the key: its mode is 600 again",
                    path.display()
                ));
            }
            let key = text.trim();
            if key.is_empty() {
                let message = format!("{} holds no key", path.display());
                return Err(Failure::configuration(message).hint("keep one: linksii login"));
            }
            Ok(Some((Secret::from(key.to_owned()), Store::File(path))))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Ok(keyring::get().map(|key| (Secret::from(key), Store::Keyring)))
        }
        Err(error) => Err(Failure::configuration(format!(
            "cannot read {}: {error}",
            path.display()
        ))),
    }
}

/// Keeps a key, in place of one that is kept.
pub(crate) fn save(directory: &Path, key: &Secret, in_file: bool) -> Result<Store, Failure> {
    let path = file(directory);
    if !in_file && keyring::set(key.expose()) {
        // A file would be found first.
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(Failure::file("cannot remove", &path, &error));
            }
            _ => return Ok(Store::Keyring),
        }
    }
    let text = format!("{}\n", key.expose());
    whole_file::write_private(&path, text.as_bytes())
        .map_err(|error| Failure::file("cannot write", &path, &error))?;
    Ok(Store::File(path))
}

/// Forgets the key, wherever it is kept; gives where it was.
pub(crate) fn remove(directory: &Path) -> Result<Vec<Store>, Failure> {
    let path = file(directory);
    let mut removed = Vec::new();
    match fs::remove_file(&path) {
        Ok(()) => removed.push(Store::File(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(Failure::file("cannot remove", &path, &error)),
    }
    if keyring::remove() {
        removed.push(Store::Keyring);
    }
    Ok(removed)
}

/// The system's keyring. One that is not there, is locked or does not answer counts as none.
#[cfg(feature = "keyring")]
mod keyring {
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use keyring::{Entry, Result};

    /// How long a keyring may take. One that asks its user for a password takes longer, and is given up.
    const PATIENCE: Duration = Duration::from_secs(2);

    pub(super) fn get() -> Option<String> {
        ask(|entry| entry.get_password())
    }

    pub(super) fn set(key: &str) -> bool {
        let key = key.to_owned();
        ask(move |entry| entry.set_password(&key)).is_some()
    }

    pub(super) fn remove() -> bool {
        ask(|entry| entry.delete_credential()).is_some()
    }

    fn ask<T: Send + 'static>(
        question: impl FnOnce(Entry) -> Result<T> + Send + 'static,
    ) -> Option<T> {
        if !may_be_there() {
            return None;
        }
        let (answer, answered) = mpsc::channel();
        thread::spawn(move || {
            let result = Entry::new("linksii", "api-key").and_then(question);
            // Nobody listens any more if it took too long.
            let _ = answer.send(result.ok());
        });
        answered.recv_timeout(PATIENCE).ok().flatten()
    }

    /// On Linux the keyring is behind D-Bus: without a bus there is none.
    fn may_be_there() -> bool {
        if !cfg!(all(unix, not(target_os = "macos"))) {
            return true;
        }
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        set("DBUS_SESSION_BUS_ADDRESS").is_some()
            || set("XDG_RUNTIME_DIR")
                .is_some_and(|directory| std::path::Path::new(&directory).join("bus").exists())
    }
}

#[cfg(not(feature = "keyring"))]
mod keyring {
    pub(super) fn get() -> Option<String> {
        None
    }

    pub(super) fn set(_: &str) -> bool {
        false
    }

    pub(super) fn remove() -> bool {
        false
    }
}
