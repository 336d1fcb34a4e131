//! Examples fit their schemas.

use jsonschema::{Draft, Registry};
use serde_json::{Value as Json, json};
use serde_yaml::Value;

use super::tree::{Kind, resolved, text, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape, unescape};

pub(super) static RULES: &[Rule] = &[Rule {
    id: "example-misfit",
    severity: Severity::Error,
    why: "Examples become tests and documentation, so they have to be of the type that they show.",
    broken: "type: string\nexample: 7",
    find: misfits,
}];

/// What the document is called among the validators' schemas.
const DOCUMENT: &str = "urn:document";

fn misfits(document: &Document, report: &mut Report<'_>) {
    let tree = &document.tree;
    let components = tree.get("components");
    let components = components.map_or(Json::Null, |it| opened(it, tree));
    let registry = Registry::new()
        .draft(Draft::Draft4)
        .add(
            DOCUMENT,
            Draft::Draft4.create_resource(object("components", components)),
        )
        .and_then(|registry| registry.prepare());
    let Ok(registry) = registry else {
        return;
    };
    let mut shown = Vec::new();
    visit(document, &mut |kind, pointer, node| {
        // A media type or a parameter keeps its schema beside its examples; a schema is its own.
        let schema = match (kind, node.get("schema")) {
            (Kind::Schema, _) => node,
            (Kind::Media | Kind::Parameter | Kind::Header, Some(schema)) => schema,
            _ => return,
        };
        let mut show = |at: String, example: &Value| {
            shown.push(Shown {
                at,
                schema: opened(schema, tree),
                example: as_json(example),
            });
        };
        for key in ["example", "default"] {
            if let Some(example) = node.get(key) {
                show(format!("{pointer}/{key}"), example);
            }
        }
        if let Some(Value::Mapping(several)) = node.get("examples") {
            for (name, example) in several {
                let name = name.as_str().unwrap_or_default();
                if let Some(value) = resolved(document, example).get("value") {
                    show(format!("{pointer}/examples/{}/value", escape(name)), value);
                }
            }
        }
    });
    hold(&registry, shown, report);
}

/// An example, its place, and its schema.
struct Shown {
    at: String,
    schema: Json,
    example: Json,
}

/// Holds examples against their schemas. It does so with one validator for all, as each takes in whatever
/// its schema refers to.
fn hold(registry: &Registry<'_>, mut shown: Vec<Shown>, report: &mut Report<'_>) {
    let schemas = shown.iter_mut().map(|it| it.schema.take()).collect();
    let mut schemas = object("items", schemas);
    let validator = jsonschema::draft4::options()
        .should_validate_formats(true)
        .with_registry(registry)
        .build(&schemas);
    let Ok(validator) = validator else {
        // What is no schema is told by other rules; the examples of the others are still held.
        if let (Json::Array(schemas), true) = (schemas["items"].take(), shown.len() > 1) {
            for (it, schema) in shown.iter_mut().zip(schemas) {
                it.schema = schema;
            }
            let rest = shown.split_off(shown.len() / 2);
            hold(registry, shown, report);
            hold(registry, rest, report);
        }
        return;
    };
    let examples: Json = shown.iter_mut().map(|it| it.example.take()).collect();
    for error in validator.iter_errors(&examples) {
        // The first step is the example's number.
        let path = error.instance_path().as_str();
        let path = path.strip_prefix('/').unwrap_or(path);
        let (number, inside) = path.split_at(path.find('/').unwrap_or(path.len()));
        let number: Option<usize> = number.parse().ok();
        if let Some(Shown { at, .. }) = number.and_then(|number| shown.get(number)) {
            let help = "correct the example, or the schema if the example is the documentation's";
            report.add(format!("{at}{inside}"), error.to_string(), help);
        }
    }
}

/// A schema as JSON, and what OpenAPI says in words of its own, in JSON Schema's: `nullable`.
/// References become whole; those that lead nowhere, which another rule tells, become any JSON.
fn opened(schema: &Value, tree: &Value) -> Json {
    match schema {
        Value::Mapping(members) => {
            if let Some(reference) = text(schema, "$ref") {
                return if leads(tree, reference) {
                    object("$ref", format!("{DOCUMENT}{reference}").into())
                } else {
                    json!({})
                };
            }
            let kind = text(schema, "type")
                .filter(|_| schema.get("nullable").and_then(Value::as_bool) == Some(true));
            let named = members
                .iter()
                .filter_map(|(key, member)| Some((key.as_str()?, member)));
            let members = named.map(|(key, member)| {
                let member = match kind {
                    Some(kind) if key == "type" => json!([kind, "null"]),
                    _ => opened(member, tree),
                };
                (key.to_owned(), member)
            });
            Json::Object(members.collect())
        }
        Value::Sequence(items) => items.iter().map(|it| opened(it, tree)).collect(),
        other => as_json(other),
    }
}

/// Whether a reference leads to something inside the components, which are all that the validator knows.
fn leads(tree: &Value, reference: &str) -> bool {
    let Some(pointer) = reference.strip_prefix("#/") else {
        return reference == "#";
    };
    let mut keys = pointer.split('/');
    let components = keys.next().filter(|first| *first == "components");
    let components = components.and_then(|key| tree.get(key));
    let node = components.and_then(|components| {
        keys.try_fold(components, |node, key| match node {
            Value::Sequence(items) => items.get(key.parse::<usize>().ok()?),
            _ => node.get(&*unescape(key)),
        })
    });
    node.is_some()
}

fn object(key: &str, value: Json) -> Json {
    Json::Object([(key.to_owned(), value)].into_iter().collect())
}

/// A document that could be read has only what JSON has.
fn as_json(value: &Value) -> Json {
    serde_json::to_value(value).unwrap_or_default()
}
