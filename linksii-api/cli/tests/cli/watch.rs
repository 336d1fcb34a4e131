//! `linksii tracking watch`.

use std::collections::BTreeSet;
use std::time::Duration;

use super::harness::{WORKSPACE, World};

fn ids(text: &str) -> Vec<String> {
    let id =
        |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string();
    text.lines().map(id).collect()
}

#[tokio::test]
async fn each_new_result_is_given_out_once() {
    let world = World::new().await;
    let watch = "tracking watch --once --cursor cursor.json -o ndjson";
    let first = world.run(watch).await;
    assert_eq!((first.status, first.out.as_str()), (0, ""), "{}", first.err);
    let mut given = Vec::new();
    for _ in 0..2 {
        world.sandbox.complete_run(WORKSPACE);
        for _ in 0..2 {
            given.extend(ids(&world.run(watch).await.out));
        }
    }
    let different: BTreeSet<&String> = given.iter().collect();
    assert_eq!((given.len(), different.len()), (8, 8));
}

#[tokio::test]
async fn results_from_a_time_on_come_oldest_first() {
    let world = World::new().await;
    let since = world
        .run("tracking watch --once --since 2025-05-31 -o csv --columns")
        .await;
    assert_eq!(since.status, 2, "it has no columns to choose");
    let since = world
        .run("tracking watch --once --since 2025-05-31 -o ndjson")
        .await;
    let days: Vec<String> = since
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["ran_at"].to_string())
        .collect();
    assert_eq!(days.len(), 8);
    assert!(days.is_sorted());
}

#[tokio::test]
async fn a_file_of_results_has_each_once_after_a_kill() {
    let world = World::new().await;
    let watch = "tracking watch --since 2025-05-02 --every 1s --out results.ndjson";
    for wait in [20, 60, 100, 140] {
        let mut child = world.command(watch).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(wait)).await;
        child.kill().await.unwrap();
    }
    // A line that was cut.
    if let Ok(text) = std::fs::read(world.path("results.ndjson")) {
        world.write("results.ndjson", &text[..text.len().saturating_sub(7)]);
    }
    let last = world.run(&format!("{watch} --once")).await;
    assert_eq!(last.status, 0, "{}", last.err);
    let given = ids(&world.read("results.ndjson"));
    let different: BTreeSet<&String> = given.iter().collect();
    assert_eq!((given.len(), different.len()), (120, 120));
}

#[tokio::test]
async fn a_cursor_that_cannot_be_read_is_left_as_it_is() {
    let world = World::new().await;
    world.write("cursor.json", "{\"a\":");
    let watch = world
        .run("tracking watch --once --cursor cursor.json")
        .await;
    assert_eq!((watch.status, watch.out.as_str()), (1, ""));
    assert!(watch.err.contains("cursor.json"), "{}", watch.err);
    assert_eq!(world.read("cursor.json"), "{\"a\":");
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_gets_the_exact_bytes_without_a_shell() {
    use linksii_sandbox::Fault;

    use super::harness::{ended, page};

    let world = World::new().await;
    let rows = [
        r#"{"id":"-rf","platform":"x\"; touch pwn; echo $(touch pwn2) '","ran_at":"2025-06-01T10:00:00Z"}"#,
        r#"{"id":"run_2","platform":"a\nb","ran_at":"2025-06-01T11:00:00Z"}"#,
    ];
    world.sandbox.inject(Fault::reply().body(page(&rows)));
    let script = r#"cat >> got.json; printf '%s|%s|%s\n' "$LINKSII_RESULT_ID" "$LINKSII_RESULT_PLATFORM" "$1" >> got.txt; env >> env.txt"#;
    world.write("hook.sh", script);
    let mut command = world.command(
        "tracking watch --once --since 2025-01-01 --exec \"sh hook.sh 'a b'\" --key-file key",
    );
    world.write("key", world.sandbox.api_key());
    command.env_remove("LINKSII_API_KEY");
    let watch = ended(command).await;
    assert_eq!((watch.status, watch.out.as_str()), (0, ""), "{}", watch.err);
    assert_eq!(
        world.read("got.json"),
        format!("{}\n{}\n", rows[0], rows[1])
    );
    assert_eq!(
        world.read("got.txt"),
        "-rf|x\"; touch pwn; echo $(touch pwn2) '|a b\nrun_2|a\nb|a b\n"
    );
    assert!(!world.read("env.txt").contains(world.sandbox.api_key()));
    assert!(!world.path("pwn").exists() && !world.path("pwn2").exists());
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_that_fails_gets_the_result_again() {
    let world = World::new().await;
    let watch = "tracking watch --once --since 2025-06-01 --cursor cursor.json";
    let failed = world.run(&format!("{watch} --exec false")).await;
    assert_eq!(failed.status, 1, "{}", failed.err);
    let done = world
        .run(&format!("{watch} --exec 'tee -a got.json'"))
        .await;
    assert_eq!(done.status, 0, "{}", done.err);
    assert_eq!(ids(&world.read("got.json")).len(), 4);
}
