//! Files of JSON lines that grow, and are right again after a hard stop: a line that was cut is taken away, a
//! line is on the disk before it counts, and two processes do not write to the same file.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Status};
use crate::raw::Raw;

/// A file that lines are appended to. It is locked as long as this lives.
pub(crate) struct LineFile {
    file: File,
    path: PathBuf,
    /// How long it is with whole lines only; nothing for a device or a pipe.
    length: Option<u64>,
}

impl LineFile {
    /// Opens a file, or makes it, and gives the lines that are in it.
    ///
    /// A last line that was cut is taken away. Where another line cannot be read, the file is left as it is.
    pub(crate) fn open(path: &Path) -> Result<(Self, Vec<Raw>), Failure> {
        let cannot = |error: std::io::Error| Failure::file("cannot open", path, &error);
        if fs::metadata(path).is_ok_and(|it| !it.is_file()) {
            // A device or a pipe is not read again.
            let file = OpenOptions::new().write(true).open(path).map_err(cannot)?;
            let file = Self {
                file,
                path: path.to_owned(),
                length: None,
            };
            return Ok((file, Vec::new()));
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut file = options.open(path).map_err(cannot)?;
        lock(&file, path)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(cannot)?;
        let (whole, last) = bytes.split_at(
            bytes
                .iter()
                .rposition(|it| *it == b'\n')
                .map_or(0, |at| at + 1),
        );
        let mut lines = whole
            .split(|byte| *byte == b'\n')
            .enumerate()
            .filter(|(_, line)| !line.trim_ascii().is_empty())
            .map(|(at, line)| parsed(line).ok_or_else(|| unreadable(path, at + 1)))
            .collect::<Result<Vec<_>, _>>()?;
        let mut file = Self {
            file,
            path: path.to_owned(),
            length: Some(whole.len() as u64),
        };
        match parsed(last) {
            // It came to its end, all but the line feed.
            Some(line) => {
                file.length = Some(bytes.len() as u64);
                file.append("\n")?;
                lines.push(line);
            }
            None => file
                .cut()
                .map_err(|error| Failure::file("cannot correct", path, &error))?,
        }
        Ok((file, lines))
    }

    /// Appends lines. They are on the disk afterwards, or nothing of them is in the file.
    pub(crate) fn push(&mut self, lines: &[String]) -> Result<(), Failure> {
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.append(&lines)
    }

    fn append(&mut self, text: &str) -> Result<(), Failure> {
        let result = self.file.write_all(text.as_bytes());
        let result = result.and_then(|()| match self.length {
            Some(_) => self.file.sync_data(),
            None => self.file.flush(),
        });
        if let Err(error) = result {
            // Where even that fails, the next start takes the cut line away.
            let _ = self.cut();
            return Err(Failure::file("cannot write", &self.path, &error));
        }
        self.length = self.length.map(|length| length + text.len() as u64);
        Ok(())
    }

    fn cut(&mut self) -> std::io::Result<()> {
        if let Some(length) = self.length {
            self.file.set_len(length)?;
            self.file.seek(SeekFrom::Start(length))?;
        }
        Ok(())
    }
}

/// A line that is a whole JSON object.
fn parsed(line: &[u8]) -> Option<Raw> {
    let text = std::str::from_utf8(line).ok()?.trim();
    let line = Raw::of(text.to_owned()).ok()?;
    text.starts_with('{').then_some(line)
}

fn unreadable(path: &Path, line: usize) -> Failure {
    let message = format!("line {line} of {} is not a JSON object", path.display());
    Failure::new(Status::Partial, message)
        .hint("correct the line, or name another file; it was left as it is")
}

/// Locks it where the system can, as the lock of a process ends with it, however that ends.
fn lock(file: &File, path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use rustix::fs::{FlockOperation, flock};
        use rustix::io::Errno;

        if flock(file, FlockOperation::NonBlockingLockExclusive) == Err(Errno::WOULDBLOCK) {
            let message = format!("another process writes to {}", path.display());
            return Err(Failure::new(Status::Partial, message));
        }
    }
    #[cfg(not(unix))]
    let _ = (file, path);
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Opens a file that holds these bytes; gives the lines, and the bytes after one more is written.
    fn opened(bytes: &[u8]) -> (usize, Vec<u8>) {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lines");
        fs::write(&path, bytes).unwrap();
        let (mut file, lines) = LineFile::open(&path).unwrap();
        file.push(&["{}".to_owned()]).unwrap();
        (lines.len(), fs::read(&path).unwrap())
    }

    #[test]
    fn a_torn_last_line_is_cut_and_a_whole_one_kept() {
        assert_eq!(opened(b""), (0, b"{}\n".to_vec()));
        assert_eq!(opened(b"{\"a\":1}\n"), (1, b"{\"a\":1}\n{}\n".to_vec()));
        assert_eq!(
            opened(b"{\"a\":1}\n{\"b\":"),
            (1, b"{\"a\":1}\n{}\n".to_vec())
        );
        assert_eq!(opened(b"{\"a\":1}"), (1, b"{\"a\":1}\n{}\n".to_vec()));
        // Inside a character.
        assert_eq!(opened(b"{\"a\":\"\xe6\x9d"), (0, b"{}\n".to_vec()));
        // What a power cut leaves.
        assert_eq!(opened(b"{}\n\0\0\0"), (1, b"{}\n{}\n".to_vec()));
    }

    #[test]
    fn a_file_of_something_else_is_left_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("letter");
        fs::write(&path, "Dear Ann,\nhello").unwrap();
        let failure = LineFile::open(&path).err().unwrap();
        assert!(failure.message.starts_with("line 1 of "), "{failure}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "Dear Ann,\nhello");
    }

    #[cfg(unix)]
    #[test]
    fn two_do_not_write_to_one_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lines");
        let first = LineFile::open(&path).unwrap();
        assert!(
            LineFile::open(&path)
                .err()
                .unwrap()
                .message
                .starts_with("another process")
        );
        drop(first);
        assert!(LineFile::open(&path).is_ok());
    }
}
