//! The document, as far as requests are checked against it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use hyper::Method;
use jsonschema::Validator;
use linksii_api::limits::{ALL, EVERY_OTHER, Limit};
use serde_json::{Value, json};

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

/// What a request must be to be answered.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) limit: &'static Limit,
    method: Method,
    /// The path template.
    pub(crate) path: String,
    parameters: BTreeMap<String, Parameter>,
    body: Option<Validator>,
}

/// How large an integer may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Width {
    Int32,
    Int64,
}

#[derive(Debug)]
struct Parameter {
    required: bool,
    integer: Option<Width>,
    schema: Validator,
}

impl Spec {
    /// Reads the document.
    ///
    /// # Errors
    ///
    /// If it is not one that `cargo xtask validate` lets through.
    pub(crate) fn read() -> Result<&'static Self, &'static str> {
        static SPEC: LazyLock<Result<Spec, String>> = LazyLock::new(Spec::parse);
        SPEC.as_ref().map_err(String::as_str)
    }

    fn parse() -> Result<Self, String> {
        let document: Value = serde_yaml::from_str(DOCUMENT).map_err(|error| error.to_string())?;
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
                    id: id.to_owned(),
                    limit: limit_of(&method, path),
                    parameters: parameters(&document, &components, operation)?,
                    body: body(&components, operation)?,
                    method,
                    path: path.clone(),
                });
            }
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
            return Err(Refusal::NotFound);
        }
        here.find(|it| it.method == *method)
            .ok_or(Refusal::MethodNotAllowed)
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

impl Operation {
    /// Checks a request's query.
    pub(crate) fn check_query(&self, query: &[(String, String)]) -> Result<(), Refusal> {
        let missing = self.parameters.iter().find(|(name, parameter)| {
            parameter.required && !query.iter().any(|(given, _)| given == *name)
        });
        if let Some((name, _)) = missing {
            return Err(Refusal::BadRequest(
                format!("{name} is required"),
                "MISSING_PARAM",
            ));
        }
        for (index, (name, value)) in query.iter().enumerate() {
            let invalid =
                |why: String| Refusal::BadRequest(format!("{name}: {why}"), "INVALID_PARAM");
            let parameter = self.parameters.get(name);
            let parameter =
                parameter.ok_or_else(|| invalid("there is no such parameter".to_owned()))?;
            if query[..index].iter().any(|(earlier, _)| earlier == name) {
                return Err(invalid("it stands there twice".to_owned()));
            }
            let value = match parameter.integer {
                Some(Width::Int32) => value.parse::<i32>().map_or(json!(value), |it| json!(it)),
                Some(Width::Int64) => value.parse::<i64>().map_or(json!(value), |it| json!(it)),
                None => json!(value),
            };
            parameter
                .schema
                .validate(&value)
                .map_err(|error| invalid(error.to_string()))?;
        }
        Ok(())
    }

    /// Checks and reads a request's body.
    pub(crate) fn check_body(&self, bytes: &[u8]) -> Result<Value, Refusal> {
        let Some(validator) = &self.body else {
            return Ok(Value::Null);
        };
        let invalid = |why: String| Refusal::BadRequest(why, "INVALID_BODY");
        let body: Value = serde_json::from_slice(bytes)
            .map_err(|error| invalid(format!("the body is no JSON: {error}")))?;
        let Some(error) = validator.iter_errors(&body).next() else {
            return Ok(body);
        };
        if let jsonschema::error::ValidationErrorKind::Required { property } = error.kind() {
            let name = property.as_str().unwrap_or_default();
            return Err(Refusal::BadRequest(
                format!("{name} is required"),
                "MISSING_PARAM",
            ));
        }
        Err(invalid(format!("{}: {error}", error.instance_path())))
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

fn limit_of(method: &Method, path: &str) -> &'static Limit {
    let limits = ALL.iter().copied();
    let mut fitting = limits.filter(|it| it.path == path && it.access.includes(method));
    fitting.next().unwrap_or(&EVERY_OTHER)
}

fn parameters(
    document: &Value,
    components: &Value,
    operation: &Value,
) -> Result<BTreeMap<String, Parameter>, String> {
    let mut parameters = BTreeMap::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let reference = parameter["$ref"]
            .as_str()
            .and_then(|it| it.strip_prefix('#'));
        let parameter = reference
            .and_then(|it| document.pointer(it))
            .unwrap_or(parameter);
        if parameter["in"] != "query" {
            continue;
        }
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        let schema = &parameter["schema"];
        parameters.insert(
            name,
            Parameter {
                required: parameter["required"].as_bool().unwrap_or(false),
                integer: (schema["type"] == "integer").then(|| match schema["format"].as_str() {
                    Some("int32") => Width::Int32,
                    _ => Width::Int64,
                }),
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
            if members.get("nullable") == Some(&Value::Bool(true)) {
                let kind = members["type"].clone();
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
