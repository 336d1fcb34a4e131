//! A client on a transport of the caller's own: all that a client does is done above it.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::{StreamExt, stream};
use linksii_api::transport::{self, Request, Response, Transport};
use linksii_api::types::{NewKey, Workspace};
use linksii_api::{
    Body, Client, ClientBuilder, Error, ErrorKind, Meta, Method, NotSentReason, Page, RetryPolicy,
    StatusCode, TransportError, TransportKind,
};
use serde_json::{Value, json};
use tokio::time::Instant;

type Outcome = Result<Response, TransportError>;

/// Answers from a list, the last one for ever, and keeps what it was asked.
#[derive(Clone, Default)]
struct Fake {
    answers: Arc<Mutex<Vec<Outcome>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Fake {
    fn new(answers: impl IntoIterator<Item = Outcome>) -> Self {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        Self {
            answers: Arc::new(Mutex::new(answers)),
            requests: Arc::default(),
        }
    }

    fn builder(&self) -> ClientBuilder {
        let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
        let builder = Client::builder().api_key("lnk_secret").retry(retry);
        builder.transport(self.clone())
    }

    fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

impl Transport for Fake {
    async fn send(&self, request: Request) -> Outcome {
        self.requests.lock().unwrap().push(request);
        let mut answers = self.answers.lock().unwrap();
        match answers.len() {
            1 => answers[0].clone(),
            _ => answers.pop().unwrap(),
        }
    }
}

fn status(status: StatusCode, body: &Value) -> Outcome {
    transport::json(status, body)
}

fn page(rows: usize, total: u64, offset: u64) -> Outcome {
    let workspace = |at: usize| {
        let mut workspace = Workspace::example();
        workspace.id = format!("ws_{}", offset as usize + at).into();
        workspace
    };
    let rows = (0..rows).map(workspace).collect();
    transport::json(
        StatusCode::OK,
        &Page::new(rows, Meta::new(total, 2, offset)),
    )
}

fn failed(kind: TransportKind) -> Outcome {
    Err(TransportError::new(kind, "the cable is out"))
}

#[tokio::test]
async fn it_gets_the_request_as_it_would_be_on_the_wire() {
    let fake = Fake::new([status(StatusCode::OK, &json!({}))]);
    let client = fake.client();
    let request = client.request(Method::POST, "/keys").query("a", "1 2");
    let _: Value = request.json(&NewKey::example()).send().await.unwrap();
    let request = &fake.requests()[0];
    assert_eq!(request.method(), Method::POST);
    assert_eq!(request.uri(), "https://www.linksii.com/api/v1/keys?a=1+2");
    assert_eq!(request.headers()["authorization"], "Bearer lnk_secret");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.body(), r#"{"name":"My Integration"}"#);
}

#[tokio::test]
async fn failures_that_pass_are_tried_again() {
    let fake = Fake::new([
        failed(TransportKind::Interrupted),
        status(StatusCode::BAD_GATEWAY, &json!({"error": "No"})),
        page(1, 1, 0),
    ]);
    let reply = fake.client().workspaces().list().response().await.unwrap();
    assert_eq!((reply.attempts(), fake.requests().len()), (3, 3));
}

#[tokio::test]
async fn a_write_is_tried_again_only_where_the_transport_says_that_nothing_was_sent() {
    for (kind, requests) in [(TransportKind::Connect, 2), (TransportKind::Interrupted, 1)] {
        let created = json!({"data": {
            "id": "key_1", "name": "x", "key": "lnk_new", "created_at": "2025-06-01T10:00:00Z"
        }});
        let fake = Fake::new([failed(kind), status(StatusCode::OK, &created)]);
        let result = fake.client().keys().create("x").send().await;
        assert_eq!(fake.requests().len(), requests, "{kind:?}");
        if let Err(error) = result {
            assert!(error.may_have_acted());
            assert!(error.to_string().starts_with("the cable is out"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_refusal_is_an_error_without_the_key() {
    let body = json!({"error": "the key lnk_secret is not known", "status": 401});
    let fake = Fake::new([status(StatusCode::UNAUTHORIZED, &body)]);
    let error = fake.client().workspaces().list().send().await.unwrap_err();
    let Error::Api(error) = error else {
        unreachable!("{error:?}")
    };
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
}

#[tokio::test]
async fn a_reply_that_is_not_as_documented_is_an_error_at_its_path() {
    let fake = Fake::new([status(StatusCode::OK, &json!({"data": [{"id": 7}]}))]);
    let error = fake.client().workspaces().list().send().await.unwrap_err();
    let Error::Decode(error) = error else {
        unreachable!("{error:?}")
    };
    assert_eq!(error.path(), "data[0].id");
}

#[tokio::test]
async fn pages_are_fetched_to_the_end() {
    let fake = Fake::new([page(2, 3, 0), page(1, 3, 2)]);
    let all = fake.client().workspaces().list().all().await.unwrap();
    let ids: Vec<_> = all.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["ws_0", "ws_1", "ws_2"]);
    let asked = fake.requests();
    assert_eq!(asked[1].uri().query(), Some("offset=2"));
}

#[tokio::test(start_paused = true)]
async fn the_documented_limits_are_kept() {
    let fake = Fake::new([page(0, 0, 0)]);
    let client = fake.client();
    let start = Instant::now();
    for _ in 0..100 {
        client.workspaces().list().send().await.unwrap();
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    let hasty = RetryPolicy::none().max_wait(Duration::from_secs(5));
    let error = client.workspaces().list().retry(hasty).send().await;
    let Err(Error::NotSent(error)) = error else {
        unreachable!("{error:?}")
    };
    assert_eq!(error.reason(), NotSentReason::RateLimit);
    assert_eq!(fake.requests().len(), 100);
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed_and_another_is_not() {
    let to = |location: &str| {
        let mut reply = Response::new("".into());
        *reply.status_mut() = StatusCode::FOUND;
        let location = location.parse().unwrap();
        reply.headers_mut().insert("location", location);
        Ok(reply)
    };
    let fake = Fake::new([to("/api/v1/spaces"), page(1, 1, 0)]);
    fake.client().workspaces().list().send().await.unwrap();
    assert_eq!(fake.requests()[1].uri().path(), "/api/v1/spaces");

    let fake = Fake::new([to("https://evil.example/"), page(1, 1, 0)]);
    fake.client().workspaces().list().send().await.unwrap_err();
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn streams_are_sent_whole_and_downloads_are_read() {
    let fake = Fake::new([Ok(Response::new("abc".into()))]);
    let pieces = stream::iter(["a", "b"].map(|it| Ok(it.into())));
    let client = fake.client();
    let request = client.request(Method::POST, "/import");
    let request = request.body(Body::stream(pieces), "text/plain");
    let mut download = request.download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "abc");
    assert!(download.next().await.is_none());
    assert_eq!(fake.requests()[0].body(), "ab");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_not_sent_leaves_its_stream_for_another() {
    let fake = Fake::new([Ok(Response::new("".into()))]);
    let client = fake.client();
    let import = || client.request(Method::POST, "/import");
    for _ in 0..100 {
        import().bytes().await.unwrap();
    }
    let pieces = Body::stream(stream::iter([Ok("a".into())]));
    let hasty = RetryPolicy::none().max_wait(Duration::from_secs(5));
    let refused = import().body(pieces.clone(), "text/plain").retry(hasty);
    let error = refused.bytes().await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error}");
    import().body(pieces, "text/plain").bytes().await.unwrap();
    assert_eq!(fake.requests()[100].body(), "a");
}

#[tokio::test]
async fn an_attempt_that_takes_too_long_is_given_up() {
    let never = |_: Request| std::future::pending::<Outcome>();
    let builder = Client::builder().api_key("lnk_1").transport(never);
    let builder = builder.timeout(Duration::from_millis(20));
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let error = client.workspaces().list().send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportKind::Timeout));
}

#[test]
fn blocking_calls_are_sent_by_it_too() {
    let fake = Fake::new([page(2, 3, 0), page(1, 3, 2), page(1, 1, 0)]);
    let client = fake.builder().build_blocking().unwrap();
    assert_eq!(client.workspaces().list().all().unwrap().len(), 3);
    let page = client.workspaces().list().send().unwrap();
    assert_eq!(page.data.len(), 1);
}
