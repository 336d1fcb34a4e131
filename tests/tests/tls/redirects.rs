//! The key stays with its host, whichever way a redirect leads.

use linksii_api::Error;
use linksii_tests::server::{Answer, Server};
use linksii_tests::tls::Authority;

use crate::{EMPTY, client, read};

/// Expects a redirect from one server to another to be returned, with the other left alone.
async fn not_followed(from: impl AsyncFn(Answer) -> Server, to: &Server, authority: &Authority) {
    for host in ["127.0.0.1", "localhost"] {
        let location = format!("{}/workspaces", to.url.replace("127.0.0.1", host));
        let from = from(Answer::new(307, "").header("location", location)).await;
        match read(&client(&from.url, authority)).await {
            Err(Error::Api(error)) => assert_eq!(error.status().as_u16(), 307),
            other => panic!("{other:?}"),
        }
        assert_eq!(to.connections(), 0);
    }
}

#[tokio::test]
async fn a_redirect_to_another_host_or_scheme_never_carries_the_key() {
    let authority = Authority::new();
    let identity = authority.loopback();
    let plain = Server::start([Answer::new(200, EMPTY)]).await;
    let secure = Server::start_tls(&identity, [Answer::new(200, EMPTY)]).await;
    let from_plain = async |answer| Server::start([answer]).await;
    let from_secure = async |answer| Server::start_tls(&identity, [answer]).await;
    not_followed(from_plain, &plain, &authority).await;
    not_followed(from_plain, &secure, &authority).await;
    not_followed(from_secure, &plain, &authority).await;
    not_followed(from_secure, &secure, &authority).await;
}

#[tokio::test]
async fn a_redirect_on_the_same_host_is_followed_over_tls() {
    let authority = Authority::new();
    let redirect = Answer::new(302, "").header("location", "/api/v2/workspaces");
    let answers = [redirect, Answer::new(200, EMPTY)];
    let server = Server::start_tls(&authority.loopback(), answers).await;
    read(&client(&server.url, &authority)).await.unwrap();
    assert_eq!(server.requests()[1].line, "GET /api/v2/workspaces");
}
