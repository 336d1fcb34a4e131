//! What an HTTP/2 service may do with a stream and a connection, and what is sent again.

use std::time::Duration;

use futures_util::future::join_all;
use linksii_api::{Client, RetryPolicy, TransportKind};
use linksii_tests::http2::{Http2, Reply, reason};
use linksii_tests::server::{Answer, Server};
use linksii_tests::tls::Authority;

use crate::{EMPTY, builder, client, created, lost, read, write};

fn empty() -> Reply {
    Reply::Ok(EMPTY.to_owned(), Duration::ZERO)
}

fn done() -> Reply {
    Reply::Ok(created(), Duration::ZERO)
}

async fn start(replies: impl IntoIterator<Item = Reply>) -> (Http2, Client) {
    let authority = Authority::new();
    let server = Http2::start(&authority.loopback(), replies).await;
    let client = client(&server.url, &authority);
    (server, client)
}

#[tokio::test]
async fn http_2_is_spoken_where_the_service_offers_it() {
    let (server, client) = start([empty()]).await;
    for _ in 0..3 {
        read(&client).await.unwrap();
    }
    assert_eq!((server.requests(), server.connections()), (3, 1));

    // The other one offers HTTP/1.1 only.
    let authority = Authority::new();
    let server = Server::start_tls(&authority.loopback(), [Answer::new(200, EMPTY)]).await;
    read(&crate::client(&server.url, &authority)).await.unwrap();
}

#[tokio::test]
async fn a_service_that_speaks_only_http_2_is_reported_to_a_client_that_does_not() {
    let authority = Authority::new();
    let server = Http2::start(&authority.loopback(), [empty()]).await;
    let http = Client::http_client_builder().unwrap().http1_only();
    let http = http.tls_certs_only([authority.root()]).build().unwrap();
    let client = builder(&server.url).http_client(http).build().unwrap();
    let error = lost(read(&client).await);
    assert_eq!(error.kind(), TransportKind::Connect, "{error}");
    assert!(error.to_string().contains("feature `http2`"), "{error}");
}

#[tokio::test]
async fn calls_share_a_connection_that_takes_one_stream_at_a_time() {
    let authority = Authority::new();
    let slow = Reply::Ok(EMPTY.to_owned(), Duration::from_millis(5));
    let server = Http2::with_streams(&authority.loopback(), 1, [slow]).await;
    let client = client(&server.url, &authority);
    read(&client).await.unwrap();
    for outcome in join_all((0..8).map(|_| read(&client))).await {
        outcome.unwrap();
    }
    assert_eq!(
        (server.requests(), server.connections(), server.most_open()),
        (9, 1, 1)
    );
}

#[tokio::test]
async fn a_refused_stream_is_sent_again_also_where_it_writes() {
    let (server, client) = start([Reply::Reset(reason::REFUSED_STREAM), done()]).await;
    write(&client).await.unwrap();
    assert_eq!((server.requests(), server.connections()), (2, 1));

    let (server, client) = start([Reply::Reset(reason::REFUSED_STREAM)]).await;
    let error = lost(write(&client).await);
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportKind::Refused, 4),
        "{error}"
    );
    assert_eq!(server.requests(), 4, "each is counted");
    assert!(
        error.to_string().contains("did not take the request"),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_stream_is_not_sent_again_where_the_caller_forbids_it() {
    let (server, client) = start([Reply::Reset(reason::REFUSED_STREAM)]).await;
    let call = client.workspaces().list().retry(RetryPolicy::none());
    let error = lost(call.send().await);
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportKind::Refused, 1),
        "{error}"
    );
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_stream_beyond_the_last_of_a_connection_is_sent_again_also_where_it_writes() {
    for code in [reason::NO_ERROR, reason::ENHANCE_YOUR_CALM] {
        let (server, client) = start([Reply::GoAwayBefore(code), done()]).await;
        write(&client).await.unwrap();
        assert_eq!((server.requests(), server.connections()), (2, 2), "{code}");

        let (server, client) = start([Reply::GoAwayBefore(code)]).await;
        let error = lost(write(&client).await);
        assert_eq!(
            (error.kind(), error.attempts()),
            (TransportKind::Refused, 4),
            "{error}"
        );
        assert_eq!(server.requests(), 4, "each is counted");
    }
}

#[tokio::test]
async fn a_stream_that_may_have_been_processed_is_not_written_again() {
    for reply in [
        Reply::GoAwayInstead(reason::NO_ERROR),
        Reply::GoAwayInstead(reason::ENHANCE_YOUR_CALM),
        Reply::Reset(reason::INTERNAL_ERROR),
        Reply::Reset(reason::CANCEL),
        Reply::Reset(reason::ENHANCE_YOUR_CALM),
        Reply::ResetInBody(reason::CANCEL),
        Reply::ResetInBody(reason::REFUSED_STREAM),
        Reply::CloseInBody,
    ] {
        let (server, client) = start([reply.clone(), done()]).await;
        let error = lost(write(&client).await);
        assert_eq!(
            error.kind(),
            TransportKind::Interrupted,
            "{reply:?}: {error}"
        );
        assert_eq!(
            (error.attempts(), server.requests()),
            (1, 1),
            "{reply:?}: {error}"
        );

        let (server, client) = start([reply.clone(), empty()]).await;
        read(&client).await.unwrap();
        assert_eq!(server.requests(), 2, "{reply:?}");
    }
}

#[tokio::test]
async fn a_connection_that_is_closed_after_its_last_reply_costs_nothing() {
    let last = Reply::GoAwayAndOk(reason::NO_ERROR, created());
    let (server, client) = start([last, done()]).await;
    write(&client).await.unwrap();
    write(&client).await.unwrap();
    assert_eq!((server.requests(), server.connections()), (2, 2));
}
