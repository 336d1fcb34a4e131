//! Whatever page sizes, clamps and totals the service answers with, a walk gives each row once, in order,
//! and ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{Stream, StreamExt, TryStreamExt};
use linksii_api::types::Workspace;
use linksii_api::{Client, Error, Pacing, RetryPolicy};
use linksii_tests::server::{Answer, Recorded, Server};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use tokio::time::Instant;

fn client(server: &Server) -> Client {
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    let builder = builder.pacing(Pacing::Off).retry(RetryPolicy::none());
    builder.build().unwrap()
}

fn row(number: u64) -> Value {
    let mut workspace = serde_json::to_value(Workspace::example()).unwrap();
    workspace["id"] = json!(format!("ws_{number}"));
    workspace
}

fn page(rows: std::ops::Range<u64>, total: u64, limit: u64) -> Answer {
    let offset = rows.start;
    let data: Vec<Value> = rows.map(row).collect();
    Answer::json(
        200,
        &json!({"data": data, "meta": {"total": total, "limit": limit, "offset": offset}}),
    )
}

fn numbers(rows: &[Workspace]) -> Vec<u64> {
    let number = |row: &Workspace| row.id.as_str().trim_start_matches("ws_").parse().unwrap();
    rows.iter().map(number).collect()
}

/// A collection of so many rows, on a service with whims.
#[derive(Clone, Debug)]
struct Whims {
    rows: u64,
    /// The most that a page holds, one after another, over and over.
    clamps: Vec<u64>,
    /// By how much the total told is off, one after another, over and over.
    lies: Vec<i64>,
}

impl Whims {
    async fn start(self) -> Server {
        let mut calls = 0;
        Server::answering(move |request| {
            calls += 1;
            self.answer(request, calls)
        })
        .await
    }

    fn answer(&self, request: &Recorded, call: usize) -> Answer {
        let offset = request.number("offset").unwrap_or(0).min(self.rows);
        let clamp = self.clamps[call % self.clamps.len()];
        let limit = request.number("limit").unwrap_or(20).min(clamp);
        let end = (offset + limit).min(self.rows);
        let total = self
            .rows
            .saturating_add_signed(self.lies[call % self.lies.len()]);
        page(offset..end, total, limit)
    }
}

fn whims() -> impl Strategy<Value = Whims> {
    // A total below the rows received is not believed. One that is just what was received is: so the
    // lies make totals larger.
    let lies = prop::collection::vec(prop_oneof![Just(0_i64), 1_i64..50], 1..4);
    let clamps = prop::collection::vec(1_u64..40, 1..5);
    (0_u64..120, clamps, lies).prop_map(|(rows, clamps, lies)| Whims { rows, clamps, lies })
}

/// How many walks are tried.
const CASES: u32 = 1024;

#[test]
fn each_row_comes_once_and_in_order() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let next = Arc::new(Mutex::new((
        Whims {
            rows: 0,
            clamps: vec![1],
            lies: vec![0],
        },
        0,
    )));
    let whims_now = Arc::clone(&next);
    let server = runtime.block_on(Server::answering(move |request| {
        let mut whims = whims_now.lock().unwrap();
        whims.1 += 1;
        whims.0.answer(request, whims.1)
    }));
    let client = client(&server);

    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let walks = (whims(), prop::option::of(1_u32..60), 1_usize..9);
    let outcome = TestRunner::new(config).run(&walks, |(whims, limit, concurrency)| {
        let rows = whims.rows;
        *next.lock().unwrap() = (whims, 0);
        let mut call = client.workspaces().list().concurrency(concurrency);
        if let Some(limit) = limit {
            call = call.limit(limit);
        }
        let walk = async { tokio::time::timeout(Duration::from_secs(30), call.all()).await };
        let received = runtime.block_on(walk).expect("the walk ends").unwrap();
        prop_assert_eq!(numbers(&received), (0..rows).collect::<Vec<_>>());
        Ok(())
    });
    outcome.unwrap();
}

#[tokio::test]
async fn a_total_that_is_too_low_is_not_believed() {
    let whims = Whims {
        rows: 90,
        clamps: vec![20],
        lies: vec![-80],
    };
    let server = whims.start().await;
    let rows = client(&server).workspaces().list().all().await.unwrap();
    assert_eq!(numbers(&rows), (0..90).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_total_that_grows_on_the_way_is_followed() {
    let server = Server::answering(|request| match request.number("offset") {
        None => page(0..2, 4, 2),
        Some(2) => page(2..4, 6, 2),
        _ => page(4..6, 6, 2),
    })
    .await;
    for concurrency in [1, 4] {
        let call = client(&server)
            .workspaces()
            .list()
            .limit(2)
            .concurrency(concurrency);
        assert_eq!(numbers(&call.all().await.unwrap()), [0, 1, 2, 3, 4, 5]);
    }
}

#[tokio::test]
async fn an_empty_page_ends_the_walk_whatever_the_total() {
    let server = Server::answering(|request| match request.number("offset") {
        None => page(0..2, 100, 2),
        Some(offset) => page(offset..offset, 100, 2),
    })
    .await;
    let rows = client(&server).workspaces().list().all().await.unwrap();
    assert_eq!((rows.len(), server.requests().len()), (2, 2));
}

#[tokio::test]
async fn an_empty_collection_is_one_page() {
    let server = Server::start([Answer::empty()]).await;
    let pages: Vec<_> = client(&server).workspaces().list().pages().collect().await;
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0].as_ref().unwrap().meta.total, 0);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_walk_starts_where_it_is_told_and_asks_for_pages_of_the_size_it_is_told() {
    let whims = Whims {
        rows: 50,
        clamps: vec![10],
        lies: vec![0],
    };
    let server = whims.start().await;
    let call = client(&server).workspaces().list().offset(25).limit(30);
    assert_eq!(
        numbers(&call.all().await.unwrap()),
        (25..50).collect::<Vec<_>>()
    );
    let lines: Vec<String> = server.requests().into_iter().map(|it| it.line).collect();
    assert_eq!(
        lines,
        [
            "GET /workspaces?limit=30&offset=25",
            "GET /workspaces?limit=30&offset=35",
            "GET /workspaces?limit=30&offset=45",
        ]
    );
}

#[tokio::test]
async fn an_error_midway_comes_after_the_pages_before_it_and_ends_the_walk() {
    for concurrency in [1, 3, 8] {
        let server = Server::answering(|request| match request.number("offset").unwrap_or(0) {
            offset @ 0..=3 => page(offset..offset + 2, 20, 2).after(Duration::from_millis(20)),
            4 => Answer::error(400),
            offset => page(offset..offset + 2, 20, 2),
        })
        .await;
        let call = client(&server)
            .workspaces()
            .list()
            .limit(2)
            .concurrency(concurrency);
        let mut stream = call.stream();
        let mut rows = Vec::new();
        let error = loop {
            match stream.next().await.unwrap() {
                Ok(row) => rows.push(row),
                Err(error) => break error,
            }
        };
        assert_eq!(numbers(&rows), [0, 1, 2, 3]);
        assert!(matches!(error, Error::Api(_)));
        assert!(stream.next().await.is_none());
        assert!(stream.next().await.is_none(), "and it stays ended");
    }
}

#[tokio::test]
async fn a_service_that_gives_another_page_than_asked_for_sends_nobody_in_circles() {
    let server = Server::answering(|_| page(0..2, 6, 2)).await;
    let error = client(&server).workspaces().list().all().await.unwrap_err();
    assert!(
        error.to_string().contains("starts at 0 and not at 2"),
        "{error}"
    );
}

#[tokio::test]
async fn a_stream_is_lazy_and_stops_when_it_is_dropped() {
    let whims = Whims {
        rows: 100,
        clamps: vec![10],
        lies: vec![0],
    };
    let server = whims.start().await;
    let stream = client(&server).workspaces().list().stream();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        server.requests().len(),
        0,
        "nothing is asked for that is not polled"
    );
    let rows: Vec<Workspace> = stream.take(15).try_collect().await.unwrap();
    assert_eq!(rows.len(), 15);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn no_more_pages_are_in_flight_or_in_memory_than_asked_for() {
    let whims = Whims {
        rows: 200,
        clamps: vec![10],
        lies: vec![0],
    };
    let server = whims.start().await;
    let mut pages = client(&server).workspaces().list().concurrency(4).pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        server.requests().len(),
        1,
        "the first goes alone: it tells how many there are"
    );
    pages.next().await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(
        server.requests().len() <= 1 + 4,
        "{}",
        server.requests().len()
    );
}

#[tokio::test(start_paused = true)]
async fn pages_in_flight_save_time_and_come_in_order() {
    let mut took = Vec::new();
    for concurrency in [1, 8] {
        let server = Server::answering(|request| {
            let offset = request.number("offset").unwrap_or(0);
            // Later pages are faster, so that they overtake.
            let delay = Duration::from_millis(100 - (offset / 5) % 40);
            page(offset..offset + 5, 200, 5).after(delay)
        })
        .await;
        let start = Instant::now();
        let call = client(&server)
            .workspaces()
            .list()
            .limit(5)
            .concurrency(concurrency);
        assert_eq!(
            numbers(&call.all().await.unwrap()),
            (0..200).collect::<Vec<_>>()
        );
        took.push(start.elapsed());
    }
    assert!(took[0] > took[1] * 6, "{took:?}");
}

#[tokio::test]
async fn streams_can_be_spawned() {
    fn movable<S: Stream + Send + 'static>(stream: S) -> S {
        stream
    }
    let server = Server::start([Answer::empty()]).await;
    let client = client(&server);
    let items = movable(client.workspaces().list().stream());
    let pages = movable(client.workspaces().list().concurrency(2).pages());
    let task = tokio::spawn(async move { (items.count().await, pages.count().await) });
    assert_eq!(task.await.unwrap(), (0, 1));
}
