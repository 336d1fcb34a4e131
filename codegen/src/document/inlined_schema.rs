//! The document's schemas as JSON Schemas that need nothing else.

use serde_json::{Map, Value, json};

use super::node::Node;
use super::schema::Schema;

/// What a schema is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To refuse whatever is not documented today: enums are closed, and so is an object whose
    /// documentation is whole. Without words.
    Check,
    /// To say what to send, or what to expect: with the document's words, and open to news.
    Describe,
}

/// The keys that say nothing of a schema's values.
const WORDS: [&str; 2] = ["description", "title"];

/// The keys that JSON Schema does not have, or that are put in another way.
const OTHERS: [&str; 9] = [
    "allOf",
    "deprecated",
    "discriminator",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
];

/// The flags that are bounds in JSON Schema, and the bounds that they are of.
const BOUNDS: [(&str, &str); 2] = [
    ("exclusiveMinimum", "minimum"),
    ("exclusiveMaximum", "maximum"),
];

/// A schema as JSON Schema 2020-12 without references. The parts of an `allOf` are merged, and what
/// holds itself is any JSON from its second time on.
pub fn inlined_schema(node: Node<'_>, purpose: Purpose) -> Value {
    Inliner {
        purpose,
        open: Vec::new(),
    }
    .schema(node)
}

struct Inliner<'d> {
    purpose: Purpose,
    /// The schemas that the current one is in.
    open: Vec<Node<'d>>,
}

impl<'d> Inliner<'d> {
    fn schema(&mut self, node: Node<'d>) -> Value {
        let Some(schema) = Schema::of(node) else {
            return json!({});
        };
        if self.open.contains(&schema.node) {
            return json!({});
        }
        self.open.push(schema.node);
        let value = self.inlined(&schema);
        self.open.pop();
        value
    }

    fn inlined(&mut self, schema: &Schema<'d>) -> Value {
        let node = schema.node;
        let mut result = Map::new();
        for (key, member) in node.members() {
            let is_words = WORDS.contains(&key) && self.purpose == Purpose::Check;
            if is_words || OTHERS.contains(&key) || key.starts_with("x-") {
                continue;
            }
            let value = match key {
                "properties" => self.properties(member.members().map(|(key, it)| (key, Some(it)))),
                "items" | "additionalProperties" | "not" => self.part(member),
                "anyOf" | "oneOf" => member.items().map(|it| self.schema(it)).collect(),
                _ => member.json(),
            };
            result.insert(key.to_owned(), value);
        }
        if node.get("allOf").is_some() {
            self.merge(schema, &mut result);
        }
        // OpenAPI 3.0's `exclusiveMinimum: true` is a number in JSON Schema.
        for (exclusive, inclusive) in BOUNDS {
            if result.get(exclusive).is_some_and(Value::is_boolean)
                && result.remove(exclusive) == Some(Value::Bool(true))
                && let Some(bound) = result.remove(inclusive)
            {
                result.insert(exclusive.to_owned(), bound);
            }
        }
        if node.flag("nullable")
            && let Some(kind) = result.get_mut("type")
        {
            *kind = json!([kind, "null"]);
        }
        match self.purpose {
            Purpose::Check => close(node, &mut result),
            // Who reads a number need not know its size.
            Purpose::Describe if matches!(node.text("type"), Some("integer" | "number")) => {
                result.remove("format");
            }
            Purpose::Describe => {}
        }
        Value::Object(result)
    }

    /// The parts of an `allOf` in one object; of other schemas the list as it is.
    fn merge(&mut self, schema: &Schema<'d>, result: &mut Map<String, Value>) {
        let Some(object) = schema.object() else {
            let members = schema.node.items_of("allOf");
            let members = members.map(|member| self.schema(member)).collect();
            result.insert("allOf".to_owned(), members);
            return;
        };
        let properties = object.properties.iter().map(|it| (it.name, it.schema));
        result.insert("type".to_owned(), "object".into());
        result.insert("properties".to_owned(), self.properties(properties));
        result.insert("required".to_owned(), object.required.into());
        if let Some(additional) = object.additional {
            result.insert("additionalProperties".to_owned(), self.part(additional));
        }
    }

    /// Properties by their names; those without a schema are any JSON.
    fn properties<'n>(
        &mut self,
        properties: impl Iterator<Item = (&'n str, Option<Node<'d>>)>,
    ) -> Value {
        let properties = properties.map(|(name, schema)| {
            let schema = schema.map_or_else(|| json!({}), |it| self.schema(it));
            (name.to_owned(), schema)
        });
        Value::Object(properties.collect())
    }

    /// A schema, or a flag instead of one.
    fn part(&mut self, node: Node<'d>) -> Value {
        if node.is_map() {
            self.schema(node)
        } else {
            node.json()
        }
    }
}

/// Refuses what is not documented, and what is too large.
fn close(node: Node<'_>, result: &mut Map<String, Value>) {
    if node.text("format") == Some("int32") {
        result.entry("minimum").or_insert(i32::MIN.into());
        result.entry("maximum").or_insert(i32::MAX.into());
    }
    if let Some(values) = node.get("x-extensible-enum") {
        result.insert("enum".to_owned(), values.json());
    }
    let is_whole = node.get("x-evidence").is_some_and(|it| it.flag("whole"));
    let is_object = result.get("type").and_then(Value::as_str) == Some("object");
    if is_object && is_whole {
        result.entry("additionalProperties").or_insert(false.into());
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::document::read;

    /// The first of these schemas.
    fn schema(schemas: &str, purpose: Purpose) -> Value {
        let text = format!("openapi: 3.0.3\ncomponents:\n  schemas:\n{schemas}");
        let document = read("test.yaml", text.as_bytes()).unwrap();
        let (_, first) = document.components("schemas").next().unwrap();
        inlined_schema(first, purpose)
    }

    #[test]
    fn references_are_followed_and_circles_end() {
        let schemas = "    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}\n    \
             B: {type: array, items: {$ref: '#/components/schemas/A'}}\n";
        assert_eq!(
            schema(schemas, Purpose::Check),
            json!({"type": "object", "properties": {"b": {"type": "array", "items": {}}}})
        );
    }

    #[test]
    fn what_is_to_be_checked_is_closed_and_what_is_described_has_words() {
        let schemas = "    A:\n      description: An a.\n      type: object\n      x-evidence: {whole: true}\n      \
             properties:\n        e: {type: string, nullable: true, x-extensible-enum: [x]}\n        \
             n: {type: integer, format: int32, minimum: 0, exclusiveMinimum: true}\n";
        assert_eq!(
            schema(schemas, Purpose::Check),
            json!({
                "type": "object",
                "properties": {
                    "e": {"type": ["string", "null"], "enum": ["x"]},
                    "n": {"type": "integer", "format": "int32", "exclusiveMinimum": 0,
                          "minimum": i32::MIN, "maximum": i32::MAX},
                },
                "additionalProperties": false,
            })
        );
        let described = schema(schemas, Purpose::Describe);
        assert_eq!(described["description"], "An a.");
        assert_eq!(described.get("additionalProperties"), None);
        assert_eq!(described["properties"]["e"].get("enum"), None);
    }

    #[test]
    fn the_parts_of_an_object_are_merged() {
        let schemas = "    A:\n      allOf:\n        - {type: object, required: [x], properties: {x: {type: string}}}\n        \
             - {type: object, properties: {y: {type: number}}}\n";
        assert_eq!(
            schema(schemas, Purpose::Check),
            json!({
                "type": "object",
                "properties": {"x": {"type": "string"}, "y": {"type": "number"}},
                "required": ["x"],
            })
        );
    }
}
