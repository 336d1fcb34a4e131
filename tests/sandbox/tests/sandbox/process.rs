//! The program: what it prints, how it stops, and how much memory it needs.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::caller::{Caller, OPERATIONS, send};

/// A process that ends with the test.
struct Process(Child);

fn spawn(arguments: &[&str]) -> Process {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linksii-sandbox"));
    program.args(arguments);
    let program = program.stdout(Stdio::piped()).stderr(Stdio::piped());
    Process(program.spawn().unwrap())
}

impl Process {
    fn signal(&self, signal: &str) {
        let id = self.0.id().to_string();
        let status = Command::new("kill").args([signal, &id]).status();
        assert!(status.unwrap().success());
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A sandbox in a process of its own, which listens.
struct Program {
    process: Process,
    printed: Vec<String>,
    output: BufReader<std::process::ChildStdout>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        let mut process = spawn(&[&["--port", "0"], arguments].concat());
        let mut output = BufReader::new(process.0.stdout.take().unwrap());
        let mut printed = Vec::new();
        while !printed
            .last()
            .is_some_and(|it: &String| it.starts_with("curl "))
        {
            let mut line = String::new();
            assert!(
                output.read_line(&mut line).unwrap() > 0,
                "it ended: {printed:?}"
            );
            printed.push(line.trim_end().to_owned());
        }
        Self {
            process,
            printed,
            output,
        }
    }

    /// What was printed after a word.
    fn after(&self, word: &str) -> &str {
        let found = self.printed.iter().find_map(|it| it.strip_prefix(word));
        found.unwrap_or_else(|| panic!("no {word} in {:?}", self.printed))
    }

    fn caller(&self) -> Caller {
        Caller::at(
            self.after("export LINKSII_BASE_URL="),
            self.after("export LINKSII_API_KEY="),
        )
    }

    /// Sends a signal, and returns what was printed until the end, and the exit code.
    fn signal(mut self, signal: &str) -> (String, Option<i32>) {
        self.process.signal(signal);
        let mut printed = String::new();
        self.output.read_to_string(&mut printed).unwrap();
        let mut errors = self.process.0.stderr.take().unwrap();
        errors.read_to_string(&mut printed).unwrap();
        (printed, self.process.0.wait().unwrap().code())
    }
}

#[test]
fn the_line_that_it_prints_works() {
    let program = Program::start(&[]);
    let line = program.printed.last().unwrap();
    let output = Command::new("sh")
        .args(["-c", &format!("{line} --silent")])
        .output()
        .unwrap();
    let reply: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(reply["data"][0]["name"], "Acme Corp");
}

#[tokio::test]
async fn sigint_and_sigterm_stop_it_while_it_answers() {
    for signal in ["-INT", "-TERM"] {
        let program = Program::start(&[]);
        let caller = program.caller();
        assert_eq!(caller.get("/workspaces").await.status, 200);
        let late = caller.request("GET", "/workspaces", "");
        let late = tokio::spawn(late.header("x-sandbox-fault", "delay=1h").send());
        while caller.control("GET", "/_sandbox/requests", "").await.data()[1].is_null() {}
        let (printed, code) = tokio::task::spawn_blocking(move || program.signal(signal))
            .await
            .unwrap();
        assert_eq!(
            (printed.as_str(), code),
            ("Stopped.\n", Some(0)),
            "{signal}"
        );
        assert!(late.await.unwrap().is_err());
    }
}

#[tokio::test]
async fn its_options_have_their_effect() {
    let program = Program::start(&[
        "--days=40",
        "--runs-per-day=3",
        "--seed=7",
        "--until=2026-01-31",
        "--all-plans",
        "--no-limits",
        "--fault=status=503; times=1",
    ]);
    let caller = program.caller();
    assert_eq!(caller.get("/workspaces").await.status, 503);
    assert_eq!(caller.get("/workspaces").await.json()["meta"]["total"], 4);
    let runs = caller
        .get("/tracking?workspace_id=ws_01HNWT&limit=1")
        .await
        .json();
    assert_eq!(runs["meta"]["total"], 480);
    assert!(
        runs["data"][0]["ran_at"]
            .as_str()
            .unwrap()
            .starts_with("2026-01-31")
    );
}

#[test]
fn it_reports_what_it_cannot_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, message) in [
        (
            vec!["--port", &port],
            format!("cannot listen on 127.0.0.1:{port}"),
        ),
        (
            vec!["--host", "nowhere.invalid"],
            "cannot listen on nowhere.invalid:4010".to_owned(),
        ),
        (
            vec!["--fault", "explode"],
            "`explode` is not a part of a fault".to_owned(),
        ),
        (
            vec!["--fault", "close; on=no"],
            "`on=no` is not an operation of the document".to_owned(),
        ),
        (vec!["--seed", "7"], "--days".to_owned()),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_linksii-sandbox"));
        let output = program.args(&arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        let printed = String::from_utf8(output.stderr).unwrap();
        assert!(printed.contains(&message), "{printed}");
    }
}

#[test]
fn it_warns_where_others_can_reach_it() {
    let program = Program::start(&["--host", "0.0.0.0"]);
    assert!(program.signal("-INT").0.contains("0.0.0.0 is not loopback"));
    let program = Program::start(&[]);
    assert!(
        program
            .after("The sandbox listens")
            .contains("http://127.0.0.1:")
    );
    assert_eq!(program.signal("-INT").0, "Stopped.\n");
}

#[tokio::test]
async fn it_listens_on_a_name_and_on_ipv6() {
    let has_ipv6 = std::net::TcpListener::bind("[::1]:0").is_ok();
    for (host, url) in [
        ("localhost", "http://127.0.0.1:"),
        ("::1", "http://[::1]:"),
        ("[::1]", "http://[::1]:"),
        ("0.0.0.0", "http://127.0.0.1:"),
    ] {
        if !has_ipv6 && url.contains("::1") {
            continue;
        }
        let program = Program::start(&["--host", host]);
        let base_url = program.after("export LINKSII_BASE_URL=");
        assert!(base_url.starts_with(url), "{host}: {base_url}");
        let page = program.caller().control("GET", "/", "").await;
        assert_eq!(page.status, 200, "{host}: {page:?}");
    }
}

#[tokio::test]
async fn it_serves_and_stops_although_nobody_reads_its_output() {
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let mut child = spawn(&["--port", &port.to_string()]);
    drop(child.0.stdout.take());
    let base_url = format!("http://127.0.0.1:{port}/api/v1");
    let caller = Caller::at(&base_url, "lnk_sandbox_enterprise");
    let mut tries = 0;
    while caller
        .request("GET", "/workspaces", "")
        .send()
        .await
        .is_err()
    {
        tries += 1;
        assert!(tries < 500, "it does not listen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.signal("-TERM");
    let mut errors = String::new();
    let mut stderr = child.0.stderr.take().unwrap();
    stderr.read_to_string(&mut errors).unwrap();
    assert_eq!(
        (errors.as_str(), child.0.wait().unwrap().code()),
        ("", Some(0))
    );
}

/// Peak memory of a process, in KiB.
#[cfg(target_os = "linux")]
fn peak(program: &Program) -> u64 {
    let status =
        std::fs::read_to_string(format!("/proc/{}/status", program.process.0.id())).unwrap();
    let line = status
        .lines()
        .find_map(|it| it.strip_prefix("VmHWM:"))
        .unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_million_runs_need_little_memory() {
    let program = Program::start(&["--days=365", "--runs-per-day=720", "--seed=7"]);
    let caller = program.caller();
    for (offset, ran_at) in [
        (0, "2025-06-01T19:59:00Z"),
        (1_051_196, "2024-06-02T08:00:00Z"),
    ] {
        let target = format!("/tracking?workspace_id=ws_01HNWT&limit=100&offset={offset}");
        let page = caller.get(&target).await.json();
        assert_eq!(page["meta"]["total"], 1_051_200);
        assert_eq!(page["data"][0]["ran_at"], ran_at);
    }
    assert_eq!(caller.control("GET", "/", "").await.status, 200);
    let peak = peak(&program);
    assert!(peak < 64 << 10, "{peak} KiB");
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory_stays_flat_over_ten_thousand_requests() {
    let program = Program::start(&["--no-limits", "--days=365", "--seed=7"]);
    let caller = std::sync::Arc::new(program.caller());
    let batch = async |per_connection: usize| {
        let connections = (0..64).map(|connection| {
            let caller = std::sync::Arc::clone(&caller);
            tokio::spawn(async move {
                let (mut right, mut failed) = (0, 0);
                for place in 0..per_connection {
                    let (_, _, target, _) = OPERATIONS[[1, 2, 3, 5, 8][(connection + place) % 5]];
                    let target = target.replace("ws_01HXYZ", "ws_01HNWT");
                    let asked = place % 10 == 0;
                    let request = caller.request("GET", &target, "");
                    let reply = send(if asked {
                        request.header("x-sandbox-fault", "status=503")
                    } else {
                        request
                    });
                    let status = reply.await.status;
                    right += usize::from(status == if asked { 503 } else { 200 });
                    failed += usize::from(status == 503);
                }
                (right, failed)
            })
        });
        let mut sum = (0, 0);
        for connection in connections.collect::<Vec<_>>() {
            let (right, failed) = connection.await.unwrap();
            sum = (sum.0 + right, sum.1 + failed);
        }
        sum
    };
    // The journal is full after this, and each connection has its buffers.
    assert_eq!(batch(80).await, (5120, 512));
    let full = peak(&program);
    assert_eq!(batch(160).await, (10_240, 1024));
    let grown = peak(&program) - full;
    assert!(grown < 8 << 10, "{grown} KiB on top of {full}");
    assert!(full < 128 << 10, "{full} KiB");
}
