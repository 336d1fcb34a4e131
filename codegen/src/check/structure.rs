//! The document has OpenAPI's structure, and nothing of it is dropped in silence.

use super::rule::{Report, Rule};
use crate::diagnostic::Severity;
use crate::document::{Document, Holds, Kind, Node};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "not-openapi",
        severity: Severity::Error,
        why: "What has another structure than OpenAPI gives it cannot be read.",
        broken: "responses:\n  - description: The berth.",
        find: not_openapi,
    },
    Rule {
        id: "unknown-key",
        severity: Severity::Error,
        why: "A key that OpenAPI does not know is a mistake, and what it says would be lost.",
        broken: "schema:\n  type: object\n  requird: [id]",
        find: unknown_key,
    },
    Rule {
        id: "unknown-extension",
        severity: Severity::Warning,
        why: "An extension that the generator does not know means nothing to it.",
        broken: "x-evidance: {page: manual}",
        find: unknown_extension,
    },
    Rule {
        id: "path-reference",
        severity: Severity::Error,
        why: "The operations behind a path that is a reference would be missing.",
        broken: "/berths:\n  $ref: 'berths.yaml'",
        find: path_reference,
    },
    Rule {
        id: "left-out",
        severity: Severity::Warning,
        why: "The client has no use for these parts of OpenAPI, so they are not in it.",
        broken: "post:\n  callbacks: {}",
        find: left_out,
    },
];

/// The extensions that the generator knows, and one that documentation tools do.
const EXTENSIONS: [&str; 8] = [
    "x-client",
    "x-codeSamples",
    "x-evidence",
    "x-evidence-pages",
    "x-extensible-enum",
    "x-id-prefix",
    "x-key-prefix",
    "x-rate-limits",
];

const HELP: &str = "compare it with the OpenAPI 3.0.3 specification";

fn not_openapi(document: &Document, report: &mut Report<'_>) {
    document.visit(&mut |kind, node| {
        if !node.is_map() {
            // What a mapping was asked for.
            if !node.is_null() && !(kind == Kind::Schema && node.as_bool().is_some()) {
                report.add(
                    node,
                    format!("this is {}, not a mapping", node.what()),
                    HELP,
                );
            }
            return;
        }
        if node.text("$ref").is_some() {
            return;
        }
        for key in kind.required() {
            if node.get(key).is_none_or(Node::is_null) {
                report.add(node, format!("`{key}` is missing"), HELP);
            }
        }
        let is_undescribed = kind == Kind::Parameter
            && ["schema", "content"]
                .iter()
                .all(|key| node.get(key).is_none());
        if is_undescribed {
            report.add(node, "`schema` is missing", HELP);
        }
        for (key, child) in node.members() {
            if let Some(holds) = kind.holds(key) {
                mismatches(holds, child, report);
            }
        }
    });
}

/// Reports what is not what a key holds. The nodes in it are visited on their own.
fn mismatches(holds: Holds, node: Node<'_>, report: &mut Report<'_>) {
    let expected = match holds {
        _ if node.is_null() => return,
        Holds::Data => return,
        Holds::Text if node.as_text().is_none() => "text",
        Holds::Flag if node.as_bool().is_none() => "`true` or `false`",
        Holds::Number if node.as_number().is_none() => "a number",
        Holds::Count
            if !node
                .as_number()
                .is_some_and(|it| it.is_whole() && !it.is_negative()) =>
        {
            "a whole number from 0"
        }
        Holds::Texts | Holds::Values | Holds::List(_) if !node.is_list() => "a list",
        Holds::TextByName | Holds::DataByName | Holds::ByName(_) | Holds::ByPattern(_)
            if !node.is_map() =>
        {
            "a mapping"
        }
        Holds::SchemaOrFlag if !node.is_map() && node.as_bool().is_none() => {
            "a schema, `true` or `false`"
        }
        Holds::Texts | Holds::TextByName => {
            for child in node.children().filter(|child| child.as_text().is_none()) {
                report.add(child, format!("this is {}, not text", child.what()), HELP);
            }
            return;
        }
        _ => return,
    };
    report.add(
        node,
        format!("this is {}, not {expected}", node.what()),
        HELP,
    );
}

fn unknown_key(document: &Document, report: &mut Report<'_>) {
    document.visit(&mut |kind, node| {
        // What is beside a reference is another rule's.
        if node.get("$ref").is_some() {
            return;
        }
        for (key, child) in node.members() {
            if kind.holds(key).is_none() && !key.starts_with("x-") {
                let help = "correct it; what is not OpenAPI's starts with `x-`";
                report.add(child, format!("`{key}` means nothing here"), help);
            }
        }
    });
}

fn unknown_extension(document: &Document, report: &mut Report<'_>) {
    document.visit(&mut |_, node| {
        for (key, child) in node.members() {
            if key.starts_with("x-") && !EXTENSIONS.contains(&key) {
                let known = EXTENSIONS.join(", ");
                let help = format!("correct it, or remove it; there are {known}");
                report.add(child, format!("`{key}` means nothing here"), help);
            }
        }
    });
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
    (Kind::Path, &["options", "trace", "servers"]),
    (Kind::Operation, &["callbacks", "servers"]),
    (Kind::Components, &["callbacks", "links"]),
    (Kind::Response, &["links"]),
    (Kind::Schema, &["discriminator", "xml"]),
];

fn left_out(document: &Document, report: &mut Report<'_>) {
    let help = "remove it, if it is not there for others";
    document.visit(&mut |kind, node| {
        let unused = LEFT_OUT.iter().filter(|(place, _)| *place == kind);
        for key in unused.flat_map(|(_, keys)| *keys) {
            if let Some(child) = node.get(key) {
                report.add(child, format!("`{key}` is left out of the client"), help);
            }
        }
    });
    let servers = document
        .root()
        .get("servers")
        .into_iter()
        .flat_map(Node::items);
    for server in servers.skip(1) {
        let message = "a server after the first is left out of the client";
        report.add(server, message, help);
    }
}
