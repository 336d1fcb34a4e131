//! Operations have what a method needs.

use std::collections::{BTreeMap, BTreeSet};

use super::rule::{Report, Rule, Scope};
use crate::document::{Document, Node, Operation};

pub(super) static RULES: &[Rule] = &[
    Rule::error("operation-id", Scope::Document(operation_id))
        .why("The operation's id names its method and its function, so it is there once.")
        .broken("operationId: list_berths\n# and elsewhere\noperationId: list_berths"),
    Rule::warning("missing-operation-id", Scope::Operation(missing_operation_id))
        .why("An operation without an id is called after its method and path.")
        .broken("get:\n  summary: Lists the berths.\n  # no operationId"),
    Rule::warning("operation-text", Scope::Operation(text))
        .why("Tag, summary and description become the resource and its documentation.")
        .broken("get:\n  operationId: list_berths\n  # no summary"),
    Rule::warning("tag-declaration", Scope::Document(tag_declaration))
        .why("A tag's description opens the documentation of its resource, so it is declared, once.")
        .broken("tags: [Berhts]"),
    Rule::warning("unused-tag", Scope::Document(unused_tag))
        .why("A tag without operations is a mistake, or left over.")
        .broken("tags:\n  - name: Quays\n# and no operation with it"),
    Rule::left_out("path-template", Scope::Document(path_template))
        .why("A path starts with a slash, has no empty part, no query, and each name in braces once.")
        .broken("/ships/{ship_id:\n  get: {}"),
    Rule::error("duplicate-path", Scope::Document(duplicate_path))
        .why("Two templates that differ in a parameter's name only are one path.")
        .broken("/ships/{ship_id}: {}\n/ships/{id}: {}"),
];

fn operation_id(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<&str, Node<'_>> = BTreeMap::new();
    for operation in document.operations() {
        let node = operation.node;
        if let Some(id) = operation.id()
            && let Some(first) = seen.insert(id, node)
        {
            let message = format!("`{id}` is the operation at {} already", first.pointer());
            let help = "give each operation an id of its own";
            report.add(node.nearest("/operationId"), message, help);
        }
    }
}

fn missing_operation_id(operation: &Operation<'_>, report: &mut Report<'_>) {
    if operation.id().is_none() {
        let help = "add one that says what it does: `list_workspaces`";
        report.add(operation.node, "the operation has no `operationId`", help);
    }
}

fn text(operation: &Operation<'_>, report: &mut Report<'_>) {
    let node = operation.node;
    for key in ["summary", "description"] {
        if node.text(key).is_none_or(|text| text.trim().is_empty()) {
            let help = "add it: it becomes the documentation of the method";
            report.add(node, format!("the operation has no `{key}`"), help);
        }
    }
    let tags = node.items_of("tags").count();
    if tags == 0 {
        let help = "add the tag of its resource; without one the path's first word is taken";
        report.add(node, "the operation has no tag", help);
    } else if tags > 1 {
        let message = "only the first of several tags counts";
        let help = "keep the tag of its resource";
        report.add(node.nearest("/tags"), message, help);
    }
}

fn declared_tags(document: &Document) -> impl Iterator<Item = (Node<'_>, &str)> {
    let tags = document.root().items_of("tags");
    tags.filter_map(|tag| Some((tag, tag.text("name")?)))
}

/// The tags of operations.
fn used_tags(document: &Document) -> impl Iterator<Item = (Node<'_>, &str)> {
    document.operations().flat_map(|operation| {
        let tags = operation.node.items_of("tags");
        tags.filter_map(|tag| Some((tag, tag.as_text()?)))
    })
}

fn tag_declaration(document: &Document, report: &mut Report<'_>) {
    let mut declared = BTreeSet::new();
    for (node, tag) in declared_tags(document) {
        if !declared.insert(tag) {
            let message = format!("the tag `{tag}` is here again");
            report.add(node, message, "remove one of the two");
        }
    }
    for (node, tag) in used_tags(document) {
        if !declared.contains(tag) {
            let help = "add it to the document's `tags`, with a description, or correct the name";
            report.add(node, format!("there is no tag `{tag}`"), help);
        }
    }
}

fn unused_tag(document: &Document, report: &mut Report<'_>) {
    let used: BTreeSet<&str> = used_tags(document).map(|(_, tag)| tag).collect();
    for (node, tag) in declared_tags(document) {
        if !used.contains(tag) {
            let message = format!("no operation has the tag `{tag}`");
            report.add(node, message, "give it to one, or remove it");
        }
    }
}

fn path_template(document: &Document, report: &mut Report<'_>) {
    for (path, item) in document.paths() {
        if let Some((message, help)) = template_fault(path) {
            report.add(item, format!("`{path}` {message}"), help);
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
        return Some(("is more than a path", help));
    }
    let mut names = BTreeSet::new();
    for (index, part) in path.split('{').enumerate() {
        match part.split_once('}') {
            None if index == 0 => {}
            Some(("", _)) if index > 0 => {
                return Some(("has braces without a name", "write `{name}`"));
            }
            Some((name, after)) if index > 0 && !name.contains('/') && !after.contains('}') => {
                if !names.insert(name) {
                    return Some(("has a name twice", "give each a name of its own"));
                }
            }
            _ => return Some(("has a brace without its other", "write `{name}`")),
        }
    }
    None
}

fn duplicate_path(document: &Document, report: &mut Report<'_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (path, item) in document.paths() {
        // Every other part is a name.
        let parts = path.split(['{', '}']).enumerate();
        let parts = parts.map(|(at, part)| if at % 2 == 1 { "{}" } else { part });
        if let Some(first) = seen.insert(parts.collect(), path) {
            let message = format!("`{path}` is the same path as `{first}`");
            report.add(item, message, "describe both as one");
        }
    }
}
