//! Replies that nobody reads, on a connection of HTTP/2 that other calls share.

use std::time::Duration;

use futures_util::StreamExt;
use linksii_api::transport::Response;
use linksii_api::{Bytes, Method};
use linksii_tests::tls::{Authority, Identity};
use tokio::net::TcpListener;

use crate::{EMPTY, client, read};

/// A server on one connection: `/report` is larger than what a stream may send unread, all else is empty.
async fn start(identity: &Identity) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let acceptor = identity.acceptor(&["h2"]);
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let stream = acceptor.accept(stream).await.unwrap();
        let mut connection = h2::server::handshake(stream).await.unwrap();
        while let Some(Ok((request, mut respond))) = connection.accept().await {
            let body = match request.uri().path() {
                "/report" => Bytes::from(vec![b'x'; 8 << 20]),
                _ => EMPTY.into(),
            };
            let head = Response::new(Bytes::new()).map(drop);
            let mut reply = respond.send_response(head, false).unwrap();
            reply.send_data(body, true).unwrap();
        }
    });
    url
}

#[tokio::test]
async fn downloads_that_nobody_reads_do_not_hold_up_other_calls() {
    let authority = Authority::new();
    let url = start(&authority.loopback()).await;
    let client = client(&url, &authority);
    let mut held = Vec::new();
    let calls = async {
        for _ in 0..8 {
            let request = client.request(Method::GET, "/report");
            let mut download = request.download().await.unwrap();
            download.next().await.unwrap().unwrap();
            held.push(download);
        }
        read(&client).await.unwrap();
    };
    let calls = tokio::time::timeout(Duration::from_secs(10), calls);
    calls.await.expect("all calls go on");
    for download in held {
        assert!(download.bytes().await.unwrap().len() > 1 << 20);
    }
}
