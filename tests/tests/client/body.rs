//! Requests whose bodies are not JSON, as they are on the wire.

use std::io;
use std::time::Duration;

use futures_util::stream;
use linksii_api::{Body, Client, File, Method, Multipart, RetryPolicy};
use linksii_tests::server::{Answer, Recorded, Server};
use serde_json::{Value, json};

fn client(server: &Server) -> Client {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let builder = Client::builder().api_key("lnk_test").base_url(&server.url);
    builder.retry(retry).build().unwrap()
}

fn header<'r>(request: &'r Recorded, name: &str) -> Vec<&'r str> {
    let start = format!("{name}: ");
    let headers = request.headers.iter();
    headers
        .filter_map(|line| line.strip_prefix(&start))
        .collect()
}

fn pieces() -> Body {
    Body::stream(stream::iter(["a,b\n", "1,2\n"].map(|it| Ok(it.into()))))
}

#[tokio::test]
async fn text_bytes_and_forms_are_sent_with_their_types() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let client = client(&server);
    let request = || client.request(Method::POST, "/x");
    // In the order of their names, which is that of serde_json in a build of any features.
    let form = json!({"meta": {"k": 1}, "name": "a b&c", "tags": ["x", "y"]});
    let _: Value = request().body("a,b", "text/csv").send().await.unwrap();
    let _: Value = request()
        .body(vec![b'%'], "application/pdf")
        .send()
        .await
        .unwrap();
    let _: Value = request().form(&form).send().await.unwrap();
    let _: Value = request().json(&form).send().await.unwrap();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| {
            let [content_type] = header(request, "content-type")[..] else {
                panic!("{request:?}")
            };
            (content_type.to_owned(), request.body.clone())
        })
        .collect();
    let form_body = "meta%5Bk%5D=1&name=a+b%26c&tags=x&tags=y";
    assert_eq!(
        sent,
        [
            ("text/csv", "a,b"),
            ("application/pdf", "%"),
            ("application/x-www-form-urlencoded", form_body),
            ("application/json", form.to_string().as_str()),
        ]
        .map(|(content_type, body)| (content_type.to_owned(), body.to_owned()))
    );
}

#[tokio::test]
async fn the_callers_own_content_type_is_sent() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let request = client(&server).request(Method::POST, "/x");
    let request = request.header("content-type", "text/plain");
    let _: Value = request.body("a", "text/csv").send().await.unwrap();
    assert_eq!(
        header(&server.requests()[0], "content-type"),
        ["text/plain"]
    );
}

#[tokio::test]
async fn parts_and_files_are_sent() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let file = File::new("logo.png", vec![b'P']).content_type("image/png");
    let parts = Multipart::new().text("name", "Acme").file("image", &file);
    let request = client(&server).request(Method::POST, "/x");
    let _: Value = request.multipart(parts).send().await.unwrap();
    let request = &server.requests()[0];
    let content_type = header(request, "content-type")[0];
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert_eq!(
        request.body.replace(boundary, "B"),
        "--B\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nAcme\r\n\
         --B\r\nContent-Disposition: form-data; name=\"image\"; filename=\"logo.png\"\r\n\
         Content-Type: image/png\r\n\r\nP\r\n--B--\r\n"
    );
    assert_eq!(
        header(request, "content-length"),
        [request.body.len().to_string()]
    );
}

#[tokio::test]
async fn a_stream_is_sent_as_it_comes_with_its_length_if_it_is_known() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let client = client(&server);
    let request = || client.request(Method::POST, "/x");
    let file = || File::new("a.csv", pieces());
    let parts = Multipart::new().file("file", file());
    let _: Value = request().body(pieces(), "text/csv").send().await.unwrap();
    let body = pieces().length(8);
    let _: Value = request().body(body, "text/csv").send().await.unwrap();
    let _: Value = request().multipart(parts).send().await.unwrap();
    let requests = server.requests();
    assert_eq!(header(&requests[0], "transfer-encoding"), ["chunked"]);
    assert_eq!(header(&requests[1], "content-length"), ["8"]);
    assert_eq!([&requests[0].body, &requests[1].body], ["a,b\n1,2\n"; 2]);
    assert!(requests[2].body.contains("\r\n\r\na,b\n1,2\n\r\n--"));
}

#[tokio::test]
async fn bytes_are_sent_again_and_a_stream_is_not() {
    for (body, attempts) in [(Body::from("a,b"), 2), (pieces(), 1)] {
        let answers = [Answer::error(503), Answer::json(200, &json!({}))];
        let server = Server::start(answers).await;
        let request = client(&server).request(Method::PUT, "/x");
        let result = request.body(body, "text/csv").send::<Value>().await;
        assert_eq!(server.requests().len(), attempts);
        // The error is that of the service, not that there is nothing left to send.
        let status = result.err().and_then(|error| error.status());
        assert_eq!(status.map(|it| it.as_u16()), (attempts == 1).then_some(503));
    }
}

#[tokio::test]
async fn a_stream_is_left_where_there_is_no_connection() {
    // A port that nobody listens on.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let url = format!("http://{address}");
    let builder = Client::builder().api_key("lnk_test").base_url(url);
    let client = builder.retry(retry.max_attempts(2)).build().unwrap();
    let body = pieces();
    let request = client
        .request(Method::POST, "/x")
        .body(body.clone(), "text/csv");
    let error = request.send::<Value>().await.unwrap_err();
    assert_eq!(error.attempts(), 2);
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let request = self::client(&server).request(Method::POST, "/x");
    let _: Value = request.body(body, "text/csv").send().await.unwrap();
    assert_eq!(server.requests()[0].body, "a,b\n1,2\n");
}

#[tokio::test]
async fn a_stream_that_was_sent_is_refused_in_another_call() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let request = client(&server).request(Method::POST, "/x");
    let request = request.body(pieces(), "text/csv");
    let _: Value = request.clone().send().await.unwrap();
    let error = request.send::<Value>().await.unwrap_err().to_string();
    assert!(error.contains("can be sent once"), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_of_the_stream_ends_the_request() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let broken = stream::iter([Ok("a".into()), Err(io::Error::other("the disk is gone"))]);
    let request = client(&server).request(Method::POST, "/x");
    let request = request.body(Body::stream(broken), "text/csv");
    let error = request.send::<Value>().await.unwrap_err().to_string();
    let cause = "the body to be sent could not be read to its end: the disk is gone";
    assert!(error.starts_with(cause), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn what_cannot_be_a_form_is_refused_before_anything_is_sent() {
    let server = Server::start([Answer::json(200, &json!({}))]).await;
    let request = client(&server).request(Method::POST, "/x").form(&[1, 2]);
    let error = request.send::<Value>().await.unwrap_err().to_string();
    assert!(error.contains("not an object"), "{error}");
    assert!(server.requests().is_empty());
}
