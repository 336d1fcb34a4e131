//! Whatever the service answers, the error keeps what is needed to understand it.

use std::error::Error as _;
use std::time::Duration;

use linksii_api::types::Workspace;
use linksii_api::{
    ApiError, Client, ConfigError, DecodeError, Error, ErrorKind, NotSentError, NotSentReason,
    Page, RetryPolicy, StatusCode, TransportError, TransportKind,
};
use linksii_tests::client;
use linksii_tests::server::{Answer, Server};
use serde_json::json;

const KEY: &str = "lnk_a1b2c3";

async fn list(answers: impl IntoIterator<Item = Answer>) -> Result<Page<Workspace>, Error> {
    let server = Server::start(answers).await;
    client(&server.url, KEY).workspaces().list().send().await
}

async fn refusal(answer: Answer) -> ApiError {
    match list([answer]).await {
        Err(Error::Api(error)) => error,
        other => panic!("{other:?}"),
    }
}

async fn lost(answer: Answer) -> TransportError {
    match list([answer]).await {
        Err(Error::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

async fn mismatch(answer: Answer) -> DecodeError {
    match list([answer]).await {
        Err(Error::Decode(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_refusal_in_any_shape_keeps_its_status_its_words_and_its_request_id() {
    let html = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
    let shapes = [
        (502, html.to_owned(), "502 Bad Gateway", None),
        (
            500,
            String::new(),
            "Internal Server Error (the body was empty)",
            None,
        ),
        (
            500,
            json!({"error": "No", "status": 500}).to_string(),
            "No",
            None,
        ),
        (
            400,
            json!({"error": "No", "code": "X"}).to_string(),
            "No",
            Some("X"),
        ),
        (
            422,
            json!({"error": {"message": "No", "code": "X"}}).to_string(),
            "No",
            Some("X"),
        ),
        (
            503,
            "upstream is down\n".to_owned(),
            "upstream is down",
            None,
        ),
        (
            418,
            json!({"error": ["odd"]}).to_string(),
            r#"{"error":["odd"]}"#,
            None,
        ),
        (404, "{\"error\": ".to_owned(), "{\"error\":", None),
    ];
    for (status, body, message, code) in shapes {
        let answer = Answer::new(status, body.as_str()).header("x-request-id", "req_1");
        let error = refusal(answer).await;
        assert_eq!(error.status().as_u16(), status);
        assert_eq!(error.message(), message);
        assert_eq!(error.code(), code);
        assert_eq!(error.request_id(), Some("req_1"));
        assert_eq!(error.attempts(), 1);
        assert_eq!(error.body(), body);
        let text = error.to_string();
        for part in [&status.to_string(), message, "req_1"] {
            assert!(text.contains(part), "{part:?} is not in {text:?}");
        }
    }
}

#[tokio::test]
async fn a_status_gives_the_kind() {
    let kinds = [
        (400, ErrorKind::BadRequest),
        (401, ErrorKind::Unauthorized),
        (403, ErrorKind::Forbidden),
        (404, ErrorKind::NotFound),
        (429, ErrorKind::RateLimited),
        (500, ErrorKind::Server),
        (503, ErrorKind::Server),
        (409, ErrorKind::Other),
        (304, ErrorKind::Other),
    ];
    for (status, kind) in kinds {
        assert_eq!(
            refusal(Answer::error(status)).await.kind(),
            kind,
            "{status}"
        );
    }
}

#[tokio::test]
async fn a_refusal_of_any_length_is_read_up_to_64_kib() {
    let error = refusal(Answer::new(500, vec![b'x'; 1 << 20])).await;
    assert_eq!(error.body().len(), 64 << 10);
    assert!(error.message().len() < 600);
}

#[tokio::test]
async fn a_refusal_that_is_cut_off_keeps_what_was_said() {
    let error = refusal(Answer::new(503, "the database is away").cut_off()).await;
    assert_eq!(error.message(), "the databa");
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed_with_the_key() {
    let moved = Answer::new(307, "").header("location", "/elsewhere");
    let server = Server::start([moved, Answer::empty()]).await;
    let page = client(&server.url, KEY).workspaces().list().send().await;
    assert_eq!(page.unwrap().meta.total, 0);
    let requests = server.requests();
    assert_eq!(requests[1].line, "GET /elsewhere");
    assert!(
        requests[1]
            .headers
            .contains(&format!("authorization: bearer {KEY}"))
    );
}

#[tokio::test]
async fn a_redirect_loop_ends_and_says_where_it_led() {
    let server = Server::start([Answer::new(302, "").header("location", "/again")]).await;
    let error = client(&server.url, KEY)
        .workspaces()
        .list()
        .send()
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("redirected to /again"),
        "{error}"
    );
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let other = Server::start([Answer::empty()]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("{}/workspaces", other.url);
        let error = refusal(Answer::new(status, "").header("location", &location)).await;
        assert_eq!(error.status().as_u16(), status);
        assert!(error.message().contains(&location), "{error}");
    }
    assert_eq!(other.requests(), []);
}

#[tokio::test]
async fn a_redirected_post_is_not_sent_again() {
    let server = Server::start([
        Answer::new(302, "").header("location", "/keys"),
        Answer::empty(),
    ])
    .await;
    let error = client(&server.url, KEY)
        .keys()
        .create("CI")
        .send()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Api(_)), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_a_loss_that_tells_the_status() {
    let body = json!({"data": [], "meta": {"total": 0, "limit": 20, "offset": 0}}).to_string();
    let error = lost(
        Answer::new(200, body)
            .header("x-request-id", "req_1")
            .cut_off(),
    )
    .await;
    assert_eq!(error.kind(), TransportKind::Interrupted);
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("req_1"));
}

#[tokio::test]
async fn a_connection_that_is_closed_or_speaks_no_http_is_a_lost() {
    for answer in [
        Answer::close(),
        Answer::raw("SSH-2.0-OpenSSH_9.2\r\n"),
        Answer::raw(vec![0xff; 4096]),
        Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"),
        Answer::raw(
            [
                b"HTTP/1.1 200 OK\r\n".as_slice(),
                &b"a: b\r\n".repeat(10_000),
            ]
            .concat(),
        ),
    ] {
        let error = lost(answer).await;
        assert_eq!(error.kind(), TransportKind::Interrupted, "{error}");
    }
}

#[tokio::test]
async fn silence_is_a_time_out_that_says_how_long_it_took() {
    let server = Server::start([Answer::silence()]).await;
    let call = client(&server.url, KEY).workspaces().list();
    let error = call
        .timeout(Duration::from_millis(50))
        .send()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("within 0.05 s"), "{error}");
    assert!(matches!(error, Error::Transport(it) if it.kind() == TransportKind::Timeout));
}

#[tokio::test]
async fn a_body_larger_than_allowed_is_not_read_to_its_end() {
    let chunk = ["10000\r\n".as_bytes(), &[b' '; 0x10000], b"\r\n"].concat();
    let answers = [
        Answer::new(200, vec![b' '; 1 << 20]),
        Answer::new(200, chunk.repeat(16)).header("transfer-encoding", "chunked"),
        Answer::new(200, gzip(&vec![b' '; 64 << 20])).header("content-encoding", "gzip"),
    ];
    for answer in answers {
        let server = Server::start([answer]).await;
        let client = Client::builder()
            .api_key(KEY)
            .base_url(&server.url)
            .max_reply_size(100_000);
        let error = client
            .build()
            .unwrap()
            .workspaces()
            .list()
            .send()
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("larger than 100000 bytes"),
            "{error}"
        );
        assert!(matches!(error, Error::Transport(it) if it.kind() == TransportKind::TooLarge));
        assert_eq!(server.requests().len(), 1, "it would be as large again");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn a_login_page_with_200_is_no_success() {
    let page = "<!doctype html><title>Log in</title>";
    let error = mismatch(Answer::new(200, page).header("content-type", "text/html")).await;
    assert_eq!((error.path(), error.status().as_u16()), (".", 200));
    assert_eq!(error.body(), page);
    assert!(error.to_string().contains("Log in"), "{error}");
}

#[tokio::test]
async fn an_undocumented_body_is_an_error_with_its_path() {
    let mut workspace = serde_json::to_value(Workspace::example()).unwrap();
    workspace["name"] = json!(7);
    let meta = json!({"total": 1, "limit": 20, "offset": 0});
    for (body, path) in [
        (json!({"data": [workspace], "meta": meta}), "data[0].name"),
        (json!({"data": [{}], "meta": meta}), "data[0]"),
        (json!({"data": {}, "meta": meta}), "data"),
        (json!({"data": [], "meta": 7}), "meta"),
        (json!({"meta": meta}), "."),
        (json!([]), "."),
    ] {
        let error = mismatch(Answer::json(200, &body).header("x-request-id", "req_1")).await;
        assert_eq!(error.path(), path, "{error}");
        assert_eq!((error.request_id(), error.attempts()), (Some("req_1"), 1));
    }
}

/// Each place where a service could repeat the key to whoever reads the error.
#[tokio::test]
async fn the_key_is_in_no_error() {
    let echo = |status| Answer::new(status, format!("your key is {KEY}"));
    let json = |json| Answer::json(200, &json);
    let meta = json!({"total": 0, "limit": 20, "offset": 0});
    let answers = [
        echo(401),
        echo(500).header("x-request-id", KEY),
        echo(200),
        Answer::json(403, &json!({"error": KEY, "code": KEY})),
        Answer::new(302, "").header("location", format!("http://other.example/{KEY}")),
        json(json!({"data": KEY, "meta": meta})),
        json(json!({"data": [{"id": {KEY: 1}}], "meta": meta})),
        Answer::new(200, KEY.repeat(100))
            .cut_off()
            .header("x-request-id", KEY),
        Answer::close(),
    ];
    for answer in answers {
        let error = list([answer]).await.unwrap_err();
        let mut texts = vec![
            format!("{error:?}"),
            format!("{error:#?}"),
            error.to_string(),
        ];
        let mut source = error.source();
        while let Some(cause) = source {
            texts.push(format!("{cause} {cause:?}"));
            source = cause.source();
        }
        for text in texts {
            assert!(!text.contains("a1b2c3"), "{text}");
        }
    }
}

/// All that is shown of an error.
fn shown(error: &Error) -> Vec<String> {
    let mut texts = vec![
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ];
    let mut source = error.source();
    while let Some(cause) = source {
        texts.push(format!("{cause} {cause:?}"));
        source = cause.source();
    }
    texts
}

#[tokio::test]
async fn what_comes_from_outside_is_escaped() {
    let forged = "down\r\n2026-01-01 INFO user admin logged in\u{1b}[2J\u{202e}\u{85}";
    let mut workspace = serde_json::to_value(Workspace::example()).unwrap();
    workspace["created_at"] = json!(forged);
    let answers = [
        Answer::json(500, &json!({"error": forged, "code": forged})),
        Answer::json(500, &json!({"error": {"message": forged}})),
        Answer::new(502, format!("<title>{forged}</title>")),
        Answer::new(500, forged).header("x-request-id", "r\u{202e}1\u{9b}"),
        Answer::new(302, "").header("location", "/\u{202e}\u{9b}"),
        Answer::json(200, &json!({"data": [workspace]})),
        Answer::json(200, &json!({"data": [{forged: 1, "id": 7}]})),
        Answer::new(200, forged),
    ];
    for answer in answers {
        let error = list([answer]).await.unwrap_err();
        for text in shown(&error) {
            let unsafe_ = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.contains(unsafe_), "{text:?}");
        }
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
    }
}

#[tokio::test]
async fn what_comes_from_outside_is_bounded() {
    let long = "x".repeat(300_000);
    let mut workspace = serde_json::to_value(Workspace::example()).unwrap();
    workspace["created_at"] = json!(long);
    let answers = [
        Answer::json(500, &json!({"error": long, "code": long})),
        Answer::new(500, long.clone()).header("x-request-id", "r".repeat(20_000)),
        Answer::json(200, &json!({"data": [workspace]})),
        Answer::json(200, &json!({"data": [{&long: 1}]})),
        Answer::new(200, long.clone()),
        Answer::new(302, "").header("location", format!("/{}", "x".repeat(20_000))),
    ];
    for answer in answers {
        let error = list([answer]).await.unwrap_err();
        for text in shown(&error) {
            assert!(text.len() < 2500, "{} bytes: {text}", text.len());
        }
        assert!(
            error
                .request_id()
                .is_none_or(|id| id.chars().count() <= 201)
        );
    }
}

#[tokio::test]
async fn a_key_with_any_characters_is_redacted_as_a_whole() {
    let key = "lnk_abc.def+ghi/jkl==~x";
    for body in [
        format!("your key {key} is revoked"),
        json!({ "error": format!("bad key {key}!") }).to_string(),
        json!({ "error": "bad key", "code": key }).to_string(),
        "key=lnk_abc.def%2Bghi%2Fjkl%3D%3D~x&a=1".to_owned(),
    ] {
        for status in [200, 401, 500] {
            let server = Server::start([Answer::new(status, body.clone())]).await;
            let error = client(&server.url, key)
                .workspaces()
                .list()
                .send()
                .await
                .unwrap_err();
            let mut texts = shown(&error);
            if let Error::Api(error) = &error {
                texts.push(error.body().to_owned());
            }
            for text in texts {
                for part in ["def", "ghi", "jkl"] {
                    assert!(!text.contains(part), "{text}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_message_is_shown_once_and_ends_with_one_full_stop() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let refused = client(&nobody, KEY).workspaces().list().send().await;
    let answers = [
        Answer::json(
            404,
            &json!({"error": "The workspace was not found.", "status": 404}),
        ),
        Answer::new(500, "Oops!"),
        Answer::new(200, "plain text"),
        Answer::close(),
    ];
    let mut errors = vec![refused.unwrap_err()];
    for answer in answers {
        errors.push(list([answer]).await.unwrap_err());
    }
    for error in errors {
        // As anyhow's `{:#}` shows it.
        let mut text = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            text.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        assert!(!text.contains("..") && !text.contains("!."), "{text}");
        for part in ["not found", "refused", "Oops", "plain text", "closed"] {
            assert!(text.matches(part).count() <= 1, "{text}");
        }
    }
}

#[tokio::test]
async fn each_error_can_be_built_in_a_test() {
    let api = ApiError::builder(StatusCode::NOT_FOUND)
        .message("No such workspace")
        .code("WORKSPACE_NOT_FOUND")
        .request_id("req_1")
        .attempts(2)
        .build();
    assert_eq!(api.kind(), ErrorKind::NotFound);
    let errors: [Error; 5] = [
        api.into(),
        ConfigError::new("LINKSII_API_KEY is not set").into(),
        NotSentError::new(NotSentReason::RateLimit, "/analyze", Duration::from_secs(7)).into(),
        TransportError::new(TransportKind::Timeout, "no whole reply within 30 s").into(),
        DecodeError::new("data[0].name", "invalid type: null, expected a string").into(),
    ];
    let texts = errors.map(|error| error.to_string());
    assert!(
        texts[0].contains("No such workspace (request req_1, 2 attempts)"),
        "{texts:?}"
    );
    assert!(
        texts[2].contains("/analyze") && texts[2].contains("7 s"),
        "{texts:?}"
    );
    assert!(texts[3].contains("allow more time"), "{texts:?}");
    assert!(texts[4].contains("data[0].name"), "{texts:?}");
}

#[tokio::test]
async fn attempts_are_counted() {
    let server = Server::start([Answer::error(503)]).await;
    let policy = RetryPolicy::default()
        .max_attempts(3)
        .initial_backoff(Duration::from_millis(1));
    let call = client(&server.url, KEY).workspaces().list().retry(policy);
    let error = call.send().await.unwrap_err();
    assert_eq!(error.attempts(), 3);
    assert!(error.to_string().contains("3 attempts"), "{error}");
}
