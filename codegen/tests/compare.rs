//! What a change of the document means to users, for each kind of change.
//!
//! `tests/validators/semver.py` checks the same verdicts against the public items of the generated crates.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use codegen::check::check;
use codegen::compare::{Difference, Step, compare, greatest, human};
use codegen::diagnostic::Severity;
use codegen::document::read as load;
use codegen::model::{Api, model};
use serde::Deserialize;

const SPEC: &str = include_str!("../../spec/linksii.yaml");

/// A change, and what it has to be called.
#[derive(Deserialize)]
struct Case {
    name: String,
    changes: Vec<Change>,
    step: String,
    /// A line of the verdict.
    line: String,
    /// Where users see it.
    operations: Vec<String>,
}

/// A piece of the document, and what replaces it.
#[derive(Deserialize)]
struct Change {
    old: String,
    new: String,
}

fn cases() -> Vec<Case> {
    serde_yaml::from_str(include_str!("compare.yaml")).unwrap()
}

fn api(text: &str) -> Api {
    let document = load("linksii.yaml", text.as_bytes()).unwrap();
    let mut found = check(&document);
    found.retain(|it| it.severity == Severity::Error);
    assert_eq!(found, [], "only what can be generated is compared");
    model(&document)
}

fn changed(case: &Case) -> String {
    let mut text = SPEC.to_owned();
    for Change { old, new } in &case.changes {
        let count = text.matches(old).count();
        assert_eq!(count, 1, "{}: {old:?} is not there once", case.name);
        text = text.replace(old, new);
    }
    text
}

#[test]
fn each_kind_of_change_has_its_step() {
    for case in cases() {
        let found = compare(&api(SPEC), &api(&changed(&case)));
        let step = greatest(&found).map(|step| step.to_string());
        assert_eq!(step.as_ref(), Some(&case.step), "{}: {found:#?}", case.name);
        let is_it = |it: &&Difference| format!("{} {}", it.item, it.what) == case.line;
        let found_line = found.iter().find(is_it);
        let found_line = found_line.unwrap_or_else(|| panic!("{}: {found:#?}", case.name));
        assert_eq!(found_line.operations, case.operations, "{}", case.name);
    }
}

#[test]
fn a_document_does_not_differ_from_itself() {
    assert_eq!(compare(&api(SPEC), &api(SPEC)), []);
    let version = "0.1.0".parse().unwrap();
    assert_eq!(human(&[], &version), "Nothing changes for users.\n");
}

#[test]
fn the_report_goes_operation_by_operation() {
    let text = SPEC
        .replace(
            "x-extensible-enum: [complete]",
            "x-extensible-enum: [complete, failed]",
        )
        .replace("Adds a competitor to", "Notes a competitor in");
    let found = compare(&api(SPEC), &api(&text));
    let report = human(&found, &"1.4.2".parse().unwrap());
    assert_eq!(
        report,
        "competitors().create: docs only\n  docs only  competitors().create its summary reads \
         differently\n\ntracking().list: additive\n  additive   types::RunStatus::Failed is new\n\n\
         For users this is additive: after 1.4.2 comes 1.5.0.\n"
    );
    assert_eq!(greatest(&found), Some(Step::Additive));
}
