//! What the environment's variables change. It is the process's, so each call is made by another one.

use std::process::Command;
use std::time::Duration;

use linksii_api::Client;
use linksii_tests::http2::{Http2, Reply};
use linksii_tests::proxy::Proxy;
use linksii_tests::server::{Answer, Server};
use linksii_tests::tls::Authority;

use crate::{EMPTY, builder, read};

/// Where the other process sends its request, whether by a client of its own, and how many milliseconds
/// an attempt may take.
const URL: &str = "TEST_URL";
const OWN_CLIENT: &str = "TEST_OWN_CLIENT";
const TIMEOUT: &str = "TEST_TIMEOUT";

/// What of the environment is not what a test says.
const CLEARED: [&str; 11] = [
    "ALL_PROXY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "REQUEST_METHOD",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "all_proxy",
    "https_proxy",
    "http_proxy",
    "no_proxy",
];

/// Makes a call in a process with these variables, and gives its outcome.
async fn call(variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([
        "--exact",
        "environment::call_and_print",
        "--ignored",
        "--nocapture",
    ]);
    CLEARED.iter().for_each(|name| {
        command.env_remove(name);
    });
    command.envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output());
    let output = output.await.unwrap().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let (_, outcome) = text.split_once("outcome: ").expect(&text);
    outcome.lines().next().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "run by the tests below, in an environment of its own"]
async fn call_and_print() {
    let builder = builder(&std::env::var(URL).unwrap()).allow_plain_http(true);
    let builder = match std::env::var(TIMEOUT) {
        Ok(timeout) => builder.timeout(Duration::from_millis(timeout.parse().unwrap())),
        Err(_) => builder,
    };
    let builder = match std::env::var_os(OWN_CLIENT) {
        Some(_) => match Client::http_client_builder() {
            Ok(http) => builder.http_client(http.build().unwrap()),
            Err(error) => return println!("outcome: {error}"),
        },
        None => builder,
    };
    let outcome = match builder.build() {
        Ok(client) => read(&client).await.map(|page| page.meta.total),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(total) => println!("outcome: {total} found"),
        Err(error) => println!("outcome: {error}"),
    }
}

#[tokio::test]
async fn loopback_never_goes_through_a_proxy() {
    let server = Server::start([Answer::new(200, EMPTY)]).await;
    let proxy = Server::start([Answer::new(502, "")]).await;
    for url in [
        server.url.clone(),
        server.url.replace("127.0.0.1", "localhost"),
    ] {
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            assert_eq!(call(&[(URL, &url), (name, &proxy.url)]).await, "0 found");
        }
        let own = [
            (URL, url.as_str()),
            (OWN_CLIENT, "1"),
            ("HTTP_PROXY", &proxy.url),
        ];
        assert_eq!(call(&own).await, "0 found");
    }
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
async fn every_other_host_goes_through_the_proxy_of_its_scheme() {
    let proxy = Server::start([Answer::new(200, EMPTY)]).await;
    let url = (URL, "http://linksii.example");
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        assert_eq!(call(&[url, (name, &proxy.url)]).await, "0 found");
    }
    let dead = ("ALL_PROXY", "http://127.0.0.1:9");
    let own = [url, (OWN_CLIENT, "1"), ("HTTP_PROXY", &proxy.url), dead];
    assert_eq!(
        call(&own).await,
        "0 found",
        "the more specific one is taken"
    );
    let blank = [url, ("HTTP_PROXY", " "), ("http_proxy", &proxy.url)];
    assert_eq!(call(&blank).await, "0 found", "a blank variable is unset");
    assert_eq!(proxy.connections(), 6);
    assert_eq!(
        proxy.requests()[0].line,
        "GET http://linksii.example/workspaces"
    );
}

#[tokio::test]
async fn no_proxy_exempts_names_addresses_and_everything() {
    let server = Server::start([Answer::new(200, EMPTY)]).await;
    let proxy = Server::start([Answer::new(200, EMPTY.replace(": 0,", ": 7,"))]).await;
    // An address that is not loopback, and leads there.
    let url = server.url.replace("127.0.0.1", "0.0.0.0");
    for own in [OWN_CLIENT, "TEST_NOTHING"] {
        let through = async |name, value| {
            let variables = [
                (URL, url.as_str()),
                (own, "1"),
                ("HTTP_PROXY", proxy.url.as_str()),
                (name, value),
            ];
            call(&variables).await == "7 found"
        };
        assert!(through("NO_PROXY", "").await);
        assert!(through("NO_PROXY", "example.com, 10.0.0.0/8").await);
        assert!(!through("NO_PROXY", "*").await);
        assert!(!through("no_proxy", "*").await);
        assert!(!through("NO_PROXY", "example.com, * ").await);
        assert!(!through("NO_PROXY", "0.0.0.0/8").await);
        assert!(!through("REQUEST_METHOD", "GET").await);
    }
}

#[tokio::test]
async fn a_malformed_proxy_is_reported_without_its_password() {
    for own in [OWN_CLIENT, "TEST_NOTHING"] {
        let variables = [
            (URL, "http://linksii.example"),
            (own, "1"),
            ("all_proxy", "http://ann:pa5sword@:x"),
        ];
        let outcome = call(&variables).await;
        assert!(
            outcome.starts_with("all_proxy is not the URL of a proxy"),
            "{outcome}"
        );
        assert!(!outcome.contains("pa5sword"), "{outcome}");
    }
}

#[tokio::test]
async fn a_proxy_for_https_sees_the_host_and_never_the_key() {
    let authority = Authority::new();
    let (file, _directory) = authority.file();
    let identity = authority.certify(&["linksii.example"], (2020, 2120));
    let server = Server::start_tls(&identity, [Answer::new(200, EMPTY)]).await;
    let proxy = Proxy::start(&server.url).await;
    let address = format!("ann:pa%24s@{}", proxy.address);
    let variables = [
        (URL, "https://linksii.example"),
        ("HTTPS_PROXY", address.as_str()),
        ("SSL_CERT_FILE", file.to_str().unwrap()),
    ];
    assert_eq!(call(&variables).await, "0 found");
    let head = &proxy.heads()[0];
    assert!(head.starts_with("CONNECT linksii.example:443"), "{head}");
    assert!(head.contains("Basic YW5uOnBhJHM="), "{head}");
    assert!(!head.contains("s3cret"), "{head}");
}

#[tokio::test]
async fn a_socks_proxy_sees_the_host() {
    let server = Server::start([Answer::new(200, EMPTY)]).await;
    let proxy = Proxy::socks(&server.url).await;
    let address = format!("socks5h://{}", proxy.address);
    let variables = [
        (URL, "http://linksii.example"),
        ("ALL_PROXY", address.as_str()),
    ];
    assert_eq!(call(&variables).await, "0 found");
    assert_eq!(proxy.heads(), ["linksii.example:80"]);
}

#[tokio::test]
async fn ssl_cert_file_names_the_authorities_that_are_trusted() {
    let authority = Authority::new();
    let (file, _directory) = authority.file();
    let empty = Reply::Ok(EMPTY.to_owned(), Duration::ZERO);
    let http2 = Http2::start(&authority.loopback(), [empty]).await;
    let http1 = Server::start_tls(&authority.loopback(), [Answer::new(200, EMPTY)]).await;
    for url in [&http2.url, &http1.url] {
        let variables = [
            (URL, url.as_str()),
            ("SSL_CERT_FILE", file.to_str().unwrap()),
        ];
        assert_eq!(call(&variables).await, "0 found");
    }
    assert_eq!(http2.requests(), 1);

    let outcome = call(&[(URL, &http2.url)]).await;
    assert!(
        outcome.starts_with("the TLS certificate is not trusted"),
        "{outcome}"
    );
}

#[tokio::test]
async fn a_connection_that_answers_nothing_any_more_is_replaced() {
    let authority = Authority::new();
    let (file, _directory) = authority.file();
    let empty = Reply::Ok(EMPTY.to_owned(), Duration::ZERO);
    let server = Http2::start(&authority.loopback(), [Reply::Silence, empty]).await;
    let variables = [
        (URL, server.url.as_str()),
        (TIMEOUT, "400"),
        ("SSL_CERT_FILE", file.to_str().unwrap()),
    ];
    assert_eq!(call(&variables).await, "0 found");
    assert_eq!((server.connections(), server.requests()), (2, 2));
}

#[tokio::test]
async fn without_root_certificates_only_https_fails_and_says_what_to_install() {
    let server = Server::start([Answer::new(200, EMPTY)]).await;
    let nowhere = [
        ("SSL_CERT_FILE", "/nonexistent"),
        ("SSL_CERT_DIR", "/nonexistent"),
    ];
    let with = |url| [nowhere[0], nowhere[1], (URL, url)];
    assert_eq!(call(&with(&server.url)).await, "0 found");

    let secure = Server::start_tls(&Authority::new().loopback(), [Answer::new(200, EMPTY)]).await;
    let outcome = call(&with(&secure.url)).await;
    for word in ["ca-certificates", "SSL_CERT_FILE"] {
        assert!(outcome.contains(word), "{outcome}");
    }
    assert!(secure.requests().is_empty());
}
