//! Operations have what a method needs.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use super::tree::{each, paths, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;

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
        id: "declared-tags",
        severity: Severity::Warning,
        why: "A tag's description opens the documentation of its resource, so it is declared, once.",
        broken: "tags: [Berhts]",
        find: declaration,
    },
    Rule {
        id: "unused-tag",
        severity: Severity::Warning,
        why: "A tag without operations is a slip, or left over.",
        broken: "tags:\n  - name: Quays\n# and no operation with it",
        find: unused_tag,
    },
    Rule {
        id: "path-template",
        severity: Severity::Error,
        why: "A path starts with a slash, has no empty part, no query, and each name in braces once.",
        broken: "/ships/{ship_id:\n  get: {}",
        find: path_template,
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
        let id = text(operation, "operationId").filter(|id| !id.trim().is_empty());
        let Some(id) = id else {
            let help = "add one that says what it does: `list_workspaces`";
            report.add(pointer, "the operation has no `operationId`", help);
            return;
        };
        let place = format_args!("{pointer}/operationId");
        if let Some(first) = seen.insert(crate::names::field_name(id), pointer.to_string()) {
            let message = format!("`{id}` is the operation at {first} already");
            report.add(place, message, "give each operation an id of its own");
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
                    format!("{pointer}/tags"),
                    "only the first of several tags counts",
                    help,
                );
            }
        }
    });
}

fn declared_tags(document: &Document) -> impl Iterator<Item = (usize, &str)> {
    let declared = document.tree.get("tags").and_then(Value::as_sequence);
    let declared = declared.into_iter().flatten().enumerate();
    declared.filter_map(|(index, tag)| Some((index, text(tag, "name")?)))
}

/// The tags of operations, with their places.
fn used_tags(document: &Document) -> Vec<(String, &str)> {
    let mut used = Vec::new();
    each(document, &mut |pointer, _, operation| {
        let tags = operation.get("tags").and_then(Value::as_sequence);
        for (index, tag) in tags.into_iter().flatten().enumerate() {
            if let Some(tag) = tag.as_str() {
                used.push((format!("{pointer}/tags/{index}"), tag));
            }
        }
    });
    used
}

fn declaration(document: &Document, report: &mut Report<'_>) {
    let mut declared = BTreeSet::new();
    for (index, tag) in declared_tags(document) {
        if !declared.insert(tag) {
            let message = format!("the tag `{tag}` stands here again");
            report.add(format!("/tags/{index}"), message, "remove one of the two");
        }
    }
    for (place, tag) in used_tags(document) {
        if !declared.contains(tag) {
            let help = "add it to the document's `tags`, with a description, or correct the name";
            report.add(&place, format!("there is no tag `{tag}`"), help);
        }
    }
}

fn unused_tag(document: &Document, report: &mut Report<'_>) {
    let used: BTreeSet<&str> = used_tags(document).iter().map(|(_, tag)| *tag).collect();
    for (index, tag) in declared_tags(document) {
        if !used.contains(tag) {
            report.add(
                format!("/tags/{index}"),
                format!("no operation has the tag `{tag}`"),
                "give it to one, or remove it",
            );
        }
    }
}

fn path_template(document: &Document, report: &mut Report<'_>) {
    for (pointer, path, _) in paths(document) {
        if let Some((message, help)) = template_fault(path) {
            report.add(pointer, format!("`{path}` {message}"), help);
        }
    }
}

fn template_fault(path: &str) -> Option<(&'static str, &'static str)> {
    if !path.starts_with('/') {
        return Some(("does not start with a slash", "put one before it"));
    }
    if path.contains("//") {
        return Some(("has an empty part", "write one slash"));
    }
    if path.contains(['?', '#']) {
        let help = "make what follows the `?` query parameters";
        return Some(("holds more than a path", help));
    }
    let mut names = BTreeSet::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let name = rest[at..]
            .strip_prefix('{')
            .and_then(|it| it.split_once('}'));
        let Some((name, after)) = name.filter(|(name, _)| !name.contains(['{', '/'])) else {
            return Some(("has a brace without its other", "write `{name}`"));
        };
        if name.is_empty() {
            return Some(("has braces without a name", "write `{name}`"));
        }
        if !names.insert(name) {
            return Some(("has a name twice", "give each a name of its own"));
        }
        rest = after;
    }
    None
}

fn same_path(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (pointer, path, _) in paths(document) {
        // Every other part is a name.
        let shape = path.split(['{', '}']).enumerate();
        let shape = shape.map(|(at, part)| if at % 2 == 1 { "{}" } else { part });
        if let Some(first) = seen.insert(shape.collect(), path) {
            let message = format!("`{path}` is the same path as `{first}`");
            report.add(pointer, message, "describe both as one");
        }
    }
}
