//! Operations have what a method needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::tree::{each, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "operation-id",
        severity: Severity::Error,
        why: "The operation's id names its method and its function, so it is there, and once.",
        broken: "get:\n  summary: Lists the berths.\n  # no operationId",
        find: operation_id,
    },
    Rule {
        id: "operation-words",
        severity: Severity::Warning,
        why: "Tag, summary and description become the resource and its documentation.",
        broken: "get:\n  operationId: list_berths\n  # no summary",
        find: words,
    },
    Rule {
        id: "undeclared-tag",
        severity: Severity::Warning,
        why: "A tag's description opens the documentation of its resource.",
        broken: "tags: [Berhts]",
        find: undeclared_tag,
    },
    Rule {
        id: "same-path",
        severity: Severity::Error,
        why: "Two templates that differ in a parameter's name only are one path.",
        broken: "/ships/{ship_id}: {}\n/ships/{id}: {}",
        find: same_path,
    },
];

fn operation_id(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    each(document, &mut |pointer, _, operation| {
        let Some(id) = text(operation, "operationId") else {
            let help = "add one that says what it does: `list_workspaces`";
            report.add(pointer, "the operation has no `operationId`", help);
            return;
        };
        let place = format!("{pointer}/operationId");
        if let Some(first) = seen.insert(crate::names::field_name(id), pointer.to_owned()) {
            let message = format!("`{id}` is the operation at {first} already");
            report.add(&place, message, "give each operation an id of its own");
        }
    });
}

fn words(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, _, operation| {
        for key in ["summary", "description"] {
            if text(operation, key).is_none_or(|words| words.trim().is_empty()) {
                let help = "add it: it becomes the documentation of the method";
                report.add(pointer, format!("the operation has no `{key}`"), help);
            }
        }
        match operation
            .get("tags")
            .and_then(Value::as_sequence)
            .map(Vec::len)
        {
            Some(1) => {}
            Some(0) | None => {
                let help =
                    "add the tag of its resource; without one the path's first word is taken";
                report.add(pointer, "the operation has no tag", help);
            }
            Some(_) => {
                let help = "keep the tag of its resource";
                report.add(
                    &format!("{pointer}/tags"),
                    "only the first of several tags counts",
                    help,
                );
            }
        }
    });
}

fn undeclared_tag(document: &Document, report: &mut Report<'_>) {
    let declared = document.tree.get("tags").and_then(Value::as_sequence);
    let declared: BTreeSet<&str> = declared
        .into_iter()
        .flatten()
        .filter_map(|tag| text(tag, "name"))
        .collect();
    each(document, &mut |pointer, _, operation| {
        let tags = operation.get("tags").and_then(Value::as_sequence);
        for (index, tag) in tags.into_iter().flatten().enumerate() {
            if let Some(tag) = tag.as_str().filter(|tag| !declared.contains(tag)) {
                let help =
                    "add it to the document's `tags`, with a description, or correct the name";
                report.add(
                    &format!("{pointer}/tags/{index}"),
                    format!("there is no tag `{tag}`"),
                    help,
                );
            }
        }
    });
}

fn same_path(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let paths = document.tree.get("paths").and_then(Value::as_mapping);
    for path in paths
        .into_iter()
        .flatten()
        .filter_map(|(path, _)| path.as_str())
    {
        let shape = path
            .split('/')
            .map(|it| if it.starts_with('{') { "{}" } else { it });
        if let Some(first) = seen.insert(shape.collect::<Vec<_>>().join("/"), path) {
            let place = format!("/paths/{}", escape(path));
            report.add(
                &place,
                format!("`{path}` is the same path as `{first}`"),
                "describe both as one",
            );
        }
    }
}
