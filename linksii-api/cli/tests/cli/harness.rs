//! A sandbox, and the program that asks it.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use chrono::NaiveDate;
use linksii_sandbox::{History, Sandbox, SandboxBuilder};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;
use tokio::time::timeout;

/// More than any of these commands takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A workspace with 30 days of data.
pub(crate) const WORKSPACE: &str = "ws_01HNWT";

/// A service, and a directory that is the user's home.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    home: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Sandbox::builder().limits(false)).await
    }

    pub(crate) async fn with(sandbox: SandboxBuilder) -> Self {
        let until = NaiveDate::from_ymd_opt(2025, 6, 1).unwrap();
        let history = History::of_days(30).until(until);
        Self {
            sandbox: sandbox.history(history).start().await.unwrap(),
            home: tempfile::tempdir().unwrap(),
        }
    }

    /// A file in the user's home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// The program, with the key and the address of the sandbox in its environment and nothing else.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = program(self.home.path(), arguments);
        command
            .env("LINKSII_API_KEY", self.sandbox.api_key())
            .env("LINKSII_BASE_URL", self.sandbox.base_url())
            .env("LINKSII_WORKSPACE", WORKSPACE);
        command
    }

    pub(crate) async fn run(&self, arguments: &str) -> Ended {
        ended(self.command(arguments)).await
    }

    /// How many requests were made.
    pub(crate) fn requests(&self) -> usize {
        self.sandbox.journal().len()
    }
}

/// The program in a home of its own.
pub(crate) fn program(home: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linksii"));
    command
        .args(shell_words::split(arguments).unwrap())
        .env_clear()
        .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end.
pub(crate) async fn ended(mut command: Command) -> Ended {
    let child = command.spawn().unwrap();
    let output = timeout(PATIENCE, child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    Ended {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs a command that reads this.
pub(crate) async fn given(mut command: Command, input: &str) -> Ended {
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).await.unwrap();
    drop(stdin);
    let output = timeout(PATIENCE, child.wait_with_output())
        .await
        .unwrap()
        .unwrap();
    Ended {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The body of a list of these items, as the service would send it.
pub(crate) fn page(items: &[&str]) -> String {
    format!(
        r#"{{"data":[{}],"meta":{{"total":{},"limit":100,"offset":0}}}}"#,
        items.join(","),
        items.len()
    )
}

/// Sends a signal to a process that a test started.
#[cfg(unix)]
pub(crate) fn signal(child: &tokio::process::Child, name: &str) {
    let id = child.id().unwrap().to_string();
    let status = std::process::Command::new("kill")
        .args([&format!("-{name}"), &id])
        .status();
    assert!(status.unwrap().success());
}
