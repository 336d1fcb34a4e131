//! What to edit, so that the document says what the service does.

use codegen::document::{Document, Node, Schema, escape};
use codegen::names;
use serde_yaml::{Mapping, Value};

use crate::edit::Edit;
use crate::finding::{Entry, Fault, Findings, Kind};
use crate::judge::LIMITS;
use crate::reply::{DESCRIPTION, component, yaml};
use crate::shape::{mapping, writable};

/// The keywords that go where a schema becomes one of another type, beside the limits.
const OF_A_TYPE: [&str; 14] = [
    "$ref",
    "allOf",
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

/// The edits of a part of a document after which a difference is none.
///
/// # Errors
///
/// Why there are none.
pub(crate) fn edits(
    document: &Document,
    pointer: &str,
    Fault { kind, name, .. }: &Fault,
    entry: &Entry,
    findings: &Findings,
) -> Result<Vec<Edit>, String> {
    let node = document.at(pointer).ok_or("it is not in the document")?;
    let remove = |pointer: &str, key: &str| Edit::Remove(pointer.to_owned(), key.to_owned());
    let suggestion = || {
        let why = "what came cannot be written into the document";
        entry.suggestion.clone().ok_or_else(|| why.to_owned())
    };
    let push = |alternative: Mapping| vec![Edit::Push(pointer.to_owned(), alternative.into())];
    let add = |list: &str, value: Mapping| {
        vec![Edit::Add(
            pointer.to_owned(),
            list.to_owned(),
            name.clone(),
            value.into(),
        )]
    };
    Ok(match kind {
        Kind::UnknownField => unknown_field(node, name, entry)?,
        Kind::MissingField => drop_from(pointer, name.as_str().into()),
        Kind::Null => match node.text("$ref") {
            // What is beside a reference does not count.
            Some(reference) => {
                let member = mapping([("$ref", reference.into())]);
                vec![
                    set(pointer, "nullable", true.into()),
                    set(pointer, "allOf", vec![Value::from(member)].into()),
                    remove(pointer, "$ref"),
                ]
            }
            None => vec![set(pointer, "nullable", true.into())],
        },
        Kind::NewValue if node.items().any(Node::is_map) => push(suggestion()?),
        Kind::NewValue => new_values(node, entry)?,
        Kind::OtherType if node.is_list() => push(entry.shape.schema()?),
        Kind::OtherType => of_another_type(node, entry, findings)?,
        Kind::Constraint => match name.split_once(": ") {
            Some(("format", "int32")) if entry.shape.types() == ["integer"] => {
                vec![set(pointer, "format", "int64".into())]
            }
            Some(("format", "int32" | "int64")) => vec![
                set(pointer, "type", "number".into()),
                set(pointer, "format", "double".into()),
            ],
            Some((keyword, _)) => vec![remove(pointer, keyword)],
            None => Vec::new(),
        },
        Kind::Header => header(document, pointer, name, suggestion()?)?,
        Kind::IdPrefix => vec![remove(pointer, "x-id-prefix")],
        Kind::WriteOnly => {
            let resolved = node.resolved().unwrap_or(node);
            let mut flags = vec![node, resolved];
            flags.retain(|it| it.flag("writeOnly"));
            let flags = flags.iter();
            flags.map(|it| remove(&it.pointer(), "writeOnly")).collect()
        }
        Kind::Status => add("responses", suggestion()?),
        Kind::MediaType => add("content", suggestion()?),
        Kind::EmptyBody => vec![remove(pointer, "content")],
        Kind::MissingHeader | Kind::OptionalParameter => vec![remove(pointer, "required")],
        Kind::IgnoredParameter if node.resolved().is_some_and(|it| it.flag("required")) => {
            let why = "the parameter is required: is the service wrong, and not the document?";
            return Err(why.to_owned());
        }
        Kind::IgnoredParameter => {
            let (list, _) = pointer.rsplit_once('/').unwrap_or_default();
            drop_from(list, yaml(node))
        }
        Kind::PageSize => {
            let schema = node
                .get("schema")
                .and_then(Node::resolved)
                .ok_or("it has no schema")?;
            let least: u32 = name.parse().map_err(|_| "it is too large")?;
            vec![set(&schema.pointer(), "minimum", least.into())]
        }
        Kind::DuplicateKey
        | Kind::MalformedBody
        | Kind::Encoding
        | Kind::Unreadable
        | Kind::PageOffset
        | Kind::Unfiltered
        | Kind::Pagination => return Err("no document can say this".to_owned()),
    })
}

fn set(pointer: &str, key: &str, value: Value) -> Edit {
    Edit::Set(pointer.to_owned(), key.to_owned(), value)
}

fn unknown_field(node: Node<'_>, name: &str, entry: &Entry) -> Result<Vec<Edit>, String> {
    let pointer = node.pointer();
    let schema = entry.shape.schema()?;
    if name == "*" {
        return Ok(vec![set(&pointer, "additionalProperties", schema.into())]);
    }
    writable(name)?;
    let properties = node.members_of("properties");
    if let Some(same) = collision(name, properties.map(|(known, _)| known), names::field_name) {
        return Err(same);
    }
    let mut field = mapping([("description", DESCRIPTION.into())]);
    field.extend(schema);
    Ok(vec![Edit::Add(
        pointer,
        "properties".to_owned(),
        name.to_owned(),
        field.into(),
    )])
}

/// Why a name cannot be beside others, if it would be the same in Rust.
fn collision<'n>(
    name: &str,
    others: impl Iterator<Item = &'n str>,
    rust: fn(&str) -> String,
) -> Option<String> {
    let mut others = others.filter(|it| *it != name);
    let other = others.find(|it| rust(it) == rust(name))?;
    Some(format!(
        "`{name}` and `{other}` would be one name in Rust; is it another name of the same?"
    ))
}

/// Adds those of an enum's new values that can be added.
fn new_values(list: Node<'_>, entry: &Entry) -> Result<Vec<Edit>, String> {
    let mut known: Vec<&str> = list.items().filter_map(Node::as_text).collect();
    let mut edits = Vec::new();
    let mut refused = "its values are longer than those of an enum".to_owned();
    if entry.has_more_values() {
        return Err("it has more values than an enum".to_owned());
    }
    for value in &entry.values {
        let same = collision(value, known.iter().copied(), names::variant_name);
        match writable(value).and(same.map_or(Ok(()), Err)) {
            Ok(()) => {
                known.push(value);
                edits.push(Edit::Push(list.pointer(), value.as_str().into()));
            }
            Err(why) => refused = why,
        }
    }
    if edits.is_empty() {
        Err(refused)
    } else {
        Ok(edits)
    }
}

/// A schema of the type seen; of either, where the documented one was seen as well.
fn of_another_type(
    node: Node<'_>,
    entry: &Entry,
    findings: &Findings,
) -> Result<Vec<Edit>, String> {
    let seen = entry.shape.schema()?;
    let pointer = node.pointer();
    let of_a_type = |key: &&str| OF_A_TYPE.contains(key) || LIMITS.contains(key);
    let mut keys: Vec<&str> = node.keys().filter(of_a_type).collect();
    let kind = Schema::of(node).and_then(|it| it.node.text("type"));
    let is_wider = kind == Some("integer") && entry.shape.types() == ["number"];
    let both = findings.has_matched(&pointer) && !is_wider;
    let mut edits = Vec::new();
    if both {
        let kept = keys
            .iter()
            .filter(|key| !matches!(**key, "default" | "example"));
        let was = kept.filter_map(|key| Some((*key, yaml(node.get(key)?))));
        let choice = [mapping(was).into(), seen.into()];
        edits.push(set(&pointer, "oneOf", Value::Sequence(choice.into())));
    } else {
        for (key, value) in &seen {
            edits.push(set(
                &pointer,
                key.as_str().unwrap_or_default(),
                value.clone(),
            ));
        }
        keys.retain(|key| !seen.contains_key(*key));
    }
    // Last: a mapping must not lose its only member before it gains one.
    edits.extend(
        keys.iter()
            .map(|key| Edit::Remove(pointer.clone(), (*key).to_owned())),
    );
    Ok(edits)
}

/// The header as a component, and a reference to it in the response.
fn header(
    document: &Document,
    response: &str,
    name: &str,
    header: Mapping,
) -> Result<Vec<Edit>, String> {
    writable(name)?;
    let known = component(document, name);
    let key = known.as_ref().map_or(name, |(known, _)| known);
    let add = |pointer: &str, value: Mapping| {
        let (list, key) = ("headers".to_owned(), key.to_owned());
        Edit::Add(pointer.to_owned(), list, key, value.into())
    };
    if document.root().get("components").is_none() {
        return Ok(vec![add(response, header)]);
    }
    let target = format!("#/components/headers/{}", escape(key));
    let new = known.is_none().then(|| add("/components", header));
    let reference = add(response, mapping([("$ref", target.into())]));
    Ok(new.into_iter().chain([reference]).collect())
}

/// Without an item of a list, by the list's pointer.
fn drop_from(list: &str, item: Value) -> Vec<Edit> {
    let (parent, key) = list.rsplit_once('/').unwrap_or_default();
    vec![Edit::Drop(parent.to_owned(), key.to_owned(), item)]
}
