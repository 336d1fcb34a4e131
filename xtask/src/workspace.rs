//! Where things are in the workspace.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context;

/// The spec, as it is called in messages.
pub(crate) const SPEC: &str = "spec/linksii.yaml";

/// The page of the rules that the spec is checked for.
pub(crate) const RULES: &str = "spec/RULES.md";

/// Where generated files go.
pub(crate) const GENERATED: &str = "linksii-api/src/generated";

/// Where the sandbox's table goes.
pub(crate) const SANDBOX_TABLE: &str = "tests/sandbox/src/generated";

/// Where the command line's table goes.
pub(crate) const CATALOGUE: &str = "linksii-api/cli/src/generated";

/// The workspace's root. Cargo gives a running program its package's directory.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let parent = package.as_deref().and_then(Path::parent);
    parent.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// A program to be run in the workspace's root.
///
/// What cargo says of xtask's own package in the environment is not passed on: a build script that
/// looks at it would run again, and all that depends on it would be built again.
pub(crate) fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    for (variable, _) in std::env::vars_os() {
        let variable = variable.to_string_lossy();
        if variable.starts_with("CARGO_PKG_") || variable.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&*variable);
        }
    }
    command.current_dir(root());
    command
}

/// A document that is read, and what it is called.
pub(crate) struct Spec {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// Reads a document, or the workspace's spec where none is named.
pub(crate) fn spec(path: Option<&Path>) -> anyhow::Result<Spec> {
    let path = path.map_or_else(|| root().join(SPEC), Path::to_owned);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(Spec {
        name: display_name(&path),
        bytes,
    })
}

/// What a file is called in messages and in the heads of generated files: its path in the
/// workspace, or its name alone, so that the same spec gives the same bytes anywhere.
fn display_name(path: &Path) -> String {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let name = whole.strip_prefix(root()).ok();
    let name = name
        .or_else(|| path.file_name().map(Path::new))
        .unwrap_or(path);
    name.to_string_lossy().replace('\\', "/")
}
