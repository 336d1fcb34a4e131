//! Examples fit their schemas.

use std::collections::HashMap;

use jsonschema::{Draft, Registry, Validator};
use serde_json::{Value as Json, json};
use serde_yaml::Value;

use super::tree::{Kind, resolved, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

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
    let components = document.tree.get("components").and_then(as_json);
    let mut whole = json!({ "components": components });
    let known = whole.clone();
    open(&mut whole, &known);
    let registry = Registry::new()
        .draft(Draft::Draft4)
        .add(DOCUMENT, Draft::Draft4.create_resource(whole))
        .and_then(|registry| registry.prepare());
    let Ok(registry) = registry else {
        return;
    };
    let mut validators = Validators {
        registry: &registry,
        known: &known,
        ready: HashMap::new(),
    };
    visit(document, &mut |kind, pointer, node| {
        // A media type or a parameter keeps its schema beside its examples; a schema is its own.
        let (place, schema) = match (kind, node.get("schema")) {
            (Kind::Schema, _) => (pointer.to_owned(), node),
            (Kind::Media | Kind::Parameter | Kind::Header, Some(schema)) => {
                (format!("{pointer}/schema"), schema)
            }
            _ => return,
        };
        let single = ["example", "default"].into_iter();
        let mut examples: Vec<(String, &Value)> = single
            .filter_map(|key| Some((format!("{pointer}/{key}"), node.get(key)?)))
            .collect();
        if let Some(Value::Mapping(several)) = node.get("examples") {
            for (name, example) in several {
                let name = name.as_str().unwrap_or_default();
                if let Some(value) = resolved(document, example).get("value") {
                    let at = format!("{pointer}/examples/{}/value", escape(name));
                    examples.push((at, value));
                }
            }
        }
        for (at, example) in examples {
            validators.hold(&place, schema, &at, example, report);
        }
    });
}

/// Validators by the schema's place: making one is the work.
struct Validators<'r> {
    registry: &'r Registry<'r>,
    known: &'r Json,
    ready: HashMap<String, Option<Validator>>,
}

impl Validators<'_> {
    fn hold(
        &mut self,
        place: &str,
        schema: &Value,
        at: &str,
        example: &Value,
        report: &mut Report<'_>,
    ) {
        let (Some(mut schema), Some(example)) = (as_json(schema), as_json(example)) else {
            let help = "use what JSON has: strings, numbers, lists, maps with text as keys";
            report.add(at, "the example is no JSON", help);
            return;
        };
        let validator = self.ready.entry(place.to_owned()).or_insert_with(|| {
            open(&mut schema, self.known);
            // What is no schema is told by other rules.
            jsonschema::draft4::options()
                .should_validate_formats(true)
                .with_registry(self.registry)
                .build(&schema)
                .ok()
        });
        for error in validator.iter().flat_map(|it| it.iter_errors(&example)) {
            let help = "correct the example, or the schema if the example is the documentation's";
            let place = format!("{at}{}", error.instance_path());
            report.add(&place, error.to_string(), help);
        }
    }
}

/// What OpenAPI says in words of its own, in JSON Schema's: `nullable`. References become whole;
/// those that lead nowhere, which another rule tells, become any JSON.
fn open(schema: &mut Json, known: &Json) {
    match schema {
        Json::Object(members) => {
            if let Some(Json::String(reference)) = members.get("$ref") {
                let pointer = reference.strip_prefix('#');
                let leads = pointer.is_some_and(|pointer| known.pointer(pointer).is_some());
                let whole = json!({ "$ref": format!("{DOCUMENT}{reference}") });
                *schema = if leads { whole } else { json!({}) };
                return;
            }
            if members.get("nullable") == Some(&Json::Bool(true))
                && let Some(kind @ Json::String(_)) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([kind, "null"]));
            }
            members.values_mut().for_each(|it| open(it, known));
        }
        Json::Array(items) => items.iter_mut().for_each(|it| open(it, known)),
        _ => {}
    }
}

fn as_json(value: &Value) -> Option<Json> {
    serde_json::to_value(value).ok()
}
