//! Replies that are not JSON: as text, as bytes, and in pieces.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::StreamExt;
use linksii_api::{Client, ClientBuilder, Error, Method, RetryPolicy, TransportKind};
use linksii_tests::server::{Answer, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn builder(url: &str) -> ClientBuilder {
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    Client::builder()
        .api_key("lnk_test")
        .base_url(url)
        .retry(retry)
}

fn client(server: &Server) -> Client {
    builder(&server.url).build().unwrap()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(text).unwrap();
    gzip.finish().unwrap()
}

fn kind(error: &Error) -> TransportKind {
    match error {
        Error::Transport(error) => error.kind(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn text_and_bytes_are_given_as_they_came() {
    let pdf = b"%PDF-1.7 \xff\x00".to_vec();
    let server = Server::start([
        Answer::new(200, "\u{feff}a,b\nZo\u{eb}"),
        Answer::new(200, pdf.clone()),
        Answer::new(200, gzip(b"unpacked")).header("content-encoding", "gzip"),
        Answer::new(204, ""),
        Answer::new(204, ""),
    ])
    .await;
    let client = client(&server);
    let request = || client.request(Method::GET, "/report");
    assert_eq!(request().text().await.unwrap(), "a,b\nZo\u{eb}");
    assert_eq!(request().bytes().await.unwrap(), pdf);
    assert_eq!(request().text().await.unwrap(), "unpacked");
    assert_eq!(request().bytes().await.unwrap(), "");
    let given = request().header("accept", "text/csv");
    assert_eq!(given.text().await.unwrap(), "");
    let requests = server.requests();
    assert!(requests[0].headers.contains(&"accept: */*".to_owned()));
    assert!(requests[4].headers.contains(&"accept: text/csv".to_owned()));
}

#[tokio::test]
async fn a_refusal_of_a_download_is_an_error_of_the_service() {
    let server = Server::start([Answer::error(404)]).await;
    let request = client(&server).request(Method::GET, "/report");
    let error = request.download().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn a_download_comes_in_pieces_that_are_not_packed() {
    let body = vec![b'x'; 1 << 20];
    let answer = Answer::new(200, body.clone()).header("x-request-id", "req_1");
    let server = Server::start([answer]).await;
    let request = client(&server).request(Method::GET, "/report");
    let mut download = request.download().await.unwrap();
    assert_eq!(download.status(), 200);
    assert_eq!(download.headers()["content-length"], "1048576");
    assert_eq!(download.request_id(), Some("req_1"));
    let mut pieces = Vec::new();
    while let Some(piece) = download.next().await {
        pieces.push(piece.unwrap());
    }
    assert!(pieces.len() > 1);
    assert_eq!(pieces.concat(), body);
    let asked = &server.requests()[0].headers;
    assert!(
        asked.contains(&"accept-encoding: identity".to_owned()),
        "{asked:?}"
    );
}

#[tokio::test]
async fn what_is_left_of_a_download_is_collected() {
    let server = Server::start([Answer::new(200, "abc"), Answer::new(200, "")]).await;
    let client = client(&server);
    let request = || client.request(Method::GET, "/report");
    let download = request().download().await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), "abc");
    let download = request().download().await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), "");
}

#[tokio::test]
async fn a_download_is_tried_again_until_its_first_piece() {
    let head_alone = Answer::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n");
    let answers = [Answer::error(503), head_alone, Answer::new(200, "abc")];
    let server = Server::start(answers).await;
    let request = client(&server).request(Method::GET, "/report");
    let download = request.download().await.unwrap();
    assert_eq!(download.attempts(), 3);
    assert_eq!(download.bytes().await.unwrap(), "abc");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_download_that_is_cut_off_is_an_error_and_not_tried_again() {
    let answer = Answer::new(200, vec![b'x'; 4000]).cut_off();
    let server = Server::start([answer]).await;
    let request = client(&server).request(Method::GET, "/report");
    let mut download = request.download().await.unwrap();
    let mut received = 0;
    let error = loop {
        match download.next().await.unwrap() {
            Ok(piece) => received += piece.len(),
            Err(error) => break error,
        }
    };
    assert_eq!(received, 2000);
    assert_eq!(kind(&error), TransportKind::Interrupted);
    assert_eq!(error.status().unwrap(), 200);
    assert!(download.next().await.is_none());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_download_that_is_too_large_is_an_error() {
    let chunks = "4\r\naaaa\r\n".repeat(3) + "0\r\n\r\n";
    let chunked = format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}");
    for answer in [Answer::new(200, "a".repeat(12)), Answer::raw(chunked)] {
        let server = Server::start([answer]).await;
        let client = builder(&server.url).max_reply_size(10).build().unwrap();
        let download = client.request(Method::GET, "/report").download().await;
        let error = match download {
            Ok(download) => download.bytes().await.unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(kind(&error), TransportKind::TooLarge);
    }
}

#[tokio::test]
async fn a_packed_download_is_an_error_as_it_was_not_asked_for() {
    let answer = Answer::new(200, gzip(b"abc")).header("content-encoding", "gzip");
    let server = Server::start([answer]).await;
    let request = client(&server).request(Method::GET, "/report");
    let error = request.download().await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)));
    assert!(error.to_string().contains("`gzip`"), "{error}");
}

/// A server that sends a head and then what it is given, and goes on for as long as it is taken.
async fn sending(piece: usize, pieces: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&sent);
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\n";
        stream.write_all(head).await.unwrap();
        for _ in 0..pieces {
            if stream.write_all(&vec![b'x'; piece]).await.is_err() {
                return;
            }
            counter.fetch_add(piece, Ordering::SeqCst);
        }
        std::future::pending().await
    });
    (url, sent)
}

#[tokio::test]
async fn a_download_that_stalls_is_an_error() {
    let (url, _) = sending(3, 1).await;
    let builder = builder(&url).max_reply_size(usize::MAX);
    let client = builder.timeout(Duration::from_millis(300)).build().unwrap();
    let request = client.request(Method::GET, "/report");
    let mut download = request.download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "xxx");
    let error = download.next().await.unwrap().unwrap_err();
    assert_eq!(kind(&error), TransportKind::Timeout);
}

#[tokio::test]
async fn the_time_that_the_caller_takes_does_not_count() {
    let (url, _) = sending(3, 1).await;
    let builder = builder(&url).max_reply_size(usize::MAX);
    let client = builder.timeout(Duration::from_millis(400)).build().unwrap();
    let request = client.request(Method::GET, "/report");
    let mut download = request.download().await.unwrap();
    assert_eq!(download.next().await.unwrap().unwrap(), "xxx");
    tokio::time::sleep(Duration::from_millis(500)).await;
    let soon = tokio::time::timeout(Duration::from_millis(50), download.next()).await;
    assert!(soon.is_err(), "it still waits: {soon:?}");
}

#[tokio::test]
async fn a_download_that_is_not_read_is_not_taken_into_memory() {
    let (url, sent) = sending(1 << 20, 512).await;
    let client = builder(&url).max_reply_size(usize::MAX).build().unwrap();
    let request = client.request(Method::GET, "/report");
    let mut download = request.download().await.unwrap();
    assert!(!download.next().await.unwrap().unwrap().is_empty());
    tokio::time::sleep(Duration::from_millis(300)).await;
    // What the sockets of the system hold, of 512 MiB.
    assert!(sent.load(Ordering::SeqCst) < 64 << 20);
}

#[test]
fn a_blocking_download_is_read_as_a_file_is() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cut_off = Answer::new(200, "abcdef").cut_off();
    let answers = [Answer::new(200, "abcdef"), cut_off, Answer::new(200, "abc")];
    let server = runtime.block_on(Server::start(answers));
    let client = builder(&server.url).build_blocking().unwrap();
    let request = || client.request(Method::GET, "/report");
    let mut download = request().download().unwrap();
    assert_eq!(download.status(), 200);
    let mut start = [0; 2];
    download.read_exact(&mut start).unwrap();
    let mut rest = String::new();
    download.read_to_string(&mut rest).unwrap();
    assert_eq!((&start, rest.as_str()), (b"ab", "cdef"));

    let mut whole = Vec::new();
    let error = request()
        .download()
        .unwrap()
        .read_to_end(&mut whole)
        .unwrap_err();
    assert_eq!(whole, b"abc");
    let error = error.into_inner().unwrap().downcast::<Error>().unwrap();
    assert_eq!(kind(&error), TransportKind::Interrupted);

    assert_eq!(request().text().unwrap(), "abc");
    assert_eq!(request().bytes().unwrap(), "abc");
}
