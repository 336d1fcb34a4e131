//! A session with the built server, message by message.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use linksii_sandbox::{History, Sandbox, SandboxBuilder};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// How long any answer may take here.
const PATIENCE: Duration = Duration::from_secs(20);

/// A service on loopback.
pub(crate) struct Service {
    pub(crate) sandbox: Sandbox,
    _runtime: Runtime,
}

impl Service {
    /// With some days of results.
    pub(crate) fn of_days(days: u32) -> Self {
        Self::of(Sandbox::builder().history(History::of_days(days)))
    }

    pub(crate) fn of(builder: SandboxBuilder) -> Self {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(builder.start()).unwrap();
        Self {
            sandbox,
            _runtime: runtime,
        }
    }
}

/// `linksii` in an environment of its own.
pub(crate) fn linksii(home: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linksii"));
    command
        .env_clear()
        .env("HOME", home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// A running server.
pub(crate) struct Session {
    pub(crate) child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<String>,
    stderr: Option<JoinHandle<String>>,
    id: i64,
    _home: TempDir,
}

impl Session {
    /// A server of this service.
    pub(crate) fn of(service: &Service, arguments: &[&str]) -> Self {
        Self::with(arguments, |command| {
            command
                .env("LINKSII_API_KEY", service.sandbox.api_key())
                .env("LINKSII_BASE_URL", service.sandbox.base_url());
        })
    }

    /// A server that has been greeted.
    pub(crate) fn with(arguments: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let mut session = Self::silent(arguments, change);
        session.initialize("2025-11-25");
        session
    }

    /// A server that has received nothing.
    pub(crate) fn silent(arguments: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let home = TempDir::new().unwrap();
        let mut command = linksii(&home);
        command.arg("mcp").args(arguments);
        change(&mut command);
        Self::spawn(command, home)
    }

    pub(crate) fn spawn(mut command: Command, home: TempDir) -> Self {
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stdout.lines() {
                if sender.send(line.unwrap()).is_err() {
                    break;
                }
            }
        });
        let mut errors = child.stderr.take().unwrap();
        let stderr = thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        Self {
            stdin: child.stdin.take(),
            child,
            lines,
            stderr: Some(stderr),
            id: 0,
            _home: home,
        }
    }

    /// Sends a line.
    pub(crate) fn send(&mut self, message: &Value) {
        let stdin = self.stdin.as_mut().unwrap();
        stdin.write_all(format!("{message}\n").as_bytes()).unwrap();
        stdin.flush().unwrap();
    }

    /// Sends a request and leaves its answer to be read.
    pub(crate) fn ask(&mut self, method: &str, parameters: Value) -> i64 {
        self.id += 1;
        let id = self.id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": parameters}));
        id
    }

    /// The next message, which is JSON-RPC and on a line of its own.
    pub(crate) fn receive(&mut self) -> Value {
        let line = self.lines.recv_timeout(PATIENCE).unwrap();
        message(&line)
    }

    /// The answer to a request.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> Value {
        let id = self.ask(method, parameters);
        let answer = self.receive();
        assert_eq!(answer["id"], id, "{answer}");
        answer
    }

    pub(crate) fn initialize(&mut self, revision: &str) -> Value {
        let parameters = json!({
            "protocolVersion": revision,
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        });
        let answer = self.request("initialize", parameters);
        self.send(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        answer["result"].clone()
    }

    /// The tools, as they are listed.
    pub(crate) fn tools(&mut self) -> Vec<Value> {
        let answer = self.request("tools/list", json!({}));
        answer["result"]["tools"].as_array().unwrap().clone()
    }

    pub(crate) fn names(&mut self) -> Vec<String> {
        let tools = self.tools();
        let name = |tool: &Value| tool["name"].as_str().unwrap().to_owned();
        tools.iter().map(name).collect()
    }

    /// What a tool gives, which may be an error.
    pub(crate) fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let parameters = json!({"name": tool, "arguments": arguments});
        self.request("tools/call", parameters)["result"].clone()
    }

    /// What a tool gives as text.
    pub(crate) fn text(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], false, "{result}");
        text(&result)
    }

    /// What a tool gives as JSON.
    pub(crate) fn json(&mut self, tool: &str, arguments: Value) -> Value {
        serde_json::from_str(&self.text(tool, arguments)).unwrap()
    }

    /// Why a tool failed.
    pub(crate) fn failure(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{result}");
        assert!(result.get("structuredContent").is_none());
        text(&result)
    }

    /// Closes the input.
    pub(crate) fn close(&mut self) {
        self.stdin = None;
    }

    /// The status that it ends with, on its own, before long.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until nobody can write to standard output any more.
    pub(crate) fn wait_for_silence(&mut self) {
        loop {
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => drop(message(&line)),
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => panic!("it does not end"),
            }
        }
    }

    /// Closes the input, and gives what was written to standard error.
    pub(crate) fn stderr(mut self) -> String {
        self.close();
        self.end();
        self.wait_for_silence();
        self.stderr.take().unwrap().join().unwrap()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn message(line: &str) -> Value {
    let message: Value = serde_json::from_str(line).unwrap();
    assert_eq!(message["jsonrpc"], "2.0", "{line}");
    message
}

fn text(result: &Value) -> String {
    let content = result["content"].as_array().unwrap();
    assert_eq!(content.len(), 1, "{result}");
    content[0]["text"].as_str().unwrap().to_owned()
}
