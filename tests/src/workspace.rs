//! The workspace's sources, copies of them, and cargo in one.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// The workspace's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Copies a directory's sources, without what is built or fetched.
pub fn copy(from: &Path, to: &Path) {
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

/// Copies the workspace, as another version: what is built of the copy has the names of what is
/// built here, but for that, and they share a directory.
pub fn checkout(to: &Path) {
    copy(root(), to);
    let manifest = to.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let own = format!("\nversion = \"{version}\"\n");
    assert!(text.contains(&own));
    let other = format!("\nversion = \"{version}+copy\"\n");
    fs::write(&manifest, text.replacen(&own, &other, 1)).unwrap();
}

/// Cargo, without what it says of the package of the running test: a build script that looks at that
/// would run again, and all that depends on it would be built again.
pub fn cargo_command(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO"));
    for (variable, _) in std::env::vars_os() {
        let variable = variable.to_string_lossy();
        if variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*variable);
        }
    }
    command.current_dir(directory);
    command
}

/// Runs cargo, which must succeed. What is built of other crates is there already.
pub fn cargo(directory: &Path, arguments: &[&str]) -> Output {
    let output = cargo_command(directory)
        .args(arguments)
        .env("CARGO_TARGET_DIR", root().join("target"))
        .output()
        .unwrap();
    let printed = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}\n{}",
        printed(&output.stdout),
        printed(&output.stderr)
    );
    output
}
