//! A whole reply against what the document has for it: status, headers, body.

use serde_json::Value as Json;
use serde_yaml::Mapping;

use super::calls::Operation;
use super::compare::{Comparer, fits};
use super::found::{Fault, Place};
use super::headers::{is_ignored, title};
use super::node::Node;
use super::patch::DESCRIPTION;
use super::schema::Schema;
use super::shape::{Shape, mapping};
use super::{Kind, Reply};
use codegen::document::is_json;

impl Comparer {
    /// Holds a reply against the document, and gives its JSON.
    ///
    /// # Errors
    ///
    /// Why its body cannot be looked at.
    pub(super) fn reply(
        &mut self,
        operation: &Operation<'_>,
        reply: &Reply,
    ) -> Result<Option<Json>, String> {
        let at = Place {
            operation: operation.id.clone(),
            status: reply.status,
            path: String::new(),
        };
        let body = Body::of(reply)?;
        let Some(response) = operation.response(reply.status) else {
            let fault = Fault {
                kind: Kind::Status,
                pointer: operation.node.pointer.clone(),
                name: reply.status.to_string(),
            };
            let suggestion = undocumented(operation, reply, &body, &at);
            let entry = self.found.add(fault, &at, &at);
            entry.suggestion.get_or_insert(suggestion);
            return Ok(body.json);
        };
        self.headers(&response, reply, &at);
        self.body(&response, &body, &at);
        Ok(body.json)
    }

    fn headers(&mut self, response: &Node<'_>, reply: &Reply, at: &Place) {
        let documented: Vec<_> = response
            .get("headers")
            .iter()
            .flat_map(Node::members)
            .collect();
        for (name, value) in &reply.headers {
            let at = at.with(format!("header {}", title(name)));
            let known = documented
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            if let Some((_, header)) = known {
                if let Some(schema) = header.resolved().and_then(|it| it.get("schema")) {
                    let value = header_value(&schema, value);
                    self.value(schema, &value, &at, 0);
                }
            } else if is_ignored(name) {
                self.ignored.insert(name.to_ascii_lowercase());
            } else {
                let fault = Fault {
                    kind: Kind::Header,
                    pointer: String::new(),
                    name: title(name),
                };
                let entry = self.found.add(fault, &at, &at);
                entry.pointers.insert(response.pointer.clone());
                entry.shape.add(&typed(value));
                entry.suggestion = Some(header_of(&entry.shape));
            }
        }
        for (name, header) in documented {
            let required = header.resolved().filter(|it| it.says("required"));
            if let Some(header) = required.filter(|_| reply.header(&name).is_none()) {
                let fault = Fault {
                    kind: Kind::MissingHeader,
                    pointer: header.pointer,
                    name: name.clone(),
                };
                let at = at.with(format!("header {}", title(&name)));
                self.found.add(fault, &at, &at);
            }
        }
    }

    fn body(&mut self, response: &Node<'_>, body: &Body, at: &Place) {
        let content = response.get("content");
        let media = content.iter().flat_map(Node::members).collect::<Vec<_>>();
        if body.is_empty {
            if !media.is_empty() {
                let fault = Fault {
                    kind: Kind::EmptyBody,
                    pointer: response.pointer.clone(),
                    name: String::new(),
                };
                self.found.add(fault, at, at);
            }
            return;
        }
        let of = |wanted: &str| media.iter().find(|(known, _)| essence(known) == wanted);
        let (range, _) = body.essence.split_once('/').unwrap_or_default();
        let known = of(&body.essence)
            .or_else(|| of(&format!("{range}/*")))
            .or_else(|| of("*/*"));
        let alike = media
            .iter()
            .find(|(known, _)| is_json(&essence(known)) && body.json.is_some());
        if known.is_none() {
            let fault = Fault {
                kind: Kind::MediaType,
                pointer: response.pointer.clone(),
                name: body.essence.clone(),
            };
            let told = alike.and_then(|(_, media)| media.yaml().as_mapping().cloned());
            let suggestion = told.unwrap_or_else(|| media_of(body));
            let entry = self.found.add(fault, at, at);
            entry.suggestion.get_or_insert(suggestion);
        }
        let schema = known.or(alike).and_then(|(_, media)| media.get("schema"));
        if let (Some(schema), Some(json)) = (schema, &body.json) {
            self.value(schema, json, at, 0);
        }
    }
}

/// What a reply holds.
struct Body {
    is_empty: bool,
    /// Its media type, without parameters.
    essence: String,
    json: Option<Json>,
}

impl Body {
    fn of(reply: &Reply) -> Result<Self, String> {
        let is_empty = reply.body.is_empty();
        let told = reply.header("content-type").map(essence);
        let json = serde_json::from_slice(&reply.body);
        let essence = match (&told, &json) {
            (Some(told), _) => told.clone(),
            (None, Ok(_)) => "application/json".to_owned(),
            (None, Err(_)) => "application/octet-stream".to_owned(),
        };
        let json = match json {
            Ok(json) => is_json(&essence).then_some(json),
            Err(error) if is_json(&essence) && !is_empty => {
                return Err(format!(
                    "its reply with {} is called {essence} and is none: {error}",
                    reply.status
                ));
            }
            Err(_) => None,
        };
        Ok(Self {
            is_empty,
            essence,
            json,
        })
    }
}

/// What the document would say of a status that it does not know.
fn undocumented(operation: &Operation<'_>, reply: &Reply, body: &Body, at: &Place) -> Mapping {
    let mut response = mapping([("description", DESCRIPTION.into())]);
    let components = Node::root(operation.node.node.document()).get("components");
    let known = components.and_then(|it| it.get("headers"));
    let mut headers = Mapping::new();
    for (name, value) in reply.headers.iter().filter(|(name, _)| !is_ignored(name)) {
        let mut known = known.iter().flat_map(Node::members);
        let component = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
        let (name, header) = match component {
            Some((name, header)) => {
                let target = format!("#{}", header.pointer);
                (name, mapping([("$ref", target.into())]))
            }
            None => {
                let mut shape = Shape::default();
                shape.add(&typed(value));
                (title(name), header_of(&shape))
            }
        };
        headers.insert(name.into(), header.into());
    }
    if !headers.is_empty() {
        response.insert("headers".into(), headers.into());
    }
    if !body.is_empty {
        // Another reply's schema, where there is one that fits: an error is an error.
        let fitting = body.json.as_ref().and_then(|json| {
            let responses = operation.node.get("responses")?;
            let alike = responses
                .members()
                .filter(|(status, _)| status.starts_with(['4', '5']) == (reply.status >= 400));
            let mut schemas = alike.filter_map(|(_, response)| {
                let content = response.resolved()?.get("content")?;
                content
                    .members()
                    .find(|(kind, _)| is_json(&essence(kind)))?
                    .1
                    .get("schema")
            });
            schemas.find(|schema| fits(schema.clone(), json, at, 0))
        });
        let media = match fitting {
            Some(schema) => mapping([("schema", schema.yaml())]),
            None => media_of(body),
        };
        let content = mapping([(body.essence.as_str(), media.into())]);
        response.insert("content".into(), content.into());
    }
    response
}

fn media_of(body: &Body) -> Mapping {
    let schema = match &body.json {
        Some(json) => {
            let mut shape = Shape::default();
            shape.add(json);
            shape.schema()
        }
        None => mapping([("type", "string".into())]),
    };
    mapping([("schema", schema.into())])
}

fn header_of(shape: &Shape) -> Mapping {
    mapping([
        ("description", DESCRIPTION.into()),
        ("schema", shape.schema().into()),
    ])
}

/// A header's value as its schema means it.
fn header_value(schema: &Node<'_>, text: &str) -> Json {
    let kind = Schema::of(schema.clone());
    let kind = kind.as_ref().and_then(Schema::kind).map(|(_, kind)| kind);
    match kind {
        Some("string") | None => text.into(),
        Some(_) => typed(text),
    }
}

/// A header's value as what it looks like.
fn typed(text: &str) -> Json {
    let json = serde_json::from_str(text.trim()).ok();
    let plain = json.filter(|it: &Json| it.is_number() || it.is_boolean());
    plain.unwrap_or_else(|| text.into())
}

fn essence(kind: &str) -> String {
    let kind = kind.split(';').next().unwrap_or(kind);
    kind.trim().to_ascii_lowercase()
}
