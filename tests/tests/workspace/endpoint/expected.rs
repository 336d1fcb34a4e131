//! What holds of the endpoints that the exercise adds.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use linksii_api::types::{
    ImportMentionsReply, Mention, MentionSource, Platform, Tone,
};
use linksii_api::{Client, Error, File, Method, Page, StatusCode, limits};
use linksii_sandbox::Sandbox;
use linksii_tests::client_of;
use linksii_tests::server::{Answer, Recorded, Server};
use serde_json::{Value, json};

#[tokio::test]
async fn the_sandbox_says_that_it_does_not_play_it_yet() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client_of(&sandbox);
    let call = client.mentions().list("ws_01HXYZ").tone(Tone::Warm).limit(5);
    let page: Result<Page<Mention>, Error> = call.send().await;
    let Err(Error::Api(error)) = page else {
        panic!("{page:?}");
    };
    assert_eq!(error.status(), StatusCode::NOT_IMPLEMENTED);
    assert!(error.message().contains("`list_mentions`"), "{error}");
}

#[test]
fn its_types_have_examples_and_room_for_more() {
    let mut mention = Mention::example();
    assert_eq!((mention.id.as_ref(), &mention.tone), ("mention_01HABC", &Tone::Warm));
    mention.tone = "ironic".into();
    assert_eq!(mention.tone, Tone::Unknown("ironic".to_owned()));
}

#[test]
fn it_is_paced_by_its_own_limit() {
    let limit = limits::of(&Method::GET, "/mentions");
    assert_eq!((limit.path, limit.requests_per_minute), ("/mentions", 30));
}

fn mention(source: Value) -> Value {
    let mut mention = serde_json::to_value(Mention::example()).unwrap();
    mention["source"] = source;
    mention
}

fn answer(request: &Recorded) -> Answer {
    let reply = json!({"data": mention(json!({"kind": "article", "url": "https://a.example"}))});
    let page = json!({"data": [], "meta": {"total": 0, "limit": 20, "offset": 0}});
    let pending = json!({"data": {"status_url": "/jobs/1"}});
    let (method, target) = request.line.split_once(' ').unwrap();
    match (method, target.split('?').next().unwrap()) {
        ("GET", path) if path.ends_with("/mentions") => Answer::json(200, &page),
        ("POST", _) => Answer::json(202, &pending),
        ("DELETE", _) => Answer::new(204, ""),
        (_, path) if path.ends_with("/screenshot") => {
            Answer::new(200, b"\x89PNG".to_vec()).header("content-type", "image/png")
        }
        _ => Answer::json(200, &reply),
    }
}

async fn server() -> (Server, Client) {
    let server = Server::answering(answer).await;
    let client = linksii_tests::client(&server.url, "lnk_test");
    (server, client)
}

#[tokio::test]
async fn a_filter_by_list_is_one_text() {
    let (server, client) = server().await;
    let platforms = [Platform::Chatgpt, "gemini".into()];
    let call = client.mentions().list("ws_1").platform(platforms);
    assert_eq!(call.send().await.unwrap().data, []);
    let line = &server.requests()[0].line;
    assert!(line.contains("platform=chatgpt%2Cgemini"), "{line}");
}

#[tokio::test]
async fn one_is_got_changed_and_deleted() {
    let (server, client) = server().await;
    let mention = client.mentions().get("mention_1").send().await.unwrap();
    let Some(MentionSource::Article(article)) = mention.source else {
        panic!("{mention:?}");
    };
    assert_eq!(article.url, "https://a.example");
    let update = || client.mentions().update("mention_1");
    update().tone(Tone::Cold).send().await.unwrap();
    update().note("old").send().await.unwrap();
    update().note_null().send().await.unwrap();
    client.mentions().delete("mention_1").send().await.unwrap();
    let sent = server.requests();
    let bodies: Vec<&str> = sent[1..4].iter().map(|it| it.body.as_str()).collect();
    assert_eq!(bodies, [r#"{"tone":"cold"}"#, r#"{"note":"old"}"#, r#"{"note":null}"#]);
    assert!(sent[4].line.starts_with("DELETE "), "{:?}", sent[4]);
    assert!(sent[4].line.ends_with("/mentions/mention_1"), "{:?}", sent[4]);
}

#[test]
fn an_undocumented_kind_of_a_union_is_kept() {
    let written = mention(json!({"kind": "podcast", "minutes": 3}));
    let mention: Mention = serde_json::from_value(written.clone()).unwrap();
    assert!(matches!(mention.source, Some(MentionSource::Unknown(_))), "{mention:?}");
    assert_eq!(serde_json::to_value(mention).unwrap(), written);
}

#[tokio::test]
async fn files_are_sent_and_received() {
    let (server, client) = server().await;
    let file = File::new("mentions.csv", "a,b").content_type("text/csv");
    let reply = client.mentions().import("ws_1", file).send().await.unwrap();
    let ImportMentionsReply::Accepted(job) = reply else {
        panic!("{reply:?}");
    };
    assert_eq!(job.status_url, "/jobs/1");
    let body = &server.requests()[0].body;
    assert!(body.contains(r#"filename="mentions.csv""#) && body.contains("a,b"), "{body}");
    let picture = client.mentions().get_screenshot("mention_1").send().await.unwrap();
    assert_eq!(picture, b"\x89PNG".as_slice());
    let download = client.mentions().get_screenshot("mention_1").download().await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), b"\x89PNG".as_slice());
}
