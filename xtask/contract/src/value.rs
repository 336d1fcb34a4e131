//! A value, and all in it, against the schema that the document has for it.
//!
//! This goes through both, and says which part of the document is about which value; what a schema
//! allows, `judge` says.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use codegen::document::{Document, Node, Schema, Shape, escape, unescape};
use serde_json::{Map, Value as Json};

use crate::finding::{Entry, Fault, Findings, Kind};
use crate::identifier::Identifiers;
use crate::judge::{Broken, Judge};
use crate::place::Place;

/// The ids that belong together, by the type and by the field's name.
pub(crate) type Ids = BTreeMap<String, String>;

/// Compares values with schemas, and keeps what it finds.
pub(crate) struct Comparison<'d> {
    judge: Rc<Judge<'d>>,
    pub(crate) identifiers: Identifiers,
    pub(crate) findings: Findings,
    /// The ids of each object that was looked at, in the order of the replies.
    pub(crate) ids: Vec<Ids>,
    /// The names that the objects of this body have more than once, by their JSON pointer.
    pub(crate) duplicates: HashMap<String, BTreeSet<String>>,
}

/// A value that none of a choice's alternatives allows.
struct NoAlternative<'v> {
    fault: Fault,
    place: Place,
    /// What names the alternative, where a property does.
    tag: Option<&'v Json>,
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
            duplicates: HashMap::new(),
        }
    }

    /// Whether a value is as a schema has it, in all that can be found.
    pub(crate) fn is_right(&self, schema: Node<'d>, value: &Json) -> bool {
        let mut trial = Self {
            judge: Rc::clone(&self.judge),
            identifiers: self.identifiers.clone(),
            findings: Findings::default(),
            ids: Vec::new(),
            duplicates: HashMap::new(),
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
            if !self.may_be_null(written, value) {
                self.add(Kind::Null, written, "", at);
            }
            return;
        }
        let parts = match self.parts(written, value, at) {
            Ok(parts) => parts,
            Err(none) => {
                let entry = self.findings.add_among(none.fault, &none.place, &at.place);
                match none.tag {
                    Some(tag) => entry.value(tag, &self.identifiers),
                    None => entry.shape.add(value, &self.identifiers),
                }
                return;
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

    fn may_be_null(&self, written: Node<'d>, null: &Json) -> bool {
        let parts = Schema::of(written).map(|it| it.parts()).unwrap_or_default();
        let has_choice = parts.iter().any(|it| choice(*it).is_some());
        parts.iter().any(|it| it.flag("nullable"))
            || has_choice && self.judge.allows(written, null)
            || !has_choice && parts.iter().all(|it| says_nothing(*it))
    }

    /// What a schema is made of for a value, with the alternatives that the value is.
    ///
    /// # Errors
    ///
    /// Which choice it is none of, and where that shows.
    fn parts<'v>(
        &self,
        written: Node<'d>,
        value: &'v Json,
        at: &At,
    ) -> Result<Vec<Node<'d>>, NoAlternative<'v>> {
        let mut parts = Schema::of(written).map(|it| it.parts()).unwrap_or_default();
        let mut next = 0;
        while let Some(part) = parts.get(next).copied() {
            next += 1;
            let Some(list) = choice(part) else {
                continue;
            };
            for alternative in self.alternatives(part, list, value, at)? {
                let more = Schema::of(alternative).map(|it| it.parts());
                for part in more.unwrap_or_default() {
                    if !parts.contains(&part) {
                        parts.push(part);
                    }
                }
            }
        }
        Ok(parts)
    }

    /// The alternatives of a choice that a value is: the one that its tag names, else those that allow
    /// it, else the only one that it is most like.
    fn alternatives<'v>(
        &self,
        part: Node<'d>,
        list: Node<'d>,
        value: &'v Json,
        at: &At,
    ) -> Result<Vec<Node<'d>>, NoAlternative<'v>> {
        if let Some(Shape::Union(union)) = Schema::of(part).map(|it| it.shape())
            && let Some(name) = union.tag
            && let Some(tag) = value.get(name)
            && let Some(text) = tag.as_str()
        {
            let mut members = union.members.iter();
            let tagged = members.find(|it| it.tags.iter().any(|known| known == text));
            return match tagged {
                Some(member) => Ok(vec![member.node]),
                None => Err(NoAlternative {
                    fault: fault(Kind::NewValue, list, ""),
                    place: at.place.field(name),
                    tag: Some(tag),
                }),
            };
        }
        let allowing: Vec<_> = list
            .items()
            .filter(|it| self.judge.allows(*it, value))
            .collect();
        if list.key() == Some("anyOf") && !allowing.is_empty() {
            return Ok(allowing);
        }
        let is_allowed = !allowing.is_empty();
        let others = || list.items().filter(|it| self.has_type(*it, value));
        let candidates = if is_allowed {
            allowing
        } else {
            others().collect()
        };
        let likeness = |it: &Node<'d>| {
            let object = Schema::of(*it).and_then(|it| it.object());
            let properties = object.into_iter().flat_map(|it| it.properties);
            properties.filter(|it| value.get(it.name).is_some()).count()
        };
        let most = candidates.iter().map(likeness).max();
        let like: Vec<_> = candidates
            .into_iter()
            .filter(|it| Some(likeness(it)) == most)
            .collect();
        match like.as_slice() {
            [first, ..] if is_allowed => Ok(vec![*first]),
            [only] => Ok(vec![*only]),
            _ => Err(NoAlternative {
                fault: fault(Kind::OtherType, list, ""),
                place: at.place.clone(),
                tag: None,
            }),
        }
    }

    /// Whether a value is of a schema's type, whatever is in it.
    fn has_type(&self, schema: Node<'d>, value: &Json) -> bool {
        let parts = Schema::of(schema).map(|it| it.parts()).unwrap_or_default();
        let breaks = |it: &Node<'d>| self.judge.broken(*it, value).contains(&Broken::Type);
        let has = |key| parts.iter().any(|it| it.get(key).is_some());
        (has("type") || has("properties") && value.is_object()) && !parts.iter().any(breaks)
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
                let list = part.get(keyword).unwrap_or(part);
                let entry = self
                    .findings
                    .add(fault(Kind::NewValue, list, ""), &at.place);
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
                    self.findings.add_among(
                        fault(Kind::WriteOnly, *schema, name),
                        &place,
                        &at.place,
                    );
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
                let name = match self.identifiers.has(name) {
                    true => "*",
                    false => name,
                };
                let fault = fault(Kind::UnknownField, *home, name);
                let entry = self.findings.add_among(fault, &place, &at.place);
                entry.shape.add(value, &self.identifiers);
            }
        }
        if !ids.is_empty() {
            self.ids.push(ids);
        }
    }

    /// Reports the names that are there twice in a value, and in what of it no schema was found for.
    fn repeated(&mut self, schema: Node<'d>, value: &Json, at: &At) {
        let is_inside = |pointer: &&String| {
            let rest = pointer.strip_prefix(&at.pointer);
            rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
        };
        let inside: Vec<String> = self.duplicates.keys().filter(is_inside).cloned().collect();
        for pointer in inside {
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
                let place = self.member(&object, &name);
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
        let parts = Schema::of(schema).map(|it| it.parts()).unwrap_or_default();
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

/// The alternatives that a schema chooses between.
fn choice(schema: Node<'_>) -> Option<Node<'_>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf"))
}

/// Whether a property is in requests alone.
fn is_only_sent(property: Node<'_>) -> bool {
    let resolved = property.resolved().unwrap_or(property);
    property.flag("writeOnly") || resolved.flag("writeOnly")
}

/// Whether a schema allows anything.
fn says_nothing(schema: Node<'_>) -> bool {
    let telling = [
        "type",
        "enum",
        "x-extensible-enum",
        "properties",
        "required",
        "not",
    ];
    telling.iter().all(|key| schema.get(key).is_none())
}

/// Whether all ids of a type start as documented: its own example may be one that does not.
fn is_kept(schema: Node<'_>, prefix: &str) -> bool {
    schema
        .text("example")
        .is_none_or(|id| id.starts_with(prefix))
}
