//! What values a place has held, and the schema that says so.

use std::collections::{BTreeSet, HashSet};

use codegen::names;
use indexmap::IndexMap;
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value};

use crate::identifier::Identifiers;
use crate::judge::format_of;
use crate::sanitize::is_plain;

/// How many fields of one object are listed.
const MOST_FIELDS: usize = 100;

/// From how many members of one kind on an object is a map.
const MAP: usize = 20;

/// How deep what is written into the document may be nested.
const DEEPEST: usize = 8;

/// Which values were seen at one place, all of them together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Shape {
    /// JSON's types, an integer apart from other numbers.
    types: BTreeSet<&'static str>,
    /// What all strings so far have in common.
    format: Option<&'static str>,
    fields: IndexMap<String, Shape>,
    /// The members whose names are data.
    members: Option<Box<Shape>>,
    items: Option<Box<Shape>>,
    /// Whether there were more fields than are listed.
    more: bool,
}

/// The type of a value. What no `i64` holds is a number.
pub(crate) fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(number) if number.is_i64() => "integer",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    }
}

impl Shape {
    pub(crate) fn of(value: &Json, identifiers: &Identifiers) -> Self {
        let mut shape = Self::default();
        shape.add(value, identifiers);
        shape
    }

    pub(crate) fn add(&mut self, value: &Json, identifiers: &Identifiers) {
        let first = !self.types.contains("string");
        self.types.insert(kind(value));
        match value {
            Json::String(text) if first => self.format = format_of(text),
            Json::String(text) => {
                self.format = self.format.filter(|it| format_of(text) == Some(it))
            }
            Json::Array(items) => {
                let shape = self.items.get_or_insert_default();
                items.iter().for_each(|item| shape.add(item, identifiers));
            }
            Json::Object(members) => {
                for (name, value) in members {
                    if identifiers.has(name) {
                        self.members.get_or_insert_default().add(value, identifiers);
                    } else if self.fields.len() < MOST_FIELDS || self.fields.contains_key(name) {
                        self.fields
                            .entry(name.clone())
                            .or_default()
                            .add(value, identifiers);
                    } else {
                        self.more = true;
                    }
                }
            }
            _ => {}
        }
    }

    fn merge(&mut self, other: Self) {
        let first = !self.types.contains("string");
        if other.types.contains("string") {
            self.format = if first {
                other.format
            } else {
                self.format.filter(|it| other.format == Some(it))
            };
        }
        self.types.extend(other.types);
        for (name, shape) in other.fields {
            self.fields.entry(name).or_default().merge(shape);
        }
        if let Some(members) = other.members {
            self.members.get_or_insert_default().merge(*members);
        }
        if let Some(items) = other.items {
            self.items.get_or_insert_default().merge(*items);
        }
        self.more |= other.more;
    }

    /// The types seen; `number` covers integers as well where both were.
    pub(crate) fn types(&self) -> Vec<&'static str> {
        let types = self.types.iter().copied();
        types
            .filter(|it| *it != "integer" || !self.types.contains("number"))
            .collect()
    }

    /// A schema that all values seen match.
    ///
    /// # Errors
    ///
    /// Why it cannot be written into the document.
    pub(crate) fn schema(&self) -> Result<Mapping, String> {
        self.schema_at(0)
    }

    /// A schema that all objects seen match, and others only if the value of one property is this.
    ///
    /// # Errors
    ///
    /// Why it cannot be written into the document.
    pub(crate) fn tagged(&self, property: &str, value: &Json) -> Result<Mapping, String> {
        let text = value.as_str().unwrap_or_default();
        writable(text)?;
        let mut schema = self.schema()?;
        let tag = mapping([
            ("type", "string".into()),
            ("enum", vec![Value::from(text)].into()),
        ]);
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_mapping_mut) {
            properties.insert(property.into(), tag.into());
        }
        schema.insert("required".into(), vec![Value::from(property)].into());
        Ok(schema)
    }

    fn schema_at(&self, depth: usize) -> Result<Mapping, String> {
        if depth > DEEPEST {
            return Err(format!("it is nested more than {DEEPEST} deep"));
        }
        let kinds: Vec<_> = self
            .types()
            .into_iter()
            .filter(|it| *it != "null")
            .collect();
        let mut schema = match kinds.as_slice() {
            [] => Mapping::new(),
            [kind] => self.schema_of(kind, depth)?,
            several => {
                let choice = several
                    .iter()
                    .map(|kind| Ok(self.schema_of(kind, depth)?.into()));
                mapping([(
                    "oneOf",
                    Value::Sequence(choice.collect::<Result<_, String>>()?),
                )])
            }
        };
        if self.types.contains("null") && !kinds.is_empty() {
            schema.insert("nullable".into(), true.into());
        }
        Ok(schema)
    }

    fn schema_of(&self, kind: &str, depth: usize) -> Result<Mapping, String> {
        let mut schema = mapping([("type", kind.into())]);
        let format = match kind {
            "integer" => Some("int64"),
            "number" => Some("double"),
            "string" => self.format,
            _ => None,
        };
        if let Some(format) = format {
            schema.insert("format".into(), format.into());
        }
        match kind {
            "array" => {
                let items = self.items.as_deref().map(|it| it.schema_at(depth + 1));
                schema.insert(
                    "items".into(),
                    items.transpose()?.unwrap_or_default().into(),
                );
            }
            "object" => self.object(&mut schema, depth)?,
            _ => {}
        }
        Ok(schema)
    }

    fn object(&self, schema: &mut Mapping, depth: usize) -> Result<(), String> {
        let mut fields = self.fields.clone();
        let mut members = self.members.as_deref().cloned();
        let first = fields.values().next().map(|it| it.types.clone());
        let is_map = self.more || fields.len() >= MAP;
        if is_map && fields.values().all(|it| Some(&it.types) == first.as_ref()) {
            let all = members.get_or_insert_default();
            fields.drain(..).for_each(|(_, shape)| all.merge(shape));
        } else if self.more {
            return Err(format!("it has more than {MOST_FIELDS} fields"));
        }
        let mut names = HashSet::new();
        for name in fields.keys() {
            writable(name)?;
            if !names.insert(names::field_name(name)) {
                return Err(format!(
                    "`{name}` and another field beside it would be one name in Rust"
                ));
            }
        }
        if !fields.is_empty() {
            let properties = fields.iter();
            let properties = properties
                .map(|(name, shape)| Ok((name.as_str(), shape.schema_at(depth + 1)?.into())));
            let properties = properties.collect::<Result<Vec<_>, String>>()?;
            schema.insert("properties".into(), mapping(properties).into());
        }
        if let Some(members) = members {
            let values = members.schema_at(depth + 1)?;
            schema.insert("additionalProperties".into(), values.into());
        }
        Ok(())
    }
}

/// Whether a name can be written into the document.
///
/// # Errors
///
/// Why it cannot.
pub(crate) fn writable(name: &str) -> Result<(), String> {
    if is_plain(name) {
        Ok(())
    } else {
        Err("a name is too long, or has characters that are not shown as they are".to_owned())
    }
}

/// A mapping of the document's.
pub(crate) fn mapping<'k>(members: impl IntoIterator<Item = (&'k str, Value)>) -> Mapping {
    let members = members.into_iter();
    members.map(|(key, value)| (key.into(), value)).collect()
}
