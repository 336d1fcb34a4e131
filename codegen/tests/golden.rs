//! The generated files of a second API, to the byte: nothing in the generator knows the first.
//!
//! To accept a change after reading it: `UPDATE_GOLDEN=1 cargo test -p codegen --test golden`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::changes::changes;

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn generate() -> Vec<codegen::render::File> {
    let text = fs::read(directory().join("harbour.yaml")).unwrap();
    let document = codegen::document::read("harbour.yaml", &text).unwrap();
    assert_eq!(
        codegen::check::check(&document),
        [],
        "the second spec is clean"
    );
    codegen::generate(&document).unwrap()
}

fn read(directory: &Path, prefix: &str, files: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(directory).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            read(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn a_second_api_is_generated_as_reviewed() {
    let files = generate();
    let golden = directory().join("harbour");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let _ = fs::remove_dir_all(&golden);
        for file in &files {
            let path = golden.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &file.text).unwrap();
        }
    }
    let mut existing = BTreeMap::new();
    read(&golden, "", &mut existing);
    let changes = changes(&existing, &files);
    let shown: String = changes
        .iter()
        .map(|change| format!("{change}\n{}", change.diff()))
        .collect();
    assert!(
        changes.is_empty(),
        "{shown}\nTo accept it: UPDATE_GOLDEN=1 cargo test -p codegen --test golden"
    );
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    assert_eq!(generate(), generate());
}

#[test]
fn nothing_of_the_first_api_is_in_the_second() {
    for file in generate() {
        let text = file.text.to_lowercase();
        for word in ["linksii", "lnk_", "workspace", "tracking"] {
            assert!(!text.contains(word), "{word} in {}", file.path);
        }
    }
}
