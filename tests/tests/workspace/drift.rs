//! What `cargo xtask generate --check` catches.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use linksii_tests::workspace::{cargo_command, root};
use tempfile::TempDir;

/// A copy of the spec, with what was generated from it.
struct Copy {
    directory: TempDir,
}

impl Copy {
    fn new() -> Self {
        let copy = Self {
            directory: TempDir::new().unwrap(),
        };
        fs::copy(root().join("spec/linksii.yaml"), copy.spec()).unwrap();
        let output = copy.generate(&[]);
        assert!(output.status.success(), "{output:?}");
        copy
    }

    fn spec(&self) -> PathBuf {
        self.directory.path().join("linksii.yaml")
    }

    fn generated(&self, file: &str) -> PathBuf {
        self.directory.path().join("generated").join(file)
    }

    fn generate(&self, arguments: &[&str]) -> Output {
        let mut command = cargo_command(root());
        command
            .args(["xtask", "generate"])
            .args(arguments)
            .arg("--spec")
            .arg(self.spec())
            .arg("--out")
            .arg(self.generated(""));
        command.output().unwrap()
    }

    /// Checks, expects a difference, and gives what was said.
    fn difference(&self) -> String {
        let output = self.generate(&["--check"]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(said.contains("To fix it: cargo xtask generate"), "{said}");
        said
    }

    fn edit(path: &Path, from: &str, to: &str) {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from));
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}

#[test]
fn what_is_as_generated_passes() {
    let output = Copy::new().generate(&["--check"]);
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_hand_edit_is_caught_and_left_alone() {
    let copy = Copy::new();
    let file = copy.generated("limits.rs");
    Copy::edit(
        &file,
        "requests_per_minute: 20",
        "requests_per_minute: 2000",
    );
    let edited = fs::read_to_string(&file).unwrap();
    let said = copy.difference();
    assert!(said.contains("changed limits.rs (+1 -1)"), "{said}");
    assert!(
        said.contains("-    requests_per_minute: 2000,\n+    requests_per_minute: 20,"),
        "{said}"
    );
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        edited,
        "a check writes nothing"
    );
}

#[test]
fn a_change_of_the_spec_is_caught() {
    let copy = Copy::new();
    Copy::edit(
        &copy.spec(),
        "summary: Creates an API key.",
        "summary: Makes an API key.",
    );
    assert!(copy.difference().contains("+    /// Makes an API key."));
}

#[test]
fn a_faulty_spec_is_reported_with_its_location_and_nothing_is_written() {
    let copy = Copy::new();
    Copy::edit(
        &copy.spec(),
        "schemas/WorkspacePage'",
        "schemas/WorkspacePag'",
    );
    let before = fs::read_to_string(copy.generated("types.rs")).unwrap();
    let output = copy.generate(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("dangling-reference"), "{said}");
    assert!(said.contains("linksii.yaml:"), "{said}");
    assert_eq!(
        fs::read_to_string(copy.generated("types.rs")).unwrap(),
        before
    );
}
