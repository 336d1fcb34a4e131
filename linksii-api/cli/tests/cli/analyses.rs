//! `linksii analyses run`.

use std::collections::BTreeSet;
use std::time::Duration;

use linksii_sandbox::{Fault, StatusCode};

use super::harness::World;

const RUN: &str = "analyses run in.csv --template brand_scorecard --out done.ndjson";

fn images(count: usize) -> String {
    let rows = (0..count).map(|at| format!("https://example.com/{at}.png;\"two\r\nlines\"\r\n"));
    format!("\u{feff}Image URL;note\r\n{}\r\n", rows.collect::<String>())
}

fn done(world: &World) -> Vec<serde_json::Value> {
    let text = world.read("done.ndjson");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn each_image_is_analyzed_once() {
    let world = World::new().await;
    world.write("in.csv", images(5));
    let first = world.run(RUN).await;
    assert_eq!((first.status, first.out.as_str()), (0, ""), "{}", first.err);
    assert_eq!((done(&world).len(), world.requests()), (5, 5));
    assert!(done(&world)[0]["analysis"]["dimensions"].is_object());
    assert_eq!(done(&world)[1]["line"], 4);
    let again = world.run(RUN).await;
    assert_eq!((again.status, world.requests()), (0, 5), "{}", again.err);
}

#[tokio::test]
async fn a_kill_costs_one_request_at_most() {
    let world = World::new().await;
    world.write("in.csv", images(8));
    let slow = Duration::from_millis(30);
    world.sandbox.inject(Fault::delay(slow..=slow));
    let mut kills = 0;
    for wait in [40, 80, 120] {
        let mut child = world.command(RUN).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(wait)).await;
        child.kill().await.unwrap();
        kills += 1;
    }
    // A line that was cut costs the image that it was of.
    if let Ok(text) = std::fs::read(world.path("done.ndjson")) {
        kills += usize::from(!text.is_empty());
        world.write("done.ndjson", &text[..text.len().saturating_sub(7)]);
    }
    let last = world.run(RUN).await;
    assert_eq!(last.status, 0, "{}", last.err);
    let urls: BTreeSet<String> = done(&world)
        .iter()
        .map(|line| line["image_url"].to_string())
        .collect();
    assert_eq!((done(&world).len(), urls.len()), (8, 8));
    assert!(
        world.requests() <= 8 + kills,
        "{} requests",
        world.requests()
    );
}

#[tokio::test]
async fn an_image_that_fails_does_not_end_with_0() {
    let world = World::new().await;
    world.write("in.csv", images(3));
    world
        .sandbox
        .inject(Fault::status(StatusCode::BAD_REQUEST).times(1));
    let first = world.run(RUN).await;
    assert_eq!(first.status, 1);
    assert!(
        first.err.contains("line 2, https://example.com/0.png"),
        "{}",
        first.err
    );
    assert!(
        first.err.contains("2 of 3 analyzed, 1 failed"),
        "{}",
        first.err
    );
    assert_eq!(world.run(RUN).await.status, 0);
    assert_eq!(done(&world).len(), 3);
}

#[tokio::test]
async fn an_image_that_may_be_paid_for_is_sent_again_only_if_asked() {
    let world = World::new().await;
    world.write("in.csv", images(2));
    world.sandbox.inject(Fault::close().times(1));
    let lost = world.run(RUN).await;
    assert_eq!(lost.status, 1);
    assert!(lost.err.contains("--retry-unknown"), "{}", lost.err);
    assert_eq!((world.run(RUN).await.status, world.requests()), (1, 2));
    assert_eq!(world.run(&format!("{RUN} --retry-unknown")).await.status, 0);
    assert_eq!((done(&world).len(), world.requests()), (2, 3));
}

#[tokio::test]
async fn it_stops_where_the_quota_is_spent() {
    let world = World::new().await;
    world.write("in.csv", images(3));
    world
        .sandbox
        .inject(Fault::delay(Duration::ZERO..=Duration::ZERO).times(1));
    world.sandbox.inject(Fault::rate_limit().retry_after(7200));
    let stopped = world.run(RUN).await;
    assert_eq!(
        (stopped.status, done(&world).len(), world.requests()),
        (6, 1, 2),
        "{}",
        stopped.err
    );
    assert!(stopped.err.contains("come back at"), "{}", stopped.err);
}

#[tokio::test]
async fn a_file_that_is_wrong_is_refused_before_the_first_request() {
    let world = World::new().await;
    for (bytes, place) in [
        (&b"image_url,note\nhttps://a.test/1.png\n"[..], "line 2"),
        (b"url\nhttps://a.test/1.png\n", "\"url\""),
        (b"image_url,Image URL\na,b\n", "twice"),
        (
            b"image_url\nhttps://a.test/1.png\nhttps://a.test/\xe9.png\n",
            "line 3, column 16",
        ),
        (b"", "image_url"),
    ] {
        world.write("in.csv", bytes);
        let refused = world.run(RUN).await;
        assert_eq!((refused.status, world.requests()), (2, 0));
        assert!(refused.err.contains(place), "{}", refused.err);
    }
    assert!(!world.path("done.ndjson").exists());
}
