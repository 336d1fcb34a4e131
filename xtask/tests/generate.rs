//! `cargo xtask generate`, the program itself: what it writes, and what it never touches.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const SPEC: &str = include_str!("../../spec/linksii.yaml");

/// Changes that `limits.rs` and `resources/keys.rs` show.
const CHANGES: [(&str, &str); 2] = [
    ("requests-per-minute: 20", "requests-per-minute: 21"),
    ("Creates an API key.", "Makes an API key."),
];

/// A spec, and a directory to generate to.
struct Project(TempDir);

/// What a directory holds: each file's bytes, each link's target, each directory.
type Contents = BTreeMap<String, Vec<u8>>;

impl Project {
    /// With nothing generated yet.
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        fs::write(project.path("linksii.yaml"), SPEC).unwrap();
        project
    }

    fn generated() -> Self {
        let project = Self::new();
        project.succeed(&[]);
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn out(&self, name: &str) -> PathBuf {
        self.path("out").join(name)
    }

    fn change_spec(&self) {
        let mut spec = SPEC.to_owned();
        for (from, to) in CHANGES {
            assert!(spec.contains(from));
            spec = spec.replacen(from, to, 1);
        }
        fs::write(self.path("linksii.yaml"), spec).unwrap();
    }

    fn command(&self, out: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .current_dir(self.0.path())
            .args(["generate", "--spec", "linksii.yaml", "--out", out])
            .args(arguments);
        command
    }

    fn succeed(&self, arguments: &[&str]) {
        let output = self.command("out", arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Expects a failure that changes nothing, and gives its message.
    fn fail(&self, out: &str, arguments: &[&str]) -> String {
        self.run_in_vain(self.command(out, arguments))
    }

    /// The same where the program runs as root, whom permissions do not stop.
    fn fail_unprivileged(&self, out: &str) -> String {
        const NOBODY: u32 = 65534;
        let mut command = self.command(out, &[]);
        if fs::metadata(self.0.path()).unwrap().uid() == 0 {
            let program = self.path("xtask");
            fs::copy(env!("CARGO_BIN_EXE_xtask"), &program).unwrap();
            fs::set_permissions(self.0.path(), fs::Permissions::from_mode(0o777)).unwrap();
            for (name, _) in contents(&self.path("out")) {
                chown(self.out(&name), Some(NOBODY), Some(NOBODY)).unwrap();
            }
            chown(self.path("out"), Some(NOBODY), Some(NOBODY)).unwrap();
            command = Command::new(program);
            command
                .current_dir(self.0.path())
                .args(["generate", "--spec", "linksii.yaml", "--out", out])
                .uid(NOBODY)
                .gid(NOBODY);
        }
        self.run_in_vain(command)
    }

    fn run_in_vain(&self, mut command: Command) -> String {
        let before = contents(self.0.path());
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_eq!(contents(self.0.path()), before, "a failure changes nothing");
        String::from_utf8(output.stderr).unwrap()
    }
}

fn contents(directory: &Path) -> Contents {
    let mut contents = Contents::new();
    let mut queue = vec![directory.to_owned()];
    while let Some(next) = queue.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            let (path, kind) = (entry.path(), entry.file_type().unwrap());
            let name = path.strip_prefix(directory).unwrap().display().to_string();
            if kind.is_symlink() {
                let target = fs::read_link(&path).unwrap();
                contents.insert(name, target.display().to_string().into_bytes());
            } else if kind.is_dir() {
                contents.insert(format!("{name}/"), Vec::new());
                queue.push(path);
            } else {
                contents.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    contents
}

fn header(text: &str) -> String {
    let header = text.lines().find(|line| line.contains("Do not edit."));
    header.unwrap().to_owned()
}

#[test]
fn a_directory_is_created_with_the_generated_files_and_nothing_else() {
    let project = Project::new();
    project.fail("out", &["--check"]);
    project.succeed(&[]);
    let contents = contents(&project.path("out"));
    assert!(contents.contains_key("resources/keys.rs"), "{contents:?}");
    for (name, bytes) in contents.iter().filter(|(name, _)| !name.ends_with('/')) {
        assert!(name.ends_with(".rs"), "{name}");
        assert!(
            String::from_utf8_lossy(bytes).contains("Do not edit."),
            "{name}"
        );
    }
    let mode = fs::metadata(project.path("out"))
        .unwrap()
        .permissions()
        .mode();
    let usual = fs::metadata(project.out("resources"))
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode, usual, "not that of a temporary directory");
}

#[test]
fn foreign_files_are_kept_as_they_are() {
    let project = Project::generated();
    let header = header(&fs::read_to_string(project.out("types.rs")).unwrap());
    let foreign = [
        ("notes.md", "# Notes\n".to_owned()),
        ("resources/webhooks.rs", "//! By hand.\n".to_owned()),
        (
            "resources/quoted.rs",
            format!("//! By hand.\n\nmod a;\n\n{header}\n"),
        ),
        ("golden/types.rs", format!("{header}\n\nstruct Kept;\n")),
        (".git/config", "[core]\n".to_owned()),
    ];
    for (name, text) in &foreign {
        fs::create_dir_all(project.out(name).parent().unwrap()).unwrap();
        fs::write(project.out(name), text).unwrap();
    }
    fs::write(project.out("logo.png"), [0x89, b'P', b'N', b'G', 0xff]).unwrap();
    fs::create_dir(project.out("empty")).unwrap();
    let before = contents(&project.path("out"));

    project.succeed(&["--check"]);
    project.change_spec();
    project.succeed(&[]);
    let after = contents(&project.path("out"));
    assert_eq!(
        after.keys().collect::<Vec<_>>(),
        before.keys().collect::<Vec<_>>()
    );
    for (name, _) in &foreign {
        assert_eq!(after[*name], before[*name], "{name}");
    }
    assert_eq!(after["logo.png"], before["logo.png"]);
    assert_ne!(after["resources/keys.rs"], before["resources/keys.rs"]);
}

#[test]
fn a_file_that_is_no_longer_generated_is_reported_and_removed() {
    let project = Project::generated();
    let index = fs::read_to_string(project.out("resources/mod.rs")).unwrap();
    let header = header(&index);
    fs::write(project.out("resources/webhooks.rs"), format!("{header}\n")).unwrap();
    fs::create_dir(project.out("resources/old")).unwrap();
    fs::write(project.out("resources/old/mod.rs"), format!("{header}\n")).unwrap();

    let check = project.command("out", &["--check"]).output().unwrap();
    assert_eq!(check.status.code(), Some(1), "{check:?}");
    let shown = String::from_utf8(check.stdout).unwrap();
    assert!(shown.contains("removed resources/webhooks.rs"), "{shown}");
    assert!(
        project.out("resources/webhooks.rs").exists(),
        "a check only reads"
    );

    project.succeed(&[]);
    assert!(!project.out("resources/webhooks.rs").exists());
    assert!(
        !project.out("resources/old").exists(),
        "nor an empty directory"
    );
    assert_eq!(
        contents(&project.path("out")),
        contents(&Project::generated().path("out"))
    );
}

#[test]
fn a_workspace_as_the_directory_keeps_its_own_files() {
    let project = Project::generated();
    let root = project.0.path();
    fs::create_dir_all(project.path("src/generated")).unwrap();
    fs::write(project.path("src/lib.rs"), "//! By hand.\n").unwrap();
    fs::rename(project.path("out"), project.path("src/generated")).unwrap();
    let before = contents(root);
    for _ in 0..2 {
        let output = project.command(".", &[]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        let after = contents(root);
        for (name, bytes) in &before {
            assert_eq!(after.get(name), Some(bytes), "{name}");
        }
    }
}

#[test]
fn a_link_in_the_place_of_a_generated_file_is_refused() {
    let project = Project::generated();
    project.change_spec();
    let elsewhere = project.path("elsewhere.rs");
    fs::rename(project.out("types.rs"), &elsewhere).unwrap();
    symlink(&elsewhere, project.out("types.rs")).unwrap();
    let message = project.fail("out", &[]);
    assert!(message.contains("out/types.rs is a link"), "{message}");
    let message = project.fail("out", &["--check"]);
    assert!(message.contains("out/types.rs is a link"), "{message}");

    fs::remove_file(&elsewhere).unwrap();
    let message = project.fail("out", &[]);
    assert!(message.contains("out/types.rs is a link"), "{message}");
}

#[test]
fn a_linked_directory_is_not_followed() {
    let project = Project::generated();
    project.change_spec();
    let elsewhere = project.path("elsewhere");
    fs::rename(project.out("resources"), &elsewhere).unwrap();
    symlink(&elsewhere, project.out("resources")).unwrap();
    let message = project.fail("out", &[]);
    assert!(message.contains("out/resources is a link"), "{message}");

    // A loop.
    fs::remove_file(project.out("resources")).unwrap();
    symlink(".", project.out("resources")).unwrap();
    let message = project.fail("out", &[]);
    assert!(message.contains("out/resources is a link"), "{message}");

    // Links beside the generated files.
    fs::remove_file(project.out("resources")).unwrap();
    symlink(&elsewhere, project.out("linked")).unwrap();
    symlink(".", project.out("loop")).unwrap();
    symlink(elsewhere.join("mod.rs"), project.out("old.rs")).unwrap();
    let before = contents(&elsewhere);
    project.succeed(&[]);
    assert_eq!(contents(&elsewhere), before);
    for link in ["linked", "loop", "old.rs"] {
        assert!(project.out(link).is_symlink(), "{link}");
    }
}

#[test]
fn a_link_as_the_directory_is_refused() {
    let project = Project::generated();
    project.change_spec();
    fs::rename(project.path("out"), project.path("elsewhere")).unwrap();
    for target in ["elsewhere", "missing"] {
        let _ = fs::remove_file(project.path("out"));
        symlink(target, project.path("out")).unwrap();
        for out in ["out", "out/"] {
            let message = project.fail(out, &[]);
            assert!(message.contains("out is a link"), "{message}");
        }
    }
}

#[test]
fn a_file_as_the_directory_is_refused() {
    let project = Project::new();
    fs::write(project.path("out"), "mine").unwrap();
    let message = project.fail("out", &[]);
    assert!(message.contains("out is not a directory"), "{message}");
    let message = project.fail("out/below", &[]);
    assert!(message.contains("out"), "{message}");
}

#[test]
fn a_foreign_file_in_the_place_of_a_generated_one_is_refused() {
    let project = Project::generated();
    project.change_spec();
    for text in [&b"//! By hand.\n"[..], b"", &[0xff, 0xfe]] {
        fs::write(project.out("types.rs"), text).unwrap();
        let message = project.fail("out", &[]);
        assert!(
            message.contains("out/types.rs is not a generated file"),
            "{message}"
        );
        assert!(message.contains("move it away"), "{message}");
    }
    fs::remove_file(project.out("types.rs")).unwrap();
    fs::create_dir(project.out("types.rs")).unwrap();
    let message = project.fail("out", &[]);
    assert!(
        message.contains("out/types.rs is not a generated file"),
        "{message}"
    );

    let project = Project::generated();
    fs::remove_dir_all(project.out("resources")).unwrap();
    fs::write(project.out("resources"), "mine").unwrap();
    let message = project.fail("out", &[]);
    assert!(
        message.contains("out/resources is not a directory"),
        "{message}"
    );
}

#[test]
fn a_failure_half_way_leaves_what_was_there() {
    let project = Project::generated();
    project.change_spec();
    // `limits.rs` is replaced before those in this directory, which cannot be.
    let resources = project.out("resources");
    read_only(&resources, true);
    let message = project.fail_unprivileged("out");
    assert!(message.contains("out/resources/"), "{message}");
    read_only(&resources, false);

    project.succeed(&[]);
    let keys = fs::read_to_string(project.out("resources/keys.rs")).unwrap();
    assert!(keys.contains(CHANGES[1].1));
}

#[test]
fn a_read_only_directory_is_reported_and_left() {
    let project = Project::generated();
    project.change_spec();
    read_only(&project.path("out"), true);
    let message = project.fail_unprivileged("out");
    assert!(message.contains("cannot write to out"), "{message}");

    let missing = project.fail_unprivileged("out/new/deep");
    assert!(missing.contains("out/new"), "{missing}");
    read_only(&project.path("out"), false);
}

#[test]
fn a_name_that_is_too_long_for_a_file_is_shortened() {
    let project = Project::generated();
    let long = "Keys".repeat(70);
    let spec = SPEC.replace("- name: Keys", &format!("- name: {long}"));
    let spec = spec.replace("tags: [Keys]", &format!("tags: [{long}]"));
    assert_ne!(spec, SPEC);
    fs::write(project.path("linksii.yaml"), spec).unwrap();
    let output = project.command("out", &[]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let files = contents(&project.path("out"));
    let resources = |name: &&String| name.starts_with("resources/keys_keys");
    let file = files.keys().find(resources).unwrap();
    assert!(file.len() < 140, "{file}");
    assert!(
        !files.contains_key("resources/keys.rs"),
        "the old one is removed"
    );
}

fn read_only(directory: &Path, read_only: bool) {
    let mode = if read_only { 0o555 } else { 0o777 };
    fs::set_permissions(directory, fs::Permissions::from_mode(mode)).unwrap();
}
