//! Which certificates are accepted, and what is said of those that are not.

use std::time::Duration;

use linksii_api::{Client, TransportKind};
use linksii_tests::server::{Answer, Server};
use linksii_tests::tls::{Authority, Identity};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{EMPTY, builder, client, lost, read, write};

/// Expects a certificate to be refused, once, with these words.
async fn refused(authority: &Authority, identity: &Identity, words: &[&str]) {
    let server = Server::start_tls(identity, [Answer::new(200, EMPTY)]).await;
    let client = client(&server.url, authority);
    for outcome in [
        read(&client).await.map(|_| ()),
        write(&client).await.map(|_| ()),
    ] {
        let error = lost(outcome);
        assert_eq!(error.kind(), TransportKind::Certificate, "{error}");
        assert_eq!(error.attempts(), 1, "{error}");
        let text = error.to_string();
        let address = server.url.trim_start_matches("https://");
        for word in words.iter().chain(&[address, "nothing was sent"]) {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
    assert_eq!(server.connections(), 2, "one for each call");
    assert!(server.requests().is_empty(), "{:?}", server.requests());
}

#[tokio::test]
async fn an_expired_certificate_is_refused_once() {
    let authority = Authority::new();
    let identity = authority.certify(&["127.0.0.1"], (2020, 2021));
    refused(&authority, &identity, &["has expired", "clock"]).await;
}

#[tokio::test]
async fn a_certificate_that_is_not_valid_yet_is_refused_once() {
    let authority = Authority::new();
    let identity = authority.certify(&["127.0.0.1"], (2110, 2120));
    refused(&authority, &identity, &["not valid yet", "clock"]).await;
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused_once() {
    let authority = Authority::new();
    // The name is that of another problem.
    let identity = authority.certify(&["certificate-expired.example"], (2020, 2120));
    refused(&authority, &identity, &["for another name", "base URL"]).await;
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_once() {
    let identity = Authority::new().loopback();
    let advice = [
        "not trusted",
        "SSL_CERT_FILE",
        "http_client",
        "ca-certificates",
    ];
    refused(&Authority::new(), &identity, &advice).await;
}

#[tokio::test]
async fn a_self_signed_certificate_is_refused_once() {
    refused(
        &Authority::new(),
        &Identity::self_signed(),
        &["not trusted"],
    )
    .await;
}

#[tokio::test]
async fn a_certificate_of_ones_own_is_trusted() {
    let authority = Authority::new();
    let server = Server::start_tls(&authority.loopback(), [Answer::new(200, EMPTY)]).await;
    let http = || Client::http_client_builder().unwrap();
    let only = http().tls_certs_only([authority.root()]).build().unwrap();
    let merged = http().tls_certs_merge([authority.root()]).build().unwrap();
    for http in [only, merged] {
        let client = builder(&server.url).http_client(http).build().unwrap();
        read(&client).await.unwrap();
    }
    let name = server.url.replace("127.0.0.1", "localhost");
    read(&client(&name, &authority)).await.unwrap();
    assert!(
        server.requests()[0]
            .headers
            .contains(&"authorization: bearer lnk_s3cret".to_owned())
    );
}

#[tokio::test]
async fn a_service_that_asks_for_a_certificate_of_the_client_is_reported_once() {
    let authority = Authority::new();
    let acceptor = authority.loopback().acceptor_for_clients_of(&authority);
    let server = Server::start_with(acceptor, [Answer::new(200, EMPTY)]).await;
    let error = lost(read(&client(&server.url, &authority)).await);
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportKind::Certificate, 1),
        "{error}"
    );
    assert!(
        error.to_string().contains("client's TLS certificate"),
        "{error}"
    );
    assert_eq!((server.connections(), server.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_service_that_never_finishes_the_handshake_is_not_connected() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let timeout = Duration::from_millis(400);
    let client = builder(&url).timeout(timeout).build().unwrap();
    let kept = tokio::spawn(async move {
        let mut connections = Vec::new();
        while let Ok((connection, _)) = listener.accept().await {
            connections.push(connection);
            if connections.len() == 4 {
                break;
            }
        }
        connections.len()
    });
    let error = lost(write(&client).await);
    assert_eq!(error.kind(), TransportKind::Connect, "{error}");
    assert_eq!(error.attempts(), 4, "as nothing was sent: {error}");
    assert_eq!(kept.await.unwrap(), 4);
}

#[tokio::test]
async fn a_service_that_closes_during_the_handshake_is_not_connected() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { while listener.accept().await.is_ok() {} });
    let error = lost(write(&client(&url, &Authority::new())).await);
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportKind::Connect, 4),
        "{error}"
    );
}

#[tokio::test]
async fn a_service_without_tls_is_reported_as_such() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            connection
                .write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                .await
                .unwrap();
            // Until the client has read it.
            let _ = connection.read_to_end(&mut Vec::new()).await;
        }
    });
    let error = lost(write(&client(&url, &Authority::new())).await);
    assert_eq!(error.kind(), TransportKind::Connect, "{error}");
    assert!(error.to_string().contains("no TLS is spoken"), "{error}");
}

#[tokio::test]
async fn a_reply_that_is_cut_off_is_lost() {
    let authority = Authority::new();
    let identity = authority.loopback();
    let (cut, whole) = (Answer::new(200, EMPTY).cut_off(), Answer::new(200, EMPTY));
    let server = Server::start_tls(&identity, [cut.clone(), whole]).await;
    read(&client(&server.url, &authority)).await.unwrap();

    let server = Server::start_tls(&identity, [cut]).await;
    let error = lost(write(&client(&server.url, &authority)).await);
    assert_eq!(error.kind(), TransportKind::Interrupted, "{error}");
    assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
    assert_eq!(server.requests().len(), 1);
}
