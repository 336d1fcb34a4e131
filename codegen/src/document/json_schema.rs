//! The document's schemas as JSON Schema.

use serde_json::{Value, json};

use super::node::Node;

/// A schema as JSON Schema's draft 4, which OpenAPI 3.0 builds on. References become those to
/// `base`; the ones that lead nowhere become any JSON. What may be null by a `nullable` beside an
/// `allOf` or a choice may be so whatever those say.
pub fn json_schema(node: Node<'_>, base: &str) -> Value {
    if node.is_list() {
        return node.items().map(|item| json_schema(item, base)).collect();
    }
    if !node.is_map() {
        return node.json();
    }
    if let Some(reference) = node.text("$ref") {
        let known = reference.starts_with("#/components/") && node.target().is_some();
        return if known {
            json!({ "$ref": format!("{base}{reference}") })
        } else {
            json!({})
        };
    }
    let nullable = node.text("type").filter(|_| node.flag("nullable"));
    let members = node.members().map(|(key, member)| {
        let member = match nullable {
            Some(kind) if key == "type" => json!([kind, "null"]),
            _ => json_schema(member, base),
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
