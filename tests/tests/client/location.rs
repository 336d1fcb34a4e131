//! Following a URL that the service gave.

use linksii_api::{Client, Method};
use linksii_tests::server::{Answer, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    let base = format!("{}/api/v1", server.url);
    let builder = Client::builder().api_key("lnk_test").base_url(base);
    builder.build().unwrap()
}

#[tokio::test]
async fn the_location_of_a_202_is_followed() {
    let server = Server::answering(|request| match request.line.as_str() {
        "POST /api/v1/reports" => {
            Answer::json(202, &json!({})).header("location", "/api/v1/jobs/1?full=yes#top")
        }
        "GET /api/v1/jobs/1?full=yes" => Answer::json(200, &json!({"done": true})),
        _ => Answer::error(404),
    })
    .await;
    let client = client(&server);
    let request = client.request(Method::POST, "/reports");
    let made = request.response::<Value>().await.unwrap();
    let location = made.location().unwrap();
    assert_eq!(
        location.as_str(),
        format!("{}/api/v1/jobs/1?full=yes#top", server.url)
    );
    let job: Value = client.request(Method::GET, location).send().await.unwrap();
    assert_eq!(job, json!({"done": true}));
}

#[tokio::test]
async fn a_status_url_in_the_reply_is_followed_with_more_parameters() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let url = format!("{}/api/v1/jobs/1?a=1", server.url);
    let request = client(&server).request(Method::GET, url).query("b", "2");
    let _: Value = request.send().await.unwrap();
    assert_eq!(server.requests()[0].line, "GET /api/v1/jobs/1?a=1&b=2");
}

#[tokio::test]
async fn a_url_of_another_origin_is_refused_before_anything_is_sent() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let other = Server::start([Answer::json(200, &json!({}))]).await;
    let client = client(&server);
    for url in [
        format!("{}/api/v1/jobs/1", other.url),
        format!("{}@evil.example/", server.url),
        server.url.replace("http://", "https://"),
        server.url.replace("127.0.0.1", "localhost"),
        "http:///".to_owned(),
    ] {
        let error = client.request(Method::GET, &url).send::<Value>().await;
        let error = error.unwrap_err();
        assert!(
            matches!(error, linksii_api::Error::Config(_)),
            "{url}: {error}"
        );
    }
    for path in [
        "//evil.example/x",
        "x",
        "javascript:alert(1)",
        "/a?b",
        "\\\\evil",
    ] {
        let error = client.request(Method::GET, path).send::<Value>().await;
        let error = error.unwrap_err().to_string();
        assert!(error.contains("below the base URL"), "{path}: {error}");
    }
    assert_eq!((server.connections(), other.connections()), (0, 0));
}

#[tokio::test]
async fn a_location_is_a_url_or_a_path_of_the_host_and_nothing_else() {
    for (header, expected) in [
        ("https://h/x", Some("https://h/x")),
        ("/x", Some("/x")),
        ("x/y", None),
        ("", None),
    ] {
        let answer = Answer::json(201, &json!({})).header("location", header);
        let server = Server::start([answer]).await;
        let request = client(&server).request(Method::POST, "/x");
        let location = request.response::<Value>().await.unwrap().location();
        let base = reqwest::Url::parse(&server.url).unwrap();
        let expected = expected.map(|it| base.join(it).unwrap().to_string());
        assert_eq!(location, expected, "{header}");
    }
}
