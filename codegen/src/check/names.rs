//! Names stay apart once they are Rust's.

use std::collections::BTreeMap;
use std::fmt;

use indexmap::IndexMap;
use serde_yaml::Value;

use super::pointer::Pointer;
use super::tree::{components, each, keys, parameters, schemas, text};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::Document;
use crate::model::{argument_ident, tag_of};
use crate::names;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "type-collision",
        severity: Severity::Error,
        why: "Two schemas cannot be one type.",
        broken: "schemas:\n  new_berth: {}\n  NewBerth: {}",
        find: types,
    },
    Rule {
        id: "member-collision",
        severity: Severity::Error,
        why: "Two properties cannot be one field, nor two values one variant.",
        broken: "properties:\n  radioCode: {}\n  radio-code: {}",
        find: members,
    },
    Rule {
        id: "tag-collision",
        severity: Severity::Error,
        why: "Two tags cannot be one resource.",
        broken: "tags:\n  - name: Berths\n  - name: berths",
        find: tags,
    },
    Rule {
        id: "method-collision",
        severity: Severity::Warning,
        why: "Two operations of a resource cannot be one method, so both keep their whole ids.",
        broken: "operationId: list_berths\n# and elsewhere, with the same tag\noperationId: berths_list",
        find: methods,
    },
    Rule {
        id: "argument-collision",
        severity: Severity::Error,
        why: "Two parameters of an operation cannot be one argument.",
        broken: "parameters:\n  - {name: ship-id, in: query}\n  - {name: ship_id, in: header}",
        find: arguments,
    },
];

/// Finds what is called the same, among names and their places.
fn collisions<'n>(
    report: &mut Report<'_>,
    what: &str,
    named: impl Iterator<Item = (String, &'n str, impl fmt::Display)>,
) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for (rust, name, pointer) in named {
        if let Some(first) = seen.get(&rust) {
            if *first == name {
                // The same name twice is told by other rules.
                continue;
            }
            let message = format!("`{name}` and `{first}` are both called `{rust}` in Rust");
            report.add(pointer, message, format!("rename one {what}"));
        } else {
            seen.insert(rust, name);
        }
    }
}

fn types(document: &Document, report: &mut Report<'_>) {
    let named = components(document, "schemas")
        .map(|(name, pointer, _)| (names::type_name(name), name, pointer));
    collisions(report, "schema", named);
}

fn members(document: &Document, report: &mut Report<'_>) {
    schemas(document, &mut |pointer, schema| {
        let properties = schema.get("properties").into_iter().flat_map(keys);
        let above = Pointer::Member(pointer, "properties");
        let named =
            properties.map(|name| (names::field_name(name), name, Pointer::Member(&above, name)));
        collisions(report, "property", named);
        for key in ["enum", "x-extensible-enum"] {
            let values = schema.get(key).and_then(Value::as_sequence);
            let values = values.into_iter().flatten().enumerate();
            let above = Pointer::Member(pointer, key);
            let named = values.filter_map(|(index, value)| {
                let value = value.as_str()?;
                Some((
                    names::variant_name(value),
                    value,
                    Pointer::Item(&above, index),
                ))
            });
            collisions(report, "value", named);
        }
    });
}

/// The tags with their places: those declared, then those that only operations have.
fn all_tags(document: &Document) -> IndexMap<&str, String> {
    let mut tags = IndexMap::new();
    let declared = document.tree.get("tags").and_then(Value::as_sequence);
    for (index, tag) in declared.into_iter().flatten().enumerate() {
        if let Some(name) = text(tag, "name") {
            tags.entry(name).or_insert(format!("/tags/{index}/name"));
        }
    }
    each(document, &mut |pointer, path, operation| {
        let tag = tag_of(first_tag(operation), tags.keys().copied(), path);
        tags.entry(tag).or_insert(format!("{pointer}/tags/0"));
    });
    tags
}

fn first_tag(operation: &Value) -> Option<&str> {
    operation.get("tags")?.get(0)?.as_str()
}

fn tags(document: &Document, report: &mut Report<'_>) {
    let tags = all_tags(document).into_iter();
    let named = tags.map(|(tag, place)| (names::resource_name(tag), tag, place));
    collisions(report, "tag", named);
}

fn methods(document: &Document, report: &mut Report<'_>) {
    let tags = all_tags(document);
    let mut methods = Vec::new();
    each(document, &mut |pointer, path, operation| {
        let tag = tag_of(first_tag(operation), tags.keys().copied(), path);
        if let Some(id) = text(operation, "operationId") {
            let (resource, method) = (names::resource_name(tag), names::method_name(id, tag));
            let place = format!("{pointer}/operationId");
            methods.push((format!("{resource}().{method}"), id, place));
        }
    });
    collisions(report, "operation", methods.into_iter());
}

fn arguments(document: &Document, report: &mut Report<'_>) {
    each(document, &mut |pointer, path, operation| {
        let required = |node: &Value| node.get("required").and_then(Value::as_bool) == Some(true);
        // One of the operation's own takes the place of the path's.
        let mut known = IndexMap::new();
        for (place, parameter, _) in parameters(document, path, pointer, operation) {
            if let (Some(name), Some(location)) = (text(parameter, "name"), text(parameter, "in")) {
                known.insert((location, name), (place, required(parameter)));
            }
        }
        let named = known
            .into_iter()
            .map(|((_, name), (place, required))| (argument_ident(name, required), name, place));
        collisions(report, "parameter", named);
    });
}
