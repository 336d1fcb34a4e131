//! What can go wrong on the first day says what to do.

use linksii_api::types::Plan;
use linksii_api::{Client, Error, ErrorKind};
use linksii_sandbox::Sandbox;
use linksii_tests::client;
use tokio::net::TcpListener;

fn assert_says(error: &Error, words: &[&str]) {
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "{word:?} is not in {text:?}");
    }
}

#[test]
fn a_missing_key_says_where_keys_are_made_and_where_they_go() {
    let error = Client::builder().build().unwrap_err();
    assert_says(
        &error,
        &[
            "LINKSII_API_KEY",
            "Settings → API Keys",
            "lnk_",
            "Enterprise",
        ],
    );
}

#[test]
fn a_malformed_key_says_what_one_looks_like_and_does_not_repeat_it() {
    for key in [
        "sk_12345",
        "lnk_",
        "",
        "\"lnk_12345\"",
        "lnk_12 345",
        "lnk_12\n345",
        "Bearer lnk_12345",
    ] {
        let error = Client::new(key).unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert_says(&error, &["starts with `lnk_`"]);
        assert!(!error.to_string().contains("12345"), "{error}");
    }
}

#[test]
fn a_bad_base_url_is_named_beside_a_good_one() {
    let build = |url: &str| {
        Client::builder()
            .api_key("lnk_1")
            .base_url(url)
            .build()
            .unwrap_err()
    };
    assert_says(
        &build("www.linksii.com"),
        &["\"www.linksii.com\"", "https://www.linksii.com/api/v1"],
    );
    assert_says(&build("ftp://example.com"), &["neither http nor https"]);
    assert_says(
        &build("http://example.com"),
        &["unencrypted", "https", "allow_plain_http"],
    );
}

#[tokio::test]
async fn an_unreachable_server_is_named() {
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap().port()
    };
    let client = client(&format!("http://127.0.0.1:{port}/api/v1"), "lnk_1");
    let error = client.workspaces().list().send().await.unwrap_err();
    assert!(matches!(error, Error::Transport(_)));
    assert_says(&error, &[&format!("127.0.0.1:{port}"), "Check the network"]);
}

#[tokio::test]
async fn a_key_that_is_not_known_says_to_check_it() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client(sandbox.base_url(), "lnk_nobodys");
    let error = client.workspaces().list().send().await.unwrap_err();
    assert_says(
        &error,
        &[
            "401",
            "invalid or missing API key",
            "Check the key in LINKSII_API_KEY",
        ],
    );
    assert!(!error.to_string().contains("nobodys"), "{error}");
    assert!(!format!("{error:?}").contains("lnk_nobodys"), "{error:?}");
}

#[tokio::test]
async fn a_plan_without_api_access_says_which_has_it() {
    let sandbox = Sandbox::start().await.unwrap();
    for plan in [Plan::Starter, Plan::Pro] {
        let client = client(sandbox.base_url(), sandbox.api_key_of(&plan));
        let error = client.workspaces().list().send().await.unwrap_err();
        assert_says(&error, &["403", "Enterprise plan", "Settings → Billing"]);
        assert!(matches!(error, Error::Api(error) if error.kind() == ErrorKind::Forbidden));
    }
}
