//! The document's YAML, read into plain data. The rest of the sandbox knows [`Document`] alone.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::operation::{Document, Operation};

const YAML: &str = include_str!("../../../spec/linksii.yaml");

/// The document that the sandbox was built with. It is read once in a process.
///
/// # Errors
///
/// If it is not one that `cargo xtask validate` accepts.
pub(crate) fn document() -> Result<&'static Document, String> {
    static DOCUMENT: LazyLock<Result<Document, String>> = LazyLock::new(|| read(YAML));
    DOCUMENT.as_ref().map_err(Clone::clone)
}

fn read(yaml: &str) -> Result<Document, String> {
    let document: Value = serde_yaml::from_str(yaml).map_err(|error| error.to_string())?;
    let mut operations = Vec::new();
    for (path, item) in members(&document["paths"]) {
        for (method, node) in members(item) {
            let Some(id) = node["operationId"].as_str() else {
                continue;
            };
            let body = resolve(&document, &node["requestBody"]);
            let schema = &body["content"]["application/json"]["schema"];
            operations.push(Operation {
                id: leak(id),
                method: leak(&method.to_uppercase()),
                path: leak(path),
                query: leak(&query(&document, [item, node]).to_string()),
                body: (!schema.is_null())
                    .then(|| leak(&json_schema(&document, schema).to_string())),
                body_required: body["required"] == true,
                reply: reply(&document, node).map(|it| leak(&it.to_string())),
            });
        }
    }
    let url = document["servers"][0]["url"].as_str().unwrap_or_default();
    let base_path = url.splitn(4, '/').nth(3).unwrap_or_default();
    Ok(Document {
        base_path: leak(&format!("/{base_path}")),
        operations: operations.leak(),
        enums: properties(&document, |it| !it["x-extensible-enum"].is_null()),
        maps: properties(&document, |it| it["additionalProperties"].is_object()),
    })
}

/// The document is read once and kept until the process ends.
fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

fn members(node: &Value) -> impl Iterator<Item = (&String, &Value)> {
    node.as_object().into_iter().flatten()
}

/// What a node refers to, or else the node.
fn resolve<'v>(document: &'v Value, node: &'v Value) -> &'v Value {
    let pointer = node["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    pointer.and_then(|it| document.pointer(it)).unwrap_or(node)
}

/// The schema of the query parameters of a path and of its operation, which has the last word.
fn query(document: &Value, nodes: [&Value; 2]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let all = nodes.map(|it| it["parameters"].as_array());
    for parameter in all.into_iter().flatten().flatten() {
        let parameter = resolve(document, parameter);
        let Some(name) = parameter["name"]
            .as_str()
            .filter(|_| parameter["in"] == "query")
        else {
            continue;
        };
        if parameter["required"] == true {
            required.push(name);
        }
        properties.insert(name.to_owned(), json_schema(document, &parameter["schema"]));
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The first example of the body of a successful reply.
fn reply<'v>(document: &'v Value, operation: &'v Value) -> Option<&'v Value> {
    let success = members(&operation["responses"]).find(|(status, _)| status.starts_with('2'))?;
    let content = &resolve(document, success.1)["content"]["application/json"];
    members(&content["examples"])
        .map(|(_, example)| &example["value"])
        .next()
}

/// The names of the properties whose schema is of some kind.
fn properties(document: &Value, is_wanted: fn(&Value) -> bool) -> &'static [&'static str] {
    let schemas = members(&document["components"]["schemas"]);
    let properties = schemas.flat_map(|(_, schema)| members(&schema["properties"]));
    let wanted = properties.filter(|(_, schema)| is_wanted(resolve(document, schema)));
    let mut names: Vec<_> = wanted.map(|(name, _)| leak(name)).collect();
    names.sort_unstable();
    names.dedup();
    names.leak()
}

/// A schema of OpenAPI 3.0 as JSON Schema, with what it refers to in it. An enum is closed, and so is an
/// object whose documentation is whole: the sandbox is stricter than a client, which must expect news.
fn json_schema(document: &Value, schema: &Value) -> Value {
    let schema = resolve(document, schema);
    let mut result = Map::new();
    for (key, value) in members(schema) {
        let value = match (key.as_str(), value) {
            ("properties", properties) => members(properties)
                .map(|(name, property)| (name.clone(), json_schema(document, property)))
                .collect(),
            ("items" | "additionalProperties", Value::Object(_)) => json_schema(document, value),
            ("description" | "example" | "nullable", _) => continue,
            (extension, _) if extension.starts_with("x-") => continue,
            _ => value.clone(),
        };
        result.insert(key.clone(), value);
    }
    if schema["nullable"] == true {
        result.insert("type".to_owned(), json!([schema["type"], "null"]));
    }
    if schema["format"] == "int32" {
        result.entry("minimum").or_insert(i32::MIN.into());
        result.entry("maximum").or_insert(i32::MAX.into());
    }
    if let Some(values) = schema.get("x-extensible-enum") {
        result.insert("enum".to_owned(), values.clone());
    }
    if schema["type"] == "object" && schema["x-evidence"]["whole"] == true {
        result.entry("additionalProperties").or_insert(false.into());
    }
    Value::Object(result)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_document_becomes_plain_data() {
        let document = document().unwrap();
        assert_eq!(document.base_path, "/api/v1");
        assert!(document.enums.contains(&"platform"), "{:?}", document.enums);
        assert_eq!(document.maps, ["dimensions"]);
        let mut operations = document.operations.iter();
        let prompt = operations.find(|it| it.id == "create_prompt").unwrap();
        assert_eq!((prompt.method, prompt.path), ("POST", "/prompts"));
        let body: Value = serde_json::from_str(prompt.body.unwrap()).unwrap();
        let expected = json!({
            "type": "object",
            "required": ["workspace_id", "text"],
            "properties": {
                "workspace_id": {"type": "string"},
                "text": {"type": "string"},
                "category": {"type": "string", "enum": ["awareness", "consideration", "decision"]},
                "is_active": {"type": "boolean"},
            },
            "additionalProperties": false,
        });
        assert_eq!(body, expected);
    }
}
