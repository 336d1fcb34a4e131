//! Names stay apart once they are Rust's.

use std::collections::BTreeMap;

use serde_yaml::Value;

use super::tree::{each, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};
use crate::names;

pub(super) static RULES: &[Rule] = &[
    Rule {
        id: "type-collision",
        severity: Severity::Error,
        why: "Two schemas cannot be one type.",
        broken: "schemas:\\n  new_berth: {}\\n  NewBerth: {}",
        find: types,
    },
    Rule {
        id: "member-collision",
        severity: Severity::Error,
        why: "Two properties cannot be one field, nor two values one variant.",
        broken: "properties:\\n  radioCode: {}\\n  radio-code: {}",
        find: members,
    },
    Rule {
        id: "method-collision",
        severity: Severity::Error,
        why: "Two operations of a resource cannot be one method, nor two tags one resource.",
        broken: "operationId: list_berths\\n# and elsewhere, with the same tag\\noperationId: berths_list",
        find: methods,
    },
];

/// Finds what is called the same, among names and their places.
fn collisions(
    report: &mut Report<'_>,
    what: &str,
    named: impl Iterator<Item = (String, String, String)>,
) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (rust, name, pointer) in named {
        if let Some(first) = seen.get(&rust) {
            let message = format!("`{name}` and `{first}` are both called `{rust}` in Rust");
            report.add(&pointer, message, format!("rename one {what}"));
        } else {
            seen.insert(rust, name);
        }
    }
}

fn types(document: &Document, report: &mut Report<'_>) {
    let components = document.tree.get("components");
    let Some(Value::Mapping(schemas)) = components.and_then(|it| it.get("schemas")) else {
        return;
    };
    let named = schemas.keys().filter_map(Value::as_str).map(|name| {
        let pointer = format!("/components/schemas/{}", escape(name));
        (names::type_name(name), name.to_owned(), pointer)
    });
    collisions(report, "schema", named);
}

fn members(document: &Document, report: &mut Report<'_>) {
    visit(&document.tree, "", &mut |pointer, node| {
        if let Some(Value::Mapping(properties)) = node.get("properties") {
            let named = properties.keys().filter_map(Value::as_str).map(|name| {
                let pointer = format!("{pointer}/properties/{}", escape(name));
                (names::field_name(name), name.to_owned(), pointer)
            });
            collisions(report, "property", named);
        }
        for key in ["enum", "x-extensible-enum"] {
            if let Some(Value::Sequence(values)) = node.get(key) {
                let values = values.iter().enumerate();
                let named = values.filter_map(|(index, value)| {
                    let value = value.as_str()?;
                    let pointer = format!("{pointer}/{key}/{index}");
                    Some((names::variant_name(value), value.to_owned(), pointer))
                });
                collisions(report, "value", named);
            }
        }
    });
}

fn methods(document: &Document, report: &mut Report<'_>) {
    let mut named = Vec::new();
    each(document, &mut |pointer, path, operation| {
        let tags = operation.get("tags").and_then(Value::as_sequence);
        let tag = tags.and_then(|tags| tags.first()?.as_str());
        let tag = tag.unwrap_or_else(|| crate::model::first_segment(path));
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            return;
        };
        let resource = names::resource_name(tag);
        let method = names::method_name(id, tag);
        named.push((
            format!("{resource}().{method}"),
            id.to_owned(),
            format!("{pointer}/operationId"),
        ));
    });
    collisions(report, "operation", named.into_iter());
    let Some(Value::Sequence(tags)) = document.tree.get("tags") else {
        return;
    };
    let named = tags.iter().enumerate().filter_map(|(index, tag)| {
        let name = tag.get("name")?.as_str()?;
        Some((
            names::resource_name(name),
            name.to_owned(),
            format!("/tags/{index}/name"),
        ))
    });
    collisions(report, "tag", named);
}
