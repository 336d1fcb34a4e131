//! Whether the generated client reads a reply: the types of the model against JSON.
//!
//! The document may allow what no type of the client holds, and the client reads what the document
//! does not allow (numbers as text, an empty time). Follows the readers of the client's runtime;
//! a test compares the two.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate};
use codegen::model::{Api, Field, Kind, Member, Output, Struct, Ty, Union};
use serde_json::{Map, Value as Json};

use crate::identifier::is_uuid;
use crate::json::Duplicates;
use crate::place::Place;
use crate::reply::{Content, Read};

/// The largest magnitude below which each whole `f64` is that integer and no other.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The types of a client.
pub(crate) struct Client<'a> {
    outputs: HashMap<&'a str, &'a Output>,
    types: HashMap<&'a str, &'a Kind>,
}

impl<'a> Client<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        let outputs = api.operations().map(|it| (it.id.as_str(), &it.output));
        let types = api.types.iter().map(|it| (it.name.as_str(), &it.kind));
        Self {
            outputs: outputs.collect(),
            types: types.collect(),
        }
    }

    /// The paths in a reply that keep the client from reading it. It reads errors whatever they are.
    pub(crate) fn failures(&self, at: &Place, reply: &Read) -> BTreeSet<Place> {
        let mut reader = Reader {
            types: &self.types,
            duplicates: None,
            failures: BTreeSet::new(),
        };
        let output = self.outputs.get(at.operation.as_str());
        if let Some(output) = output.filter(|_| (200..300).contains(&at.status)) {
            match (&reply.content, output) {
                // Those of several are not compared with their types.
                (_, Output::Empty | Output::Text | Output::Bytes | Output::Several(_)) => {}
                (Content::Json(body), _) => {
                    reader.duplicates = Some(&body.duplicates);
                    reader.output(output, &body.value, at);
                }
                (Content::Empty, Output::Whole(ty)) => reader.value(ty, &Json::Null, at, ""),
                (Content::Empty | Content::Other(_), _) => reader.fail(at),
            }
        }
        reader.failures
    }

    /// Whether another client has all operations of this one, with pages where this one has them.
    pub(crate) fn is_kept_in(&self, other: &Self) -> bool {
        let is_page = |it: &Output| matches!(it, Output::Page(_) | Output::CursorPage(_));
        self.outputs.iter().all(|(operation, output)| {
            let other = other.outputs.get(operation);
            other.is_some_and(|it| is_page(it) || !is_page(output))
        })
    }
}

struct Reader<'a> {
    types: &'a HashMap<&'a str, &'a Kind>,
    duplicates: Option<&'a Duplicates>,
    failures: BTreeSet<Place>,
}

impl Reader<'_> {
    fn fail(&mut self, at: &Place) {
        self.failures.insert(at.clone());
    }

    fn output(&mut self, output: &Output, json: &Json, at: &Place) {
        let members = match (output, json) {
            (Output::Whole(ty), _) => return self.value(ty, json, at, ""),
            (Output::Empty | Output::Text | Output::Bytes | Output::Several(_), _) => return,
            (_, Json::Object(members)) => members,
            _ => return self.fail(at),
        };
        let data = at.field("data");
        if ["data", "meta"].iter().any(|name| self.is_twice("", name)) {
            self.fail(at);
        }
        match (output, members.get("data")) {
            (Output::Page(_) | Output::CursorPage(_), Some(Json::Null)) => {}
            (Output::Page(item) | Output::CursorPage(item), Some(Json::Array(items))) => {
                let place = data.items();
                for (index, value) in items.iter().enumerate() {
                    self.value(item, value, &place, &format!("/data/{index}"));
                }
            }
            (Output::Data(ty), Some(value)) => self.value(ty, value, &data, "/data"),
            (Output::Data(Ty::Option(_)), None) => {}
            _ => self.fail(&data),
        }
        let meta = members.get("meta").unwrap_or(&Json::Null);
        if matches!(output, Output::Page(_) | Output::CursorPage(_))
            && !meta.is_object()
            && !meta.is_null()
        {
            self.fail(&at.field("meta"));
        }
    }

    /// A value on its own, or in a list or a map.
    fn value(&mut self, ty: &Ty, json: &Json, at: &Place, pointer: &str) {
        let reads = match (ty, json) {
            (Ty::Value, _) => true,
            (Ty::Option(_) | Ty::Nullable(_), Json::Null) => true,
            (Ty::Option(some) | Ty::Nullable(some) | Ty::Boxed(some), _) => {
                return self.value(some, json, at, pointer);
            }
            (Ty::Union(name), _) => {
                if let Some(Kind::Union(union)) = self.types.get(name.as_str()) {
                    self.union(union, json, at, pointer);
                }
                true
            }
            (Ty::Map(of), Json::Object(members)) => {
                let at = at.members();
                for (name, value) in members {
                    self.value(of, value, &at, &inside(pointer, name));
                }
                true
            }
            (Ty::List(of), Json::Array(items)) => {
                let at = at.items();
                for (index, value) in items.iter().enumerate() {
                    self.value(of, value, &at, &format!("{pointer}/{index}"));
                }
                true
            }
            (Ty::Struct(name), Json::Object(members)) => {
                if let Some(Kind::Struct(fields)) = self.types.get(name.as_str()) {
                    self.object(fields, members, at, pointer);
                }
                true
            }
            (Ty::Object, Json::Object(_)) | (Ty::Bool, Json::Bool(_)) => true,
            (Ty::String | Ty::Secret | Ty::Id(_) | Ty::Enum(_), Json::String(_)) => true,
            (Ty::DateTime, Json::String(text)) => DateTime::parse_from_rfc3339(text).is_ok(),
            (Ty::Date, Json::String(text)) => text.parse::<NaiveDate>().is_ok(),
            (Ty::Uuid, Json::String(text)) => is_uuid(text),
            (Ty::F64, Json::Number(_)) => true,
            (Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64, Json::Number(number)) => {
                number.as_i128().is_some_and(|it| is_in_range(ty, it))
            }
            _ => false,
        };
        if !reads {
            self.fail(at);
        }
    }

    fn object(&mut self, fields: &Struct, members: &Map<String, Json>, at: &Place, pointer: &str) {
        for field in &fields.fields {
            let at = at.field(&field.name);
            if self.is_twice(pointer, &field.name) {
                self.fail(&at);
            }
            match members.get(&field.name) {
                Some(value) if is_read(field, value) => {}
                Some(value) => self.value(&field.ty, value, &at, &inside(pointer, &field.name)),
                None if matches!(field.ty, Ty::Option(_) | Ty::Nullable(_)) => {}
                None => self.fail(&at),
            }
        }
    }

    /// What is none of a union's types is kept as JSON, unless a tag says which one it is.
    fn union(&mut self, union: &Union, json: &Json, at: &Place, pointer: &str) {
        let tag = union.tag.as_ref().and_then(|tag| json.get(tag)?.as_str());
        let tagged = |it: &&Member| tag.is_some_and(|tag| it.tags.iter().any(|known| known == tag));
        if let Some(member) = union.members.iter().find(tagged) {
            self.value(&member.ty, json, at, pointer);
        }
    }

    fn is_twice(&self, pointer: &str, name: &str) -> bool {
        let twice = self.duplicates.and_then(|it| it.get(pointer));
        twice.is_some_and(|names| names.contains(name))
    }
}

fn inside(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", codegen::document::escape(name))
}

/// Whether a reader of the runtime's takes a field's value that its type alone would not: whole
/// floats and text for numbers, and empty text for nothing.
fn is_read(field: &Field, value: &Json) -> bool {
    let ty = field.ty.not_null();
    let exact = |it: f64| (it.fract() == 0.0 && it.abs() < EXACT).then_some(it as i128);
    let is_integer = matches!(ty, Ty::I32 | Ty::I64 | Ty::U32 | Ty::U64);
    if is_integer && let Some(whole) = value.as_f64().and_then(exact) {
        return is_in_range(ty, whole);
    }
    let Json::String(text) = value else {
        return false;
    };
    if matches!(field.ty, Ty::Option(_)) && text.is_empty() {
        return is_integer || matches!(ty, Ty::F64 | Ty::DateTime);
    }
    let digits = text.trim();
    let whole = || digits.parse().ok().or_else(|| exact(number(digits)?));
    match ty {
        Ty::F64 => number(text).is_some(),
        _ => is_integer && whole().is_some_and(|it| is_in_range(ty, it)),
    }
}

/// A finite number that is written as JSON writes it.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    text.parse()
        .ok()
        .filter(|it: &f64| is_number && it.is_finite())
}

fn is_in_range(ty: &Ty, number: i128) -> bool {
    match ty {
        Ty::I32 => i32::try_from(number).is_ok(),
        Ty::U32 => u32::try_from(number).is_ok(),
        Ty::U64 => u64::try_from(number).is_ok(),
        _ => i64::try_from(number).is_ok(),
    }
}
