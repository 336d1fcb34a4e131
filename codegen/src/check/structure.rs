//! The document has OpenAPI's structure, and nothing of it is dropped in silence.

use super::rule::{Report, Rule, Scope};
use crate::document::{Document, Field, Holds, Kind, Node, Role, field, fields};

pub(super) static RULES: &[Rule] = &[
    Rule::error("not-openapi", Scope::Node(not_openapi))
        .why("What has another structure than OpenAPI gives it cannot be read.")
        .broken("responses:\n  - description: The berth."),
    Rule::warning("missing-text", Scope::Node(missing_text))
        .why("OpenAPI has a text here that documentation is made of.")
        .broken("responses:\n  '200':\n    # no description\n    content: {}"),
    Rule::warning("unknown-key", Scope::Node(unknown_key))
        .why("A key that OpenAPI does not know is a mistake, and what it says is lost.")
        .broken("schema:\n  type: object\n  requird: [id]"),
    Rule::warning("unknown-extension", Scope::Node(unknown_extension))
        .why("An extension that the generator does not know means nothing to it.")
        .broken("x-evidance: {page: manual}"),
    Rule::warning("path-reference", Scope::Document(path_reference))
        .why("The operations behind a path that is a reference are missing.")
        .broken("/berths:\n  $ref: 'berths.yaml'"),
    Rule::warning("left-out", Scope::Node(left_out))
        .why("The client has no use for these parts of OpenAPI, so they are not in it.")
        .broken("post:\n  callbacks: {}"),
];

const HELP: &str = "compare it with the OpenAPI 3.0.3 specification";

fn not_openapi(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let is_flag = kind == "Schema" && node.as_bool().is_some();
    if !is_flag {
        mismatch(Holds::Map, node, report);
    }
    if node.text("$ref").is_some() {
        return;
    }
    for key in missing(kind, node, Role::Required) {
        report.add(node, format!("`{key}` is missing"), HELP);
    }
    if kind == "Parameter" && node.is_map() && !node.has_any(&["schema", "content"]) {
        report.add(node, "`schema` is missing", HELP);
    }
    for (key, child) in node.members() {
        if let Some(field) = field(kind, key) {
            mismatch(field.holds, child, report);
        }
    }
}

fn missing_text(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    for key in missing(kind, node, Role::Text).filter(|_| node.get("$ref").is_none()) {
        report.add(node, format!("`{key}` is missing"), HELP);
    }
}

/// The fields of this role that a mapping does not have.
fn missing(kind: Kind, node: Node<'_>, role: Role) -> impl Iterator<Item = &'static str> {
    let fields = fields(kind).filter(move |(_, field)| field.role == role && node.is_map());
    let keys = fields.map(|(key, _)| key);
    keys.filter(move |key| node.get(key).is_none_or(Node::is_null))
}

/// Reports what is not what a key holds. The nodes in it are looked at on their own.
fn mismatch(holds: Holds, node: Node<'_>, report: &mut Report<'_>) {
    if let Some(expected) = expected(holds, node) {
        let message = format!("this is {}, not {expected}", node.what());
        report.add(node, message, HELP);
    }
    let items = node.items().filter(|_| holds == Holds::Texts);
    for item in items.filter(|item| item.as_text().is_none()) {
        report.add(item, format!("this is {}, not text", item.what()), HELP);
    }
}

/// What is expected instead of what is not what a key holds.
fn expected(holds: Holds, node: Node<'_>) -> Option<&'static str> {
    let number = node.as_number();
    let is_count = || number.is_some_and(|it| it.is_whole() && !it.is_negative());
    let is_positive = || node.as_count().is_some_and(|it| it > 0);
    let is_flag = || node.as_bool().is_some();
    let (matches, expected) = match holds {
        Holds::Data | Holds::One(_) => return None,
        Holds::Text => (node.as_text().is_some(), "text"),
        Holds::Flag => (is_flag(), "`true` or `false`"),
        Holds::OneOrFlag(_) => (node.is_map() || is_flag(), "a mapping or a flag"),
        Holds::Number => (number.is_some(), "a number"),
        Holds::Count => (is_count(), "a whole number from 0"),
        Holds::Positive => (is_positive(), "a whole number from 1"),
        Holds::Texts | Holds::Values | Holds::List(_) => (node.is_list(), "a list"),
        Holds::Map | Holds::ByName(_) | Holds::ByPattern(_) => (node.is_map(), "a mapping"),
    };
    (!matches && !node.is_null()).then_some(expected)
}

/// Reports where an extension has another structure than the grammar gives it.
pub(super) fn extension(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let names: Vec<&str> = fields(kind).map(|(name, _)| name).collect();
    let help = format!("it has {}", names.join(", "));
    if !node.is_map() {
        let message = format!("this is {}, not a mapping", node.what());
        report.add(node, message, &help);
    }
    for key in missing(kind, node, Role::Required) {
        report.add(node, format!("`{key}` is missing"), format!("add `{key}`"));
    }
    for (key, child) in node.members() {
        let Some(Field { holds, .. }) = field(kind, key) else {
            report.add(child, format!("`{key}` means nothing here"), &help);
            continue;
        };
        if let Some(expected) = expected(holds, child) {
            let message = format!("`{key}` is {}, not {expected}", child.what());
            report.add(child, message, format!("write {expected}"));
        }
        match holds {
            Holds::Text if child.as_text().is_some_and(|text| text.trim().is_empty()) => {
                report.add(child, format!("`{key}` is blank"), "write something");
            }
            Holds::One(kind) => extension(kind, child, report),
            Holds::List(kind) => child.items().for_each(|it| extension(kind, it, report)),
            _ => {}
        }
    }
}

fn unknown_key(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    // What is beside a reference is another rule's.
    if node.get("$ref").is_some() {
        return;
    }
    for (key, child) in node.members() {
        if field(kind, key).is_none() && !key.starts_with("x-") {
            let help = "correct it; what is not OpenAPI's starts with `x-`";
            report.add(child, format!("`{key}` means nothing here"), help);
        }
    }
}

fn unknown_extension(_: Kind, node: Node<'_>, report: &mut Report<'_>) {
    for (key, child) in node.members().filter(|(key, _)| key.starts_with("x-")) {
        if field("Extensions", key).is_none() {
            let known: Vec<&str> = fields("Extensions").map(|(name, _)| name).collect();
            let help = format!("correct it, or remove it; there are {}", known.join(", "));
            report.add(child, format!("`{key}` means nothing here"), help);
        }
    }
}

fn path_reference(document: &Document, report: &mut Report<'_>) {
    for (_, item) in document.paths() {
        if let Some(reference) = item.get("$ref") {
            let help = "write its operations here";
            report.add(reference, "the path is a reference", help);
        }
    }
}

fn left_out(kind: Kind, node: Node<'_>, report: &mut Report<'_>) {
    let help = "remove it, if it is not there for others";
    for (key, child) in node.members() {
        if field(kind, key).is_some_and(|field| field.role == Role::LeftOut) {
            report.add(child, format!("`{key}` is left out of the client"), help);
        }
    }
    let servers = node.items_of("servers").filter(|_| kind == "Root");
    for server in servers.skip(1) {
        let message = "a server after the first is left out of the client";
        report.add(server, message, help);
    }
}
