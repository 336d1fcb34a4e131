//! A whole reply against what the document has for it: status, headers, body.

use codegen::document::{Document, Message, Node, is_json};
use serde_json::Value as Json;
use serde_yaml::{Mapping, Value as Yaml};

use crate::alternative::parts;
use crate::finding::{Fault, Kind};
use crate::headers::{is_ignored, title};
use crate::identifier::Identifiers;
use crate::json::{self, Body};
use crate::operation::Operation;
use crate::place::Place;
use crate::sanitize::{self, MESSAGE, Sanitizer, bounded, is_plain};
use crate::service::{Reply, header};
use crate::shape::{Shape, mapping};
use crate::value::{Comparison, fault};

/// What an added part is described as, until someone knows better.
pub(crate) const DESCRIPTION: &str = "Seen in replies; not documented.";

/// A reply, read.
#[derive(Clone, Debug)]
pub(crate) struct Read {
    pub(crate) status: u16,
    /// Without the key.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) content: Content,
    /// The media type that it is said to be, without parameters.
    pub(crate) media_type: Option<String>,
}

/// What a reply's body is.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Empty,
    Json(Body),
    /// Not JSON, and why.
    Other(String),
}

impl Read {
    pub(crate) fn of(reply: &Reply, sanitizer: &Sanitizer) -> Self {
        let headers = reply.headers.iter();
        let redacted = |text: &str| sanitizer.redact_own_key(text).into_owned();
        Self {
            status: reply.status,
            headers: headers
                .map(|(name, value)| (redacted(name), redacted(value)))
                .collect(),
            content: match json::read(&reply.body) {
                _ if reply.body.is_empty() => Content::Empty,
                Ok(body) => Content::Json(Body {
                    value: sanitize::json(body.value, sanitizer),
                    duplicates: (body.duplicates.iter())
                        .map(|(at, names)| {
                            (redacted(at), names.iter().map(|it| redacted(it)).collect())
                        })
                        .collect(),
                    ..body
                }),
                Err(why) => Content::Other(sanitizer.line(&why, MESSAGE)),
            },
            media_type: reply
                .header("content-type")
                .map(|it| essence(&redacted(it)))
                .filter(|it| !it.is_empty()),
        }
    }

    pub(crate) fn json(&self) -> Option<&Json> {
        match &self.content {
            Content::Json(body) => Some(&body.value),
            _ => None,
        }
    }
}

impl<'d> Comparison<'d> {
    /// Compares a reply with the document.
    pub(crate) fn reply(&mut self, operation: &Operation<'d>, reply: &Read) {
        let at = Place::of(operation.id(), reply.status);
        self.findings.look(&at);
        self.encoding(operation, reply, &at);
        let response = operation.response(reply.status);
        match response {
            Some(response) => self.headers(response.node, reply, &at),
            None => self.status(operation, reply, &at),
        }
        if let Content::Json(body) = &reply.content {
            self.duplicates.clone_from(&body.duplicates);
        }
        if let Some(response) = response {
            self.body(response, reply, &at);
        }
        if let Some(json) = reply.json() {
            self.rest(operation.node(), json, &at);
        }
    }

    fn status(&mut self, operation: &Operation<'d>, reply: &Read, at: &Place) {
        let fault = fault(Kind::Status, operation.node(), &reply.status.to_string());
        let known = self.findings.entries.get(&fault);
        let known = known.and_then(|it| it.suggestion.clone());
        let suggestion = known.or_else(|| self.undocumented(operation, reply));
        self.findings.add(fault, at).suggestion = suggestion;
    }

    /// What the document would say of a status that it does not know; nothing where it cannot.
    fn undocumented(&self, operation: &Operation<'d>, reply: &Read) -> Option<Mapping> {
        let mut response = mapping([("description", DESCRIPTION.into())]);
        let document = operation.node().document();
        let mut headers = Mapping::new();
        for (name, value) in reply.headers.iter().filter(|(name, _)| !is_ignored(name)) {
            let (name, header) = match component(document, name) {
                Some((name, header)) => {
                    let target = format!("#{}", header.pointer());
                    (name.to_owned(), mapping([("$ref", target.into())]))
                }
                None => {
                    let shape = Shape::of(&typed(value), &self.identifiers);
                    (title(name), header_of(&shape)?)
                }
            };
            headers.insert(Some(name).filter(|it| is_plain(it))?.into(), header.into());
        }
        if !headers.is_empty() {
            response.insert("headers".into(), headers.into());
        }
        if !matches!(reply.content, Content::Empty) {
            let json = reply.json();
            let media = match json.and_then(|json| self.schema_for(operation, reply.status, json)) {
                Some(schema) => mapping([("schema", yaml(schema))]),
                None => media_of(json, &self.identifiers)?,
            };
            let media_type = reply.media_type.as_deref().filter(|it| is_media_type(it))?;
            let content = mapping([(media_type, media.into())]);
            response.insert("content".into(), content.into());
        }
        Some(response)
    }

    /// The schema of another reply of the operation, where there is one that says all of this one:
    /// an error is an error.
    fn schema_for(&self, operation: &Operation<'d>, status: u16, json: &Json) -> Option<Node<'d>> {
        let is_error = |status: &str| status.starts_with(['4', '5']);
        let same_kind = operation
            .responses()
            .filter(|(it, _)| is_error(it) == (status >= 400));
        let mut schemas = same_kind.filter_map(|(_, response)| response.schema());
        schemas.find(|schema| self.is_right(*schema, json))
    }

    /// What of the reply no document can describe.
    fn encoding(&mut self, operation: &Operation<'d>, reply: &Read, at: &Place) {
        let coding = header(&reply.headers, "content-encoding").map(str::trim);
        let coding = coding.filter(|it| !it.is_empty() && !it.eq_ignore_ascii_case("identity"));
        let charset = header(&reply.headers, "content-type").and_then(charset);
        let charset = charset.filter(|it| !matches!(it.as_str(), "utf-8" | "utf8" | "us-ascii"));
        let mut odd: Vec<String> = Vec::new();
        odd.extend(coding.map(|it| format!("a content encoding, {}", bounded(it, 20))));
        odd.extend(charset.map(|it| format!("a character set, {}", bounded(&it, 20))));
        let mut kind = Kind::Encoding;
        match (&reply.content, &reply.media_type) {
            (Content::Json(body), _) if !body.oddities.is_empty() => {
                odd.extend(body.oddities.iter().map(|it| (*it).to_owned()));
            }
            // What is encoded cannot be read as it is.
            (Content::Other(why), Some(media_type)) if is_json(media_type) && odd.is_empty() => {
                kind = Kind::MalformedBody;
                odd.push(why.clone());
            }
            _ => {}
        }
        let mut add = |kind, name: &str| {
            self.findings.add(fault(kind, operation.node(), name), at);
        };
        odd.iter().for_each(|name| add(kind, name));
        if reply.media_type.is_none() && !matches!(reply.content, Content::Empty) {
            add(Kind::MediaType, "without a media type");
        }
    }

    fn headers(&mut self, response: Node<'d>, reply: &Read, at: &Place) {
        let documented: Vec<(&str, Node<'d>)> = response.members_of("headers").collect();
        for (name, value) in &reply.headers {
            let at = at.with(format!("header {}", title(name)));
            let known = documented
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            if let Some((_, header)) = known {
                if let Some(schema) = header.resolved().and_then(|it| it.get("schema")) {
                    let value = header_value(schema, value);
                    self.value(schema, &value, &at);
                }
            } else if !is_ignored(name) {
                // One header of several responses is one difference.
                let (pointer, name) = (String::new(), title(name));
                let fault = Fault {
                    kind: Kind::Header,
                    pointer,
                    name,
                };
                let entry = self.findings.add(fault, &at);
                entry.pointers.insert(response.pointer());
                entry.shape.add(&typed(value), &self.identifiers);
                entry.suggestion = header_of(&entry.shape);
            }
        }
        for (name, documented) in documented {
            let required = documented.resolved().filter(|it| it.flag("required"));
            if let Some(required) = required.filter(|_| header(&reply.headers, name).is_none()) {
                let at = at.with(format!("header {}", title(name)));
                self.findings
                    .add(fault(Kind::MissingHeader, required, name), &at);
            }
        }
    }

    fn body(&mut self, response: Message<'d>, reply: &Read, at: &Place) {
        let media: Vec<(&str, Node<'d>)> = response
            .contents()
            .map(|it| (it.media_type, it.node))
            .collect();
        let any_json = media.iter().find(|(known, _)| is_json(&essence(known)));
        let body = match &reply.content {
            Content::Empty => {
                if !media.is_empty() {
                    self.findings
                        .add(fault(Kind::EmptyBody, response.node, ""), at);
                }
                return;
            }
            Content::Json(body) => Some(body),
            Content::Other(_) => None,
        };
        let of = |wanted: &str| media.iter().find(|(known, _)| essence(known) == wanted);
        // A body without a media type is what it looks like.
        let known = match &reply.media_type {
            None => any_json.filter(|_| body.is_some()),
            Some(name) => {
                let range = name.split_once('/').map_or("", |(range, _)| range);
                of(name)
                    .or_else(|| of(&format!("{range}/*")))
                    .or_else(|| of("*/*"))
            }
        };
        let mut like = known.or(any_json);
        if let (None, Some(media_type)) = (known, &reply.media_type) {
            // An error of another media type is another kind of error, unless it looks the same.
            let is_right = |media: Node<'d>| {
                let schema = media.get("schema").zip(body);
                schema.is_none_or(|(schema, body)| self.is_right(schema, &body.value))
            };
            like = like.filter(|(_, media)| at.status < 400 || is_right(*media));
            let suggestion = match like.filter(|_| body.is_some()) {
                Some((_, media)) => yaml(*media).as_mapping().cloned(),
                None => media_of(body.map(|it| &it.value), &self.identifiers),
            };
            let fault = fault(Kind::MediaType, response.node, &bounded(media_type, 100));
            let entry = self.findings.add(fault, at);
            entry.suggestion = suggestion.filter(|_| is_media_type(media_type));
        }
        let schema = like.and_then(|(_, media)| media.get("schema"));
        if let (Some(schema), Some(body)) = (schema, body) {
            self.value(schema, &body.value, at);
        }
    }
}

/// The header among the components that has a name, in whatever case.
pub(crate) fn component<'d>(document: &'d Document, name: &str) -> Option<(&'d str, Node<'d>)> {
    let mut known = document.components("headers");
    known.find(|(known, _)| known.eq_ignore_ascii_case(name))
}

/// A node as an edit writes it.
pub(crate) fn yaml(node: Node<'_>) -> Yaml {
    serde_yaml::to_value(node.json()).unwrap_or_default()
}

fn media_of(json: Option<&Json>, identifiers: &Identifiers) -> Option<Mapping> {
    let schema = match json {
        Some(json) => Shape::of(json, identifiers).schema().ok()?,
        None => mapping([("type", "string".into())]),
    };
    Some(mapping([("schema", schema.into())]))
}

fn header_of(shape: &Shape) -> Option<Mapping> {
    let schema = shape.schema().ok()?;
    Some(mapping([
        ("description", DESCRIPTION.into()),
        ("schema", schema.into()),
    ]))
}

/// A header's value as its schema means it.
fn header_value(schema: Node<'_>, text: &str) -> Json {
    let parts = parts(schema);
    let kind = parts.iter().find_map(|it| it.text("type"));
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

/// The character set that a content type names.
fn charset(kind: &str) -> Option<String> {
    let mut parameters = kind.split(';').skip(1).filter_map(|it| it.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"').to_ascii_lowercase())
}

/// Whether a media type is of the form `type/subtype`.
fn is_media_type(text: &str) -> bool {
    let is_token = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    text.split_once('/')
        .is_some_and(|(range, kind)| is_token(range) && is_token(kind))
        && is_plain(text)
}
