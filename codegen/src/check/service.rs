//! The service says where it is, whom it lets in, and how often.

use std::collections::BTreeSet;

use serde_yaml::Value;

use super::tree::{components, each, keys, paths, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "server",
        severity: Severity::Error,
        why: "The first server is the client's base URL, so it is one, absolute and without variables.",
        broken: "servers:\n  - url: /v2",
        find: server,
    },
    Rule {
        id: "security",
        severity: Severity::Warning,
        why: "The client sends its key as a Bearer token with each request, and knows no other way.",
        broken: "components:\n  securitySchemes:\n    key: {type: apiKey, in: query, name: key}",
        find: security,
    },
    Rule {
        id: "client-names",
        severity: Severity::Warning,
        why: "`x-client` says what the service, the crate and its environment variables are called.",
        broken: "x-client:\n  name: Harbour\n  # no key-variable",
        find: client_names,
    },
    Rule {
        id: "limits",
        severity: Severity::Error,
        why: "The limits table is read as it is written, so a slip in it would be a limit lost.",
        broken: "x-rate-limits:\n  limits:\n    - path: /berths\n      requests-per-minut: 6",
        find: limits,
    },
    Rule {
        id: "limit-for-each-path",
        severity: Severity::Warning,
        why: "A path without a documented limit is not paced.",
        broken: "x-rate-limits:\n  limits: []\n  # no every-other",
        find: limit_for_each_path,
    },
];

fn server(document: &Document, report: &mut Report<'_>) {
    let servers = document.tree.get("servers").and_then(Value::as_sequence);
    let Some(url) = servers.and_then(|servers| text(servers.first()?, "url")) else {
        let help = "add `servers`, with the URL that all paths are below";
        report.add("/servers", "the document names no server", help);
        return;
    };
    let place = "/servers/0/url";
    if url.contains('{') {
        let help = "write the URL out; users can set another one";
        report.add(place, "the server's URL has variables", help);
    } else if !(url.starts_with("https://") || url.starts_with("http://")) {
        let help = "write it out: `https://harbour.example/v2`";
        report.add(place, format!("`{url}` is no absolute URL"), help);
    }
}

fn security(document: &Document, report: &mut Report<'_>) {
    let mut bearers = BTreeSet::new();
    for (name, pointer, scheme) in components(document, "securitySchemes") {
        let is_bearer = text(scheme, "scheme").is_some_and(|it| it.eq_ignore_ascii_case("bearer"));
        if text(scheme, "type") == Some("http") && is_bearer {
            bearers.insert(name);
        } else {
            let help =
                "the client sends `Authorization: Bearer …`; users can add headers to a call";
            report.add(
                &pointer,
                format!("`{name}` is no Bearer token, and is not sent"),
                help,
            );
        }
    }
    let is_bearer = |security: &Value| {
        let choices = security.as_sequence().into_iter().flatten();
        choices.flat_map(keys).any(|name| bearers.contains(name))
    };
    let common = document.tree.get("security");
    if let Some(common) = common.filter(|it| !is_bearer(it)) {
        let help = "refer to the Bearer scheme of `components/securitySchemes`";
        report.add(
            "/security",
            format!("{} is no Bearer scheme", names(common)),
            help,
        );
    }
    each(
        document,
        &mut |pointer, _, operation| match operation.get("security") {
            None if common.is_none() => {
                let help = "add `security` to the document, with its Bearer scheme";
                report.add(pointer, "nothing says that the operation takes a key", help);
            }
            Some(own) if !is_bearer(own) => {
                let help = "remove it; the key is sent all the same";
                report.add(
                    format!("{pointer}/security"),
                    "the operation takes no Bearer token",
                    help,
                );
            }
            _ => {}
        },
    );
}

fn names(security: &Value) -> String {
    let choices = security.as_sequence().into_iter().flatten();
    let names = choices.flat_map(keys).map(|it| format!("`{it}`"));
    let names: Vec<String> = names.collect();
    if names.is_empty() {
        "nothing".to_owned()
    } else {
        names.join(" and ")
    }
}

/// What `x-client` holds.
const NAMES: [&str; 4] = ["name", "crate", "key-variable", "base-url-variable"];

fn client_names(document: &Document, report: &mut Report<'_>) {
    let Some(client) = document.tree.get("x-client") else {
        let help = format!("add it, with {}", NAMES.join(", "));
        report.add(
            "",
            "the document has no `x-client`, so names are made from its title",
            help,
        );
        return;
    };
    for name in NAMES {
        if text(client, name).is_none_or(|it| it.trim().is_empty()) {
            report.add(
                "/x-client",
                format!("`x-client` has no `{name}`"),
                format!("add `{name}`"),
            );
        }
    }
    for key in keys(client) {
        if !NAMES.contains(&key) {
            let help = format!("it has {}", NAMES.join(", "));
            report.add(
                format!("/x-client/{}", escape(key)),
                format!("`{key}` means nothing here"),
                help,
            );
        }
    }
}

fn limits(document: &Document, report: &mut Report<'_>) {
    let Some(table) = document.tree.get("x-rate-limits") else {
        return;
    };
    let place = "/x-rate-limits";
    members(
        table,
        place,
        &["limits", "every-other", "x-evidence"],
        report,
    );
    if let Some(other) = table.get("every-other") {
        let place = format!("{place}/every-other");
        members(other, &place, &["requests-per-minute"], report);
        numbers(other, &place, report);
        if other.get("requests-per-minute").is_none() {
            report.add(&place, "there is no `requests-per-minute`", "add it");
        }
    }
    let rows = table.get("limits").and_then(Value::as_sequence);
    let mut seen = BTreeSet::new();
    for (index, row) in rows.into_iter().flatten().enumerate() {
        let place = format!("{place}/limits/{index}");
        let known = [
            "path",
            "access",
            "requests-per-minute",
            "requests-per-day",
            "x-evidence",
        ];
        members(row, &place, &known, report);
        numbers(row, &place, report);
        let access = text(row, "access").unwrap_or("any");
        if !matches!(access, "any" | "read" | "write") {
            let help = "write `read`, `write` or `any`";
            report.add(
                format!("{place}/access"),
                format!("`{access}` is no access"),
                help,
            );
        }
        match text(row, "path") {
            Some(path) if path.starts_with('/') => {
                if !seen.insert((path, access)) {
                    report.add(
                        &place,
                        format!("`{path}` has a limit already"),
                        "remove one",
                    );
                }
            }
            _ => report.add(&place, "the limit has no path", "add `path: /…`"),
        }
    }
}

fn members(node: &Value, place: &str, known: &[&str], report: &mut Report<'_>) {
    let help = format!("it has {}", known.join(", "));
    if !node.is_mapping() {
        report.add(place, "this is no mapping", help.clone());
    }
    for key in keys(node).filter(|key| !known.contains(key)) {
        report.add(
            format!("{place}/{}", escape(key)),
            format!("`{key}` means nothing here"),
            help.clone(),
        );
    }
}

fn numbers(node: &Value, place: &str, report: &mut Report<'_>) {
    for key in ["requests-per-minute", "requests-per-day"] {
        let number = node.get(key).filter(|it| {
            !it.as_u64()
                .is_some_and(|it| (1..=u32::MAX.into()).contains(&it))
        });
        if number.is_some() {
            let help = "write a whole number from 1";
            report.add(
                format!("{place}/{key}"),
                format!("`{key}` is no number of requests"),
                help,
            );
        }
    }
}

fn limit_for_each_path(document: &Document, report: &mut Report<'_>) {
    let table = document.tree.get("x-rate-limits");
    if table.is_some_and(|table| table.get("every-other").is_some()) {
        return;
    }
    let rows = table.and_then(|table| table.get("limits")?.as_sequence());
    let limited: BTreeSet<&str> = rows
        .into_iter()
        .flatten()
        .filter_map(|row| text(row, "path"))
        .collect();
    for (place, path, _) in paths(document) {
        if !limited.contains(path) {
            let help = "add it to `x-rate-limits`, or an `every-other` for all that are not there";
            report.add(place, format!("`{path}` has no limit"), help);
        }
    }
}
