//! Examples fit their schemas.

use jsonschema::{Draft, Registry, RegistryBuilder};
use serde_json::{Value as Json, json};
use serde_yaml::Value;

use super::tree::{target, visit};
use super::{Report, Rule};
use crate::diagnostic::Severity;
use crate::load::{Document, escape};

pub(super) static RULES: &[Rule] = &[Rule {
    id: "example-misfit",
    severity: Severity::Error,
    why: "Examples become tests and documentation, so they have to be of the type that they show.",
    broken: "type: string\\nexample: 7",
    find: misfits,
}];

/// What the document's components are registered as.
const COMPONENTS: &str = "urn:components";

fn misfits(document: &Document, report: &mut Report<'_>) {
    let Some(components) = document.tree.get("components").and_then(as_json) else {
        return;
    };
    let mut components = json!({"components": components});
    open(&mut components, "");
    let registry = Registry::new().draft(Draft::Draft4);
    let registry = registry
        .add(COMPONENTS, components)
        .and_then(RegistryBuilder::prepare);
    let mut validators = Validators {
        components: registry.ok(),
        known: Default::default(),
    };
    visit(&document.tree, "", &mut |pointer, node| {
        // A media type or a parameter keeps its schema beside its examples; a schema is its own.
        let schema = match node.get("schema") {
            Some(schema) => Some((format!("{pointer}/schema"), schema)),
            None => pointer
                .contains("/schemas/")
                .then(|| (pointer.to_owned(), node)),
        };
        let Some((place, schema)) = schema else {
            return;
        };
        if let Some(example) = node.get("example") {
            validators.hold(
                &place,
                schema,
                &format!("{pointer}/example"),
                example,
                report,
            );
        }
        if let Some(Value::Mapping(examples)) = node.get("examples") {
            for (name, example) in examples {
                let name = name.as_str().unwrap_or_default();
                let reference = example.get("$ref").and_then(Value::as_str);
                let example = reference
                    .and_then(|it| target(document, it))
                    .unwrap_or(example);
                if let Some(value) = example.get("value") {
                    let at = format!("{pointer}/examples/{}/value", escape(name));
                    validators.hold(&place, schema, &at, value, report);
                }
            }
        }
    });
}

/// Validators by the schema's place: making one is the work.
struct Validators {
    /// Shared, as a copy for each schema takes most of the time. Nothing where a reference leads out
    /// of the document, which is another rule's to tell.
    components: Option<Registry<'static>>,
    known: std::collections::HashMap<String, Option<jsonschema::Validator>>,
}

impl Validators {
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
        let components = self.components.as_ref();
        let validator = self.known.entry(place.to_owned()).or_insert_with(|| {
            open(&mut schema, COMPONENTS);
            jsonschema::draft4::options()
                .with_registry(components?)
                .should_validate_formats(true)
                .build(&schema)
                .ok()
        });
        for error in validator
            .iter()
            .flat_map(|validator| validator.iter_errors(&example))
        {
            let help = "correct the example, or the schema if the example is the documentation's";
            report.add(
                &format!("{at}{}", error.instance_path()),
                error.to_string(),
                help,
            );
        }
    }
}

/// What OpenAPI says in words of its own, in JSON Schema's: `nullable`. References within the document
/// are from then on to another, which is called `document`.
fn open(schema: &mut Json, document: &str) {
    match schema {
        Json::Object(members) => {
            if members.get("nullable") == Some(&Json::Bool(true))
                && let Some(kind @ Json::String(_)) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([kind, "null"]));
            }
            members.retain(|key, _| !matches!(key.as_str(), "example" | "examples"));
            if let Some(Json::String(reference)) = members.get_mut("$ref")
                && reference.starts_with('#')
            {
                reference.insert_str(0, document);
            }
            members.values_mut().for_each(|it| open(it, document));
        }
        Json::Array(items) => items.iter_mut().for_each(|it| open(it, document)),
        _ => {}
    }
}

fn as_json(value: &Value) -> Option<Json> {
    serde_json::to_value(value).ok()
}
