//! The document, as far as requests are checked against it.

mod operation;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use hyper::Method;
use jsonschema::Validator;
use linksii_api::limits::{Access, EVERY_OTHER, Limit};
use serde_json::{Value, json};

pub(crate) use operation::Operation;
use operation::{Kind, Parameter};

use crate::fault::Fault;
use crate::reply::Refusal;

const DOCUMENT: &str = include_str!("../../../spec/linksii.yaml");

/// The operations of the document.
#[derive(Debug)]
pub(crate) struct Spec {
    operations: Vec<Operation>,
    /// The names of the properties that are enums.
    pub(crate) enums: BTreeSet<String>,
    /// The names of the properties whose members are named by the service.
    pub(crate) maps: BTreeSet<String>,
}

impl Spec {
    /// Reads a document, or the one that the sandbox was built with, which is read once.
    ///
    /// # Errors
    ///
    /// If it is not one that `cargo xtask validate` lets through.
    pub(crate) fn read(text: Option<&str>) -> Result<Arc<Self>, String> {
        static BUILT_IN: LazyLock<Result<Arc<Spec>, String>> =
            LazyLock::new(|| Spec::parse(DOCUMENT).map(Arc::new));
        match text {
            Some(text) => Self::parse(text).map(Arc::new),
            None => BUILT_IN.clone(),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let document: Value = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let components = json_schema(document["components"].clone());
        let mut operations = Vec::new();
        for (path, item) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in item.as_object().into_iter().flatten() {
                let Some(id) = operation["operationId"].as_str() else {
                    continue;
                };
                let method = method
                    .to_uppercase()
                    .parse()
                    .map_err(|_| format!("bad method {method}"))?;
                operations.push(Operation {
                    id: id.into(),
                    limit: limit_of(&document["x-rate-limits"], &method, path),
                    parameters: parameters(&document, &components, [item, operation])
                        .map_err(|error| format!("{id}: {error}"))?,
                    needs_body: operation["requestBody"]["required"] == true,
                    body: body(&components, operation).map_err(|error| format!("{id}: {error}"))?,
                    method,
                    path: path.clone(),
                });
            }
        }
        if operations.is_empty() {
            return Err("it has no operation under `paths`".to_owned());
        }
        let schemas = &document["components"]["schemas"];
        Ok(Self {
            operations,
            enums: properties(schemas, |it| !it["x-extensible-enum"].is_null()),
            maps: properties(schemas, |it| it["additionalProperties"].is_object()),
        })
    }

    /// The operation that a request asks for.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Result<&Operation, Refusal> {
        let mut here = self
            .operations
            .iter()
            .filter(|it| fits(&it.path, path))
            .peekable();
        if here.peek().is_none() {
            return Err(Refusal::NoSuchPath(format!("{path:?}")));
        }
        here.find(|it| it.method == *method)
            .ok_or(Refusal::MethodNotAllowed)
    }

    /// Reads a fault, which may be for one of the document's operations.
    pub(crate) fn read_fault(&self, text: &str) -> Result<Fault, String> {
        let fault: Fault = text.parse().map_err(|error| format!("{error}"))?;
        self.check_fault(&fault)?;
        Ok(fault)
    }

    /// Whether the document has the operation that a fault is for.
    pub(crate) fn check_fault(&self, fault: &Fault) -> Result<(), String> {
        let ids = || self.operations.iter().map(|it| &*it.id);
        match fault.operation() {
            Some(operation) if !ids().any(|id| id == operation) => Err(format!(
                "`on={operation}` is no operation of the document; there are {}",
                ids().collect::<Vec<_>>().join(", ")
            )),
            _ => Ok(()),
        }
    }

    /// The methods that a path has.
    pub(crate) fn allowed(&self, path: &str) -> String {
        let methods = self.operations.iter().filter(|it| fits(&it.path, path));
        methods
            .map(|it| it.method.as_str())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// Whether a path is one of a template: what stands in braces is any one segment.
fn fits(template: &str, path: &str) -> bool {
    if !template.contains('{') {
        return template == path;
    }
    let mut segments = path.split('/');
    let all = template.split('/').all(|wanted| {
        segments
            .next()
            .is_some_and(|it| wanted == it || (wanted.starts_with('{') && !it.is_empty()))
    });
    all && segments.next().is_none()
}

/// The names of the properties that a schema of some kind is of.
fn properties(schemas: &Value, is_wanted: impl Fn(&Value) -> bool) -> BTreeSet<String> {
    let schemas = schemas.as_object();
    let resolve = |schema: &Value| {
        let name = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
        let schema = name.and_then(|name| schemas?.get(name)).unwrap_or(schema);
        is_wanted(schema)
    };
    let all = schemas
        .into_iter()
        .flatten()
        .filter_map(|(_, schema)| schema["properties"].as_object());
    all.flatten()
        .filter(|(_, schema)| resolve(schema))
        .map(|(name, _)| name.clone())
        .collect()
}

/// The limit that the document gives an operation.
fn limit_of(limits: &Value, method: &Method, path: &str) -> Limit {
    let access = |limit: &Value| match limit["access"].as_str() {
        Some("read") => Access::Read,
        Some("write") => Access::Write,
        _ => Access::Any,
    };
    let all = limits["limits"].as_array().into_iter().flatten();
    let own = all
        .filter(|it| it["path"] == path)
        .find(|it| access(it).includes(method));
    let own = own.unwrap_or(&limits["every-other"]);
    let number = |name: &str| {
        let number = own[name].as_u64();
        number.and_then(|number| u32::try_from(number).ok())
    };
    let mut limit = EVERY_OTHER;
    limit.access = access(own);
    limit.requests_per_minute = number("requests-per-minute").unwrap_or(u32::MAX);
    limit.requests_per_day = number("requests-per-day");
    limit
}

/// What a node refers to, or else the node.
fn resolve<'v>(document: &'v Value, node: &'v Value) -> &'v Value {
    let reference = node["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
    reference
        .and_then(|it| document.pointer(it))
        .unwrap_or(node)
}

/// The parameters of a path's item and of its operation, which has the last word.
fn parameters(
    document: &Value,
    components: &Value,
    places: [&Value; 2],
) -> Result<BTreeMap<String, Parameter>, String> {
    let mut parameters = BTreeMap::new();
    let all = places.map(|it| it["parameters"].as_array());
    for parameter in all.into_iter().flatten().flatten() {
        let parameter = resolve(document, parameter);
        if parameter["in"] != "query" {
            continue;
        }
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let schema = &parameter["schema"];
        parameters.insert(
            name,
            Parameter {
                required: parameter["required"].as_bool().unwrap_or(false),
                kind: Kind::of(resolve(document, schema)),
                schema: validator(components, schema)?,
            },
        );
    }
    Ok(parameters)
}

fn body(components: &Value, operation: &Value) -> Result<Option<Validator>, String> {
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    if schema.is_null() {
        Ok(None)
    } else {
        validator(components, schema).map(Some)
    }
}

fn validator(components: &Value, schema: &Value) -> Result<Validator, String> {
    let whole = json!({"allOf": [json_schema(schema.clone())], "components": components});
    let options = jsonschema::draft4::options().should_validate_formats(true);
    options.build(&whole).map_err(|error| error.to_string())
}

/// What OpenAPI says in words of its own, in JSON Schema's.
fn json_schema(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(members) => {
            members.retain(|key, _| !matches!(key.as_str(), "example" | "examples"));
            if members.get("nullable") == Some(&Value::Bool(true))
                && let Some(kind) = members.get("type").cloned()
            {
                members.insert("type".to_owned(), json!([kind, "null"]));
            }
            members
                .values_mut()
                .for_each(|value| *value = json_schema(value.take()));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| *item = json_schema(item.take())),
        _ => {}
    }
    schema
}
