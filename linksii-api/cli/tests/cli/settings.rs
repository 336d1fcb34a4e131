//! Where the key and the settings are, and which of several counts.

use super::harness::{World, ended, given, program};

#[cfg(unix)]
#[tokio::test]
async fn the_key_is_kept_in_a_file_that_only_its_owner_can_read() {
    use std::os::unix::fs::PermissionsExt;

    let home = tempfile::tempdir().unwrap();
    let directory = home.path().join(".config/linksii");
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let key = directory.join("key");
    for _ in 0..2 {
        let login = given(program(home.path(), "login"), "lnk_aaaaaaaaaaaaaaaa1234\n").await;
        assert_eq!((login.status, login.out.as_str()), (0, ""), "{}", login.err);
        assert!(login.err.contains(key.to_str().unwrap()), "{}", login.err);
        assert!(!login.err.contains("aaaa"), "{}", login.err);
        assert_eq!((mode(&directory), mode(&key)), (0o700, 0o600));
    }
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o644)).unwrap();
    let show = ended(program(home.path(), "config show")).await;
    assert!(show.out.contains("lnk_…1234"), "{}", show.out);
    assert!(show.err.contains("600"), "{}", show.err);
    assert_eq!(mode(&key), 0o600);
    let logout = ended(program(home.path(), "logout")).await;
    assert_eq!(logout.status, 0);
    assert!(!key.exists());
}

#[tokio::test]
async fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let world = World::new().await;
    let home = world.path("");
    let set = ended(program(&home, "config set workspace ws_file")).await;
    assert_eq!(set.status, 0, "{}", set.err);
    for (arguments, variable, expected) in [
        ("", "", "ws_file"),
        ("", "ws_variable", "ws_variable"),
        ("-w ws_option", "ws_variable", "ws_option"),
    ] {
        let mut command = world.command(&format!("{arguments} config show"));
        command.env("LINKSII_WORKSPACE", variable);
        let shown = ended(command).await.out;
        let line = shown
            .lines()
            .find(|line| line.starts_with("workspace"))
            .unwrap();
        assert!(line.contains(expected), "{line}");
    }
}

#[tokio::test]
async fn the_password_of_a_base_url_is_not_shown() {
    let world = World::new().await;
    let mut command = world.command("config show");
    command.env("LINKSII_BASE_URL", "https://me:secret@host/api");
    let shown = ended(command).await.out;
    assert!(shown.contains("https://[redacted]@host/api"), "{shown}");
}

#[tokio::test]
async fn a_variable_that_is_empty_counts_as_not_set() {
    let world = World::new().await;
    let home = world.path("");
    given(program(&home, "login"), world.sandbox.api_key()).await;
    let mut command = world.command("status -o json");
    command.env("LINKSII_API_KEY", "").env("LINKSII_OUTPUT", "");
    let status = ended(command).await;
    assert_eq!(status.status, 0, "{}", status.err);
    assert!(status.out.contains(".config/linksii/key"), "{}", status.out);
    assert!(!status.out.contains(world.sandbox.api_key()));
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_named_and_left_as_they_are() {
    let world = World::new().await;
    std::fs::create_dir_all(world.path(".config/linksii")).unwrap();
    let path = world.write(".config/linksii/config.toml", "{\"a\":");
    for arguments in ["workspaces list", "config set output csv"] {
        let reply = world.run(arguments).await;
        assert_eq!((reply.status, reply.out.as_str()), (3, ""));
        assert!(reply.err.contains(path.to_str().unwrap()), "{}", reply.err);
    }
    assert_eq!(world.read(".config/linksii/config.toml"), "{\"a\":");
    for arguments in ["--help", "completions fish", "--demo workspaces list"] {
        assert_eq!(world.run(arguments).await.status, 0, "{arguments}");
    }
    let login = given(
        program(&world.path(""), "login"),
        "lnk_aaaaaaaaaaaaaaaa1234",
    )
    .await;
    assert_eq!(login.status, 0, "{}", login.err);
}

#[tokio::test]
async fn there_is_no_option_that_takes_the_key() {
    let home = tempfile::tempdir().unwrap();
    for arguments in ["login --help", "--help"] {
        let help = ended(program(home.path(), arguments)).await.out;
        assert!(
            !help.contains("--key ") && !help.contains("--api-key"),
            "{help}"
        );
    }
    let nothing = given(program(home.path(), "login"), "\n").await;
    assert_eq!(nothing.status, 3, "{}", nothing.err);
}
