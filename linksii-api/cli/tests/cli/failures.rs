//! What goes wrong, and what a script learns of it.

use linksii_sandbox::{Fault, Sandbox, StatusCode};

use super::harness::{World, ended, program};

#[tokio::test]
async fn each_class_of_failure_has_its_exit_status() {
    let world = World::new().await;
    for (fault, status) in [
        (Fault::status(StatusCode::BAD_REQUEST), 4),
        (Fault::status(StatusCode::UNAUTHORIZED), 4),
        (Fault::status(StatusCode::FORBIDDEN), 4),
        (Fault::status(StatusCode::NOT_FOUND), 5),
        (Fault::status(StatusCode::CONFLICT), 4),
        (Fault::status(StatusCode::UNPROCESSABLE_ENTITY), 4),
        (Fault::rate_limit().retry_after(3600), 6),
        (Fault::status(StatusCode::INTERNAL_SERVER_ERROR), 7),
        (Fault::malformed(), 7),
        (Fault::html(StatusCode::BAD_GATEWAY), 7),
    ] {
        world.sandbox.clear_faults();
        world.sandbox.inject(fault);
        let reply = world.run("tracking list").await;
        assert_eq!(
            (reply.status, reply.out.as_str()),
            (status, ""),
            "{}",
            reply.err
        );
        assert!(reply.err.contains("error: "), "{}", reply.err);
    }
}

#[tokio::test]
async fn a_port_that_is_closed_is_named() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path(), "workspaces list --base-url http://127.0.0.1:1");
    command.env("LINKSII_API_KEY", "lnk_aaaaaaaaaaaaaaaaaaaa");
    let reply = ended(command).await;
    assert_eq!((reply.status, reply.out.as_str()), (7, ""));
    assert!(reply.err.contains("127.0.0.1:1"), "{}", reply.err);
}

#[tokio::test]
async fn advice_is_for_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path(), "workspaces list --base-url http://example.com");
    command.env("LINKSII_API_KEY", "lnk_aaaaaaaaaaaaaaaaaaaa");
    let reply = ended(command).await;
    assert_eq!((reply.status, reply.out.as_str()), (3, ""));
    assert!(
        reply.err.contains("unencrypted: use https\n"),
        "{}",
        reply.err
    );
}

#[tokio::test]
async fn a_failure_names_the_next_command() {
    let home = tempfile::tempdir().unwrap();
    let reply = ended(program(home.path(), "workspaces list")).await;
    assert_eq!((reply.status, reply.out.as_str()), (3, ""));
    assert!(
        reply.err.contains("next: keep one: linksii login"),
        "{}",
        reply.err
    );
    let world = World::new().await;
    let mut several = world.command("tracking list");
    several.env("LINKSII_WORKSPACE", "");
    let reply = ended(several).await;
    assert_eq!(reply.status, 2);
    assert!(reply.err.contains("--workspace ws_"), "{}", reply.err);
}

#[tokio::test]
async fn the_whole_list_goes_on_after_a_429_and_a_cut_off() {
    let world = World::new().await;
    world
        .sandbox
        .inject(Fault::rate_limit().retry_after(1).times(1));
    world.sandbox.inject(Fault::cut_off().times(1));
    let list = world
        .run("tracking list --all --page-size 30 -o ndjson")
        .await;
    assert_eq!(
        (list.status, list.out.lines().count()),
        (0, 120),
        "{}",
        list.err
    );
    assert!(list.err.contains("Trying again in "), "{}", list.err);
}

#[tokio::test]
async fn a_list_that_breaks_off_is_a_failure() {
    let world = World::new().await;
    world
        .sandbox
        .inject(Fault::delay(std::time::Duration::ZERO..=std::time::Duration::ZERO).times(2));
    world.sandbox.inject(Fault::status(StatusCode::NOT_FOUND));
    let list = world
        .run("tracking list --all --page-size 30 -o ndjson")
        .await;
    // How many pages come before the one that fails depends on how many are asked for at once.
    let count = list.out.lines().count();
    assert!(
        list.status == 5 && (30..=60).contains(&count),
        "{}",
        list.err
    );
    assert!(
        list.err.contains(&format!("after {count} items")),
        "{}",
        list.err
    );
    let document = world.run("tracking list --all -o json").await;
    assert_eq!((document.status, document.out.as_str()), (5, ""));
}

#[tokio::test]
async fn two_processes_share_the_limit_of_one_key() {
    let world = World::with(Sandbox::builder()).await;
    // Between them more than half of what a minute has, so that each sees the other's in the headers.
    let (one, other) = tokio::join!(
        world.run("tracking list --all --page-size 4 -o ndjson"),
        world.run("tracking list --all --page-size 4 -o ndjson"),
    );
    assert_eq!(
        (one.status, other.status),
        (0, 0),
        "{} {}",
        one.err,
        other.err
    );
    assert_eq!(
        (one.out.lines().count(), other.out.lines().count()),
        (120, 120)
    );
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let world = World::new().await;
    let key = world.sandbox.api_key().to_owned();
    let body = format!(r#"{{"error":"{key} is not valid","status":401}}"#);
    world
        .sandbox
        .inject(Fault::status(StatusCode::UNAUTHORIZED).body(body));
    for arguments in [
        "-vvv tracking list",
        &format!("-v competitors create {key} --domain a.test"),
    ] {
        let mut command = world.command(arguments);
        command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "1");
        let reply = ended(command).await;
        assert_eq!(reply.status, 4);
        assert!(!reply.err.contains(&key), "{}", reply.err);
        assert!(reply.err.contains("$LINKSII_API_KEY"), "{}", reply.err);
    }
}

#[tokio::test]
async fn verbose_prints_a_curl_command_that_works() {
    let world = World::new().await;
    let list = world.run("-v tracking list --limit 1 -o ndjson").await;
    let line = list.err.lines().next().unwrap();
    assert!(line.starts_with("curl 'http://127.0.0.1:"), "{line}");
    let output = tokio::process::Command::new("sh")
        .args(["-c", &format!("{line} --silent --noproxy '*'")])
        .env("LINKSII_API_KEY", world.sandbox.api_key())
        .output()
        .await
        .unwrap();
    let reply = String::from_utf8(output.stdout).unwrap();
    assert!(reply.contains(list.out.trim()), "{reply}");
}

#[tokio::test]
async fn a_request_of_any_kind_prints_the_body_as_it_came() {
    let world = World::new().await;
    let reply = world
        .run("request GET /competitors -q workspace_id=ws_01HNWT -q limit=1")
        .await;
    assert!(reply.out.contains("\"meta\""), "{}", reply.out);
    let rows = world
        .run("request GET /competitors -q workspace_id=ws_01HNWT -o csv")
        .await;
    assert!(rows.out.starts_with("id,"), "{}", rows.out);
    let body = r#"{"workspace_id": "ws_01HNWT", "name": "Asana", "domain": "asana.com"}"#;
    let made = world
        .run(&format!("request POST /competitors -d '{body}'"))
        .await;
    assert_eq!(made.status, 0, "{}", made.err);
}
