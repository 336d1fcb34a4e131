//! The documented limits are kept and used up. The clock is tokio's, paused, and the sandbox's follows
//! it.

use std::collections::BTreeMap;
use std::time::Duration;

use linksii_api::{Client, Error, Method, NotSentReason, Pacing, RetryPolicy, StatusCode};
use linksii_sandbox::{Entry, Sandbox};
use linksii_tests::server::{Answer, Server};
use tokio::task::JoinSet;
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

/// A client that waits as long as it takes for its turn.
fn patient(base_url: &str) -> Client {
    let policy = RetryPolicy::default().max_wait(Duration::from_secs(86_400));
    let builder = Client::builder()
        .api_key("lnk_sandbox_enterprise")
        .base_url(base_url);
    builder.retry(policy).build().unwrap()
}

/// Each client lists workspaces so often, all calls at once. How long they took together.
async fn burst(clients: &[Client], calls: usize) -> Duration {
    let start = Instant::now();
    let mut tasks = JoinSet::new();
    for client in clients {
        for _ in 0..calls {
            let client = client.clone();
            tasks.spawn(async move { client.workspaces().list().send().await });
        }
    }
    while let Some(outcome) = tasks.join_next().await {
        outcome.unwrap().unwrap();
    }
    start.elapsed()
}

fn refused(journal: &[Entry]) -> usize {
    journal.iter().filter(|it| it.status == Some(429)).count()
}

/// Starts a sandbox at the start of a minute, so that whole windows can be counted.
async fn at_the_minute() -> Sandbox {
    let sandbox = Sandbox::start().await.unwrap();
    let into = sandbox.now().timestamp().rem_euclid(60) as u64;
    sandbox.advance(Duration::from_secs(60 - into));
    sandbox
}

#[tokio::test(start_paused = true)]
async fn a_hundred_tasks_on_one_client_spend_each_minute_whole_and_are_never_refused() {
    let sandbox = at_the_minute().await;
    let client = patient(sandbox.base_url());
    // Ten windows of a hundred. The last one need not end.
    let took = burst(&vec![client; 100], 10).await;
    let journal = sandbox.journal();
    let rate = journal.len() as f64 / (took + MINUTE).as_secs_f64() * 60.0;
    println!(
        "{} requests in {took:?}: {rate:.1} a minute, {} refused",
        journal.len(),
        refused(&journal)
    );
    assert_eq!((journal.len(), refused(&journal)), (1000, 0));
    assert!(took <= MINUTE * 9 + Duration::from_secs(15), "{took:?}");
}

/// How many requests were served in each minute.
fn by_minute(journal: &[Entry]) -> Vec<usize> {
    let mut minutes: BTreeMap<i64, usize> = BTreeMap::new();
    for entry in journal.iter().filter(|it| it.status == Some(200)) {
        *minutes
            .entry(entry.at.timestamp().div_euclid(60))
            .or_default() += 1;
    }
    minutes.into_values().collect()
}

#[tokio::test(start_paused = true)]
async fn several_clients_on_one_key_share_its_limit() {
    for count in [2, 3, 4, 5] {
        let sandbox = at_the_minute().await;
        let clients: Vec<Client> = (0..count).map(|_| patient(sandbox.base_url())).collect();
        burst(&clients, 1000 / count).await;
        let journal = sandbox.journal();
        let minutes = by_minute(&journal);
        let whole = &minutes[..minutes.len() - 1];
        let rate = whole.iter().sum::<usize>() as f64 / whole.len() as f64;
        println!(
            "{count} clients: {rate:.1} requests a minute, {} refused; {minutes:?}",
            refused(&journal)
        );
        assert_eq!(refused(&journal), 0, "{count} clients");
        assert!(rate >= 95.0, "{count} clients: {minutes:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_lower_than_documented_is_believed() {
    let start = Instant::now();
    let server = Server::answering(move |_| {
        // One a minute, by a clock of its own.
        let now = start.elapsed().as_secs();
        Answer::empty()
            .header("date", "Thu, 01 Jan 1970 00:00:00 GMT")
            .header("x-ratelimit-limit", 1)
            .header("x-ratelimit-remaining", 0)
            .header("x-ratelimit-reset", 60 - now % 60)
    })
    .await;
    let client = patient(&server.url);
    for _ in 0..3 {
        client.workspaces().list().send().await.unwrap();
    }
    assert!(start.elapsed() >= MINUTE * 2, "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn reading_and_writing_templates_are_paid_from_their_own_budgets() {
    let sandbox = at_the_minute().await;
    let client = patient(sandbox.base_url());
    let start = Instant::now();
    for name in 0..20 {
        let call = client
            .templates()
            .create(format!("t{name}"), format!("t-{name}"), "Judge it.");
        call.send().await.unwrap();
    }
    for _ in 0..50 {
        client.templates().list("ws_01HXYZ").send().await.unwrap();
    }
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}",
        start.elapsed()
    );
    client
        .templates()
        .create("one", "too-many", "Judge it.")
        .send()
        .await
        .unwrap();
    assert!(
        start.elapsed() > Duration::from_secs(50),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(refused(&sandbox.journal()), 0);
}

#[tokio::test(start_paused = true)]
async fn a_spent_daily_quota_is_an_error_with_the_time_until_midnight() {
    let sandbox = Sandbox::start().await.unwrap();
    // Shortly after midnight, as a day's quota takes 25 minutes at least.
    let now = sandbox.now().timestamp().rem_euclid(86_400) as u64;
    sandbox.advance(Duration::from_secs(86_400 - now));
    let client = Client::builder()
        .api_key(sandbox.api_key())
        .base_url(sandbox.base_url())
        .build()
        .unwrap();
    let analyze = || {
        client
            .analyses()
            .create("https://a.example/x.png", "brand_scorecard", "ws_01HXYZ")
            .send()
    };
    for _ in 0..500 {
        analyze().await.unwrap();
    }
    let start = Instant::now();
    let Err(Error::NotSent(error)) = analyze().await else {
        panic!()
    };
    assert_eq!(start.elapsed(), Duration::ZERO, "it does not sleep");
    assert_eq!(error.reason(), NotSentReason::DailyQuota);
    let until = error.retry_after();
    let midnight = 86_400 - sandbox.now().timestamp().rem_euclid(86_400) as u64;
    assert!(
        until.as_secs().abs_diff(midnight) <= 1,
        "{until:?} and {midnight} s"
    );
    assert!(error.to_string().contains("00:00 UTC"), "{error}");
    assert_eq!(sandbox.journal().len(), 500);

    tokio::time::sleep(until + Duration::from_secs(1)).await;
    analyze().await.unwrap();
}

/// Another process may have spent the quota: then it is the service that says so.
#[tokio::test(start_paused = true)]
async fn a_daily_quota_that_others_have_spent_is_an_error_at_once_too() {
    let spent = Answer::error(429).header("retry-after", 40_000);
    let server = Server::start([spent]).await;
    let client = Client::builder()
        .api_key("lnk_test")
        .base_url(&server.url)
        .build()
        .unwrap();
    let analyze = || {
        client
            .analyses()
            .create("https://a.example/x.png", "t", "ws_1")
            .send()
    };
    let start = Instant::now();
    let Err(Error::Api(error)) = analyze().await else {
        panic!()
    };
    assert_eq!(error.retry_after(), Some(Duration::from_secs(40_000)));
    let Err(Error::NotSent(error)) = analyze().await else {
        panic!()
    };
    assert_eq!(error.reason(), NotSentReason::DailyQuota);
    let wait = error.retry_after().as_secs();
    // At midnight there is a new quota, whatever the service says.
    assert!((1..=40_000).contains(&wait), "{wait} s");
    assert_eq!(
        (start.elapsed(), server.requests().len()),
        (Duration::ZERO, 1)
    );
}

#[tokio::test(start_paused = true)]
async fn callers_that_give_up_cost_nothing_and_hold_nobody_up() {
    let sandbox = at_the_minute().await;
    let client = patient(sandbox.base_url());
    burst(std::slice::from_ref(&client), 100).await;
    let mut waiting = Vec::new();
    for _ in 0..300 {
        let client = client.clone();
        waiting.push(tokio::spawn(async move {
            client.workspaces().list().send().await
        }));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    waiting.iter().for_each(tokio::task::JoinHandle::abort);
    let took = burst(&[client], 100).await;
    assert!(
        took < MINUTE + Duration::from_secs(2),
        "one window, and not four: {took:?}"
    );
    assert_eq!(
        (sandbox.journal().len(), refused(&sandbox.journal())),
        (200, 0)
    );
}

#[tokio::test(start_paused = true)]
async fn turns_are_taken_in_the_order_of_asking() {
    let sandbox = at_the_minute().await;
    let client = patient(sandbox.base_url());
    burst(std::slice::from_ref(&client), 100).await;
    sandbox.clear_journal();
    let mut tasks = JoinSet::new();
    for number in 0..30 {
        let client = client.clone();
        tasks.spawn(async move {
            client
                .workspaces()
                .list()
                .header("x-number", &number.to_string())
                .send()
                .await
                .unwrap();
        });
        tokio::task::yield_now().await;
    }
    tasks.join_all().await;
    let journal = sandbox.journal();
    let number = |entry: &Entry| {
        let header = entry
            .headers
            .iter()
            .find(|(name, _)| name == "x-number")
            .unwrap();
        header.1.parse::<usize>().unwrap()
    };
    // Requests that are in flight together may overtake each other; more than a tenth of the limit is
    // not until the service has reported what is left.
    for (place, entry) in journal.iter().enumerate() {
        assert!(
            place.abs_diff(number(entry)) < 10,
            "{place}: {}",
            number(entry)
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_longer_than_the_call_allows_is_an_error_with_the_wait() {
    let sandbox = at_the_minute().await;
    let client = patient(sandbox.base_url());
    burst(std::slice::from_ref(&client), 100).await;
    let hasty = RetryPolicy::default().deadline(Duration::from_secs(5));
    let start = Instant::now();
    let Err(Error::NotSent(error)) = client.workspaces().list().retry(hasty).send().await else {
        panic!()
    };
    assert_eq!(start.elapsed(), Duration::ZERO, "it is known at once");
    assert_eq!(error.reason(), NotSentReason::RateLimit);
    assert!(
        (50..=60).contains(&error.retry_after().as_secs()),
        "{error:?}"
    );
    assert_eq!(sandbox.journal().len(), 100);
}

#[tokio::test(start_paused = true)]
async fn without_pacing_the_service_refuses_and_the_retry_waits() {
    let sandbox = at_the_minute().await;
    let builder = Client::builder()
        .api_key(sandbox.api_key())
        .base_url(sandbox.base_url());
    let client = builder.pacing(Pacing::Off).build().unwrap();
    let took = burst(&[client], 150).await;
    assert!(took > Duration::from_secs(50), "{took:?}");
    assert!(refused(&sandbox.journal()) >= 50);
}

#[tokio::test(start_paused = true)]
async fn raw_requests_are_paid_from_the_budget_of_their_path() {
    let server = Server::start([Answer::json(200, &serde_json::json!({"data": []}))]).await;
    let client = patient(&server.url);
    let start = Instant::now();
    for _ in 0..11 {
        let request = client.request(Method::GET, "/webhooks");
        request.send::<serde_json::Value>().await.unwrap();
    }
    assert!(
        start.elapsed() >= MINUTE,
        "ten a minute are documented: {:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn the_state_of_the_limit_can_be_read_at_any_time() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = patient(sandbox.base_url());
    assert_eq!(client.rate_limit(), None);
    let page = client.workspaces().list().send().await.unwrap();
    let limit = client.rate_limit().unwrap();
    assert_eq!((limit.limit, limit.remaining), (100, 99));
    assert_eq!(page.rate_limit(), Some(&limit));
    assert!(limit.resets_in <= MINUTE);
    let missing = client.tracking().list("ws_nobodys").send().await;
    let Err(Error::Api(error)) = missing else {
        panic!()
    };
    assert_eq!(error.status(), StatusCode::NOT_FOUND);
    assert_eq!(
        error.rate_limit().unwrap().remaining,
        99,
        "tracking has a limit of its own"
    );
    assert_eq!(client.rate_limit().as_ref(), error.rate_limit());
}

/// Seconds since 1970, that many from now.
fn epoch(seconds: i64) -> i64 {
    chrono::Utc::now().timestamp() + seconds
}

fn date(seconds: i64) -> String {
    let date = chrono::Utc::now() + chrono::TimeDelta::seconds(seconds);
    date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A page whose headers say that nothing is left until then.
fn spent(reset: impl ToString, date: &str) -> Answer {
    Answer::empty()
        .header("x-ratelimit-limit", 100)
        .header("x-ratelimit-remaining", 0)
        .header("x-ratelimit-reset", reset)
        .header("date", date)
}

#[tokio::test(start_paused = true)]
async fn no_time_from_outside_closes_an_endpoint_for_longer_than_a_window() {
    let refused = |value: String| Answer::error(429).header("retry-after", value);
    // What is sent, and how long the next call waits at most.
    let replies = [
        (spent(epoch(30), &date(0)), 31),
        (spent(epoch(30) * 1000, &date(0)), 31),
        (spent(epoch(30), &date(-3600)), 31),
        (spent(epoch(30), ""), 31),
        (spent(epoch(86_400), &date(0)), 60),
        (spent(epoch(-60), &date(0)), 0),
        (spent(30, &date(0)), 30),
        (spent(1_764_108_000_000_i64, &date(0)), 0),
        (spent(u64::MAX, "never"), 60),
        (refused(epoch(30).to_string()), 31),
        (refused((epoch(30) * 1000).to_string()), 31),
        (refused("30000".to_owned()), 30),
        (refused(date(30)), 31),
        (refused(date(30)).header("date", date(-3600)), 31),
        (refused("3600".to_owned()), 60),
        (refused(date(86_400)), 60),
        (refused(u64::MAX.to_string()), 60),
        (refused("soon".to_owned()), 60),
        (Answer::error(429), 60),
        (
            Answer::error(429).header("x-ratelimit-reset", epoch(30)),
            31,
        ),
    ];
    for (answer, longest) in replies {
        let server = Server::start([answer.clone(), Answer::empty()]).await;
        let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
        let client = builder.build().unwrap();
        let first = client.workspaces().list().retry(RetryPolicy::none());
        let _ = first.send().await;
        let start = Instant::now();
        client.workspaces().list().send().await.unwrap();
        let waited = start.elapsed();
        assert!(
            waited <= Duration::from_secs(longest),
            "{waited:?} after {answer:?}"
        );
        if longest > 0 {
            assert!(
                waited > Duration::from_secs(longest) / 2,
                "{waited:?} after {answer:?}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_says_nothing_of_time_is_not_repeated_in_the_same_window() {
    let server = Server::start([Answer::error(429), Answer::empty()]).await;
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    let client = builder.build().unwrap();
    let start = Instant::now();
    client.workspaces().list().send().await.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert!(
        start.elapsed() >= Duration::from_secs(59),
        "{:?}",
        start.elapsed()
    );
}
