//! What is between the client and the service: packed replies, clients of one's own.

use std::io::Write as _;

use linksii_api::{Client, Method};
use linksii_tests::client;
use linksii_tests::server::{Answer, Server};
use serde_json::{Value, json};

#[tokio::test]
async fn a_packed_reply_is_asked_for_and_unpacked() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let body = json!({"data": [], "meta": {"total": 7, "limit": 20, "offset": 9}});
    gzip.write_all(body.to_string().as_bytes()).unwrap();
    let packed = Answer::new(200, gzip.finish().unwrap()).header("content-encoding", "gzip");
    let server = Server::start([packed]).await;
    let page = client(&server.url, "lnk_test")
        .workspaces()
        .list()
        .send()
        .await
        .unwrap();
    assert_eq!(page.meta.total, 7);
    let asked = "accept-encoding: gzip".to_owned();
    assert!(
        server.requests()[0].headers.contains(&asked),
        "{:?}",
        server.requests()
    );
}

#[tokio::test]
async fn a_client_of_ones_own_carries_the_requests() {
    let server = Server::start([Answer::empty()]).await;
    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("x-team", "dash".parse().unwrap());
    let http = Client::http_client_builder()
        .unwrap()
        .default_headers(headers)
        .build()
        .unwrap();
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    let client = builder
        .http_client(http)
        .user_agent("acme-dash/1.2")
        .build()
        .unwrap();
    client
        .workspaces()
        .list()
        .header("x-mine", "1")
        .query("beta", "yes")
        .send()
        .await
        .unwrap();
    let request = &server.requests()[0];
    assert_eq!(request.line, "GET /workspaces?beta=yes");
    for header in [
        "x-team: dash",
        "x-mine: 1",
        "accept: application/json",
        "authorization: bearer lnk_test",
    ] {
        assert!(
            request.headers.iter().any(|it| it == header),
            "{header}: {request:?}"
        );
    }
    assert!(
        request
            .headers
            .iter()
            .any(|it| it.starts_with("user-agent: acme-dash/1.2 linksii-api/"))
    );
    assert!(
        !request
            .headers
            .iter()
            .any(|it| it.starts_with("api-version")),
        "{request:?}"
    );
}

#[tokio::test]
async fn a_raw_request_gets_the_body_as_it_came() {
    let body = json!({"data": {"id": "wh_1"}, "odd": true});
    let server = Server::start([Answer::json(200, &body), Answer::new(204, "")]).await;
    let client = client(&server.url, "lnk_test");
    let request = client
        .request(Method::POST, "/webhooks")
        .query("workspace_id", "ws_1");
    let reply: Value = request
        .json(&json!({"url": "https://a.example"}))
        .send()
        .await
        .unwrap();
    assert_eq!(reply, body);
    let nothing: Option<Value> = client
        .request(Method::DELETE, "/webhooks/wh_1")
        .send()
        .await
        .unwrap();
    assert_eq!(nothing, None);
    let requests = server.requests();
    assert_eq!(requests[0].line, "POST /webhooks?workspace_id=ws_1");
    assert_eq!(requests[0].body, r#"{"url":"https://a.example"}"#);
    assert_eq!(requests[1].line, "DELETE /webhooks/wh_1");
    for path in [
        "webhooks",
        "https://other.example/",
        "//other.example/",
        "/a?b=1",
        "/../keys",
    ] {
        let error = client
            .request(Method::GET, path)
            .send::<Value>()
            .await
            .unwrap_err();
        assert!(
            matches!(error, linksii_api::Error::Config(_)),
            "{path}: {error}"
        );
    }
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn an_empty_id_or_limit_is_refused_before_anything_is_sent() {
    let server = Server::start([Answer::empty()]).await;
    let client = client(&server.url, "lnk_test");
    let error = client.tracking().list("").send().await.unwrap_err();
    assert!(error.to_string().contains("workspace_id"), "{error}");
    client
        .workspaces()
        .list()
        .limit(0)
        .send()
        .await
        .unwrap_err();
    client
        .workspaces()
        .list()
        .header("a b", "c")
        .send()
        .await
        .unwrap_err();
    client
        .workspaces()
        .list()
        .header("a", "b\nc")
        .send()
        .await
        .unwrap_err();
    assert_eq!(server.requests().len(), 0);
}
