//! A value, and all in it, against the schema that the document has for it.
//!
//! This goes through both, and says which part of the document is about which value; what a schema
//! allows, `judge` says.

use std::collections::BTreeMap;
use std::rc::Rc;

use codegen::document::{Document, Node, Schema, escape, unescape};
use serde_json::{Map, Value as Json};

use crate::alternative::{NoAlternative, parts};
use crate::finding::{Entry, Fault, Findings, Kind};
use crate::identifier::Identifiers;
use crate::json::Duplicates;
use crate::judge::{Broken, Judge};
use crate::place::Place;
use crate::shape::Shape;

/// The ids that belong together, by the type and by the field's name.
pub(crate) type Ids = BTreeMap<String, String>;

/// Compares values with schemas, and keeps what it finds.
pub(crate) struct Comparison<'d> {
    judge: Rc<Judge<'d>>,
    pub(crate) identifiers: Identifiers,
    pub(crate) findings: Findings,
    /// The ids of each object that was looked at, in the order of the replies.
    pub(crate) ids: Vec<Ids>,
    /// The names that are there twice in this body.
    pub(crate) duplicates: Duplicates,
}

/// Where a value is: in the replies, and in this one.
#[derive(Clone)]
struct At {
    place: Place,
    pointer: String,
}

impl At {
    fn whole(place: &Place) -> Self {
        Self {
            place: place.clone(),
            pointer: String::new(),
        }
    }

    fn inside(&self, place: Place, step: &str) -> Self {
        Self {
            place,
            pointer: format!("{}/{step}", self.pointer),
        }
    }
}

impl<'d> Comparison<'d> {
    pub(crate) fn new(document: &'d Document, identifiers: Identifiers) -> Self {
        Self {
            judge: Rc::new(Judge::new(document)),
            identifiers,
            findings: Findings::default(),
            ids: Vec::new(),
            duplicates: Duplicates::new(),
        }
    }

    /// Whether a value is as a schema has it, in all that can be found.
    pub(crate) fn is_right(&self, schema: Node<'d>, value: &Json) -> bool {
        let mut trial = Self {
            judge: Rc::clone(&self.judge),
            identifiers: self.identifiers.clone(),
            findings: Findings::default(),
            ids: Vec::new(),
            duplicates: Duplicates::new(),
        };
        trial.value(schema, value, &Place::of("", 0));
        trial.findings.entries.is_empty()
    }

    /// Compares a value, which is the whole of a body or a header, with a schema.
    pub(crate) fn value(&mut self, schema: Node<'d>, value: &Json, at: &Place) {
        self.at(schema, value, &At::whole(at));
    }

    /// Reports what is odd about the names in a body of which no schema is known.
    pub(crate) fn rest(&mut self, node: Node<'d>, value: &Json, at: &Place) {
        self.repeated(node, value, &At::whole(at));
    }

    fn at(&mut self, written: Node<'d>, value: &Json, at: &At) {
        if Schema::of(written).is_some() {
            self.findings.look(&at.place);
            self.compare(written, value, at);
        }
        self.repeated(written, value, at);
    }

    fn compare(&mut self, written: Node<'d>, value: &Json, at: &At) {
        if value.is_null() {
            if !self.judge.allows_null(written) {
                self.add(Kind::Null, written, "", at);
            }
            return;
        }
        let parts = match self.judge.parts(written, value) {
            Ok(parts) => parts,
            Err(NoAlternative(list, None)) => return self.other_type(list, "", value, at),
            Err(NoAlternative(list, Some(tag))) => {
                let (fault, place) = (fault(Kind::NewValue, list, ""), at.place.field(tag));
                let alternative = Shape::of(value, &self.identifiers).tagged(tag, &value[tag]);
                let entry = self.findings.add_among(fault, &place, &at.place);
                entry.suggestion = entry.suggestion.take().or(alternative.ok());
                return entry.value(&value[tag], &self.identifiers);
            }
        };
        let broken: Vec<(Node<'d>, Broken)> = parts
            .iter()
            .flat_map(|part| {
                let broken = self.judge.broken(*part, value).into_iter();
                broken.map(|it| (*part, it))
            })
            .collect();
        let typed = parts.iter().find(|it| it.get("type").is_some());
        let is_object = parts.iter().any(|it| it.get("properties").is_some());
        if let Some((part, _)) = broken.iter().find(|(_, it)| *it == Broken::Type) {
            self.other_type(written, part.text("type").unwrap_or_default(), value, at);
            return;
        }
        if typed.is_none() && is_object && !value.is_object() {
            self.other_type(written, "object", value, at);
            return;
        }
        self.findings.matches(written.pointer());
        for (part, broken) in broken {
            self.broken(&parts, part, broken, value, at);
        }
        for part in &parts {
            let prefix = part.text("x-id-prefix").filter(|it| is_kept(*part, it));
            if let Some((prefix, id)) = prefix.zip(value.as_str())
                && !id.starts_with(prefix)
            {
                self.add(Kind::IdPrefix, *part, prefix, at);
            }
        }
        self.inside(&parts, value, at);
    }

    /// Compares what is in a value.
    fn inside(&mut self, parts: &[Node<'d>], value: &Json, at: &At) {
        match value {
            Json::Array(items) => {
                if let Some(schema) = parts.iter().find_map(|it| it.get("items")) {
                    for (index, item) in items.iter().enumerate() {
                        let at = at.inside(at.place.items(), &index.to_string());
                        self.at(schema, item, &at);
                    }
                }
            }
            Json::Object(members) => self.object(parts, members, at),
            _ => {}
        }
    }

    fn other_type(&mut self, written: Node<'d>, documented: &str, value: &Json, at: &At) {
        let fault = fault(Kind::OtherType, written, documented);
        let entry = self.findings.add(fault, &at.place);
        entry.shape.add(value, &self.identifiers);
    }

    fn broken(
        &mut self,
        parts: &[Node<'d>],
        part: Node<'d>,
        broken: Broken,
        value: &Json,
        at: &At,
    ) {
        match broken {
            Broken::Type => {}
            Broken::Values(keyword) => {
                let fault = fault(Kind::NewValue, part.get(keyword).unwrap_or(part), "");
                let entry = self.findings.add(fault, &at.place);
                entry.value(value, &self.identifiers);
            }
            Broken::Missing(name) => {
                let list = part.get("required").unwrap_or(part);
                let seen = at.place.field(&name);
                // What is only sent does not come back.
                let mut properties = parts
                    .iter()
                    .filter_map(|it| it.get("properties")?.get(&name));
                if !properties.any(is_only_sent) {
                    let fault = fault(Kind::MissingField, list, &name);
                    self.findings.add_among(fault, &seen, &at.place);
                }
            }
            Broken::Limit(keyword, said) => {
                let fault = fault(Kind::Constraint, part, &format!("{keyword}: {said}"));
                let entry = self.findings.add(fault, &at.place);
                entry.shape.add(value, &self.identifiers);
            }
        }
    }

    fn object(&mut self, parts: &[Node<'d>], members: &Map<String, Json>, at: &At) {
        let properties: Vec<(&str, Node<'d>)> = parts
            .iter()
            .flat_map(|it| it.members_of("properties"))
            .collect();
        let additional = parts
            .iter()
            .rev()
            .find_map(|it| it.get("additionalProperties"));
        let map = additional.filter(|it| it.is_map());
        let is_closed = additional.is_some_and(|it| it.as_bool() == Some(false));
        let home = parts
            .iter()
            .rfind(|it| it.get("properties").is_some())
            .or(parts.first());
        let Some(home) = home else {
            return;
        };
        let mut ids = Ids::new();
        for (name, value) in members {
            let documented = properties.iter().rfind(|(known, _)| known == name);
            if let Some((_, schema)) = documented {
                if is_only_sent(*schema) {
                    let place = at.place.field(name);
                    let fault = fault(Kind::WriteOnly, *schema, name);
                    self.findings.add_among(fault, &place, &at.place);
                }
                Self::id(&mut ids, name, *schema, value);
                let at = at.inside(at.place.field(name), &escape(name));
                self.at(*schema, value, &at);
            } else if let Some(schema) = map {
                // The names in a map are data, so its values share a path.
                let at = at.inside(at.place.members(), &escape(name));
                self.at(schema, value, &at);
            } else if !properties.is_empty() || is_closed {
                let place = self.member(&at.place, name);
                let is_data = self.identifiers.has(name);
                let name = if is_data { "*" } else { name };
                let fault = fault(Kind::UnknownField, *home, name);
                let entry = self.findings.add_among(fault, &place, &at.place);
                entry.shape.add(value, &self.identifiers);
            }
        }
        // The id of a `Workspace` is a `WorkspaceId`, whatever the document calls its type.
        if let Some((component, id)) = home.component().zip(ids.get("id").cloned()) {
            ids.entry(format!("{component}Id")).or_insert(id);
        }
        if !ids.is_empty() {
            self.ids.push(ids);
        }
    }

    /// Reports the names that are there twice in a value, and in what of it no schema was found for.
    fn repeated(&mut self, schema: Node<'d>, value: &Json, at: &At) {
        let from = self.duplicates.range(at.pointer.clone()..);
        let inside = from
            .map(|(pointer, _)| pointer)
            .take_while(|it| it.starts_with(&at.pointer));
        let next = |it: &str| it.as_bytes().get(at.pointer.len()).copied();
        let is_here = |it: &&String| matches!(next(it), None | Some(b'/'));
        let inside: Vec<String> = inside.filter(is_here).cloned().collect();
        for pointer in inside {
            let documented = Schema::of(schema)
                .and_then(|it| it.object())
                .unwrap_or_default();
            let is_map =
                |name: &str| documented.values().is_some() && documented.property(name).is_none();
            let mut object = at.place.clone();
            let mut value = value;
            for step in pointer[at.pointer.len()..].split('/').skip(1) {
                let name = unescape(step);
                object = match value.is_array() {
                    true => object.items(),
                    false => self.member(&object, &name),
                };
                value = value.pointer(&format!("/{step}")).unwrap_or(&Json::Null);
            }
            for name in self.duplicates.remove(&pointer).unwrap_or_default() {
                let place = match pointer == at.pointer && is_map(&name) {
                    true => object.members(),
                    false => self.member(&object, &name),
                };
                let schema = schema.resolved().unwrap_or(schema);
                let fault = fault(Kind::DuplicateKey, schema, &place.path);
                self.findings.add_among(fault, &place, &object);
            }
        }
    }

    /// The path of a member that no schema names.
    fn member(&self, object: &Place, name: &str) -> Place {
        match self.identifiers.has(name) {
            true => object.members(),
            false => object.field(name),
        }
    }

    /// Remembers a text or a number by the name of its type, if it has one, and by the name of its
    /// field.
    fn id(ids: &mut Ids, name: &str, schema: Node<'d>, value: &Json) {
        let id = match value {
            Json::String(text) if !text.is_empty() => text.clone(),
            Json::Number(number) => number.to_string(),
            _ => return,
        };
        ids.entry(name.to_owned()).or_insert_with(|| id.clone());
        let parts = parts(schema);
        for component in parts.into_iter().filter_map(Node::component) {
            ids.insert(component.to_owned(), id.clone());
        }
    }

    fn add(&mut self, kind: Kind, node: Node<'_>, name: &str, at: &At) -> &mut Entry {
        self.findings.add(fault(kind, node, name), &at.place)
    }
}

pub(crate) fn fault(kind: Kind, node: Node<'_>, name: &str) -> Fault {
    Fault {
        kind,
        pointer: node.pointer(),
        name: name.to_owned(),
    }
}

/// Whether a property is in requests alone.
fn is_only_sent(property: Node<'_>) -> bool {
    let resolved = property.resolved().unwrap_or(property);
    property.flag("writeOnly") || resolved.flag("writeOnly")
}

/// Whether all ids of a type start as documented: its own example may be one that does not.
fn is_kept(schema: Node<'_>, prefix: &str) -> bool {
    schema
        .text("example")
        .is_none_or(|id| id.starts_with(prefix))
}
