//! What requests and replies hold.

use super::node::Node;
use super::schema::Schema;
use super::shape::Shape;

/// A request body or a response.
#[derive(Clone, Copy, Debug)]
pub struct Message<'d> {
    /// Where the operation has it.
    pub listed: Node<'d>,
    /// Where it is defined.
    pub node: Node<'d>,
}

/// One kind of content of a message.
#[derive(Clone, Copy, Debug)]
pub struct Content<'d> {
    /// The media type.
    pub media_type: &'d str,
    /// What the document says of it.
    pub node: Node<'d>,
    /// How it is written.
    pub encoding: Encoding,
}

/// How content is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As `multipart/form-data`.
    Multipart,
    /// As `application/x-www-form-urlencoded`.
    Form,
    /// As text.
    Text,
    /// As it is.
    Bytes,
}

/// What a reply is wrapped in.
#[derive(Clone, Copy, Debug)]
pub enum Envelope<'d> {
    /// `data` is a list of this, and `meta` says where the page is in the collection.
    Page(Node<'d>),
    /// `data` is a list of this, and beside it or in `meta` is what the next page is asked for by.
    CursorPage(Node<'d>),
    /// `data` is this, and nothing is beside it that says more.
    Data(Node<'d>),
    /// There is none.
    Whole(Node<'d>),
}

/// The properties of `meta` that offset pagination needs.
pub const META: [&str; 3] = ["total", "limit", "offset"];

/// What a reply calls the next page's cursor.
const NEXT_CURSORS: [&str; 2] = ["next_cursor", "nextCursor"];

/// What a request calls the cursor of the page that it asks for.
pub const CURSORS: [&str; 3] = ["cursor", "next_cursor", "nextCursor"];

impl<'d> Message<'d> {
    pub(super) fn of(listed: Node<'d>) -> Self {
        Self {
            listed,
            node: listed.resolved().unwrap_or(listed),
        }
    }

    /// The kinds of content that it may be.
    pub fn contents(&self) -> impl Iterator<Item = Content<'d>> + use<'d> {
        let content = self.node.members_of("content");
        content.map(|(media_type, node)| Content {
            media_type,
            node,
            encoding: Encoding::of(media_type, node),
        })
    }

    /// The content that the client sends or reads: the first of the kind that says most.
    pub fn content(&self) -> Option<Content<'d>> {
        self.contents().min_by_key(|content| content.encoding)
    }

    /// The JSON among its content.
    pub fn json(&self) -> Option<Node<'d>> {
        let content = self.content()?;
        (content.encoding == Encoding::Json).then_some(content.node)
    }

    /// The schema of its JSON.
    pub fn schema(&self) -> Option<Node<'d>> {
        self.json()?.get("schema")
    }
}

impl Encoding {
    fn of(media_type: &str, media: Node<'_>) -> Self {
        let kind = essence(media_type);
        let is_any = matches!(kind.as_str(), "*/*" | "application/*");
        let shape = media.get("schema").and_then(Node::whole_shape);
        match kind.as_str() {
            kind if is_json(kind) => Self::Json,
            // What has parts is JSON, whatever else it may be.
            _ if is_any && matches!(shape, Some(Shape::Object(_) | Shape::List(_))) => Self::Json,
            "multipart/form-data" => Self::Multipart,
            "application/x-www-form-urlencoded" => Self::Form,
            kind if kind.starts_with("text/") || kind.ends_with("+xml") => Self::Text,
            "application/xml" | "application/yaml" | "application/x-ndjson" => Self::Text,
            _ => Self::Bytes,
        }
    }
}

impl<'d> Envelope<'d> {
    /// What a reply of this schema is wrapped in.
    pub fn of(schema: Node<'d>) -> Self {
        let object = |node: Node<'d>| Schema::of(node)?.object();
        let reply = object(schema).unwrap_or_default();
        let Some(data) = reply.property("data") else {
            return Self::Whole(schema);
        };
        let meta = reply.property("meta");
        let parts = meta.and_then(object).unwrap_or_default();
        let in_meta = |name: &&str| parts.property(name).is_some();
        let has = |name: &&str| reply.property(name).is_some() || in_meta(name);
        let is_page = META.iter().all(in_meta);
        let has_cursor = NEXT_CURSORS.iter().any(has);
        match (data.whole_shape(), meta) {
            (Some(Shape::List(Some(item))), _) if is_page => Self::Page(item),
            (Some(Shape::List(Some(item))), _) if has_cursor => Self::CursorPage(item),
            // A `meta` of another kind says something that would be lost.
            (_, Some(_)) => Self::Whole(schema),
            (_, None) => Self::Data(data),
        }
    }
}

/// A media type without its parameters, in lower case.
fn essence(kind: &str) -> String {
    let essence = kind.split(';').next().unwrap_or(kind);
    essence.trim().to_ascii_lowercase()
}

/// Whether a media type is JSON.
pub fn is_json(kind: &str) -> bool {
    let kind = essence(kind);
    matches!(kind.as_str(), "application/json" | "text/json") || kind.ends_with("+json")
}
