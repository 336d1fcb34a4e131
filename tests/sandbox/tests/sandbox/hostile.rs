//! Clients that are slow, broken or hostile harm themselves alone.

use std::time::Duration;

use linksii_sandbox::{History, Sandbox};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::caller::Caller;

/// Sends bytes and reads until the connection is closed.
async fn exchange(sandbox: &Sandbox, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    // The sandbox may answer and close before it has read everything.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn request(headers: &str, body: &str) -> String {
    format!(
        "POST /api/v1/keys HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\
         authorization: Bearer lnk_sandbox_enterprise\r\ncontent-type: application/json\r\n\
         {headers}\r\n{body}"
    )
}

async fn assert_serves(sandbox: &Sandbox) {
    assert_eq!(Caller::of(sandbox).get("/workspaces").await.status, 200);
}

#[tokio::test]
async fn what_is_not_http_is_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET /api/v1/workspaces HTTP/1.1\r\nhost a\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
        b"hello\r\n\r\n",
    ] {
        let answer = exchange(&sandbox, bytes).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 400"),
            "{answer}"
        );
    }
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn heads_have_a_largest_size_and_number() {
    let sandbox = Sandbox::start().await.unwrap();
    let many = "x-a: b\r\n".repeat(101);
    let answer = exchange(&sandbox, request(&many, "").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let large = format!("x-a: {}\r\n", "b".repeat(300_000));
    let answer = exchange(&sandbox, request(&large, "").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let long = format!("GET /{} HTTP/1.1\r\nhost: a\r\n\r\n", "a".repeat(300_000));
    let answer = exchange(&sandbox, long.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn bodies_have_a_largest_size_however_they_are_sent() {
    let sandbox = Sandbox::start().await.unwrap();
    let large = "x".repeat((1 << 20) + 1);
    let said = format!("content-length: {}\r\n", large.len());
    let chunked = format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len());
    for bytes in [
        request(&said, &large),
        request("transfer-encoding: chunked\r\n", &chunked),
        // Nothing of what is said to come has to come.
        request("content-length: 99999999999\r\n", ""),
    ] {
        let answer = exchange(&sandbox, bytes.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(
            answer.contains("the body is larger than 1048576 bytes"),
            "{answer}"
        );
        assert!(answer.contains("x-ratelimit-limit: 100"), "{answer}");
    }
    assert_eq!(sandbox.journal().len(), 3);
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn messages_that_two_servers_would_read_differently_are_refused() {
    let sandbox = Sandbox::start().await.unwrap();
    for headers in [
        "content-length: 5\r\ncontent-length: 6\r\n",
        "content-length: -1\r\n",
        "transfer-encoding: chunked, identity\r\n",
    ] {
        let answer = exchange(&sandbox, request(headers, r#"{"name": "CI"}"#).as_bytes()).await;
        assert!(!answer.starts_with("HTTP/1.1 2"), "{headers}: {answer}");
    }
    let bad_chunk = request("transfer-encoding: chunked\r\n", "zz\r\n");
    let answer = exchange(&sandbox, bad_chunk.as_bytes());
    assert!(!answer.await.starts_with("HTTP/1.1 2"));
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_not_acted_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let half = request("content-length: 50\r\n", r#"{"name": "#);
    stream.write_all(half.as_bytes()).await.unwrap();
    drop(stream);
    assert_serves(&sandbox).await;
    assert!(sandbox.journal().iter().all(|it| it.status != Some(201)));
}

#[tokio::test]
async fn http_1_0_and_kept_connections_are_served() {
    let sandbox = Sandbox::start().await.unwrap();
    let head = "authorization: Bearer lnk_sandbox_enterprise\r\n\r\n";
    let old = format!("GET /api/v1/workspaces HTTP/1.0\r\n{head}");
    let answer = exchange(&sandbox, old.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");

    let kept = format!("GET /api/v1/workspaces HTTP/1.1\r\nhost: a\r\n{head}");
    let last = format!("GET /api/v1/workspaces HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{head}");
    let answer = exchange(&sandbox, format!("{kept}{kept}{last}").as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1 200").count(), 3, "{answer}");
}

/// Time passes here only while everything waits, so the limits of time are reached at once.
#[tokio::test(start_paused = true)]
async fn a_slow_client_is_cut_off() {
    let sandbox = Sandbox::start().await.unwrap();
    let start = tokio::time::Instant::now();
    let answer = exchange(&sandbox, b"GET /api/v1/workspaces HTTP/1.1\r\nhost:").await;
    assert!(!answer.contains("200"), "{answer}");
    let waited = start.elapsed().as_secs();
    assert!((60..=120).contains(&waited), "a head in {waited} s");

    let start = tokio::time::Instant::now();
    let slow = request("content-length: 50\r\n", r#"{"name": "#);
    let answer = exchange(&sandbox, slow.as_bytes()).await;
    assert!(answer.contains("did not arrive within 30 s"), "{answer}");
    assert_eq!(start.elapsed().as_secs(), 30);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_nothing_of_its_replies_is_cut_off() {
    let history = History::of_days(365);
    let builder = Sandbox::builder().history(history).limits(false);
    let sandbox = builder.start().await.unwrap();
    let ask = "GET /api/v1/tracking?workspace_id=ws_01HNWT&limit=100 HTTP/1.1\r\nhost: a\r\n\
               authorization: Bearer lnk_sandbox_enterprise\r\n\r\n";
    let stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let asked = tokio::spawn(async move {
        // More replies than the system's buffers hold.
        let outcome = writer.write_all(ask.repeat(2000).as_bytes()).await;
        std::future::pending::<()>().await;
        drop((outcome, writer));
    });
    while sandbox.journal().len() < 10 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_secs(60)).await;
    let mut answer = Vec::new();
    let _ = reader.read_to_end(&mut answer).await;
    let replies = String::from_utf8_lossy(&answer)
        .matches("HTTP/1.1 200")
        .count();
    assert!(replies < 2000, "all were sent");
    asked.abort();
}

#[tokio::test]
async fn clients_that_do_nothing_or_read_nothing_do_not_disturb_others() {
    let history = History::of_days(365);
    let builder = Sandbox::builder().history(history).limits(false);
    let sandbox = builder.start().await.unwrap();
    let mut idle = Vec::new();
    for place in 0..200 {
        let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
        if place % 2 == 0 {
            let ask = "GET /api/v1/tracking?workspace_id=ws_01HNWT&limit=100 HTTP/1.1\r\nhost: a\r\n\
                       authorization: Bearer lnk_sandbox_enterprise\r\n\r\n";
            stream.write_all(ask.repeat(5).as_bytes()).await.unwrap();
        } else {
            stream.write_all(b"GET / HT").await.unwrap();
        }
        idle.push(stream);
    }
    assert_serves(&sandbox).await;
}

#[tokio::test]
async fn connections_beyond_the_limit_wait_for_a_place() {
    let builder = Sandbox::builder().connections(8);
    let sandbox = builder.start().await.unwrap();
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(TcpStream::connect(sandbox.address()).await.unwrap());
    }
    // The last of them has been accepted once it is answered.
    let head = b"GET /_sandbox/clock HTTP/1.1\r\n\r\n";
    let last = idle.last_mut().unwrap();
    last.write_all(head).await.unwrap();
    assert!(last.read(&mut [0; 1024]).await.unwrap() > 0);

    let caller = Caller::of(&sandbox);
    let mut waiting = Box::pin(caller.get("/workspaces"));
    let waited = tokio::time::timeout(Duration::from_millis(300), &mut waiting).await;
    assert!(waited.is_err(), "there is no place");
    idle.truncate(7);
    assert_eq!(waiting.await.status, 200);
}
