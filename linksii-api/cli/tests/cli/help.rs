//! What the program says of itself.

use super::harness::{World, ended, program};

/// Every command whose help is looked at.
const COMMANDS: &[&str] = &[
    "--color never",
    "keys",
    "keys create",
    "workspaces list",
    "tracking",
    "tracking list",
    "tracking trend",
    "tracking watch",
    "prompts list",
    "prompts create",
    "competitors create",
    "analyses create",
    "analyses run",
    "templates create",
    "request",
    "login",
    "logout",
    "status",
    "config",
    "config set",
    "report",
    "completions",
    "man",
];

#[tokio::test]
async fn help_teaches_by_examples() {
    let home = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for command in COMMANDS {
        let help = ended(program(home.path(), &format!("{command} -h"))).await;
        assert_eq!((help.status, help.err.as_str()), (0, ""), "{command}");
        let (own, _) = help.out.split_once("Options of every command").unwrap();
        let examples = help.out.split("Examples:").nth(1).unwrap_or_default();
        text += &format!("$ linksii {command} -h\n{}\n\n", own.trim_end());
        text += &format!("Examples:{}\n\n", examples.trim_end());
    }
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn completions_and_the_manual_name_every_operation() {
    let home = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = ended(program(home.path(), &format!("completions {shell}"))).await;
        assert_eq!((script.status, script.err.as_str()), (0, ""));
        assert!(script.out.contains("competitors"), "{shell}");
    }
    let manual = ended(program(home.path(), "man")).await;
    assert_eq!((manual.status, manual.err.as_str()), (0, ""));
    for name in [
        "tracking\\-list",
        "competitors\\-create",
        "analyses\\-run",
        "Exit status",
    ] {
        assert!(manual.out.contains(name), "{name}");
    }
}

#[tokio::test]
async fn a_command_that_is_misspelt_is_corrected() {
    let home = tempfile::tempdir().unwrap();
    let wrong = ended(program(home.path(), "tracking lst")).await;
    assert_eq!((wrong.status, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("'list'"), "{}", wrong.err);
}

#[tokio::test]
async fn the_demo_needs_no_key_and_no_network() {
    let home = tempfile::tempdir().unwrap();
    let demo = ended(program(home.path(), "--demo tracking list --all -o ndjson")).await;
    assert_eq!((demo.status, demo.err.as_str()), (0, ""));
    assert_eq!(demo.out.lines().count(), 365 * 4);
}

/// The same name as in the document, and no other edit.
#[tokio::test]
async fn each_operation_of_the_document_is_a_command() {
    let world = World::new().await;
    for (arguments, field) in [
        ("keys create Mine", "key"),
        ("workspaces list", "slug"),
        ("tracking list", "score"),
        ("prompts list", "text"),
        ("prompts create 'Who is best?'", "text"),
        ("competitors list", "domain"),
        ("competitors create Asana --domain asana.com", "domain"),
        (
            "analyses create https://example.com/a.png brand_scorecard",
            "dimensions",
        ),
        ("templates list", "slug"),
    ] {
        let reply = world.run(arguments).await;
        assert_eq!(reply.status, 0, "{arguments}: {}", reply.err);
        assert!(
            reply.out.contains(&format!("\"{field}\"")),
            "{arguments}: {}",
            reply.out
        );
    }
}
