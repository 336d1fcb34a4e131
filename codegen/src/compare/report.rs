//! Differences for a person or a program.

use semver::Version;
use serde_json::{Value, json};

use super::difference::{Difference, Step};

/// The greatest step of all; nothing where nothing differs.
pub fn greatest(differences: &[Difference]) -> Option<Step> {
    differences.iter().map(|it| it.step).max()
}

/// The differences operation by operation, then those that are in none, and what they make of the
/// version. What is seen in several operations is listed in each.
pub fn human(differences: &[Difference], version: &Version) -> String {
    let Some(step) = greatest(differences) else {
        return "Nothing changes for users.\n".to_owned();
    };
    let mut operations: Vec<&str> = Vec::new();
    for name in differences.iter().flat_map(|it| &it.operations) {
        if !operations.contains(&name.as_str()) {
            operations.push(name);
        }
    }
    let mut report = String::new();
    for operation in operations {
        let is_seen = |it: &&Difference| it.operations.iter().any(|name| name == operation);
        report.push_str(&group(operation, differences.iter().filter(is_seen)));
    }
    let others = differences.iter().filter(|it| it.operations.is_empty());
    report.push_str(&group("elsewhere", others));
    let next = step.next(version);
    report.push_str(&format!(
        "For users this is {step}: after {version} comes {next}.\n"
    ));
    report
}

/// A heading with the greatest step, and a line for each difference.
fn group<'d>(name: &str, differences: impl Iterator<Item = &'d Difference>) -> String {
    let differences: Vec<&Difference> = differences.collect();
    let Some(step) = differences.iter().map(|it| it.step).max() else {
        return String::new();
    };
    let lines = differences
        .iter()
        .map(|it| format!("  {:<10} {} {}\n", it.step, it.item, it.what));
    format!("{name}: {step}\n{}\n", lines.collect::<String>())
}

/// The differences as JSON: the greatest step, the version that has to follow, and each with the
/// operations that it is seen in.
pub fn json(differences: &[Difference], version: &Version) -> Value {
    let listed = differences.iter().map(|it| {
        json!({
            "step": it.step.to_string(),
            "item": it.item,
            "what": it.what,
            "operations": it.operations,
        })
    });
    let step = greatest(differences);
    json!({
        "step": step.map(|step| step.to_string()),
        "version": version.to_string(),
        "next": step.map(|step| step.next(version).to_string()),
        "differences": listed.collect::<Vec<_>>(),
    })
}
