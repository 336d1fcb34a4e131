//! The document has OpenAPI's structure, and nothing of it is dropped in silence.

use super::rule::{Report, Rule};
use crate::document::{Document, Holds, Kind, Node, holds, required};

pub(super) static RULES: &[Rule] = &[
    Rule::error(
        "not-openapi",
        "What has another structure than OpenAPI gives it cannot be read.",
        "responses:\n  - description: The berth.",
        not_openapi,
    ),
    Rule::warning(
        "missing-text",
        "OpenAPI has a text here that documentation is made of.",
        "responses:\n  '200':\n    # no description\n    content: {}",
        missing_text,
    ),
    Rule::warning(
        "unknown-key",
        "A key that OpenAPI does not know is a mistake, and what it says is lost.",
        "schema:\n  type: object\n  requird: [id]",
        unknown_key,
    ),
    Rule::warning(
        "unknown-extension",
        "An extension that the generator does not know means nothing to it.",
        "x-evidance: {page: manual}",
        unknown_extension,
    ),
    Rule::warning(
        "path-reference",
        "The operations behind a path that is a reference are missing.",
        "/berths:\n  $ref: 'berths.yaml'",
        path_reference,
    ),
    Rule::warning(
        "left-out",
        "The client has no use for these parts of OpenAPI, so they are not in it.",
        "post:\n  callbacks: {}",
        left_out,
    ),
];

/// The extensions that the generator knows, and one that documentation tools do.
const EXTENSIONS: &str = "x-client, x-codeSamples, x-evidence, x-evidence-pages, x-extensible-enum, x-id-prefix, \
    x-key-prefix, x-rate-limits";

const HELP: &str = "compare it with the OpenAPI 3.0.3 specification";

/// What OpenAPI requires for people to read, and no code is made of.
const TEXTS: [(Kind, &str); 6] = [
    ("Info", "title"),
    ("Info", "version"),
    ("License", "name"),
    ("Response", "description"),
    ("ExternalDocs", "url"),
    ("Server", "url"),
];

fn missing_text(document: &Document, report: &mut Report<'_>) {
    for (kind, node) in document.nodes() {
        if !node.is_map() || node.get("$ref").is_some() {
            continue;
        }
        for (_, key) in TEXTS.iter().filter(|(place, _)| *place == kind) {
            if node.get(key).is_none_or(Node::is_null) {
                report.add(node, format!("`{key}` is missing"), HELP);
            }
        }
    }
}

fn not_openapi(document: &Document, report: &mut Report<'_>) {
    for (kind, node) in document.nodes() {
        if !node.is_map() {
            let is_flag = kind == "Schema" && node.as_bool().is_some();
            if !node.is_null() && !is_flag {
                report.add(
                    node,
                    format!("this is {}, not a mapping", node.what()),
                    HELP,
                );
            }
            continue;
        }
        if node.text("$ref").is_some() {
            continue;
        }
        let is_text = |key: &&str| TEXTS.contains(&(kind, *key));
        for key in required(kind).iter().copied().filter(|key| !is_text(key)) {
            if node.get(key).is_none_or(Node::is_null) {
                report.add(node, format!("`{key}` is missing"), HELP);
            }
        }
        let is_undescribed = kind == "Parameter"
            && ["schema", "content"]
                .iter()
                .all(|key| node.get(key).is_none());
        if is_undescribed {
            report.add(node, "`schema` is missing", HELP);
        }
        for (key, child) in node.members() {
            if let Some(holds) = holds(kind, key) {
                mismatch(holds, child, report);
            }
        }
    }
}

/// Reports what is not what a key holds. The nodes in it are looked at on their own.
fn mismatch(holds: Holds, node: Node<'_>, report: &mut Report<'_>) {
    let is_count = || {
        node.as_number()
            .is_some_and(|it| it.is_whole() && !it.is_negative())
    };
    let (matches, expected) = match holds {
        Holds::Data | Holds::One(_) => return,
        Holds::Text => (node.as_text().is_some(), "text"),
        Holds::Flag => (node.as_bool().is_some(), "`true` or `false`"),
        Holds::OneOrFlag(_) => (
            node.is_map() || node.as_bool().is_some(),
            "a mapping or a flag",
        ),
        Holds::Number => (node.as_number().is_some(), "a number"),
        Holds::Count => (is_count(), "a whole number from 0"),
        Holds::Texts | Holds::Values | Holds::List(_) => (node.is_list(), "a list"),
        Holds::Map | Holds::ByName(_) | Holds::ByPattern(_) => (node.is_map(), "a mapping"),
    };
    if !matches && !node.is_null() {
        report.add(
            node,
            format!("this is {}, not {expected}", node.what()),
            HELP,
        );
    }
    for item in node
        .items()
        .filter(|item| holds == Holds::Texts && item.as_text().is_none())
    {
        report.add(item, format!("this is {}, not text", item.what()), HELP);
    }
}

fn unknown_key(document: &Document, report: &mut Report<'_>) {
    for (kind, node) in document.nodes() {
        // What is beside a reference is another rule's.
        if node.get("$ref").is_some() {
            continue;
        }
        for (key, child) in node.members() {
            if holds(kind, key).is_none() && !key.starts_with("x-") {
                let help = "correct it; what is not OpenAPI's starts with `x-`";
                report.add(child, format!("`{key}` means nothing here"), help);
            }
        }
    }
}

fn unknown_extension(document: &Document, report: &mut Report<'_>) {
    for (_, node) in document.nodes() {
        for (key, child) in node.members() {
            if key.starts_with("x-") && !EXTENSIONS.split(", ").any(|known| known == key) {
                let help = format!("correct it, or remove it; there are {EXTENSIONS}");
                report.add(child, format!("`{key}` means nothing here"), help);
            }
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

/// What the client has no use for, by kind of node.
const LEFT_OUT: [(Kind, &[&str]); 5] = [
    ("Path", &["options", "trace", "servers"]),
    ("Operation", &["callbacks", "servers"]),
    ("Components", &["callbacks", "links"]),
    ("Response", &["links"]),
    ("Schema", &["xml"]),
];

fn left_out(document: &Document, report: &mut Report<'_>) {
    let help = "remove it, if it is not there for others";
    for (kind, node) in document.nodes() {
        let unused = LEFT_OUT.iter().filter(|(place, _)| *place == kind);
        for key in unused.flat_map(|(_, keys)| *keys) {
            if let Some(child) = node.get(key) {
                report.add(child, format!("`{key}` is left out of the client"), help);
            }
        }
    }
    let servers = document.root().items_of("servers");
    for server in servers.skip(1) {
        let message = "a server after the first is left out of the client";
        report.add(server, message, help);
    }
}
