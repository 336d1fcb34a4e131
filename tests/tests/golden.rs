//! Clients of other documents compile on the runtime, and so do the examples in their
//! documentation.
//!
//! Each document of `codegen/tests/golden` is generated into a package beside a copy of the
//! runtime, in a copy of the workspace. All are built at once; what they depend on is built
//! already.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// The documents, and what their client crates are called.
const DOCUMENTS: [(&str, &str); 3] = [
    ("harbour.yaml", "harbour-client"),
    ("corners.yaml", "corners-client"),
    ("kinds.yaml", "kinds-client"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Copies a directory's sources, without what is built or fetched.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == "target" || name == "node_modules" || name.to_string_lossy().starts_with('.') {
            continue;
        }
        let (from, to) = (entry.path(), to.join(&name));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(&from, &to).unwrap();
        }
    }
}

/// Runs cargo, which must succeed without a warning about what is generated.
fn cargo(directory: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        // What is built of other crates is there already.
        .env("CARGO_TARGET_DIR", root().join("target"))
        .current_dir(directory)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let said = String::from_utf8_lossy(&output.stdout);
    let is_clean = output.status.success() && !errors.contains("/src/generated/");
    assert!(is_clean, "cargo {arguments:?}\n{said}\n{errors}");
}

#[test]
fn clients_of_other_documents_compile() {
    let workspace = TempDir::new().unwrap();
    let workspace = workspace.path();
    copy(root(), workspace);
    let mut members = String::new();
    for (document, name) in DOCUMENTS {
        let package = workspace.join(name);
        copy(&root().join("linksii-api/src"), &package.join("src"));
        let manifest = fs::read_to_string(root().join("linksii-api/Cargo.toml")).unwrap();
        let manifest = manifest.replace("\"linksii-api\"", &format!("{name:?}"));
        fs::write(package.join("Cargo.toml"), manifest).unwrap();
        let spec = root().join("codegen/tests/golden").join(document);
        let out = package.join("src/generated");
        fs::remove_dir_all(&out).unwrap();
        let (spec, out) = (spec.to_str().unwrap(), out.to_str().unwrap());
        cargo(root(), &["xtask", "generate", "--spec", spec, "--out", out]);
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
    cargo(
        workspace,
        &[&["test", "--doc"], packages.as_slice(), &["resources"]].concat(),
    );
}
