//! The README is right.

use std::process::Command;

use linksii_sandbox::{Fault, Sandbox};

use crate::caller::Caller;

const README: &str = include_str!("../../README.md");

/// The first cells of a table's rows, code marks taken off.
fn cells(heading: &str) -> Vec<&'static str> {
    let (_, rest) = README.split_once(heading).unwrap();
    let rows = rest
        .lines()
        .skip_while(|line| !line.starts_with("| ---"))
        .skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let cells = rows.map(|line| line.split('|').nth(1).unwrap().trim());
    let codes = cells.flat_map(|cell| cell.split(", "));
    codes.map(|code| code.trim_matches('`')).collect()
}

fn sorted(mut words: Vec<&str>) -> Vec<&str> {
    words.sort_unstable();
    words
}

#[tokio::test]
async fn its_controls_are_those_that_the_sandbox_lists() {
    let sandbox = Sandbox::start().await.unwrap();
    let listed = Caller::of(&sandbox)
        .control("GET", "/_sandbox", "")
        .await
        .data();
    let listed = listed.as_object().unwrap().keys().map(String::as_str);
    assert_eq!(sorted(cells("## Controls")), sorted(listed.collect()));
}

#[test]
fn its_faults_can_be_read() {
    let parts = cells("## Faults");
    assert_eq!(parts.len(), 17);
    for part in parts {
        let fault: Result<Fault, _> = format!("{part}; retry-after=1").parse();
        assert!(fault.is_ok(), "{part}: {fault:?}");
    }
}

#[test]
fn its_options_are_those_of_the_help() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_linksii-sandbox"));
    let help = program.arg("--help").output().unwrap().stdout;
    let help = String::from_utf8(help).unwrap();
    let options = help
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--"));
    let options = options.map(|line| line.split([' ', '\n']).next().unwrap());
    let listed = cells("### Settings").into_iter();
    let listed = listed.map(|it| it.trim_start_matches('-').split(' ').next().unwrap());
    assert_eq!(sorted(listed.collect()), sorted(options.collect()));
}
