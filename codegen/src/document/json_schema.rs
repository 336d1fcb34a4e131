//! The document's schemas as JSON Schema.

use jsonschema::{Draft, Registry};
use serde_json::{Value, json};

use super::node::Node;
use super::tree::Document;

/// What the document is called among a validator's schemas.
const DOCUMENT: &str = "urn:document";

/// What the references of the document's schemas lead to, for the validators of [`json_schema`]s;
/// nothing where a component is not a schema.
pub fn components_registry(document: &Document) -> Option<Registry<'static>> {
    let components = document.root().get("components");
    let components = components.map_or(Value::Null, json_schema);
    let components = Draft::Draft4.create_resource(json!({ "components": components }));
    let registry = Registry::new()
        .draft(Draft::Draft4)
        .add(DOCUMENT, components);
    registry.and_then(|registry| registry.prepare()).ok()
}

/// A schema as JSON Schema's draft 4, which OpenAPI 3.0 builds on. References become those to the
/// [registry](components_registry)'s; the ones that lead nowhere become any JSON. What may be null by
/// a `nullable` beside an `allOf` or a choice may be so whatever those say.
pub fn json_schema(node: Node<'_>) -> Value {
    if node.is_list() {
        return node.items().map(json_schema).collect();
    }
    if !node.is_map() {
        return node.json();
    }
    if let Some(reference) = node.text("$ref") {
        let known = reference.starts_with("#/components/") && node.target().is_some();
        return if known {
            json!({ "$ref": format!("{DOCUMENT}{reference}") })
        } else {
            json!({})
        };
    }
    let nullable = node.text("type").filter(|_| node.flag("nullable"));
    let members = node.members().map(|(key, member)| {
        let member = match nullable {
            Some(kind) if key == "type" => json!([kind, "null"]),
            _ => json_schema(member),
        };
        (key.to_owned(), member)
    });
    let schema = Value::Object(members.collect());
    // A property may be called `nullable`, but is no flag.
    if node.flag("nullable") && nullable.is_none() {
        return json!({ "anyOf": [{ "enum": [null] }, schema] });
    }
    schema
}
