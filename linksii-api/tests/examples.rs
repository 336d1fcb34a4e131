//! Each example runs without a key, and shows what it is about.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;
use std::process::Command;

/// What an example prints. `cargo test` builds the examples beside this test.
fn run(name: &str) -> String {
    let mut path: PathBuf = std::env::current_exe().unwrap();
    path.pop();
    path.set_file_name("examples");
    path.push(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(
        path.exists(),
        "run `cargo test -p linksii-api`, which builds {}",
        path.display()
    );
    let output = Command::new(path)
        .env_remove("LINKSII_API_KEY")
        .env_remove("LINKSII_BASE_URL")
        .output()
        .unwrap();
    assert!(output.status.success(), "{name}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_quickstart_lists_workspaces_and_results() {
    let printed = run("quickstart");
    assert!(
        printed.contains("Acme Corp (ws_01HXYZ, enterprise plan)"),
        "{printed}"
    );
    assert!(printed.contains("2 of 2 tracking results"), "{printed}");
}

#[test]
fn the_tracking_pipeline_handles_each_result_once() {
    let printed = run("tracking_pipeline");
    let lines = printed.lines();
    let counts: Vec<&str> = lines.filter(|line| line.ends_with("new results")).collect();
    assert_eq!(counts.len(), 3, "{printed}");
    assert_eq!(counts[1..], ["4 new results", "4 new results"], "{printed}");
}

#[test]
fn competitor_monitoring_adds_competitors_and_compares_scores() {
    let printed = run("competitor_monitoring");
    assert!(printed.contains("Asana (asana.com)"), "{printed}");
    assert!(printed.contains("chatgpt"), "{printed}");
}

#[test]
fn brand_analysis_scores_each_image() {
    let printed = run("brand_analysis");
    assert_eq!(printed.matches(" of 100\n").count(), 3, "{printed}");
    assert!(printed.contains("visual_identity"), "{printed}");
}

#[test]
fn undocumented_endpoints_are_asked_with_the_clients_errors() {
    let printed = run("undocumented_endpoints");
    assert!(
        printed.contains("/webhooks: Linksii answered 404"),
        "{printed}"
    );
    assert!(printed.contains("/workspaces: \"Acme Corp\""), "{printed}");
}
