//! What is written on standard output, and how.

use std::process::Stdio;

use linksii_sandbox::Fault;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::harness::{World, ended, page};

const RUN: &str = r#"{"id":"run_1","score":1.10,"mention_count":9007199254740993,"prompt_count":18446744073709551615,"zero":-0,"small":1e-7}"#;

#[tokio::test]
async fn tables_are_for_people() {
    let world = World::new().await;
    let mut text = String::new();
    for arguments in [
        "workspaces list",
        "tracking list --limit 4",
        "tracking list --limit 2 --columns id,score",
        "prompts list --limit 3",
        "competitors list",
        "templates list",
        "analyses create https://example.com/a.png brand_scorecard",
    ] {
        let table = world.run(&format!("{arguments} -o table")).await;
        assert_eq!((table.status, table.err.as_str()), (0, ""), "{arguments}");
        text += &format!("$ linksii {arguments}\n{}\n", table.out);
    }
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn json_is_what_the_service_sent() {
    let world = World::new().await;
    let list = world.run("tracking list --limit 2").await;
    let rows: serde_json::Value = serde_json::from_str(&list.out).unwrap();
    assert_eq!(rows[0]["platform"], "chatgpt");
    assert_eq!(rows.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn digits_are_kept_in_every_format() {
    let world = World::new().await;
    for format in ["json", "ndjson", "csv", "table"] {
        world
            .sandbox
            .inject(Fault::reply().body(page(&[RUN])).times(1));
        let columns = "id,score,mention_count,prompt_count,zero,small";
        let list = world
            .run(&format!("tracking list -o {format} --columns {columns}"))
            .await;
        for digits in [
            "1.10",
            "9007199254740993",
            "18446744073709551615",
            "-0",
            "1e-7",
        ] {
            assert!(list.out.contains(digits), "{format}: {}", list.out);
        }
    }
}

#[tokio::test]
async fn an_empty_list_is_empty_in_each_format() {
    let world = World::new().await;
    for resource in [
        "workspaces",
        "tracking",
        "prompts",
        "competitors",
        "templates",
    ] {
        for all in ["", " --all"] {
            for (format, bytes) in [("json", "[]\n"), ("ndjson", ""), ("table", "")] {
                world
                    .sandbox
                    .inject(Fault::reply().body(page(&[])).times(1));
                let list = world
                    .run(&format!("{resource} list -o {format}{all}"))
                    .await;
                assert_eq!(
                    (list.status, list.out.as_str()),
                    (0, bytes),
                    "{resource} {format}"
                );
            }
            world
                .sandbox
                .inject(Fault::reply().body(page(&[])).times(1));
            let csv = world.run(&format!("{resource} list -o csv{all}")).await;
            assert_eq!(csv.out.lines().count(), 1, "{resource}: {}", csv.out);
            assert!(csv.out.starts_with("id,"), "{resource}: {}", csv.out);
        }
    }
}

#[tokio::test]
async fn a_partial_list_says_how_to_get_the_rest() {
    let world = World::new().await;
    let list = world.run("tracking list -o ndjson").await;
    assert_eq!(list.out.lines().count(), 20);
    assert_eq!(
        list.err,
        "20 of 120: --limit N lists as many, --all everything\n"
    );
    let limited = world.run("tracking list -o ndjson --limit 110").await;
    assert_eq!(
        (limited.out.lines().count(), limited.err.as_str()),
        (110, "")
    );
    let all = world.run("tracking list -o ndjson --all").await;
    assert_eq!((all.out.lines().count(), all.err.as_str()), (120, ""));
}

#[tokio::test]
async fn cells_that_a_spreadsheet_would_run_are_defused() {
    let world = World::new().await;
    let rows: Vec<String> = ["=1+1", "+49", "-x", "@a", "\\t=1", "  =1", "plain"]
        .iter()
        .map(|name| format!(r#"{{"id":"c","name":"{name}","score":-12.5}}"#))
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut lists = Vec::new();
    for arguments in ["-o csv", "-o csv --exact", "-o ndjson"] {
        world
            .sandbox
            .inject(Fault::reply().body(page(&rows)).times(1));
        lists.push(
            world
                .run(&format!(
                    "competitors list {arguments} --columns name,score"
                ))
                .await
                .out,
        );
    }
    let defused = "name,score\n'=1+1,-12.5\n'+49,-12.5\n'-x,-12.5\n'@a,-12.5\n'\t=1,-12.5\n'  =1,-12.5\nplain,-12.5\n";
    assert_eq!(lists[0], defused);
    assert_eq!(lists[1], defused.replace('\'', ""));
    assert!(lists[2].starts_with(rows[0]));
}

#[tokio::test]
async fn names_are_whole_in_a_pipe() {
    let world = World::new().await;
    let name = format!("東京 {}", "x".repeat(300));
    let row = format!(r#"{{"id":"comp_1","name":"{name}"}}"#);
    world
        .sandbox
        .inject(Fault::reply().body(page(&[&row])).times(1));
    let table = world.run("competitors list -o table").await;
    assert!(table.out.contains(&name));
}

#[tokio::test]
async fn escapes_in_the_data_do_not_reach_a_terminal() {
    let world = World::new().await;
    let row =
        "{\"id\":\"comp_1\",\"name\":\"\\u001b]0;pwned\\u0007\",\"domain\":\"a\u{202e}\u{9b}b\"}";
    for format in ["table", "json", "ndjson"] {
        world
            .sandbox
            .inject(Fault::reply().body(page(&[row])).times(1));
        let list = world.run(&format!("competitors list -o {format}")).await;
        let hidden = ['\x1b', '\x07', '\u{202e}', '\u{9b}'];
        assert!(!list.out.contains(hidden), "{:?}", list.out);
        if format != "table" {
            let value: serde_json::Value = serde_json::from_str(&list.out).unwrap();
            let item = value.get(0).unwrap_or(&value);
            assert_eq!(item["domain"], "a\u{202e}\u{9b}b");
        }
    }
}

#[tokio::test]
async fn colour_is_for_terminals_and_for_those_who_ask() {
    let world = World::new().await;
    for arguments in [
        "workspaces list -o table",
        "--help",
        "tracking lst",
        "request GET /nothing",
    ] {
        let coloured = |reply: &super::harness::Ended| {
            reply.out.contains('\x1b') || reply.err.contains('\x1b')
        };
        assert!(!coloured(&world.run(arguments).await), "{arguments}");
        assert!(
            coloured(&world.run(&format!("{arguments} --color always")).await),
            "{arguments}"
        );
        let mut forced = world.command(arguments);
        forced.env("CLICOLOR_FORCE", "1");
        assert!(coloured(&ended(forced).await), "{arguments}");
        let mut both = world.command(arguments);
        both.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1");
        assert!(!coloured(&ended(both).await), "{arguments}");
    }
}

#[tokio::test]
async fn a_reader_that_goes_away_ends_it_quietly() {
    let world = World::new().await;
    for format in ["json", "ndjson", "csv", "table"] {
        world.sandbox.clear_journal();
        let arguments = format!("tracking list --all --page-size 5 -o {format}");
        let mut child = world.command(&arguments).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next_line().await.unwrap().unwrap();
        drop(lines);
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(
            (output.status.code(), output.stderr),
            (Some(0), vec![]),
            "{format}"
        );
        if format == "ndjson" {
            assert!(
                world.requests() < 24,
                "{} of 24 pages were asked for",
                world.requests()
            );
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_an_error() {
    let world = World::new().await;
    for arguments in [
        "tracking list",
        "tracking list --all -o csv",
        "--help",
        "man",
        "tracking trend",
        "report --out -",
    ] {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = world.command(arguments);
        command.stdout(Stdio::from(full));
        let ended = ended(command).await;
        assert_eq!(ended.status, 1, "{arguments}");
        assert!(
            ended.err.contains("No space left"),
            "{arguments}: {}",
            ended.err
        );
    }
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_leaves_whole_lines() {
    use super::harness::signal;

    let world = World::new().await;
    let slow = std::time::Duration::from_millis(100);
    world.sandbox.inject(Fault::delay(slow..=slow));
    for (name, status) in [("INT", 130), ("TERM", 143)] {
        let mut child = world
            .command("tracking list --all --page-size 2 -o ndjson")
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        lines.next_line().await.unwrap().unwrap();
        signal(&child, name);
        while let Some(line) = lines.next_line().await.unwrap() {
            serde_json::from_str::<serde_json::Value>(&line).unwrap();
        }
        let output = child.wait_with_output().await.unwrap();
        assert_eq!(output.status.code(), Some(status));
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.contains("--offset"), "{err}");
    }
}

#[tokio::test]
async fn a_bar_is_not_drawn_where_nobody_watches() {
    let world = World::new().await;
    let slow = std::time::Duration::from_millis(200);
    world.sandbox.inject(Fault::delay(slow..=slow));
    let list = world
        .run("tracking list --all --page-size 20 -o ndjson")
        .await;
    assert_eq!((list.status, list.err.as_str()), (0, ""));
}
