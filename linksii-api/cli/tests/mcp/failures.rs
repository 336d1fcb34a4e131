//! Calls that fail, in words that an assistant can act on.

use linksii_sandbox::{Fault, StatusCode};
use serde_json::json;

use crate::session::{Service, Session};

#[test]
fn arguments_that_cannot_be_sent_are_named() {
    let mut session = Session::with(&["--demo"], |_| {});
    for (given, says) in [
        (json!({}), "`workspace_id` is required"),
        (json!({"workspace_id": ""}), "`workspace_id` is required"),
        (json!({"workspace_id": 7}), "`workspace_id` is an id, not 7"),
        (
            json!({"workspace_id": "ws_1", "limit": "many"}),
            "`limit` is a whole number, not \"many\"",
        ),
        (
            json!({"workspace_id": "ws_1", "limit": 0}),
            "`limit` is at least 1, not 0",
        ),
        (
            json!({"workspace_id": "ws_1", "offset": -1}),
            "`offset` is at least 0, not -1",
        ),
        (json!({"workspace_id": "ws_1", "limit": 1e12}), "`limit`"),
        (
            json!({"workspace_id": "ws_1", "page": 2}),
            "no argument \"page\"",
        ),
    ] {
        let why = session.failure("list_tracking", given);
        assert!(why.contains(says), "{why}");
    }
    for (given, says) in [
        (
            json!({"workspace_id": "ws_1", "from": "May"}),
            "`from` is a day, as 2025-05-01, not \"May\"",
        ),
        (
            json!({"workspace_id": "ws_1", "days": 0}),
            "`days` is at least 1, not 0",
        ),
    ] {
        let why = session.failure("summarize_tracking", given);
        assert!(why.contains(says), "{why}");
    }
}

#[test]
fn a_call_of_another_shape_is_refused_as_such() {
    let mut session = Session::with(&["--demo"], |_| {});
    for parameters in [
        json!({}),
        json!({"name": 5}),
        json!({"name": "list_workspaces", "arguments": []}),
        json!({"name": "list_workspaces", "arguments": "{}"}),
    ] {
        let error = session.request("tools/call", parameters)["error"].clone();
        assert_eq!(error["code"], -32602, "{error}");
        assert!(
            error["message"]
                .as_str()
                .unwrap()
                .contains("`arguments` an object"),
            "{error}"
        );
    }
    let given = json!({"name": "list_workspaces", "arguments": null});
    assert_eq!(
        session.request("tools/call", given)["result"]["isError"],
        false
    );
}

#[test]
fn a_refusal_says_what_to_do() {
    let service = Service::of_days(1);
    let mut session = Session::of(&service, &[]);
    let mut refused = |status, says: &str| {
        service.sandbox.clear_faults();
        service.sandbox.inject(Fault::status(status).retry_after(0));
        let why = session.failure("list_tracking", json!({"workspace_id": "ws_1"}));
        assert!(why.contains(status.as_str()) && why.contains(says), "{why}");
    };
    refused(StatusCode::BAD_REQUEST, "Change the arguments");
    refused(StatusCode::UNAUTHORIZED, "check the API key");
    refused(StatusCode::FORBIDDEN, "Tell the user");
    refused(StatusCode::NOT_FOUND, "`list_workspaces` shows");
    refused(StatusCode::INTERNAL_SERVER_ERROR, "call again later");
}

#[test]
fn a_rate_limit_is_waited_out_or_the_answer_says_for_how_long() {
    let service = Service::of_days(1);
    let too_many = || Fault::status(StatusCode::TOO_MANY_REQUESTS);
    service.sandbox.inject(too_many().retry_after(0).times(1));
    let mut session = Session::of(&service, &[]);
    session.text("list_workspaces", json!({}));
    service.sandbox.inject(too_many().retry_after(3600));
    let why = session.failure("list_workspaces", json!({}));
    assert!(
        why.contains("429") && why.contains("Call again in 36"),
        "{why}"
    );
}

#[test]
fn a_write_that_may_have_been_made_says_so() {
    let service = Service::of_days(1);
    service
        .sandbox
        .inject(Fault::cut_off().on("create_competitor"));
    let mut session = Session::of(&service, &["--allow-writes"]);
    let given = json!({"workspace_id": "ws_01HNWT", "name": "Acme"});
    let why = session.failure("create_competitor", given);
    assert!(
        why.contains("Look whether it was made before calling again"),
        "{why}"
    );
}

#[test]
fn without_a_key_the_tools_are_listed_and_say_what_is_missing() {
    let mut session = Session::with(&[], |_| {});
    assert!(session.names().contains(&"list_tracking".to_owned()));
    let why = session.failure("list_workspaces", json!({}));
    assert!(
        why.contains("there is no API key") && why.contains("LINKSII_API_KEY"),
        "{why}"
    );
}

#[test]
fn a_service_that_cannot_be_reached_is_an_error_of_the_tool() {
    let mut session = Session::with(&[], |command| {
        command.env("LINKSII_API_KEY", "lnk_test_key_of_nobody");
        command.env("LINKSII_BASE_URL", "http://127.0.0.1:9/api/v1");
    });
    let why = session.failure("list_workspaces", json!({}));
    assert!(why.contains("Tell the user if it fails again"), "{why}");
    assert!(!why.contains("lnk_test"), "{why}");
}
