//! Adding an endpoint is one edit of the spec, as `spec/README.md` says.
//!
//! An invented resource is added to a copy of the workspace, with a list that is filtered, one of
//! it, an update, a deletion, a union and files. `generate` is run, and nothing else is touched: its
//! methods, types, pacing and documentation are there, its examples are tested, each operation is
//! called, and the sandbox says that it does not play it yet. The copy is built, so this takes a
//! while.

use std::fs;
use std::path::Path;

use linksii_tests::workspace::{self, checkout, root};
use tempfile::TempDir;

/// The edit: what is in the spec once, and what is added behind it.
const EDIT: [(&str, &str); 5] = [
    (
        "\n  limits:\n",
        "    - path: /mentions\n      requests-per-minute: 30\n",
    ),
    (
        "\ntags:\n",
        "  - name: Mentions\n    description: What assistants said of the brand, word by word.\n",
    ),
    ("\npaths:\n", include_str!("endpoint/path.yaml")),
    ("\n  responses:\n", include_str!("endpoint/response.yaml")),
    ("\n  schemas:\n", include_str!("endpoint/schemas.yaml")),
];

/// What holds of the new endpoint, as a test file of the copy.
const EXPECTED: &str = include_str!("endpoint/expected.rs");

/// Runs cargo, which must succeed, and gives what it printed.
fn cargo(directory: &Path, arguments: &[&str]) -> String {
    let output = workspace::cargo(directory, arguments);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn one_edit_adds_an_endpoint() {
    let workspace = TempDir::new().unwrap();
    let workspace = workspace.path();
    checkout(workspace);
    let spec = workspace.join("spec/linksii.yaml");
    let mut text = fs::read_to_string(&spec).unwrap();
    for (anchor, addition) in EDIT {
        assert_eq!(text.matches(anchor).count(), 1, "{anchor:?}");
        text = text.replace(anchor, &format!("{anchor}{addition}"));
    }
    fs::write(&spec, text).unwrap();

    let spec = spec.to_str().unwrap();
    let path = workspace.to_str().unwrap();
    cargo(root(), &["xtask", "validate", spec]);
    let said = cargo(root(), &["xtask", "generate", "--workspace", path]);
    assert!(said.contains("new resources/mentions.rs"), "{said}");
    // The commands and the tools are made of this table, by loops over it.
    let table = workspace.join("linksii-api/cli/src/generated/mentions.rs");
    let table = fs::read_to_string(table).unwrap();
    assert!(table.contains("id: \"list_mentions\""), "{table}");
    assert!(table.contains("name: \"tone\""), "{table}");

    fs::write(workspace.join("tests/tests/mentions.rs"), EXPECTED).unwrap();
    // With the features of all packages, so that what is not of this workspace is built already.
    let said = cargo(
        workspace,
        &[
            "test",
            "--workspace",
            "--all-features",
            "--test",
            "mentions",
        ],
    );
    assert!(said.contains("7 passed"), "{said}");
    let said = cargo(
        workspace,
        &["test", "--package", "linksii-api", "--lib", "mention"],
    );
    assert!(
        said.contains("examples::mentions_listed_documented ... ok"),
        "{said}"
    );
    assert!(said.contains("examples::schema_mention ... ok"), "{said}");
    let said = cargo(
        workspace,
        &["test", "--package", "linksii-api", "--doc", "mentions"],
    );
    assert!(said.contains("6 passed"), "{said}");
}
