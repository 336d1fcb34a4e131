//! The service says where it is, whom it lets in, and how often.

use std::collections::BTreeSet;

use super::rule::{Report, Rule, Scope};
use super::structure::extension;
use crate::document::{Document, Node};

pub(super) static RULES: &[Rule] = &[
    Rule::warning("server", Scope::Document(server))
        .why("The first server is the client's base URL; where it is not whole, users have to set one.")
        .broken("servers:\n  - url: /v2"),
    Rule::warning("security", Scope::Document(security))
        .why("The client sends its key as a Bearer token with each request, and knows no other way.")
        .broken("components:\n  securitySchemes:\n    key: {type: apiKey, in: query, name: key}"),
    Rule::warning("client-names", Scope::Document(client_names))
        .why("`x-client` says what the service, the crate and its environment variables are called.")
        .broken("x-client:\n  name: Harbour\n  # no key-variable"),
    Rule::error("limits", Scope::Document(limits))
        .why("The limits table is read as it is written, so a mistake in it would be a limit lost.")
        .broken("x-rate-limits:\n  limits:\n    - path: /berths\n      requests-per-minut: 6"),
    Rule::warning("limit-for-each-path", Scope::Document(limit_for_each_path))
        .why("A path without a documented limit is not paced.")
        .broken("x-rate-limits:\n  limits: []\n  # no every-other"),
];

fn server(document: &Document, report: &mut Report<'_>) {
    let server = document.root().nearest("/servers/0/url");
    match server.as_text().filter(|_| server.key() == Some("url")) {
        None => {
            let help = "add `servers`, with the URL that all paths are below";
            report.add(server, "the document names no server", help);
        }
        Some(url) if url.contains('{') => {
            let message = "the server's URL has variables, of which the defaults are taken";
            let help = "write the URL out; users can set another one";
            report.add(server, message, help);
        }
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
            let message = format!("`{url}` is not an absolute URL, so users have to set one");
            report.add(
                server,
                message,
                "write it out: `https://harbour.example/v2`",
            );
        }
        Some(_) => {}
    }
}

/// The schemes that a `security` names.
fn schemes<'d>(security: Node<'d>) -> impl Iterator<Item = &'d str> {
    security.items().flat_map(Node::keys)
}

fn security(document: &Document, report: &mut Report<'_>) {
    let mut bearers = BTreeSet::new();
    for (name, scheme) in document.components("securitySchemes") {
        let way = scheme.text("scheme").unwrap_or_default();
        if scheme.text("type") == Some("http") && way.eq_ignore_ascii_case("bearer") {
            bearers.insert(name);
        } else {
            let message = format!("`{name}` is not a Bearer token, and is not sent");
            let help =
                "the client sends `Authorization: Bearer …`; users can add headers to a call";
            report.add(scheme, message, help);
        }
    }
    let is_bearer = |security: Node<'_>| schemes(security).any(|name| bearers.contains(name));
    let common = document.root().get("security");
    if let Some(common) = common.filter(|it| !is_bearer(*it)) {
        let names: Vec<String> = schemes(common).map(|name| format!("`{name}`")).collect();
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
                let message = "nothing says that the operation takes a key";
                let help = "add `security` to the document, with its Bearer scheme";
                report.add(operation.node, message, help);
            }
            Some(own) if !is_bearer(own) => {
                let message = "the operation takes no Bearer token";
                report.add(own, message, "remove it; the key is sent all the same");
            }
            _ => {}
        }
    }
}

fn client_names(document: &Document, report: &mut Report<'_>) {
    let root = document.root();
    match root.get("x-client") {
        Some(client) => extension("Client", client, report),
        None => {
            let message = "the document has no `x-client`, so names are made from its title";
            let help = "add it, with name, crate, key-variable, base-url-variable";
            report.add(root, message, help);
        }
    }
}

fn limits(document: &Document, report: &mut Report<'_>) {
    let Some(table) = document.root().get("x-rate-limits") else {
        return;
    };
    extension("Limits", table, report);
    let mut seen = BTreeSet::new();
    for row in table.items_of("limits") {
        let access = row.text("access").unwrap_or("any");
        if !matches!(access, "any" | "read" | "write") {
            let message = format!("`{access}` is not an access");
            let help = "write `read`, `write` or `any`";
            report.add(row.nearest("/access"), message, help);
        }
        match row.text("path") {
            Some(path) if !path.starts_with('/') => {
                let message = format!("`{path}` is not a path");
                report.add(row.nearest("/path"), message, "write `/…`");
            }
            Some(path) if !seen.insert((path, access)) => {
                report.add(row, format!("`{path}` has a limit already"), "remove one");
            }
            _ => {}
        }
    }
}

fn limit_for_each_path(document: &Document, report: &mut Report<'_>) {
    let table = document.root().get("x-rate-limits");
    if table.is_some_and(|table| table.get("every-other").is_some()) {
        return;
    }
    let rows = table.into_iter().flat_map(|table| table.items_of("limits"));
    let limited: BTreeSet<&str> = rows.filter_map(|row| row.text("path")).collect();
    for (path, item) in document.paths() {
        if !limited.contains(path) {
            let help = "add it to `x-rate-limits`, or an `every-other` for all that are not there";
            report.add(item, format!("`{path}` has no limit"), help);
        }
    }
}
