//! Calls beside each other: none depends on another being polled. The clock is tokio's, paused, so what
//! hangs fails at once.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt, poll};
use linksii_api::{Client, Error, NotSentReason, RetryPolicy};
use linksii_tests::server::{Answer, Recorded, Server};
use serde_json::json;
use tokio::time::{Instant, sleep, timeout};

const MINUTE: Duration = Duration::from_secs(60);

/// A service with a limit of its own, a minute by the paused clock, and rows in pages.
#[derive(Clone)]
struct Service {
    state: Arc<Mutex<State>>,
    limit: usize,
    rows: u64,
    delay: Duration,
}

#[derive(Default)]
struct State {
    minute: u64,
    spent: usize,
    refused: usize,
}

impl Service {
    fn new(limit: usize) -> Self {
        Self {
            state: Arc::default(),
            limit,
            rows: 0,
            delay: Duration::ZERO,
        }
    }

    fn rows(mut self, rows: u64) -> Self {
        self.rows = rows;
        self
    }

    fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    fn refused(&self) -> usize {
        self.state.lock().unwrap().refused
    }

    async fn start(&self) -> Server {
        let (this, start) = (self.clone(), Instant::now());
        Server::answering(move |request| this.answer(request, start.elapsed())).await
    }

    fn answer(&self, request: &Recorded, now: Duration) -> Answer {
        let mut state = self.state.lock().unwrap();
        let minute = now.as_secs() / 60;
        if state.minute != minute {
            (state.minute, state.spent) = (minute, 0);
        }
        let answer = if state.spent < self.limit {
            state.spent += 1;
            self.page(request)
        } else {
            state.refused += 1;
            Answer::error(429)
        };
        let start: DateTime<Utc> = "2025-06-01T10:00:00Z".parse().unwrap();
        let date = start + now + self.delay;
        answer
            .header("date", date.format("%a, %d %b %Y %H:%M:%S GMT"))
            .header("x-ratelimit-limit", self.limit)
            .header("x-ratelimit-remaining", self.limit - state.spent)
            .header(
                "x-ratelimit-reset",
                start.timestamp() as u64 + (minute + 1) * 60,
            )
            .after(self.delay)
    }

    fn page(&self, request: &Recorded) -> Answer {
        let offset = request.number("offset").unwrap_or(0);
        let limit = request.number("limit").unwrap_or(2);
        let row = |number| {
            json!({
                "id": format!("ws_{number}"), "name": "Acme", "slug": "acme", "plan": "pro",
                "created_at": "2025-01-15T09:00:00Z"
            })
        };
        let data: Vec<_> = (offset..(offset + limit).min(self.rows)).map(row).collect();
        let meta = json!({"total": self.rows, "limit": limit, "offset": offset});
        Answer::json(200, &json!({"data": data, "meta": meta}))
    }
}

fn client(server: &Server) -> Client {
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    builder.build().unwrap()
}

/// Fails what does not end, at once, as the clock is paused.
async fn in_time<F: Future>(minutes: u32, future: F) -> F::Output {
    timeout(MINUTE * minutes, future).await.expect("it ends")
}

#[tokio::test(start_paused = true)]
async fn a_call_in_the_loop_over_pages_fetched_ahead_goes_on() {
    for delay in [Duration::ZERO, Duration::from_millis(300)] {
        for concurrency in [1, 8, 16] {
            let service = Service::new(100).rows(500).delay(delay);
            let server = service.start().await;
            let client = client(&server);
            let mut pages = client.workspaces().list().concurrency(concurrency).pages();
            let all = async {
                let mut count = 0;
                while let Some(page) = pages.next().await {
                    count += page.unwrap().data.len();
                    client.workspaces().list().send().await.unwrap();
                }
                count
            };
            // 500 requests at 100 a minute.
            assert_eq!(in_time(6, all).await, 500);
            assert_eq!(service.refused(), 0);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_in_a_branch_of_select_beside_one_that_is_kept_goes_on() {
    let service = Service::new(10).delay(Duration::from_millis(300));
    let server = service.start().await;
    let client = client(&server);
    let calls = async {
        for _ in 0..30 {
            let mut kept = pin!(client.workspaces().list().send());
            loop {
                tokio::select! {
                    page = &mut kept => {
                        page.unwrap();
                        break;
                    }
                    () = sleep(Duration::from_millis(50)) => {
                        client.workspaces().list().send().await.unwrap();
                    }
                }
            }
        }
    };
    in_time(30, calls).await;
    assert_eq!(service.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_tick_that_calls_beside_a_stream_goes_on() {
    let service = Service::new(20).rows(100).delay(Duration::from_millis(200));
    let server = service.start().await;
    let client = client(&server);
    let rows = async {
        let mut stream = client.workspaces().list().concurrency(4).stream();
        let mut tick = tokio::time::interval(Duration::from_millis(500));
        let mut rows = 0;
        loop {
            tokio::select! {
                row = stream.next() => match row {
                    Some(row) => { row.unwrap(); rows += 1 }
                    None => return rows,
                },
                _ = tick.tick() => {
                    client.workspaces().list().send().await.unwrap();
                }
            }
        }
    };
    assert_eq!(in_time(60, rows).await, 100);
    assert_eq!(service.refused(), 0);
}

/// Polls a future until it waits for its turn or for its reply, and leaves it there.
async fn begin<F: Future + ?Sized>(future: &mut Pin<Box<F>>) {
    for _ in 0..20 {
        assert!(poll!(&mut *future).is_pending());
        tokio::task::yield_now().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_waits_and_is_left_holds_nobody_up() {
    let service = Service::new(10).rows(100);
    let server = service.start().await;
    let client = client(&server);
    for _ in 0..10 {
        client.workspaces().list().send().await.unwrap();
    }
    // The minute is spent, so both wait, and nobody polls them any more.
    let mut stream = Box::pin(client.workspaces().list().stream().into_future());
    begin(&mut stream).await;
    let mut call = client.workspaces().list().send().boxed();
    begin(&mut call).await;
    let hasty = RetryPolicy::default().deadline(Duration::from_secs(6));
    let start = Instant::now();
    let error = client
        .workspaces()
        .list()
        .retry(hasty)
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    assert!(start.elapsed() <= Duration::from_secs(6));
    let others = (0..15).map(|_| client.workspaces().list().send());
    let others = futures_util::future::try_join_all(others);
    in_time(3, others).await.unwrap();
    // And those that were left go on when they are polled.
    in_time(3, call).await.unwrap();
    let (row, _) = in_time(3, stream).await;
    row.unwrap().unwrap();
    assert_eq!(service.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn calls_in_flight_that_are_left_hold_nobody_up() {
    let service = Service::new(100).delay(Duration::from_secs(1));
    let server = service.start().await;
    let client = client(&server);
    let mut left: Vec<_> = (0..50)
        .map(|_| client.workspaces().list().send().boxed())
        .collect();
    for call in &mut left {
        begin(call).await;
    }
    let start = Instant::now();
    let others = (0..20).map(|_| client.workspaces().list().send());
    futures_util::future::try_join_all(others).await.unwrap();
    assert!(start.elapsed() < MINUTE, "{:?}", start.elapsed());
    in_time(2, futures_util::future::try_join_all(left))
        .await
        .unwrap();
    assert_eq!(service.refused(), 0);
}

/// A slot that is given up is not used afterwards.
#[tokio::test(start_paused = true)]
async fn a_call_that_is_left_longer_than_its_time_is_repeated_if_it_can_be() {
    let service = Service::new(100).rows(2).delay(Duration::from_millis(500));
    let server = service.start().await;
    let client = client(&server);
    let mut call = client
        .workspaces()
        .list()
        .timeout(Duration::from_secs(2))
        .send()
        .boxed();
    begin(&mut call).await;
    sleep(Duration::from_secs(3600)).await;
    assert_eq!(call.await.unwrap().data.len(), 2);

    let create = client.keys().create("CI").timeout(Duration::from_secs(2));
    let mut create = create.send().boxed();
    begin(&mut create).await;
    sleep(Duration::from_secs(3600)).await;
    let error = create.await.unwrap_err();
    assert!(error.may_have_acted(), "{error}");
    assert!(
        error.to_string().contains("It may have been made"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_slow_reader_loses_no_reply() {
    let service = Service::new(100).rows(80).delay(Duration::from_millis(100));
    let server = service.start().await;
    for concurrency in [1, 4] {
        let before = server.requests().len();
        let call = client(&server)
            .workspaces()
            .list()
            .limit(4)
            .concurrency(concurrency);
        let call = call
            .timeout(Duration::from_secs(1))
            .retry(RetryPolicy::none());
        let mut pages = call.pages();
        let mut rows = 0;
        while let Some(page) = pages.next().await {
            rows += page.unwrap().data.len();
            sleep(Duration::from_millis(1200)).await;
        }
        assert_eq!(rows, 80);
        assert_eq!(
            server.requests().len() - before,
            20,
            "no page was asked for twice"
        );
        sleep(MINUTE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn pages_fetched_ahead_end_with_the_stream() {
    let service = Service::new(100).rows(1000).delay(Duration::from_secs(1));
    let server = service.start().await;
    let client = client(&server);
    let mut pages = client.workspaces().list().concurrency(8).pages();
    for _ in 0..3 {
        pages.next().await.unwrap().unwrap();
    }
    drop(pages);
    sleep(Duration::from_secs(10)).await;
    let sent = server.requests().len();
    assert!(sent <= 3 + 8, "{sent}");
    sleep(Duration::from_secs(10)).await;
    assert_eq!(server.requests().len(), sent);
}

#[tokio::test(start_paused = true)]
async fn a_deadline_bounds_the_wait_for_a_turn() {
    let service = Service::new(10);
    let server = service.start().await;
    let client = client(&server);
    let burst = (0..10).map(|_| client.workspaces().list().send());
    futures_util::future::try_join_all(burst).await.unwrap();
    // It waits for the next minute, and is driven.
    let waiting = tokio::spawn(client.workspaces().list().send());
    sleep(Duration::from_secs(1)).await;
    let hasty = RetryPolicy::default().deadline(Duration::from_secs(1));
    let start = Instant::now();
    let error = client
        .workspaces()
        .list()
        .retry(hasty)
        .send()
        .await
        .unwrap_err();
    assert!(
        start.elapsed() <= Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    let Error::NotSent(error) = error else {
        panic!()
    };
    assert_eq!(error.reason(), NotSentReason::RateLimit);
    assert!(error.to_string().contains("did not send"), "{error}");
    waiting.await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_deadline_bounds_the_wait_behind_slow_calls() {
    let service = Service::new(10).delay(Duration::from_secs(20));
    let server = service.start().await;
    let client = client(&server);
    // The first reply reports the limit. Then one call at a time begins.
    client.workspaces().list().send().await.unwrap();
    let call = || client.workspaces().list().send();
    let slow: Vec<_> = (0..10).map(|_| tokio::spawn(call())).collect();
    sleep(Duration::from_millis(100)).await;
    let hasty = RetryPolicy::default().deadline(Duration::from_secs(3));
    let start = Instant::now();
    let outcome = client.workspaces().list().retry(hasty).send().await;
    assert!(outcome.is_err());
    assert!(
        start.elapsed() <= Duration::from_millis(3050),
        "{:?}",
        start.elapsed()
    );
    for call in slow {
        in_time(3, call).await.unwrap().unwrap();
    }
    assert_eq!(service.refused(), 0);
}

#[tokio::test(start_paused = true)]
async fn calls_with_little_time_are_sent_while_the_budget_lasts() {
    for delay in [300, 1500] {
        let analysis = json!({"data": linksii_api::types::Analysis::example()});
        let answer = Answer::json(201, &analysis).after(Duration::from_millis(delay));
        let server = Server::start([answer]).await;
        let client = client(&server);
        let hasty = RetryPolicy::default().deadline(Duration::from_secs(2));
        let call = || {
            let call = client
                .analyses()
                .create("https://a.example/x.png", "t", "ws_1");
            call.retry(hasty.clone()).send()
        };
        let calls = (0..6).map(|_| call());
        futures_util::future::try_join_all(calls).await.unwrap();
        assert_eq!(server.requests().len(), 6, "replies after {delay} ms");
    }
}

#[tokio::test(start_paused = true)]
async fn what_never_reached_the_service_costs_nothing() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let client = Client::builder()
        .api_key("lnk_test")
        .base_url(&url)
        .build()
        .unwrap();
    let start = Instant::now();
    for _ in 0..150 {
        let call = client
            .analyses()
            .create("https://a.example/x.png", "t", "ws_1");
        let error = call.send().await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error}");
        assert_eq!(error.attempts(), 4);
    }
    // Back-off alone: 20 a minute would be half an hour.
    assert!(start.elapsed() < MINUTE * 12, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_paid_like_any_request() {
    let server = Server::answering(|request| match request.line.as_str() {
        "GET /moved" => Answer::empty(),
        _ => Answer::new(307, "").header("location", "/moved"),
    })
    .await;
    let client = client(&server);
    let start = Instant::now();
    for _ in 0..60 {
        client.workspaces().list().send().await.unwrap();
    }
    assert_eq!(server.requests().len(), 120);
    assert!(
        start.elapsed() >= Duration::from_secs(55),
        "{:?}",
        start.elapsed()
    );
}

type Call = Pin<Box<dyn Future<Output = Result<u32, (u32, Error)>>>>;

/// Calls that are driven, left, taken up again, dropped and given deadlines at random.
async fn mixture(seed: u64) {
    let mut random = fastrand::Rng::with_seed(seed);
    let service = Service::new(20).delay(Duration::from_millis(random.u64(0..2000)));
    let server = service.start().await;
    let client = client(&server);
    let mut driven: FuturesUnordered<Call> = FuturesUnordered::new();
    let mut left: Vec<Call> = Vec::new();
    let mut ended = BTreeMap::new();
    for number in 0..120 {
        let mut call = client
            .workspaces()
            .list()
            .header("x-number", &number.to_string());
        call = call.timeout(Duration::from_secs(random.u64(3..30)));
        let policy = RetryPolicy::none();
        let hasty = random.u8(..4) == 0;
        call = call.retry(if hasty {
            policy.deadline(Duration::from_millis(random.u64(1..20_000)))
        } else {
            policy
        });
        let call = call.send();
        let call: Call = Box::pin(async move {
            match call.await {
                Ok(_) => Ok(number),
                Err(error) => Err((number, error)),
            }
        });
        match random.u8(..4) {
            // Left before it is ever polled.
            0 => left.push(call),
            _ => driven.push(call),
        }
        match random.u8(..6) {
            0 => sleep(Duration::from_millis(random.u64(0..5000))).await,
            1 => {
                // All that were driven are left where they are.
                left.extend(std::mem::take(&mut driven));
            }
            2 if !left.is_empty() => {
                let at = random.usize(..left.len());
                driven.push(left.swap_remove(at));
            }
            3 if !left.is_empty() => {
                let at = random.usize(..left.len());
                drop(left.swap_remove(at));
            }
            _ => {
                let wait = Duration::from_millis(random.u64(0..1000));
                tokio::select! {
                    Some(outcome) = driven.next() => note(&mut ended, outcome),
                    () = sleep(wait) => {}
                }
            }
        }
        // A call beside all those ends, whatever they do.
        if random.u8(..8) == 0 {
            in_time(2, client.workspaces().list().send()).await.unwrap();
        }
    }
    driven.extend(left);
    let rest = async {
        while let Some(outcome) = driven.next().await {
            note(&mut ended, outcome);
        }
    };
    in_time(15, rest).await;
    let numbers = server.requests().into_iter().filter_map(|request| {
        let header = request
            .headers
            .into_iter()
            .find(|it| it.starts_with("x-number"));
        header.map(|header| header.trim_start_matches("x-number: ").to_owned())
    });
    let mut sent = BTreeMap::new();
    for number in numbers {
        *sent.entry(number).or_insert(0) += 1;
    }
    assert!(
        sent.values().all(|times| *times == 1),
        "seed {seed}: sent twice: {sent:?}"
    );
    assert_eq!(service.refused(), 0, "seed {seed}");
}

fn note(ended: &mut BTreeMap<u32, bool>, outcome: Result<u32, (u32, Error)>) {
    let (number, success) = match outcome {
        Ok(number) => (number, true),
        // A call that was left for too long may be refused, or time out.
        Err((number, Error::NotSent(_) | Error::Transport(_) | Error::Api(_))) => (number, false),
        Err((number, error)) => panic!("{number}: {error}"),
    };
    assert_eq!(ended.insert(number, success), None);
}

#[test]
fn whatever_is_done_with_calls_the_others_end_and_none_is_sent_twice() {
    for seed in 0..40 {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(mixture(seed));
    }
}
