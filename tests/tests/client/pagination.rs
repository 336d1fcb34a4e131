//! Whatever page sizes, clamps and totals the service answers with, pagination gives each row once, in
//! order, and ends.

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

/// A collection on a service that changes its mind.
#[derive(Clone, Debug)]
struct Fickle {
    rows: u64,
    /// The most that a page holds, one after another, over and over.
    clamps: Vec<u64>,
    /// By how much the reported total is off, one after another, over and over.
    errors: Vec<i64>,
}

impl Fickle {
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
            .saturating_add_signed(self.errors[call % self.errors.len()]);
        page(offset..end, total, limit)
    }
}

fn fickle() -> impl Strategy<Value = Fickle> {
    // A total that is just the rows received is believed, so the errors make totals larger.
    let errors = prop::collection::vec(prop_oneof![Just(0_i64), 1_i64..50], 1..4);
    let clamps = prop::collection::vec(1_u64..40, 1..5);
    (0_u64..120, clamps, errors).prop_map(|(rows, clamps, errors)| Fickle {
        rows,
        clamps,
        errors,
    })
}

/// How many collections are tried.
const CASES: u32 = 256;

#[test]
fn each_row_comes_once_and_in_order() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let next = Arc::new(Mutex::new((
        Fickle {
            rows: 0,
            clamps: vec![1],
            errors: vec![0],
        },
        0,
    )));
    let service_now = Arc::clone(&next);
    let server = runtime.block_on(Server::answering(move |request| {
        let mut service = service_now.lock().unwrap();
        service.1 += 1;
        service.0.answer(request, service.1)
    }));
    let client = client(&server);

    let config = ProptestConfig {
        cases: CASES,
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    let cases = (fickle(), prop::option::of(1_u32..60), 1_usize..9);
    let outcome = TestRunner::new(config).run(&cases, |(service, limit, concurrency)| {
        let rows = service.rows;
        let before = server.requests().len();
        *next.lock().unwrap() = (service, 0);
        let mut call = client.workspaces().list().concurrency(concurrency);
        if let Some(limit) = limit {
            call = call.limit(limit);
        }
        let all = async { tokio::time::timeout(Duration::from_secs(30), call.all()).await };
        let received = runtime.block_on(all).expect("it ends").unwrap();
        prop_assert_eq!(numbers(&received), (0..rows).collect::<Vec<_>>());
        let asked = server.requests().split_off(before).into_iter();
        let mut asked: Vec<u64> = asked.map(|it| it.number("offset").unwrap_or(0)).collect();
        let count = asked.len();
        asked.sort_unstable();
        asked.dedup();
        prop_assert_eq!(asked.len(), count, "no page is asked for twice");
        Ok(())
    });
    outcome.unwrap();
}

/// The rows that come before an error, and what it says.
async fn rows_and_error(call: List) -> (Vec<u64>, String) {
    let mut stream = call.stream();
    let mut rows = Vec::new();
    loop {
        match stream.next().await {
            Some(Ok(row)) => rows.push(row),
            Some(Err(error)) => {
                assert!(matches!(error, Error::Decode(_)), "{error}");
                assert!(stream.next().await.is_none());
                return (numbers(&rows), error.to_string());
            }
            None => panic!("no error after {rows:?}"),
        }
    }
}

type List = linksii_api::resources::workspaces::ListWorkspaces;

#[tokio::test]
async fn rows_beyond_a_total_that_does_not_grow_are_an_error() {
    let service = Fickle {
        rows: 90,
        clamps: vec![20],
        errors: vec![-80],
    };
    let server = service.start().await;
    for concurrency in [1, 4] {
        let call = client(&server).workspaces().list().concurrency(concurrency);
        let (rows, error) = rows_and_error(call).await;
        assert_eq!(rows, (0..20).collect::<Vec<_>>());
        assert!(
            error.contains("`meta.total`") && error.contains("10 in all"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_total_below_the_rows_of_the_only_page_is_not_believed() {
    let server = Server::answering(|request| match request.number("offset") {
        None => page(0..5, 1, 20),
        Some(offset) => page(offset..offset, 1, 20),
    })
    .await;
    let rows = client(&server).workspaces().list().all().await.unwrap();
    assert_eq!((rows.len(), server.requests().len()), (5, 2));
}

#[tokio::test]
async fn a_service_that_ignores_the_offset_and_echoes_it_is_an_error_at_the_repeated_page() {
    for (total, rows) in [(7, 2), (7, 1), (1000, 100)] {
        for concurrency in [1, 8] {
            let server = Server::answering(move |request| {
                let offset = request.number("offset").unwrap_or(0);
                let data: Vec<Value> = (0..rows).map(row).collect();
                let meta = json!({"total": total, "limit": rows, "offset": offset});
                Answer::json(200, &json!({"data": data, "meta": meta}))
            })
            .await;
            let call = client(&server).workspaces().list().concurrency(concurrency);
            let (given, error) = rows_and_error(call).await;
            assert_eq!(given, (0..rows).collect::<Vec<_>>());
            assert!(error.contains("ignores `offset`"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_service_that_ignores_the_offset_and_reports_no_position_is_an_error_too() {
    let data: Vec<Value> = (0..3).map(row).collect();
    for body in [
        json!({"data": data}),
        json!({"data": data, "meta": {"total": -1}}),
    ] {
        let server = Server::start([Answer::json(200, &body)]).await;
        let (given, error) = rows_and_error(client(&server).workspaces().list()).await;
        assert_eq!(given, [0, 1, 2]);
        assert!(error.contains("ignores `offset`"), "{error}");
    }
}

#[tokio::test]
async fn a_service_that_rounds_the_offset_is_an_error_and_doubles_no_row() {
    // Pages of ten, whatever is asked for, of which the first holds seven.
    let server = Server::answering(|request| {
        let offset = request.number("offset").unwrap_or(0);
        let start = offset / 10 * 10;
        let end = if offset == 0 { 7 } else { start + 10 };
        let data: Vec<Value> = (start..end).map(row).collect();
        let meta = json!({"total": 100, "limit": 10, "offset": offset});
        Answer::json(200, &json!({"data": data, "meta": meta}))
    })
    .await;
    let (given, error) = rows_and_error(client(&server).workspaces().list()).await;
    assert_eq!(given, (0..7).collect::<Vec<_>>());
    assert!(error.contains("does not count in rows"), "{error}");
}

#[tokio::test]
async fn a_clamped_offset_is_an_error() {
    let server = Server::answering(|request| {
        let offset = request.number("offset").unwrap_or(0).min(4);
        page(offset..offset + 2, 100, 2)
    })
    .await;
    let (given, error) = rows_and_error(client(&server).workspaces().list()).await;
    assert_eq!(given, (0..6).collect::<Vec<_>>());
    assert!(error.contains("starts at 4 and not at 6"), "{error}");
}

#[tokio::test]
async fn rows_that_come_in_at_the_start_double_no_row() {
    // Newest first: after the first page a new row comes in, and after the second another two.
    let server = Server::answering(|request| {
        let offset = request.number("offset").unwrap_or(0);
        let more = match offset {
            0 => 0,
            4 => 1,
            _ => 3,
        };
        let numbers = offset..(offset + 4).min(12 + more);
        let data: Vec<Value> = numbers.map(|at| row(at + 100 - more)).collect();
        let meta = json!({"total": 12 + more, "limit": 4, "offset": offset});
        Answer::json(200, &json!({"data": data, "meta": meta}))
    })
    .await;
    let rows = client(&server).workspaces().list().all().await.unwrap();
    assert_eq!(numbers(&rows), (100..112).collect::<Vec<_>>());
}

#[tokio::test]
async fn without_a_total_it_ends_at_the_first_page_without_rows() {
    for meta in [json!({}), json!(null), json!({"total": -1, "offset": null})] {
        for last in [json!([]), json!(null)] {
            let meta = meta.clone();
            let server = Server::answering(move |request| {
                let offset = request.number("offset").unwrap_or(0);
                let data: Vec<Value> = (offset..offset + 2).map(row).collect();
                let data = if offset < 6 {
                    json!(data)
                } else {
                    last.clone()
                };
                Answer::json(200, &json!({"data": data, "meta": meta}))
            })
            .await;
            let call = client(&server).workspaces().list().concurrency(4);
            assert_eq!(numbers(&call.all().await.unwrap()), [0, 1, 2, 3, 4, 5]);
        }
    }
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
async fn an_empty_page_is_the_end_whatever_the_total() {
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
async fn it_starts_at_the_offset_and_asks_for_the_limit_that_are_given() {
    let service = Fickle {
        rows: 50,
        clamps: vec![10],
        errors: vec![0],
    };
    let server = service.start().await;
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
async fn an_error_comes_after_the_pages_before_it_and_is_the_end() {
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
async fn a_stream_is_lazy_and_stops_when_it_is_dropped() {
    let service = Fickle {
        rows: 100,
        clamps: vec![10],
        errors: vec![0],
    };
    let server = service.start().await;
    let stream = client(&server).workspaces().list().stream();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(
        server.requests().len(),
        0,
        "nothing is asked for before it is polled"
    );
    let rows: Vec<Workspace> = stream.take(15).try_collect().await.unwrap();
    assert_eq!(rows.len(), 15);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn no_more_pages_are_in_flight_or_in_memory_than_asked_for() {
    let service = Fickle {
        rows: 200,
        clamps: vec![10],
        errors: vec![0],
    };
    let server = service.start().await;
    let mut pages = client(&server).workspaces().list().concurrency(4).pages();
    pages.next().await.unwrap().unwrap();
    assert_eq!(
        server.requests().len(),
        1,
        "the first is fetched alone: it says how many there are"
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
