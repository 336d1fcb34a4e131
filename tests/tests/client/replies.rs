//! What services, proxies and firewalls really send, and what a caller makes of it.

use std::io::Write as _;

use linksii_api::types::{CreatedKey, Workspace};
use linksii_api::{Client, Error, Method, Page, TransportKind};
use linksii_tests::server::{Answer, Server};
use serde_json::{Value, json};

async fn client(answers: impl IntoIterator<Item = Answer>) -> (Client, Server) {
    let server = Server::start(answers).await;
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    (builder.build().unwrap(), server)
}

/// Lists workspaces, and counts the requests that it took.
async fn list(
    answers: impl IntoIterator<Item = Answer>,
) -> (Result<Page<Workspace>, Error>, usize) {
    let (client, server) = client(answers).await;
    let outcome = client.workspaces().list().send().await;
    (outcome, server.requests().len())
}

async fn create(answer: Answer) -> (Result<CreatedKey, Error>, usize) {
    let (client, server) = client([answer]).await;
    let outcome = client.keys().create("CI").send().await;
    (outcome, server.requests().len())
}

fn page() -> Value {
    json!({
        "data": [Workspace::example()],
        "meta": {"total": 1, "limit": 20, "offset": 0},
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test(start_paused = true)]
async fn statuses_that_pass_are_repeated_and_others_are_not() {
    for status in [
        408, 425, 429, 500, 502, 503, 504, 507, 520, 522, 524, 529, 599,
    ] {
        let (outcome, requests) = list([Answer::error(status), Answer::empty()]).await;
        outcome.unwrap_or_else(|error| panic!("{status}: {error}"));
        assert_eq!(requests, 2, "{status}");
    }
    for status in [
        304, 400, 401, 402, 403, 404, 405, 409, 410, 413, 418, 422, 451, 501, 505,
    ] {
        let (outcome, requests) = list([Answer::error(status), Answer::empty()]).await;
        assert_eq!(outcome.unwrap_err().status().unwrap().as_u16(), status);
        assert_eq!(requests, 1, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_time_out_of_the_service_on_a_kept_connection_is_repeated() {
    let (client, server) = client([
        Answer::empty(),
        Answer::error(408).header("connection", "close"),
        Answer::empty(),
    ])
    .await;
    client.workspaces().list().send().await.unwrap();
    client.workspaces().list().send().await.unwrap();
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_status_of_a_write_is_repeated_only_where_nothing_was_done() {
    for status in [408, 425, 500, 503, 520] {
        let (outcome, requests) = create(Answer::error(status)).await;
        assert_eq!(requests, 1, "{status}");
        let error = outcome.unwrap_err();
        assert_eq!(error.may_have_acted(), status != 425, "{error}");
    }
    let (outcome, requests) = create(Answer::error(429)).await;
    assert_eq!(requests, 4);
    assert!(!outcome.unwrap_err().may_have_acted());
}

#[tokio::test]
async fn a_write_whose_reply_cannot_be_read_was_made() {
    let key = json!({"data": CreatedKey::example()}).to_string();
    for answer in [
        Answer::new(201, key).header("content-encoding", "gzip"),
        Answer::new(201, "<p>Created</p>"),
        Answer::json(201, &json!({"data": {"id": 7}})),
        Answer::new(201, ""),
    ] {
        let (outcome, requests) = create(answer).await;
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert!(
            error
                .to_string()
                .contains("It was made: look before you repeat it."),
            "{error}"
        );
        assert!(error.may_have_acted());
        assert_eq!(requests, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_reply_is_lost_may_have_been_made() {
    for answer in [Answer::close(), Answer::silence(), Answer::error(502)] {
        let (outcome, requests) = create(answer).await;
        let error = outcome.unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("It may have been made: look before you repeat it."),
            "{text}"
        );
        assert!(!text.to_lowercase().contains("try again"), "{text}");
        assert!(error.may_have_acted());
        assert_eq!(requests, 1);
    }
    // With a status it is certain.
    let body = json!({"data": CreatedKey::example()}).to_string();
    let (outcome, _) = create(Answer::new(201, body).cut_off()).await;
    assert!(outcome.unwrap_err().to_string().contains("It was made"));
    // Reading again does no harm.
    let (outcome, _) = list([Answer::close()]).await;
    let error = outcome.unwrap_err();
    assert!(
        error.to_string().contains("Try again") && !error.may_have_acted(),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_that_cannot_be_unpacked_is_asked_for_once() {
    let mut cut = gzip(page().to_string().as_bytes());
    cut.truncate(cut.len() / 2);
    for (encoding, body, says) in [
        (
            "gzip",
            page().to_string().into_bytes(),
            "cannot be unpacked",
        ),
        ("gzip", cut, "cannot be unpacked"),
        ("br", b"\x0b\x02\x80{}\x03".to_vec(), "encoded as `br`"),
        ("gzip, zstd", b"{}".to_vec(), "encoded as `zstd`"),
    ] {
        let answer = Answer::new(200, body).header("content-encoding", encoding);
        let (outcome, requests) = list([answer, Answer::empty()]).await;
        let error = outcome.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(requests, 1);
    }
}

#[tokio::test]
async fn gzip_is_unpacked_by_any_name_and_in_several_members() {
    let text = page().to_string();
    let (start, end) = text.split_at(40);
    let members = [gzip(start.as_bytes()), gzip(end.as_bytes())].concat();
    for (encoding, body) in [
        ("gzip", gzip(text.as_bytes())),
        ("GZIP", gzip(text.as_bytes())),
        ("x-gzip", gzip(text.as_bytes())),
        ("identity, X-Gzip ,", gzip(text.as_bytes())),
        ("gzip", members),
        ("gzip, gzip", gzip(&gzip(text.as_bytes()))),
        ("identity", text.clone().into_bytes()),
    ] {
        let answer = Answer::new(200, body).header("content-encoding", encoding);
        let (outcome, _) = list([answer]).await;
        assert_eq!(outcome.unwrap().data, [Workspace::example()], "{encoding}");
    }
    let refusal = gzip(
        json!({"error": "Nobody home", "code": "X"})
            .to_string()
            .as_bytes(),
    );
    let answer = Answer::new(404, refusal).header("content-encoding", "x-gzip");
    let (outcome, _) = list([answer]).await;
    let Err(Error::Api(error)) = outcome else {
        panic!()
    };
    assert_eq!((error.message(), error.code()), ("Nobody home", Some("X")));
}

#[tokio::test]
async fn a_byte_order_mark_is_no_part_of_a_body() {
    let (outcome, _) = list([Answer::new(200, format!("\u{feff}{}", page()))]).await;
    assert_eq!(outcome.unwrap().data.len(), 1);
    let refusal = json!({"error": "No such workspace", "code": "WORKSPACE_NOT_FOUND"});
    let (outcome, _) = list([Answer::new(404, format!("\u{feff}{refusal}"))]).await;
    let Err(Error::Api(error)) = outcome else {
        panic!()
    };
    assert_eq!(error.message(), "No such workspace");
    assert_eq!(error.code(), Some("WORKSPACE_NOT_FOUND"));
    let (client, _server) = client([Answer::new(200, "\u{feff}[1]")]).await;
    let raw: Value = client
        .request(Method::GET, "/webhooks")
        .send()
        .await
        .unwrap();
    assert_eq!(raw, json!([1]));
}

#[tokio::test]
async fn a_page_is_not_lost_to_what_its_user_does_not_need() {
    for (pointer, value) in [
        ("/meta/total", json!("1")),
        ("/meta/total", json!(-1)),
        ("/meta/total", json!(null)),
        ("/meta/limit", json!("twenty")),
        ("/meta/offset", json!(0.0)),
        ("/meta", json!(null)),
        ("/meta", json!({})),
        ("/data/0/slug", json!("")),
    ] {
        let mut body = page();
        *body.pointer_mut(pointer).unwrap() = value.clone();
        let (outcome, _) = list([Answer::json(200, &body)]).await;
        let page = outcome.unwrap_or_else(|error| panic!("{pointer} {value}: {error}"));
        assert_eq!(page.data.len(), 1);
        assert_eq!(page.meta.total, 1, "{pointer} {value}");
    }
    let (outcome, _) = list([Answer::json(200, &json!({"data": null, "meta": null}))]).await;
    assert!(outcome.unwrap().data.is_empty());
}

#[tokio::test]
async fn numbers_as_text_and_times_as_nothing_are_read() {
    let mut run = serde_json::to_value(linksii_api::types::TrackingRun::example()).unwrap();
    run["score"] = json!("72.5");
    run["mention_count"] = json!("14");
    let mut key = serde_json::to_value(CreatedKey::example()).unwrap();
    key["last_used_at"] = json!("");
    let (client, _server) = client([
        Answer::json(200, &json!({"data": [run]})),
        Answer::json(201, &json!({"data": key})),
    ])
    .await;
    let runs = client.tracking().list("ws_1").send().await.unwrap();
    assert_eq!((runs.data[0].score, runs.data[0].mention_count), (72.5, 14));
    let key = client.keys().create("CI").send().await.unwrap();
    assert_eq!(key.last_used_at, None);
}

#[tokio::test]
async fn an_emoji_that_was_cut_in_half_is_a_replacement_character() {
    let whole = page().to_string();
    let escaped = whole.replace("Acme Corp", r"Acme \ud83d");
    let bytes = [
        whole.split("Acme Corp").next().unwrap().as_bytes(),
        b"Acme \xf0\x9f\x98",
        whole.split("Acme Corp").last().unwrap().as_bytes(),
    ]
    .concat();
    for body in [escaped.into_bytes(), bytes] {
        let (client, _server) = client([Answer::new(200, body)]).await;
        let page = client.workspaces().list().send().await.unwrap();
        assert_eq!(page.data[0].name, "Acme \u{fffd}");
        let raw: Value = client
            .request(Method::GET, "/workspaces")
            .send()
            .await
            .unwrap();
        assert_eq!(raw["data"][0]["name"], "Acme \u{fffd}");
    }
}

#[tokio::test]
async fn advice_is_given_for_the_documented_errors_only() {
    let plan = "part of the Enterprise plan";
    for (answer, advised) in [
        (
            Answer::json(403, &json!({"error": "No", "status": 403})),
            true,
        ),
        (
            Answer::json(403, &json!({"error": "Not yours", "code": "X"})),
            false,
        ),
        (Answer::json(403, &json!({"message": "Forbidden"})), false),
        (
            Answer::new(403, "<title>Attention Required! | Cloudflare</title>"),
            false,
        ),
        (Answer::new(403, ""), false),
    ] {
        let (outcome, _) = list([answer]).await;
        let text = outcome.unwrap_err().to_string();
        assert_eq!(text.contains(plan), advised, "{text}");
    }
    let (outcome, _) = list([Answer::new(401, "<title>Log in</title>")]).await;
    let text = outcome.unwrap_err().to_string();
    assert!(
        text.contains("401") && !text.contains("LINKSII_API_KEY"),
        "{text}"
    );
}

#[tokio::test]
async fn a_status_without_a_body_says_what_it_is() {
    for (status, says) in [
        (304, "304 Not Modified"),
        (404, "404 Not Found"),
        (599, "599"),
    ] {
        let answer = Answer::new(status, "");
        let (client, _server) = client([answer]).await;
        let call = client
            .workspaces()
            .list()
            .retry(linksii_api::RetryPolicy::none());
        let text = call.send().await.unwrap_err().to_string();
        assert!(text.contains(says), "{text}");
        assert!(!text.contains("redirected"), "{text}");
    }
}

#[tokio::test]
async fn nothing_is_read_from_any_body() {
    for answer in [
        Answer::json(200, &json!({"success": true})),
        Answer::new(200, "OK"),
        Answer::new(204, ""),
    ] {
        let (client, _server) = client([answer]).await;
        let nothing: () = client
            .request(Method::DELETE, "/webhooks/wh_1")
            .send()
            .await
            .unwrap();
        assert_eq!(nothing, ());
    }
}

#[tokio::test]
async fn a_reply_larger_than_allowed_is_not_asked_for_again() {
    let (client, server) = client([Answer::new(200, vec![b' '; 33 << 20])]).await;
    let error = client.workspaces().list().send().await.unwrap_err();
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportKind::TooLarge));
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_response_keeps_what_came_with_the_value() {
    let answer = Answer::json(201, &json!({"data": CreatedKey::example()}))
        .header("x-request-id", "req_1")
        .header("x-ratelimit-limit", 100)
        .header("x-ratelimit-remaining", 94)
        .header("x-ratelimit-reset", 30)
        .header("x-region", "eu");
    let (client, _server) = client([Answer::error(429), answer]).await;
    let reply = client.keys().create("x").response().await.unwrap();
    assert_eq!((reply.status().as_u16(), reply.attempts()), (201, 2));
    assert_eq!(reply.request_id(), Some("req_1"));
    assert_eq!(reply.rate_limit().unwrap().remaining, 94);
    assert_eq!(reply.headers()["x-region"], "eu");
    assert_eq!(reply.get_ref(), &CreatedKey::example());
    assert_eq!(reply.into_inner(), CreatedKey::example());
}
