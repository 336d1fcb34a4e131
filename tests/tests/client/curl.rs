//! The documented curl commands, run with curl: with host and key changed they get the documented
//! replies, and the client sends what they send.

use linksii_api::{Client, types};
use linksii_sandbox::Sandbox;
use linksii_tests::document::{Operation, operations};
use linksii_tests::server::{Answer, Recorded, Server};
use linksii_tests::{client, client_of};
use serde_json::Value;
use tokio::process::Command;

/// Runs a documented command against another host, with another key.
async fn curl(command: &str, base_url: &str, key: &str) -> String {
    let command = command.replace("https://www.linksii.com/api/v1", base_url);
    let words = shell_words::split(&command.replace("\\\n", " ")).unwrap();
    let words = words
        .iter()
        .map(|word| match word.strip_prefix("Authorization: Bearer ") {
            Some(_) => format!("Authorization: Bearer {key}"),
            None => word.clone(),
        });
    let mut words = words.collect::<Vec<_>>().into_iter();
    let program = words.next().unwrap();
    let output = Command::new(program)
        .arg("--silent")
        .args(words)
        .output()
        .await
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn documented() -> Vec<Operation> {
    let operations: Vec<_> = operations()
        .into_iter()
        .filter(|it| !it.curls.is_empty())
        .collect();
    assert!(operations.len() >= 3, "the quickstart has three");
    operations
}

#[tokio::test(flavor = "multi_thread")]
async fn each_documented_command_gets_the_documented_reply() {
    for operation in documented() {
        for command in &operation.curls {
            let sandbox = Sandbox::start().await.unwrap();
            let reply = curl(command, sandbox.base_url(), sandbox.api_key()).await;
            let reply: Value = serde_json::from_str(&reply).unwrap();
            assert_eq!(reply, operation.replies[0], "{}", operation.id);
        }
    }
}

/// The guides show requests and items, not commands: here they are one.
fn command(operation: &Operation, body: Option<&Value>) -> String {
    let authorization = r#"-H "Authorization: Bearer lnk_your_api_key_here""#;
    let url = format!("https://www.linksii.com/api/v1{}", operation.path);
    match body {
        Some(body) => format!(
            r#"curl -X POST {url} {authorization} -H "Content-Type: application/json" -d {}"#,
            shell_words::quote(&body.to_string())
        ),
        None if operation.path == "/workspaces" => format!("curl {url} {authorization}"),
        None => format!(r#"curl "{url}?workspace_id=ws_01HXYZ" {authorization}"#),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_documented_collection_holds_the_documented_item() {
    let sandbox = Sandbox::start().await.unwrap();
    let mut asked = 0;
    for operation in operations().iter().filter(|it| it.method == "GET") {
        let reply = command(operation, None);
        let reply = curl(&reply, sandbox.base_url(), sandbox.api_key()).await;
        let reply: Value = serde_json::from_str(&reply).unwrap();
        let items = reply["data"].as_array().unwrap();
        let documented = linksii_tests::document::item(&operation.id)["example"].clone();
        assert!(items.contains(&documented), "{reply}");
        let total = items.len();
        let meta = serde_json::json!({"total": total, "limit": 20, "offset": 0});
        assert_eq!(reply["meta"], meta, "{}", operation.id);
        // One is shown with a `limit` of its own.
        for documented in operation.replies.iter().filter(|it| it["meta"] == meta) {
            assert_eq!(&reply, documented, "{}", operation.id);
        }
        asked += 1;
    }
    assert_eq!(asked, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_documented_creation_gets_the_documented_fields() {
    let mut asked = 0;
    for operation in operations().iter().filter(|it| it.method == "POST") {
        let mut bodies = operation.requests.clone();
        bodies.push(body_of(&operation.id));
        for body in &bodies {
            let sandbox = Sandbox::start().await.unwrap();
            let reply = command(operation, Some(body)) + r#" -w " %{http_code}""#;
            let reply = curl(&reply, sandbox.base_url(), sandbox.api_key()).await;
            let (reply, status) = reply.rsplit_once(' ').unwrap();
            assert_eq!(status, "201", "{reply}");
            let created = serde_json::from_str::<Value>(reply).unwrap()["data"].clone();
            let item = linksii_tests::document::item(&operation.id);
            for name in item["example"].as_object().unwrap().keys() {
                assert!(created.get(name).is_some(), "{name} is not in {created}");
            }
            for (name, said) in body.as_object().unwrap() {
                let is_kept = !item["properties"][name].is_null();
                assert!(!is_kept || created[name] == *said, "{name} in {created}");
            }
            asked += 1;
        }
    }
    assert_eq!(
        asked, 11,
        "six bodies are documented, and each of five types has an example"
    );
}

/// The quickstart's script for errors, which goes by the status that curl writes out.
#[tokio::test(flavor = "multi_thread")]
async fn the_documented_check_of_the_status_finds_the_error() {
    let sandbox = Sandbox::start().await.unwrap();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("response.json");
    let command = format!(
        r#"curl -s -o {} -w "%{{http_code}}" https://www.linksii.com/api/v1/workspaces \
        -H "Authorization: Bearer lnk_your_api_key_here""#,
        shell_words::quote(file.to_str().unwrap())
    );
    let written = || serde_json::from_slice::<Value>(&std::fs::read(&file).unwrap()).unwrap();

    let status = curl(&command, sandbox.base_url(), sandbox.api_key()).await;
    assert_eq!(status, "200");
    assert_eq!(written()["data"][0]["id"], "ws_01HXYZ");

    let status = curl(&command, sandbox.base_url(), "lnk_your_api_key_here").await;
    assert_eq!(status, "401");
    let error =
        serde_json::json!({"error": "Unauthorized — invalid or missing API key", "status": 401});
    assert_eq!(written(), error);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_sends_what_the_documented_command_sends() {
    for operation in documented() {
        let server = Server::start([Answer::json(200, &operation.replies[0])]).await;
        curl(
            &operation.curls[0],
            &format!("{}/api/v1", server.url),
            "lnk_test",
        )
        .await;
        call(
            &operation.id,
            &client(&format!("{}/api/v1", server.url), "lnk_test"),
        )
        .await;
        let [curl, client]: [Recorded; 2] = server.requests().try_into().unwrap();
        assert_eq!(client.line, curl.line);
        assert_eq!(json(&client.body), json(&curl.body), "{}", operation.id);
        let authorization = "authorization: bearer lnk_test".to_owned();
        assert!(client.headers.contains(&authorization) && curl.headers.contains(&authorization));
    }
}

/// The call that the documentation's command makes.
async fn call(operation: &str, client: &Client) {
    match operation {
        "create_key" => drop(client.keys().create("My Integration").send().await.unwrap()),
        "list_workspaces" => drop(client.workspaces().list().send().await.unwrap()),
        "list_tracking" => {
            drop(
                client
                    .tracking()
                    .list("ws_01HXYZ")
                    .limit(5)
                    .send()
                    .await
                    .unwrap(),
            );
        }
        other => panic!("write the call that the command of {other} makes"),
    }
}

/// Where the documentation shows a body and no command, the client's body is that one.
#[tokio::test]
async fn the_client_sends_the_documented_bodies() {
    let mut compared = 0;
    for operation in operations() {
        for body in &operation.requests {
            let server = Server::start([Answer::error(400)]).await;
            create(&operation.id, body, &client(&server.url, "lnk_test")).await;
            let [request]: [Recorded; 1] = server.requests().try_into().unwrap();
            assert_eq!(
                request.line,
                format!("{} {}", operation.method, operation.path)
            );
            assert_eq!(&json(&request.body), body, "{}", operation.id);
            compared += 1;
        }
    }
    assert!(compared >= 6);
}

/// Makes the call with the arguments that stand in the body. Its reply is an error.
async fn create(operation: &str, body: &Value, client: &Client) {
    let text = |name: &str| body[name].as_str().unwrap();
    let failed = match operation {
        "create_key" => client.keys().create(text("name")).send().await.is_err(),
        "create_prompt" => {
            let call = client.prompts().create(text("workspace_id"), text("text"));
            let call = call.category(types::PromptCategory::from(text("category")));
            call.is_active(body["is_active"].as_bool().unwrap())
                .send()
                .await
                .is_err()
        }
        "create_competitor" => {
            let call = client
                .competitors()
                .create(text("workspace_id"), text("name"));
            call.domain(text("domain")).send().await.is_err()
        }
        "create_analysis" => {
            let (image, template) = (text("image_url"), text("template"));
            let call = client
                .analyses()
                .create(image, template, text("workspace_id"));
            let context = body["context"].as_object().unwrap().clone();
            call.context(context).send().await.is_err()
        }
        other => panic!("write the call that sends the body of {other}"),
    };
    assert!(failed);
}

fn json(body: &str) -> Value {
    if body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(body).unwrap()
    }
}

#[tokio::test]
async fn the_sandbox_plays_every_operation_of_the_spec() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = client_of(&sandbox);
    for operation in operations() {
        let mut request =
            client.request(operation.method.parse().unwrap(), operation.path.as_str());
        if operation.method == "GET" && operation.path != "/workspaces" {
            request = request.query("workspace_id", "ws_01HXYZ");
        }
        if operation.method == "POST" {
            request = request.json(&body_of(&operation.id));
        }
        let reply: Value = request
            .send()
            .await
            .unwrap_or_else(|error| panic!("{operation:?}: {error}"));
        assert!(!reply["data"].is_null());
    }
}

fn body_of(operation: &str) -> Value {
    let name = operation.trim_start_matches("create_");
    let spec = linksii_tests::document::spec();
    let schemas = spec["components"]["schemas"].as_object().unwrap();
    let wanted = |schema: &str| schema.strip_prefix("New").map(str::to_lowercase);
    let (_, schema) = schemas
        .iter()
        .find(|(it, _)| wanted(it).as_deref() == Some(name))
        .unwrap();
    schema["example"].clone()
}
