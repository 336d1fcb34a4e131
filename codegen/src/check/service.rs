//! The service says where it is, whom it lets in, and how often.

use std::collections::BTreeSet;

use super::rule::{Report, Rule};
use crate::document::{Document, Node};

pub(super) static RULES: &[Rule] = &[
    Rule::warning(
        "server",
        "The first server is the client's base URL; where it is not whole, users have to set one.",
        "servers:\n  - url: /v2",
        server,
    ),
    Rule::warning(
        "security",
        "The client sends its key as a Bearer token with each request, and knows no other way.",
        "components:\n  securitySchemes:\n    key: {type: apiKey, in: query, name: key}",
        security,
    ),
    Rule::warning(
        "client-names",
        "`x-client` says what the service, the crate and its environment variables are called.",
        "x-client:\n  name: Harbour\n  # no key-variable",
        client_names,
    ),
    Rule::error(
        "limits",
        "The limits table is read as it is written, so a mistake in it would be a limit lost.",
        "x-rate-limits:\n  limits:\n    - path: /berths\n      requests-per-minut: 6",
        limits,
    ),
    Rule::warning(
        "limit-for-each-path",
        "A path without a documented limit is not paced.",
        "x-rate-limits:\n  limits: []\n  # no every-other",
        limit_for_each_path,
    ),
];

fn server(document: &Document, report: &mut Report<'_>) {
    let root = document.root();
    let server = root
        .get("servers")
        .and_then(|servers| servers.items().next());
    let url = server.and_then(|server| server.get("url"));
    let Some((node, url)) = url.and_then(|node| Some((node, node.as_text()?))) else {
        let help = "add `servers`, with the URL that all paths are below";
        report.add(
            root.get("servers").unwrap_or(root),
            "the document names no server",
            help,
        );
        return;
    };
    if url.contains('{') {
        let help = "write the URL out; users can set another one";
        let message = "the server's URL has variables, of which the defaults are taken";
        report.add(node, message, help);
    } else if !(url.starts_with("https://") || url.starts_with("http://")) {
        let help = "write it out: `https://harbour.example/v2`";
        let message = format!("`{url}` is not an absolute URL, so users have to set one");
        report.add(node, message, help);
    }
}

fn security(document: &Document, report: &mut Report<'_>) {
    let mut bearers = BTreeSet::new();
    for (name, scheme) in document.components("securitySchemes") {
        let is_bearer = scheme
            .text("scheme")
            .is_some_and(|it| it.eq_ignore_ascii_case("bearer"));
        if scheme.text("type") == Some("http") && is_bearer {
            bearers.insert(name);
        } else {
            let help =
                "the client sends `Authorization: Bearer …`; users can add headers to a call";
            let message = format!("`{name}` is not a Bearer token, and is not sent");
            report.add(scheme, message, help);
        }
    }
    let schemes = |security: Node<'_>| -> Vec<String> {
        let names = security.items().flat_map(Node::keys);
        names.map(str::to_owned).collect()
    };
    let is_bearer = |security: &Node<'_>| {
        schemes(*security)
            .iter()
            .any(|name| bearers.contains(name.as_str()))
    };
    let common = document.root().get("security");
    if let Some(common) = common.filter(|it| !is_bearer(it)) {
        let names: Vec<String> = schemes(common).iter().map(|it| format!("`{it}`")).collect();
        let message = match names.as_slice() {
            [] => "nothing is a Bearer scheme".to_owned(),
            [name] => format!("{name} is not a Bearer scheme"),
            names => format!("none of {} is a Bearer scheme", names.join(" and ")),
        };
        let help = "refer to the Bearer scheme of `components/securitySchemes`";
        report.add(common, message, help);
    }
    for operation in document.operations() {
        match operation.node.get("security") {
            None if common.is_none() => {
                let help = "add `security` to the document, with its Bearer scheme";
                let message = "nothing says that the operation takes a key";
                report.add(operation.node, message, help);
            }
            Some(own) if !is_bearer(&own) => {
                let help = "remove it; the key is sent all the same";
                report.add(own, "the operation takes no Bearer token", help);
            }
            _ => {}
        }
    }
}

/// What `x-client` holds.
const NAMES: [&str; 4] = ["name", "crate", "key-variable", "base-url-variable"];

fn client_names(document: &Document, report: &mut Report<'_>) {
    let root = document.root();
    let Some(client) = root.get("x-client") else {
        let help = format!("add it, with {}", NAMES.join(", "));
        let message = "the document has no `x-client`, so names are made from its title";
        report.add(root, message, help);
        return;
    };
    for name in NAMES {
        let written = client.get(name).filter(|it| !it.is_null());
        if let Some(node) = written.filter(|it| it.as_text().is_none()) {
            let message = format!("`{name}` is {}, not text", node.what());
            report.add(node, message, "write text");
        } else if client.text(name).is_none_or(|it| it.trim().is_empty()) {
            let message = format!("`x-client` has no `{name}`");
            report.add(client, message, format!("add `{name}`"));
        }
    }
    unknown_members(client, &NAMES, report);
}

/// Reports the members that a mapping cannot have.
fn unknown_members(node: Node<'_>, known: &[&str], report: &mut Report<'_>) {
    let help = format!("it has {}", known.join(", "));
    for (key, member) in node.members().filter(|(key, _)| !known.contains(key)) {
        report.add(member, format!("`{key}` means nothing here"), help.clone());
    }
}

fn limits(document: &Document, report: &mut Report<'_>) {
    let Some(table) = document.root().get("x-rate-limits") else {
        return;
    };
    members(table, &["limits", "every-other", "x-evidence"], report);
    if let Some(other) = table.get("every-other") {
        members(other, &["requests-per-minute"], report);
        if other.get("requests-per-minute").is_none() {
            report.add(other, "there is no `requests-per-minute`", "add it");
        }
    }
    let mut seen = BTreeSet::new();
    for row in table.items_of("limits") {
        let known = [
            "path",
            "access",
            "requests-per-minute",
            "requests-per-day",
            "x-evidence",
        ];
        members(row, &known, report);
        let access = row.text("access").unwrap_or("any");
        if !matches!(access, "any" | "read" | "write") {
            let help = "write `read`, `write` or `any`";
            let place = row.get("access").unwrap_or(row);
            report.add(place, format!("`{access}` is not an access"), help);
        }
        match row.text("path").filter(|path| path.starts_with('/')) {
            Some(path) if !seen.insert((path, access)) => {
                report.add(row, format!("`{path}` has a limit already"), "remove one");
            }
            Some(_) => {}
            None => report.add(row, "the limit has no path", "add `path: /…`"),
        }
    }
}

/// Reports what a part of the table cannot have, and numbers that are not ones of requests.
fn members(node: Node<'_>, known: &[&str], report: &mut Report<'_>) {
    if !node.is_map() {
        let help = format!("it has {}", known.join(", "));
        report.add(node, "this is not a mapping", help);
    }
    unknown_members(node, known, report);
    for key in ["requests-per-minute", "requests-per-day"] {
        let is_wrong = |it: &Node<'_>| it.as_count().is_none_or(|it| it == 0);
        if let Some(number) = node.get(key).filter(is_wrong) {
            let help = "write a whole number from 1";
            report.add(number, format!("`{key}` is not a number of requests"), help);
        }
    }
}

fn limit_for_each_path(document: &Document, report: &mut Report<'_>) {
    let table = document.root().get("x-rate-limits");
    if table.is_some_and(|table| table.get("every-other").is_some()) {
        return;
    }
    let rows = table.and_then(|table| table.get("limits"));
    let rows = rows.into_iter().flat_map(Node::items);
    let limited: BTreeSet<&str> = rows.filter_map(|row| row.text("path")).collect();
    for (path, item) in document.paths() {
        if !limited.contains(path) {
            let help = "add it to `x-rate-limits`, or an `every-other` for all that are not there";
            report.add(item, format!("`{path}` has no limit"), help);
        }
    }
}
