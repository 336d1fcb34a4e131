//! The operations, ready to be found and to check requests.

use std::sync::LazyLock;

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use linksii_api::limits::{self, Limit};
use serde_json::Value;

use crate::generated::DOCUMENT;
use crate::operation::{Document, Operation};
use crate::refusal::Refusal;

/// Every operation of a document.
#[derive(Debug)]
pub(crate) struct Endpoints {
    pub(crate) document: &'static Document,
    all: Vec<Endpoint>,
}

/// An operation, with what checks a request for it.
#[derive(Debug)]
pub(crate) struct Endpoint {
    pub(crate) operation: &'static Operation,
    pub(crate) limit: &'static Limit,
    method: Method,
    /// Whether the path template has segments that differ.
    has_braces: bool,
    parameters: Vec<Parameter>,
    body: Option<Validator>,
}

/// The operations of the document that the sandbox was built with. They are made ready once in a process.
///
/// # Errors
///
/// If one of its schemas is not a JSON Schema.
pub(crate) fn endpoints() -> Result<&'static Endpoints, String> {
    static ENDPOINTS: LazyLock<Result<Endpoints, String>> =
        LazyLock::new(|| Endpoints::new(&DOCUMENT));
    ENDPOINTS.as_ref().map_err(Clone::clone)
}

impl Endpoints {
    pub(crate) fn new(document: &'static Document) -> Result<Self, String> {
        let all = document.operations.iter().map(Endpoint::new);
        Ok(Self {
            document,
            all: all.collect::<Result<_, _>>()?,
        })
    }

    /// # Errors
    ///
    /// If the document does not have this operation; with those that it has.
    pub(crate) fn check_id(&self, id: &str) -> Result<(), String> {
        let ids: Vec<&str> = self.all.iter().map(|it| it.operation.id).collect();
        if ids.contains(&id) {
            return Ok(());
        }
        Err(format!(
            "is not an operation of the document; these are: {}",
            ids.join(", ")
        ))
    }

    /// The operation that a request asks for, by its decoded path below the base path.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Result<&Endpoint, Refusal> {
        let is_here = |it: &&Endpoint| it.is_at(path);
        let mut of_method = self.all.iter().filter(|it| it.method == *method);
        if let Some(found) = of_method.find(is_here) {
            return Ok(found);
        }
        let here = self.all.iter().filter(is_here);
        let methods: Vec<&str> = here.map(|it| it.method.as_str()).collect();
        if methods.is_empty() {
            let why = format!("the document has no path {path:?}");
            return Err(Refusal::not_found(&why));
        }
        Err(Refusal::method_not_allowed(methods.join(", ")))
    }
}

impl Endpoint {
    fn new(operation: &'static Operation) -> Result<Self, String> {
        let failed = |why: String| format!("the document: {}: {why}", operation.id);
        let parse = |schema| {
            let schema: serde_json::Result<Value> = serde_json::from_str(schema);
            schema.map_err(|error| failed(error.to_string()))
        };
        let query = parse(operation.query)?;
        let parameters = query["properties"].as_object().into_iter().flatten();
        let parameters = parameters.map(|(name, schema)| Parameter::new(name, schema, &query));
        let body = operation.body.map(parse).transpose()?;
        let method = Method::from_bytes(operation.method.as_bytes());
        let method = method.map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            operation,
            limit: limits::of(&method, operation.path),
            method,
            has_braces: operation.path.contains('{'),
            parameters: parameters.collect::<Result<_, _>>().map_err(failed)?,
            body: body.as_ref().map(compile).transpose().map_err(failed)?,
        })
    }

    /// Whether a path is one of the template, in which braces are any one segment.
    fn is_at(&self, path: &str) -> bool {
        if !self.has_braces {
            return self.operation.path == path;
        }
        let mut segments = path.split('/');
        let all = self.operation.path.split('/').all(|expected| {
            segments
                .next()
                .is_some_and(|it| expected == it || (expected.starts_with('{') && !it.is_empty()))
        });
        all && segments.next().is_none()
    }

    /// Checks and reads a request's query: the parameters that are given, with their values.
    pub(crate) fn check_query(&self, query: &str) -> Result<Vec<(&str, Value)>, Refusal> {
        let mut given: Vec<(&str, Value)> = Vec::with_capacity(self.parameters.len());
        for (name, text) in form_urlencoded::parse(query.as_bytes()) {
            let invalid = |why: &str| Refusal::invalid("INVALID_PARAM", &format!("{name}: {why}"));
            let known = self.parameters.iter().find(|it| it.name == name);
            let known = known.ok_or_else(|| invalid("there is no such parameter"))?;
            if given.iter().any(|(name, _)| *name == known.name) {
                return Err(invalid("it is given twice"));
            }
            let value = known.read(&text);
            let result = known.schema.validate(&value);
            result.map_err(|error| invalid(&error.to_string()))?;
            given.push((&known.name, value));
        }
        let is_given = |it: &Parameter| given.iter().any(|(name, _)| *name == it.name);
        let mut parameters = self.parameters.iter();
        match parameters.find(|it| it.required && !is_given(it)) {
            Some(missing) => Err(required(&missing.name)),
            None => Ok(given),
        }
    }

    /// Checks and reads a request's body.
    pub(crate) fn check_body(&self, headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Refusal> {
        let Some(validator) = &self.body else {
            return Ok(Value::Null);
        };
        let invalid = |why: &str| Refusal::invalid("INVALID_BODY", why);
        if bytes.is_empty() {
            return if self.operation.body_required {
                Err(invalid("a body of JSON is required"))
            } else {
                Ok(Value::Null)
            };
        }
        check_media_type(headers).map_err(|why| invalid(&why))?;
        let body: Value = serde_json::from_slice(bytes)
            .map_err(|error| invalid(&format!("the body is not JSON: {error}")))?;
        match validator.validate(&body) {
            Ok(()) => Ok(body),
            Err(error) => Err(mismatch(&error)),
        }
    }
}

fn compile(schema: &Value) -> Result<Validator, String> {
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    options.build(schema).map_err(|error| error.to_string())
}

/// A parameter of the query.
#[derive(Debug)]
struct Parameter {
    name: String,
    required: bool,
    /// The type that the schema asks for.
    kind: String,
    schema: Validator,
}

impl Parameter {
    /// One of the properties of the query's schema.
    fn new(name: &str, schema: &Value, query: &Value) -> Result<Self, String> {
        let required = query["required"].as_array();
        Ok(Self {
            name: name.to_owned(),
            required: required.is_some_and(|names| names.contains(&name.into())),
            kind: schema["type"].as_str().unwrap_or_default().to_owned(),
            schema: compile(schema).map_err(|error| format!("{name}: {error}"))?,
        })
    }

    /// The value that a text is, or else the text, which the schema then refuses.
    fn read(&self, text: &str) -> Value {
        let value = match self.kind.as_str() {
            "integer" => text.parse::<i64>().ok().map(Value::from),
            "number" => text.parse::<f64>().ok().map(Value::from),
            "boolean" => text.parse::<bool>().ok().map(Value::from),
            _ => None,
        };
        value.unwrap_or_else(|| Value::from(text))
    }
}

/// Which part of a body does not match its schema, and why.
fn mismatch(error: &ValidationError<'_>) -> Refusal {
    let path = error.instance_path().to_string();
    let field = |name: &str| format!("{path}/{name}").trim_start_matches('/').to_owned();
    let invalid =
        |what: &str, why: &str| Refusal::invalid("INVALID_BODY", &format!("{what}: {why}"));
    match error.kind() {
        ValidationErrorKind::Required { property } => {
            required(&field(property.as_str().unwrap_or_default()))
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let name = unexpected.first().map_or("", String::as_str);
            invalid(&field(name), "there is no such field")
        }
        _ if path.is_empty() => invalid("the body", &error.to_string()),
        _ => invalid(&path[1..], &error.to_string()),
    }
}

/// The documented answer where a parameter or a field is missing.
fn required(name: &str) -> Refusal {
    Refusal::invalid("MISSING_PARAM", &format!("{name} is required"))
}

/// Whether the headers say that the body is JSON, the one media type that the document has.
fn check_media_type(headers: &HeaderMap) -> Result<(), String> {
    let given = headers.get(CONTENT_TYPE);
    let given = given.map_or(Ok("missing"), |value| value.to_str());
    let given = given.unwrap_or("unreadable");
    let media_type = given.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(format!(
            "Content-Type must be application/json, and is {given}"
        ))
    }
}
