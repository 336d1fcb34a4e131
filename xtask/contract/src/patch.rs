//! What to edit, so that the document says what the service does.

use serde_yaml::{Mapping, Value};

use super::Kind;
use super::edit::Edit;
use super::found::{Entry, Fault, Found};
use super::node::Node;
use super::schema::CONSTRAINTS;
use super::shape::mapping;
use codegen::document::{Document, escape};

/// What an added part is described as, until someone knows better.
pub(super) const DESCRIPTION: &str = "Seen in replies; not documented.";

/// The keywords that go where a schema becomes one of another type, beside the constraints.
const OF_A_TYPE: [&str; 12] = [
    "type",
    "enum",
    "x-extensible-enum",
    "x-id-prefix",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "default",
    "example",
];

/// The edits that make a difference go away.
pub(super) fn edits(document: &Document, fault: &Fault, entry: &Entry, found: &Found) -> Vec<Edit> {
    let Fault {
        kind,
        pointer,
        name,
    } = fault;
    let Some(node) = Node::at(document, pointer) else {
        return Vec::new();
    };
    let set = |pointer: &str, key: &str, value: Value| {
        Edit::Set(pointer.to_owned(), key.to_owned(), value)
    };
    let remove = |key: &str| Edit::Remove(pointer.clone(), key.to_owned());
    let add = |list: &str, key: &str, value: Mapping| {
        Edit::Add(
            pointer.clone(),
            list.to_owned(),
            key.to_owned(),
            value.into(),
        )
    };
    match kind {
        Kind::UnknownField => {
            let mut field = mapping([("description", DESCRIPTION.into())]);
            field.extend(entry.shape.schema());
            vec![add("properties", name, field)]
        }
        Kind::MissingField => drop_from(pointer, name.as_str().into()),
        Kind::Null => match node.text("$ref") {
            // What stands beside a reference does not count.
            Some(reference) => {
                let member = mapping([("$ref", reference.into())]);
                vec![
                    set(pointer, "nullable", true.into()),
                    set(pointer, "allOf", vec![Value::from(member)].into()),
                    remove("$ref"),
                ]
            }
            None => vec![set(pointer, "nullable", true.into())],
        },
        Kind::NewValue => {
            let texts = node.items().all(|item| item.node.as_text().is_some());
            let values = entry.values.iter().map(|value| match texts {
                true => value.as_str().into(),
                false => serde_yaml::from_str(value).unwrap_or_default(),
            });
            values
                .map(|value| Edit::Push(pointer.clone(), value))
                .collect()
        }
        Kind::OtherType if node.node.is_list() => {
            vec![Edit::Push(pointer.clone(), entry.shape.schema().into())]
        }
        Kind::OtherType => of_another_type(&node, entry, found),
        Kind::Constraint => match name.split_once(':') {
            Some(("format", told)) if told.trim() == "int32" => {
                vec![set(pointer, "format", "int64".into())]
            }
            Some((keyword, _)) => vec![remove(keyword)],
            None => Vec::new(),
        },
        Kind::Status => {
            let response = entry.suggestion.clone().unwrap_or_default();
            vec![add("responses", name, response)]
        }
        Kind::Header => header(document, name, entry),
        Kind::MissingHeader => vec![remove("required")],
        Kind::MediaType => {
            let media = entry.suggestion.clone().unwrap_or_default();
            vec![add("content", name, media)]
        }
        Kind::EmptyBody => vec![remove("content")],
        Kind::IgnoredParameter => {
            let (list, _) = pointer.rsplit_once('/').unwrap_or_default();
            drop_from(list, node.yaml())
        }
    }
}

/// A schema of the type seen; of either, where the documented one was seen as well.
fn of_another_type(node: &Node<'_>, entry: &Entry, found: &Found) -> Vec<Edit> {
    let seen = entry.shape.schema();
    let members = node.members();
    let old: Vec<_> = members
        .filter(|(key, _)| {
            let key = key.as_str();
            OF_A_TYPE.contains(&key) || CONSTRAINTS.contains(&key)
        })
        .collect();
    let widened = node.text("type") == Some("integer") && entry.shape.types() == ["number"];
    let both = found.has_fitted(&node.pointer) && !widened;
    let gone = old
        .iter()
        .filter(|(key, _)| both || !seen.contains_key(key.as_str()));
    let mut edits: Vec<Edit> = gone
        .map(|(key, _)| Edit::Remove(node.pointer.clone(), key.clone()))
        .collect();
    let mut set = |key: &str, value: Value| {
        edits.push(Edit::Set(node.pointer.clone(), key.to_owned(), value));
    };
    if both {
        let kept = old
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "default" | "example"));
        let was = kept.map(|(key, node)| (key.as_str(), node.yaml()));
        let choice = [mapping(was).into(), seen.into()];
        set("oneOf", Value::Sequence(choice.into()));
    } else {
        for (key, value) in &seen {
            set(key.as_str().unwrap_or_default(), value.clone());
        }
    }
    // What comes first: a mapping must not lose its last member before it gains one.
    edits.sort_by_key(|edit| matches!(edit, Edit::Remove(..)));
    edits
}

/// The header as a component, and a reference to it in each response that has it.
fn header(document: &Document, name: &str, entry: &Entry) -> Vec<Edit> {
    let components = Node::root(document).get("components");
    let list = components.as_ref().and_then(|it| it.get("headers"));
    let mut known = list.iter().flat_map(Node::members);
    let known = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
    let component = known.as_ref().map_or(name, |(known, _)| known);
    let header = entry.suggestion.clone().unwrap_or_default();
    let add = |pointer: &str, value: Mapping| {
        let (list, key) = ("headers".to_owned(), component.to_owned());
        Edit::Add(pointer.to_owned(), list, key, value.into())
    };
    let mut edits = Vec::new();
    if known.is_none() && components.is_some() {
        edits.push(add("/components", header.clone()));
    }
    let target = format!("#/components/headers/{}", escape(component));
    let reference = mapping([("$ref", target.into())]);
    let in_place = if components.is_some() {
        reference
    } else {
        header
    };
    edits.extend(entry.pointers.iter().map(|it| add(it, in_place.clone())));
    edits
}

/// Without an item of a list, by the list's pointer.
fn drop_from(list: &str, item: Value) -> Vec<Edit> {
    let (parent, key) = list.rsplit_once('/').unwrap_or_default();
    vec![Edit::Drop(parent.to_owned(), key.to_owned(), item)]
}
