//! What values a place has held, and the schema that would say so.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

/// How many fields of one object are told.
const MOST_FIELDS: usize = 100;

/// Which values were seen at one place, all of them together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shape {
    /// JSON's types, an integer apart from other numbers.
    types: BTreeSet<&'static str>,
    /// What all strings so far have in common.
    format: Option<&'static str>,
    fields: IndexMap<String, Shape>,
    items: Option<Box<Shape>>,
}

/// The type of a value. A number without a fraction is an integer, as JSON has one kind of number.
pub(super) fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Json::Number(number) => match number.as_f64() {
            Some(number) if number.fract() == 0.0 => "integer",
            _ => "number",
        },
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

impl Shape {
    pub(super) fn add(&mut self, value: &Json) {
        let first = !self.types.contains("string");
        self.types.insert(kind(value));
        match value {
            Json::String(text) if first => self.format = format(text),
            Json::String(text) => self.format = self.format.filter(|it| format(text) == Some(it)),
            Json::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.add(item));
            }
            Json::Object(members) => {
                for (name, value) in members.iter().take(MOST_FIELDS) {
                    self.fields.entry(name.clone()).or_default().add(value);
                }
            }
            _ => {}
        }
    }

    /// The types seen; `number` stands for integers as well where both were.
    pub(super) fn types(&self) -> Vec<&'static str> {
        let types = self.types.iter().copied();
        types
            .filter(|it| *it != "integer" || !self.types.contains("number"))
            .collect()
    }

    /// A schema that all values seen fit.
    pub(super) fn schema(&self) -> Mapping {
        let kinds: Vec<_> = self
            .types()
            .into_iter()
            .filter(|it| *it != "null")
            .collect();
        let mut schema = match kinds.as_slice() {
            [] => Mapping::new(),
            [kind] => self.schema_of(kind),
            several => {
                let choice = several.iter().map(|kind| self.schema_of(kind).into());
                mapping([("oneOf", Value::Sequence(choice.collect()))])
            }
        };
        if self.types.contains("null") && !kinds.is_empty() {
            schema.insert("nullable".into(), true.into());
        }
        schema
    }

    fn schema_of(&self, kind: &str) -> Mapping {
        let mut schema = mapping([("type", kind.into())]);
        match kind {
            "integer" => {
                schema.insert("format".into(), "int64".into());
            }
            "number" => {
                schema.insert("format".into(), "double".into());
            }
            "string" => {
                if let Some(format) = self.format {
                    schema.insert("format".into(), format.into());
                }
            }
            "array" => {
                let items = self.items.as_deref().map(Shape::schema).unwrap_or_default();
                schema.insert("items".into(), items.into());
            }
            "object" if !self.fields.is_empty() => {
                let fields = self.fields.iter();
                let fields = fields.map(|(name, shape)| (name.as_str(), shape.schema().into()));
                schema.insert("properties".into(), mapping(fields).into());
            }
            _ => {}
        }
        schema
    }
}

/// What a string looks like.
fn format(text: &str) -> Option<&'static str> {
    let fits = |format: &str| {
        let schema = serde_json::json!({ "format": format });
        let options = jsonschema::draft4::options().should_validate_formats(true);
        let validator = options.build(&schema);
        validator.is_ok_and(|validator| validator.is_valid(&text.into()))
    };
    // Any word before a colon makes a URI, so that is not enough.
    let web = text.starts_with("https://") || text.starts_with("http://");
    if text.starts_with(|first: char| first.is_ascii_digit()) && fits("date-time") {
        Some("date-time")
    } else if web && fits("uri") {
        Some("uri")
    } else {
        None
    }
}

/// A mapping of the document's.
pub(super) fn mapping<'k>(members: impl IntoIterator<Item = (&'k str, Value)>) -> Mapping {
    let members = members.into_iter();
    members.map(|(key, value)| (key.into(), value)).collect()
}
