//! A value against the schema that the document has for it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value as Json;

use super::Kind;
use super::found::{Entry, Fault, Found, Place};
use super::node::Node;
use super::schema::Schema;
use super::shape::kind;

/// How deep a reply may be nested. JSON itself is read no deeper.
const DEEPEST: usize = 128;

/// The least magnitude that no `i64` has, but for its minimum.
const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;

/// The ids that belong together, by the type and by the field's name.
pub(super) type Ids = BTreeMap<String, String>;

/// Holds values against schemas, and keeps what it finds.
#[derive(Default)]
pub(super) struct Comparer {
    pub(super) found: Found,
    /// The ids of each object that was looked at, in the order of the replies.
    pub(super) ids: Vec<Ids>,
    /// The headers that were not looked at.
    pub(super) ignored: BTreeSet<String>,
    /// Validators by the constraint's place: making one is the work.
    validators: HashMap<String, Option<jsonschema::Validator>>,
}

impl Comparer {
    /// Holds a value against a schema.
    pub(super) fn value(&mut self, schema: Node<'_>, value: &Json, at: &Place, depth: usize) {
        let Some(schema) = Schema::of(schema).filter(|_| depth < DEEPEST) else {
            return;
        };
        self.found.look(at);
        if value.is_null() {
            let choice = schema.alternatives();
            let free = schema.kind().is_none()
                && choice.is_none_or(|it| it.items().any(|it| fits(it, value, at, depth)))
                && schema.values().next().is_none();
            if !free && !schema.nullable() {
                self.add(Kind::Null, &schema.written, "", at);
            }
            return;
        }
        if let Some(choice) = schema.alternatives() {
            let fits = choice.items().any(|it| fits(it, value, at, depth));
            if !fits {
                self.add(Kind::OtherType, &choice, "", at).shape.add(value);
            }
            return;
        }
        if let Some((part, documented)) = schema.kind() {
            if !is(documented, value) {
                let pointer = Node::clone(part);
                self.add(Kind::OtherType, &pointer, documented, at)
                    .shape
                    .add(value);
                return;
            }
            self.found.fits(&part.pointer);
        }
        self.constraints(&schema, value, at);
        self.values(&schema, value, at);
        match value {
            Json::Array(items) => {
                if let Some(schema) = schema.keyword("items") {
                    let at = at.items();
                    for item in items {
                        self.value(schema.clone(), item, &at, depth + 1);
                    }
                }
            }
            Json::Object(members) => self.object(&schema, members, at, depth),
            _ => {}
        }
    }

    fn object(
        &mut self,
        schema: &Schema<'_>,
        members: &serde_json::Map<String, Json>,
        at: &Place,
        depth: usize,
    ) {
        let properties = schema.properties();
        let additional = schema.keyword("additionalProperties");
        let map = additional.as_ref().filter(|it| it.node.is_map());
        let closed = additional
            .as_ref()
            .is_some_and(|it| it.node.as_bool() == Some(false));
        for (name, list) in schema.required() {
            let mut sent = properties.iter().filter(|(known, _)| *known == name);
            let only_sent = sent.any(|(_, schema)| schema.says("writeOnly"));
            if !members.contains_key(&name) && !only_sent {
                let fault = fault(Kind::MissingField, &list, &name);
                self.found.add(fault, &at.field(&name), at);
            }
        }
        let mut ids = Ids::new();
        for (name, value) in members {
            let documented = properties.iter().rfind(|(known, _)| known == name);
            if let Some((_, schema)) = documented {
                note_id(&mut ids, name, schema, value);
                self.value(schema.clone(), value, &at.field(name), depth + 1);
            } else if let Some(schema) = map {
                // The names in a map are data, so its values share a path.
                self.value(schema.clone(), value, &at.member(), depth + 1);
            } else if !properties.is_empty() || closed {
                let home = schema
                    .parts
                    .iter()
                    .rfind(|it| it.get("properties").is_some());
                let fault = fault(Kind::UnknownField, home.unwrap_or(schema.home()), name);
                self.found.add(fault, &at.field(name), at).shape.add(value);
            }
        }
        if !ids.is_empty() {
            self.ids.push(ids);
        }
    }

    /// The documented values of an enum, be it open or closed.
    fn values(&mut self, schema: &Schema<'_>, value: &Json, at: &Place) {
        for list in schema.values() {
            if !list.items().any(|known| known.node.json() == *value) {
                let fault = fault(Kind::NewValue, &list, "");
                self.found.add(fault, at, at).value(value);
            }
        }
    }

    fn constraints(&mut self, schema: &Schema<'_>, value: &Json, at: &Place) {
        for (keyword, part, constraint) in schema.constraints() {
            let place = format!("{}/{keyword}", part.pointer);
            let validator = self.validators.entry(place).or_insert_with(|| {
                let options = jsonschema::draft4::options().should_validate_formats(true);
                options.build(&constraint).ok()
            });
            let valid = validator.as_ref().is_none_or(|it| it.is_valid(value));
            if !valid || !in_range(&constraint, value) {
                let said = format!("{keyword}: {}", said(&constraint[keyword]));
                self.add(Kind::Constraint, part, &said, at).shape.add(value);
            }
        }
    }

    fn add(&mut self, kind: Kind, node: &Node<'_>, name: &str, at: &Place) -> &mut Entry {
        self.found.add(fault(kind, node, name), at, at)
    }
}

fn fault(kind: Kind, node: &Node<'_>, name: &str) -> Fault {
    Fault {
        kind,
        pointer: node.pointer.clone(),
        name: name.to_owned(),
    }
}

/// Whether a value has nothing that its schema does not say.
pub(super) fn fits(schema: Node<'_>, value: &Json, at: &Place, depth: usize) -> bool {
    let mut trial = Comparer::default();
    trial.value(schema, value, at, depth + 1);
    trial.found.entries.is_empty()
}

fn is(documented: &str, value: &Json) -> bool {
    let kind = kind(value);
    kind == documented || (documented == "number" && kind == "integer")
}

/// What JSON Schema does not know of: how wide an integer is.
fn in_range(constraint: &Json, value: &Json) -> bool {
    match (constraint["format"].as_str(), value.as_number()) {
        (Some("int32"), Some(number)) => number
            .as_f64()
            .is_none_or(|it| (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&it)),
        (Some("int64"), Some(number)) => {
            number.is_i64() || number.as_f64().is_none_or(|it| it.abs() < BEYOND_I64)
        }
        _ => true,
    }
}

fn said(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Remembers a string by the name of its type, if it has one, and by the name of its field.
fn note_id(ids: &mut Ids, name: &str, schema: &Node<'_>, value: &Json) {
    let Some(id) = value.as_str().filter(|id| !id.is_empty()) else {
        return;
    };
    ids.entry(name.to_owned()).or_insert_with(|| id.to_owned());
    let parts = Schema::of(schema.clone())
        .map(|it| it.parts)
        .unwrap_or_default();
    for part in &parts {
        if let Some(component) = part.component() {
            ids.insert(component.to_owned(), id.to_owned());
        }
    }
}
