//! Proxies that make tunnels: they see the host, and never the key.

use linksii_api::{Client, TransportKind};
use linksii_tests::proxy::Proxy;
use linksii_tests::server::{Answer, Server};
use linksii_tests::tls::Authority;

use crate::{EMPTY, builder, lost, read};

const URL: &str = "https://linksii.example/api/v1";

fn client(proxy: &str, authority: &Authority) -> Client {
    let http = Client::http_client_builder()
        .unwrap()
        .no_proxy()
        .proxy(reqwest::Proxy::all(proxy).unwrap())
        .tls_certs_only([authority.root()])
        .build()
        .unwrap();
    builder(URL).http_client(http).build().unwrap()
}

#[tokio::test]
async fn a_tunnel_shows_the_host_and_never_the_key() {
    let authority = Authority::new();
    let identity = authority.certify(&["linksii.example"], (2020, 2120));
    let server = Server::start_tls(&identity, [Answer::new(200, EMPTY)]).await;
    let proxy = Proxy::start(&server.url).await;
    let url = format!("http://ann:pa%24s@{}", proxy.address);
    read(&client(&url, &authority)).await.unwrap();

    let heads = proxy.heads();
    assert_eq!(heads.len(), 1);
    assert!(
        heads[0].starts_with("CONNECT linksii.example:443 HTTP/1.1\r\n"),
        "{heads:?}"
    );
    // `ann:pa$s`
    assert!(
        heads[0].contains("Proxy-Authorization: Basic YW5uOnBhJHM="),
        "{heads:?}"
    );
    assert!(
        !heads[0].to_lowercase().contains("\nauthorization"),
        "{heads:?}"
    );
    let request = &server.requests()[0];
    assert_eq!(request.line, "GET /api/v1/workspaces");
    assert!(
        !request.headers.iter().any(|it| it.contains("proxy-")),
        "{request:?}"
    );
}

#[tokio::test]
async fn a_proxy_that_asks_for_a_password_is_named_and_asked_once() {
    let proxy = Proxy::refusing("407 Proxy Authentication Required").await;
    let url = format!("http://ann:pa5sword@{}", proxy.address);
    let error = lost(read(&client(&url, &Authority::new())).await);
    assert_eq!(error.kind(), TransportKind::ProxyAuthentication, "{error}");
    assert_eq!((error.attempts(), proxy.heads().len()), (1, 1), "{error}");
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("the proxy refused to connect to linksii.example:443"),
        "{text}"
    );
    assert!(!text.contains("pa5sword"), "{text}");
}

#[tokio::test]
async fn a_proxy_that_makes_no_tunnel_is_named_as_the_cause() {
    let refusing = Proxy::refusing("502 Bad Gateway").await;
    let url = format!("http://ann:pa5sword@{}", refusing.address);
    let error = lost(read(&client(&url, &Authority::new())).await);
    assert_eq!(
        (error.kind(), error.attempts()),
        (TransportKind::Connect, 4),
        "{error}"
    );
    let text = format!("{error} {error:?}");
    assert!(
        text.contains("the proxy did not connect to linksii.example:443"),
        "{text}"
    );
    assert!(!text.contains("pa5sword"), "{text}");

    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let error = lost(read(&client(&url, &Authority::new())).await);
    assert!(
        error.to_string().contains("the proxy did not connect"),
        "{error}"
    );
}
