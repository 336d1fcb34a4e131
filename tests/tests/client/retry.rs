//! What is repeated, when, and what is not. The clock is tokio's, paused: no test waits.

use std::time::Duration;

use linksii_api::{Client, Error, RetryPolicy, TransportKind};
use linksii_tests::server::{Answer, Server};
use tokio::time::Instant;

fn client(server: &Server) -> Client {
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    builder.build().unwrap()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// Lists workspaces. How long that took, and how many requests it was.
async fn list(answers: impl IntoIterator<Item = Answer>) -> (Result<(), Error>, Duration, usize) {
    let server = Server::start(answers).await;
    let client = client(&server);
    let start = Instant::now();
    let outcome = client.workspaces().list().send().await.map(drop);
    (outcome, start.elapsed(), server.requests().len())
}

async fn create(answers: impl IntoIterator<Item = Answer>, policy: RetryPolicy) -> usize {
    let server = Server::start(answers).await;
    let _ = client(&server)
        .keys()
        .create("CI")
        .retry(policy)
        .send()
        .await;
    server.requests().len()
}

#[tokio::test(start_paused = true)]
async fn a_reading_call_survives_what_passes() {
    for failure in [
        Answer::error(429),
        Answer::error(500),
        Answer::error(502),
        Answer::error(503),
        Answer::error(504),
        Answer::close(),
        Answer::silence(),
        Answer::new(200, "half of it").cut_off(),
    ] {
        let (outcome, _, requests) = list([failure.clone(), Answer::empty()]).await;
        outcome.unwrap_or_else(|error| panic!("{failure:?}: {error}"));
        assert_eq!(requests, 2, "{failure:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_will_not_pass_is_an_error_at_once() {
    for failure in [
        Answer::error(400),
        Answer::error(401),
        Answer::error(403),
        Answer::error(404),
        Answer::error(501),
        Answer::new(200, "plain text"),
    ] {
        let (outcome, waited, requests) = list([failure, Answer::empty()]).await;
        outcome.unwrap_err();
        assert_eq!((waited, requests), (Duration::ZERO, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_is_repeated_only_where_the_service_cannot_have_acted() {
    let policy = RetryPolicy::default;
    assert_eq!(create([Answer::error(429)], policy()).await, 4);
    for failure in [
        Answer::error(500),
        Answer::error(503),
        Answer::close(),
        Answer::silence(),
    ] {
        assert_eq!(create([failure.clone()], policy()).await, 1, "{failure:?}");
        assert_eq!(
            create([failure.clone()], policy().repeat_writes(true)).await,
            4,
            "{failure:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_is_refused_is_tried_again_even_for_a_write() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let builder = Client::builder()
        .api_key("lnk_test")
        .base_url(format!("http://{address}"));
    let error = builder
        .build()
        .unwrap()
        .keys()
        .create("CI")
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 4);
    assert!(matches!(error, Error::Transport(it) if it.kind() == TransportKind::Connect));
}

#[tokio::test(start_paused = true)]
async fn the_wait_that_the_service_asks_for_is_kept() {
    // The service's clock is not ours: it thinks that it is 2024.
    let now = "Sat, 09 Mar 2024 16:00:00 GMT";
    for (name, value) in [
        ("retry-after", "30"),
        ("retry-after", "Sat, 09 Mar 2024 16:00:30 GMT"),
        ("x-ratelimit-reset", "1710000030"),
    ] {
        let refused = Answer::error(429).header("date", now).header(name, value);
        let (outcome, waited, _) = list([refused, Answer::empty()]).await;
        outcome.unwrap();
        assert!(
            (seconds(30)..seconds(31)).contains(&waited),
            "{name}: {value}: {waited:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn retry_after_goes_before_the_reset_and_holds_for_other_statuses_too() {
    let unavailable = Answer::error(503).header("retry-after", "7");
    let (outcome, waited, _) = list([unavailable, Answer::empty()]).await;
    outcome.unwrap();
    assert!((seconds(7)..seconds(8)).contains(&waited), "{waited:?}");
    let refused = Answer::error(429)
        .header("date", "Sat, 09 Mar 2024 16:00:00 GMT")
        .header("x-ratelimit-reset", "1710000030")
        .header("retry-after", "7");
    let (outcome, waited, _) = list([refused, Answer::empty()]).await;
    outcome.unwrap();
    assert!((seconds(7)..seconds(8)).contains(&waited), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_cap_is_an_error_and_not_slept_through() {
    let (outcome, waited, requests) = list([Answer::error(429).header("retry-after", "91")]).await;
    let Err(Error::Api(error)) = outcome else {
        panic!()
    };
    assert_eq!(error.retry_after(), Some(seconds(91)));
    assert_eq!((waited, requests), (Duration::ZERO, 1));
    assert!(error.to_string().contains("91 s"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_a_clock_can_count_is_an_error() {
    for (name, value) in [
        ("retry-after", u64::MAX.to_string()),
        ("retry-after", format!("{}.9", u64::MAX)),
        ("x-ratelimit-reset", (i64::MAX / 1000).to_string()),
        ("x-ratelimit-reset", "8210266876799".to_owned()),
    ] {
        let refused = Answer::error(429)
            .header("x-ratelimit-limit", 100)
            .header("x-ratelimit-remaining", 0)
            .header(name, &value);
        let (outcome, ..) = list([refused]).await;
        assert!(matches!(outcome, Err(Error::Api(_))), "{name}: {value}");
    }
}

#[tokio::test(start_paused = true)]
async fn where_the_service_asks_for_no_wait_the_back_off_is_short_and_grows() {
    let mut longest = Duration::ZERO;
    for _ in 0..20 {
        let (outcome, waited, requests) = list([Answer::error(500)]).await;
        outcome.unwrap_err();
        assert_eq!(requests, 4);
        assert!(
            waited < Duration::from_millis(500 + 1000 + 2000 + 50),
            "{waited:?}"
        );
        longest = longest.max(waited);
    }
    assert!(longest > Duration::from_millis(500), "{longest:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_of_nothing_is_not_shorter_than_the_back_off() {
    for value in ["0", "0.0", "Thu, 01 Jan 1970 00:00:00 GMT", "1700000000"] {
        let unavailable = Answer::error(503).header("retry-after", value);
        let (outcome, waited, requests) = list([unavailable]).await;
        outcome.unwrap_err();
        assert_eq!(requests, 4);
        let least = Duration::from_millis(250 + 500 + 1000);
        assert!(waited >= least, "{value}: {waited:?}");
        assert!(
            waited <= least * 2 + Duration::from_millis(50),
            "{value}: {waited:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_deadline_holds_for_all_attempts_together() {
    let policy = RetryPolicy::default()
        .max_attempts(100)
        .deadline(seconds(45));
    let server = Server::start([Answer::silence()]).await;
    let start = Instant::now();
    let call = client(&server).workspaces().list().retry(policy.clone());
    let error = call.send().await.unwrap_err();
    assert!(start.elapsed() <= seconds(46), "{:?}", start.elapsed());
    assert_eq!(error.attempts(), 2, "30 s, and what is left");
    // A wait that would end after it is not begun.
    let server = Server::start([Answer::error(429).header("retry-after", "60")]).await;
    let start = Instant::now();
    let call = client(&server).workspaces().list().retry(policy);
    call.send().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_time_out_is_of_one_attempt() {
    let server = Server::start([Answer::empty().after(seconds(5)), Answer::empty()]).await;
    let start = Instant::now();
    let call = client(&server).workspaces().list().timeout(seconds(2));
    call.send().await.unwrap();
    assert!(
        (seconds(2)..seconds(3)).contains(&start.elapsed()),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn retries_are_off_by_one_call_for_a_client_or_for_a_request() {
    let server = Server::start([Answer::error(503)]).await;
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    let once = builder.retry(RetryPolicy::none()).build().unwrap();
    once.workspaces().list().send().await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    let call = client(&server)
        .workspaces()
        .list()
        .retry(RetryPolicy::none());
    call.send().await.unwrap_err();
    assert_eq!(server.requests().len(), 2);
    let twice = RetryPolicy::default().max_attempts(2);
    once.workspaces()
        .list()
        .retry(twice)
        .send()
        .await
        .unwrap_err();
    assert_eq!(
        server.requests().len(),
        4,
        "the call goes before the client"
    );
}

#[tokio::test(start_paused = true)]
async fn each_attempt_sends_the_same_request() {
    let server = Server::start([Answer::error(429), Answer::empty()]).await;
    let call = client(&server)
        .competitors()
        .create("ws_1", "Asana")
        .header("x-mine", "1");
    let _ = call.query("dry_run", "true").send().await;
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0], requests[1]);
}
