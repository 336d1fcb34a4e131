//! Which tools are offered.

use serde_json::{Value, json};

use crate::session::{Service, Session};

fn demo(arguments: &[&str]) -> Session {
    Session::with(&[&["--demo"], arguments].concat(), |_| {})
}

#[test]
fn the_default_list_is_small_and_only_reads() {
    let mut session = demo(&[]);
    let list = session.request("tools/list", json!({}))["result"].to_string();
    assert!(list.len() <= 7000, "{}", list.len());
    for tool in session.tools() {
        let hints = &tool["annotations"];
        assert_eq!(hints["readOnlyHint"], true, "{tool}");
        assert_eq!(hints["destructiveHint"], false, "{tool}");
    }
    assert_eq!(session.names(), demo(&[]).names());
}

#[test]
fn resources_narrow_the_list() {
    assert_eq!(
        demo(&["--resources", "tracking,competitors"]).names(),
        ["list_tracking", "list_competitors", "summarize_tracking"]
    );
}

#[test]
fn instructions_name_no_tool_that_is_not_offered() {
    let mut session = Session::silent(&["--demo", "--resources", "tracking"], |_| {});
    let info = session.initialize("2025-11-25");
    let instructions = info["instructions"].as_str().unwrap();
    assert!(
        instructions.contains("`summarize_tracking`"),
        "{instructions}"
    );
    assert!(
        !instructions.contains("`list_workspaces`"),
        "{instructions}"
    );
}

#[test]
fn writing_is_offered_where_it_is_allowed_and_keys_where_they_are_named() {
    let writes = demo(&["--allow-writes"]).tools();
    let tool = writes
        .iter()
        .find(|it| it["name"] == "create_prompt")
        .unwrap();
    let hints = &tool["annotations"];
    assert_eq!(
        (
            &hints["readOnlyHint"],
            &hints["destructiveHint"],
            &hints["idempotentHint"]
        ),
        (
            &Value::from(false),
            &Value::from(false),
            &Value::from(false)
        )
    );
    assert!(writes.iter().all(|it| it["name"] != "create_key"));

    let mut session = demo(&["--allow-tool", "create_key"]);
    let names = session.names();
    assert!(
        names.contains(&"create_key".to_owned()) && !names.contains(&"create_prompt".to_owned())
    );
    let made = session.json("create_key", json!({"name": "For a test"}));
    assert!(made["data"]["key"].as_str().unwrap().starts_with("lnk_"));
}

#[test]
fn what_is_asked_for_and_not_there_is_a_wrong_command_line() {
    for arguments in [["--resources", "trackin"], ["--allow-tool", "create_keys"]] {
        let mut session = Session::silent(&[&["--demo"], &arguments[..]].concat(), |_| {});
        assert_eq!(session.end().code(), Some(2));
        let stderr = session.stderr();
        assert!(
            stderr.contains("there is no") && stderr.contains("there are: "),
            "{stderr}"
        );
    }
}

#[test]
fn a_tool_that_is_not_offered_is_unknown_and_the_message_says_how_to_get_it() {
    let mut session = demo(&["--resources", "tracking"]);
    for (tool, says) in [
        ("create_prompt", "--allow-writes"),
        ("create_key", "--allow-tool create_key"),
        ("list_prompts", "--resources prompts"),
        (
            "list_everything",
            "There are: list_tracking, summarize_tracking.",
        ),
    ] {
        let error = session.request("tools/call", json!({"name": tool}))["error"].clone();
        assert_eq!(error["code"], -32602, "{error}");
        assert!(error["message"].as_str().unwrap().contains(says), "{error}");
    }
}

#[test]
fn a_workspace_that_is_chosen_need_not_be_given() {
    let service = Service::of_days(3);
    let mut session = Session::of(&service, &["--workspace", "ws_01HNWT"]);
    for tool in session.tools() {
        let required = tool["inputSchema"]["required"].as_array();
        assert!(required.is_none_or(|it| it.is_empty()), "{tool}");
    }
    let given = json!({"workspace_id": ""});
    let listed = session.json("list_tracking", given);
    assert_eq!(listed["data"][0]["workspace_id"], "ws_01HNWT");
    let summed = session.json("summarize_tracking", json!({"to": "2025-06-01", "days": 3}));
    assert_eq!(summed["results"], 12);
}
