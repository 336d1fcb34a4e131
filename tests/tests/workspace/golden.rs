//! Clients of other documents compile on the runtime, and so do the examples in their
//! documentation.
//!
//! Each document is generated into a package with a copy of the runtime, in a copy of the workspace.
//! All are built at once; what they depend on is built already.

use std::fs;

use linksii_tests::workspace::{self, checkout, copy, root};
use tempfile::TempDir;

/// The documents, and what their client crates are called.
const DOCUMENTS: [(&str, &str); 4] = [
    ("golden/harbour.yaml", "harbour-client"),
    ("golden/corners.yaml", "corners-client"),
    ("golden/kinds.yaml", "kinds-client"),
    ("growth/clean.yaml", "ships"),
];

#[test]
fn clients_of_other_documents_compile() {
    let directory = TempDir::new().unwrap();
    let workspace = directory.path();
    checkout(workspace);
    let mut members = String::new();
    for (document, name) in DOCUMENTS {
        let package = workspace.join(name);
        copy(&root().join("linksii-api/src"), &package.join("src"));
        let manifest = fs::read_to_string(root().join("linksii-api/Cargo.toml")).unwrap();
        let manifest = manifest.replace("\"linksii-api\"", &format!("{name:?}"));
        fs::write(package.join("Cargo.toml"), manifest).unwrap();
        let spec = root().join("codegen/tests").join(document);
        let out = package.join("src/generated");
        fs::remove_dir_all(&out).unwrap();
        let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
        let generate = ["xtask", "generate", "--spec", spec, "--out", out];
        workspace::cargo(root(), &generate);
        members.push_str(&format!("{name:?}, "));
    }
    let manifest = workspace.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text.replacen("members = [", &format!("members = [{members}"), 1);
    fs::write(&manifest, text).unwrap();

    let packages: Vec<&str> = DOCUMENTS
        .iter()
        .flat_map(|(_, name)| ["--package", name])
        .collect();
    let arguments = [&["test", "--doc"], packages.as_slice(), &["resources"]].concat();
    let output = workspace::cargo(workspace, &arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("warning: "), "{said}");
}
