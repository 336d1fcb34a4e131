//! `cargo xtask sandbox`: what it prints works, and Ctrl-C stops it cleanly.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use linksii_tests::workspace::{cargo_command, root};

#[test]
#[ignore = "builds the sandbox by itself: cargo xtask ci thorough"]
fn the_command_prints_a_line_that_works_and_stops_cleanly() {
    let mut child = cargo_command(root())
        .args(["xtask", "sandbox", "--port", "0"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("curl ") {
        line.clear();
        assert!(output.read_line(&mut line).unwrap() > 0, "it ended");
    }
    let reply = Command::new("sh")
        .args(["-c", &format!("{} --silent", line.trim_end())])
        .output()
        .unwrap();
    let reply: serde_json::Value = serde_json::from_slice(&reply.stdout).unwrap();
    assert_eq!(reply["data"][0]["id"], "ws_01HXYZ");

    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(interrupt.unwrap().success());
    let mut said = String::new();
    output.read_to_string(&mut said).unwrap();
    assert_eq!(
        (said.as_str(), child.wait().unwrap().code()),
        ("Stopped.\n", Some(0))
    );
}
