//! What an operation asks of a request.

use std::collections::BTreeMap;
use std::sync::Arc;

use hyper::Method;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use jsonschema::Validator;
use linksii_api::limits::Limit;
use serde_json::Value;

use crate::reply::Refusal;

/// What a request must be to be answered.
#[derive(Debug)]
pub(crate) struct Operation {
    pub(crate) id: Arc<str>,
    pub(crate) limit: Limit,
    pub(super) method: Method,
    /// The path template.
    pub(crate) path: String,
    pub(super) parameters: BTreeMap<String, Parameter>,
    pub(super) body: Option<Validator>,
    pub(super) needs_body: bool,
}

/// A parameter of the query.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) required: bool,
    pub(super) kind: Kind,
    pub(super) schema: Validator,
}

/// What a parameter's text is read as, before its schema has the say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Int32,
    Int64,
    Number,
    Boolean,
}

impl Kind {
    pub(super) fn of(schema: &Value) -> Self {
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (Some("integer"), Some("int32")) => Self::Int32,
            (Some("integer"), _) => Self::Int64,
            (Some("number"), _) => Self::Number,
            (Some("boolean"), _) => Self::Boolean,
            _ => Self::Text,
        }
    }

    /// The value that the text stands for, or else the text.
    fn read(self, text: &str) -> Value {
        let value = match self {
            Self::Text => None,
            Self::Int32 => text.parse::<i32>().ok().map(Value::from),
            Self::Int64 => text.parse::<i64>().ok().map(Value::from),
            Self::Number => text.parse::<f64>().ok().map(Value::from),
            Self::Boolean => text.parse::<bool>().ok().map(Value::from),
        };
        value.unwrap_or_else(|| Value::from(text))
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
            parameter
                .schema
                .validate(&parameter.kind.read(value))
                .map_err(|error| invalid(error.to_string()))?;
        }
        Ok(())
    }

    /// Checks and reads a request's body.
    pub(crate) fn check_body(&self, headers: &HeaderMap, bytes: &[u8]) -> Result<Value, Refusal> {
        let Some(validator) = &self.body else {
            return Ok(Value::Null);
        };
        let invalid = |why: String| Refusal::BadRequest(why, "INVALID_BODY");
        if bytes.is_empty() {
            if !self.needs_body {
                return Ok(Value::Null);
            }
            return Err(invalid("a body of JSON is required".to_owned()));
        }
        check_type(headers).map_err(invalid)?;
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
        let place = error.instance_path().to_string();
        let place = place.strip_prefix('/').unwrap_or("the body");
        Err(invalid(format!("{place}: {error}")))
    }
}

/// Whether the headers say that the body is JSON, as the document has it.
fn check_type(headers: &HeaderMap) -> Result<(), String> {
    let given = headers.get(CONTENT_TYPE);
    let given = given.map_or(Ok(""), |value| value.to_str());
    let given = given.unwrap_or("something unreadable");
    let kind = given.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        let given = if given.is_empty() { "missing" } else { given };
        Err(format!(
            "Content-Type must be application/json, and is {given}"
        ))
    }
}
