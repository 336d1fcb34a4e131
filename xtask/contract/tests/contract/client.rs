//! The whole loop: a service differs, its patch is applied, a client is generated, and that client
//! reads the service.
//!
//! Each round drifts in another way in each collection. The types of all rounds are built once, beside a
//! copy of the runtime. Those of the document as it is read exactly what the reports say they read.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::service::{Linksii, SPEC, document, errors, gone, patched};
use contract::Request;
use serde_json::json;

/// The collections, and the types of their items.
const COLLECTIONS: [(&str, &str); 5] = [
    ("workspaces", "Workspace"),
    ("tracking", "TrackingRun"),
    ("prompts", "Prompt"),
    ("competitors", "Competitor"),
    ("templates", "Template"),
];

fn rounds() -> Vec<Linksii> {
    let (null, object, list) = (json!(null), json!({"a": [1, null]}), json!([1, "x", null]));
    let huge = |field: &str, was: &str| {
        let (from, to) = (
            format!("\"{field}\":{was}"),
            format!("\"{field}\":1{}", "0".repeat(30)),
        );
        move |service: Linksii, collection: &str| service.text(collection, &from, &to)
    };
    vec![
        Linksii::new()
            .row("workspaces", 1, "name", &gone())
            .row("tracking", 1, "score", &null)
            .rows("prompts", "is_active", &json!("yes"))
            .row("competitors", 0, "domain", &object)
            .rows("templates", "system_prompt", &json!(7)),
        Linksii::new()
            .body("workspaces", "/meta/total", &gone())
            .body("tracking", "data", &null)
            .body("prompts", "meta", &gone())
            .body("competitors", "links", &json!({"next": null}))
            .body("templates", "/meta/limit", &null),
        huge("mention_count", "14")(Linksii::new(), "tracking")
            .row("workspaces", 1, "plan", &json!("galactic"))
            .row("prompts", 1, "created_at", &json!("yesterday"))
            .rows("competitors", "logo_url", &json!(7))
            .row("templates", 1, "type", &null),
        Linksii::new()
            .row("workspaces", 1, "slug", &list)
            .row("tracking", 1, "mention_count", &json!(1.5))
            .rows("prompts", "category", &gone())
            .rows("competitors", "id", &json!(7))
            .row("templates", 1, "created_at", &json!(1_710_000_000)),
        Linksii::new()
            .row("workspaces", 1, "self", &object)
            .row("tracking", 1, "platform", &object)
            .rows("prompts", "text", &json!(true))
            .row("competitors", 1, "name", &null)
            .rows("templates", "name", &json!([])),
        Linksii::new()
            .rows("workspaces", "created_at", &gone())
            .row("tracking", 1, "ran_at", &json!(""))
            .row("prompts", 1, "category", &json!(""))
            .row(
                "competitors",
                0,
                "by_workspace",
                &json!({"ws_1": {"score": 1}, "ws_2": {"score": 2}}),
            )
            .row("templates", 1, "output_schema", &json!({})),
        huge("total", "3")(Linksii::new(), "tracking")
            .row("workspaces", 1, "plan", &null)
            .row("prompts", 1, "is_active", &json!(1))
            .row("competitors", 0, "", &list)
            .row("templates", 1, "id", &json!(1.5)),
        Linksii::new()
            .row("workspaces", 1, "🎉", &json!(u64::MAX))
            .row("tracking", 1, "mention_count", &json!("14"))
            .row("prompts", 1, "type", &json!("x"))
            .row("competitors", 0, "logo_url", &json!("no address"))
            .row("templates", 0, "system_prompt", &null),
    ]
}

/// The first page of a collection.
fn body(service: &Linksii, collection: &str) -> Vec<u8> {
    let target = format!("/{collection}?workspace_id=ws_1");
    service
        .answer(&Request {
            target,
            headers: Vec::new(),
        })
        .body
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .parent()
        .unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), &to).unwrap()),
        }
    }
}

/// The source of a document's types.
fn types(text: &str) -> String {
    let files = codegen::generate(&document(text)).unwrap();
    files
        .into_iter()
        .find(|it| it.path == "types.rs")
        .unwrap()
        .text
}

/// A package with the runtime, to which a module is added, and a program that calls it.
fn package(at: &Path, module: &str) {
    copy(&root().join("linksii-api/src"), &at.join("src"));
    let library = fs::read_to_string(root().join("linksii-api/src/lib.rs")).unwrap();
    fs::write(
        at.join("src/lib.rs"),
        format!("{library}\n#[allow(missing_docs)]\npub mod drift;\n"),
    )
    .unwrap();
    fs::write(at.join("src/drift/mod.rs"), module).unwrap();
    fs::write(
        at.join("src/main.rs"),
        "//! Reads.\nfn main() {\n    linksii_api::drift::read();\n}\n",
    )
    .unwrap();
    let manifest = fs::read_to_string(root().join("linksii-api/Cargo.toml")).unwrap();
    let (before, _) = manifest.split_once("[dev-dependencies]").unwrap();
    fs::write(
        at.join("Cargo.toml"),
        before.replace("readme = \"../README.md\"\n", ""),
    )
    .unwrap();
}

/// A workspace of that package alone, with the versions of ours and what else is in ours.
fn workspace(at: &Path, package: &str) {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let path = format!("path = \"{}/", root().display());
    let members = manifest
        .lines()
        .map(|line| match line.strip_prefix("members = ") {
            Some(_) => format!("members = [{package:?}]\n"),
            None => line.replace("path = \"", &path) + "\n",
        });
    fs::write(at.join("Cargo.toml"), members.collect::<String>()).unwrap();
    fs::copy(root().join("Cargo.lock"), at.join("Cargo.lock")).unwrap();
}

#[test]
fn the_client_that_is_generated_after_a_patch_reads_the_service() {
    let directory = tempfile::tempdir().unwrap();
    let drift = directory.path().join("client/src/drift");
    fs::create_dir_all(&drift).unwrap();
    fs::write(drift.join("documented.rs"), types(SPEC)).unwrap();
    let mut module = "//! Readers.\npub mod documented;\n".to_owned();
    let mut calls = String::new();
    let mut expected = String::new();
    for (round, mut service) in rounds().into_iter().enumerate() {
        let contract = service.contract(SPEC);
        let patch = contract.patch.as_deref().unwrap();
        let text = patched(SPEC, patch);
        assert_eq!(errors(&text), Vec::<String>::new());
        assert_eq!(service.contract(&text).differences, [], "{patch}");
        fs::write(drift.join(format!("after_{round}.rs")), types(&text)).unwrap();
        writeln!(module, "pub mod after_{round};").unwrap();
        for (collection, item) in COLLECTIONS {
            let file = format!("{collection}_{round}.json");
            fs::write(drift.join(&file), body(&service, collection)).unwrap();
            for types in ["documented".to_owned(), format!("after_{round}")] {
                let read = format!(
                    "crate::json::read::<crate::Page<{types}::{item}>>(include_bytes!({file:?}))"
                );
                writeln!(
                    calls,
                    "    println!(\"{types} {file} {{}}\", {read}.is_ok());"
                )
                .unwrap();
            }
            let mut here = contract.differences.iter().filter(|it| {
                it.seen
                    .iter()
                    .any(|at| at.operation == format!("list_{collection}"))
            });
            let reads = here.all(|it| it.client_reads);
            writeln!(
                expected,
                "documented {file} {reads}\nafter_{round} {file} true"
            )
            .unwrap();
        }
    }
    writeln!(module, "pub fn read() {{\n{calls}}}").unwrap();
    package(&directory.path().join("client"), &module);
    workspace(directory.path(), "client");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--offline", "--no-default-features"])
        // What is built of other crates is there already.
        .env("CARGO_TARGET_DIR", root().join("target"))
        .current_dir(directory.path())
        .output()
        .unwrap();
    let (read, errors) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{errors}");
    let wrong: Vec<_> = expected
        .lines()
        .zip(read.lines())
        .filter(|(due, line)| due != line)
        .collect();
    assert!(
        wrong.is_empty() && read.lines().count() == expected.lines().count(),
        "{wrong:#?}"
    );
}
