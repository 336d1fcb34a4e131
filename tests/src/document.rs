//! What the spec says, for tests that are made from it.

use serde_json::Value;

/// An operation of the spec.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its `operationId`.
    pub id: String,
    /// `GET`.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The documented curl commands.
    pub curls: Vec<String>,
    /// The documented requests' bodies.
    pub requests: Vec<Value>,
    /// The documented replies.
    pub replies: Vec<Value>,
}

/// The spec.
pub fn spec() -> Value {
    let text = include_str!("../../spec/linksii.yaml");
    serde_yaml::from_str(text).unwrap()
}

/// Its operations, in its order.
pub fn operations() -> Vec<Operation> {
    let spec = spec();
    let mut operations = Vec::new();
    for (path, item) in spec["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let samples = operation["x-codeSamples"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            operations.push(Operation {
                id: operation["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                curls: samples
                    .iter()
                    .map(|it| it["source"].as_str().unwrap().to_owned())
                    .collect(),
                requests: examples(&operation["requestBody"]),
                replies: examples(resolve(&spec, &operation["responses"]["200"])),
            });
        }
    }
    operations
}

/// The schema of what an operation answers with, or of what it lists.
pub fn item(operation: &str) -> Value {
    let spec = spec();
    let paths = spec["paths"].as_object().unwrap().values();
    let mut operations = paths.flat_map(|it| it.as_object().unwrap().values());
    let found = operations
        .find(|it| it["operationId"] == operation)
        .unwrap();
    let reply = resolve(&spec, &found["responses"]["200"]);
    let envelope = resolve(&spec, &reply["content"]["application/json"]["schema"]);
    let data = &envelope["properties"]["data"];
    let item = if data["items"].is_null() {
        data
    } else {
        &data["items"]
    };
    resolve(&spec, item).clone()
}

fn resolve<'v>(spec: &'v Value, node: &'v Value) -> &'v Value {
    match node["$ref"].as_str() {
        Some(reference) => spec.pointer(reference.trim_start_matches('#')).unwrap(),
        None => node,
    }
}

fn examples(message: &Value) -> Vec<Value> {
    let examples = message["content"]["application/json"]["examples"].as_object();
    examples
        .into_iter()
        .flatten()
        .map(|(_, example)| example["value"].clone())
        .collect()
}
