//! The operations of a document, with what belongs to each.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::node::Node;
use super::schema::{Schema, Shape};
use super::tree::Document;
use crate::names;

/// An HTTP method that an operation can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the protocol's")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Head,
    Patch,
}

impl Method {
    const ALL: [Self; 6] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Head,
        Self::Patch,
    ];

    /// As it is in a request: `GET`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
        }
    }

    /// As it is in the document: `get`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Head => "head",
            Self::Patch => "patch",
        }
    }

    /// Whether it changes nothing.
    pub fn reads(self) -> bool {
        matches!(self, Self::Get | Self::Head)
    }
}

/// One method on one path.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'d> {
    /// What the document says of it.
    pub node: Node<'d>,
    /// What it says of its path.
    item: Node<'d>,
    /// The path template.
    pub path: &'d str,
    /// The method.
    pub method: Method,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// Into the path template.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
}

/// A parameter, wherever it is defined.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'d> {
    /// Where the operation or its path lists it.
    pub listed: Node<'d>,
    /// Where it is defined.
    pub node: Node<'d>,
    /// Whether the operation lists it, and not its path.
    pub is_own: bool,
}

/// A request body or a response.
#[derive(Clone, Copy, Debug)]
pub struct Message<'d> {
    /// Where the operation has it.
    pub listed: Node<'d>,
    /// Where it is defined.
    pub node: Node<'d>,
}

/// What a reply is wrapped in.
#[derive(Clone, Copy, Debug)]
pub enum Envelope<'d> {
    /// `data` is a list of this, and `meta` says where the page is in the collection.
    Page(Node<'d>),
    /// `data` is this, and nothing is beside it that says more.
    Data(Node<'d>),
    /// There is none.
    Whole(Node<'d>),
}

/// The properties of `meta` that offset pagination needs.
pub const META: [&str; 3] = ["total", "limit", "offset"];

/// A tag with its operations.
pub struct Tag<'d> {
    /// Its name, or the first word of a path.
    pub name: &'d str,
    /// Where it is declared, or used first.
    pub node: Node<'d>,
    /// What it is, where it is declared.
    pub description: &'d str,
    /// In the document's order.
    pub operations: Vec<Operation<'d>>,
}

impl Document {
    /// The paths, but for extensions.
    pub fn paths(&self) -> impl Iterator<Item = (&str, Node<'_>)> {
        let paths = self.root().members_of("paths");
        paths.filter(|(path, _)| !path.starts_with("x-"))
    }

    /// The operations, in the document's order.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.paths().flat_map(|(path, item)| {
            let methods = Method::ALL.into_iter();
            methods.filter_map(move |method| {
                Some(Operation {
                    node: item.get(method.key())?,
                    item,
                    path,
                    method,
                })
            })
        })
    }

    /// The tags: those declared, then those that only operations have. An operation without one
    /// belongs to the first word of its path.
    pub fn tags(&self) -> Vec<Tag<'_>> {
        let mut tags: IndexMap<&str, Tag<'_>> = IndexMap::new();
        let declared = self.root().items_of("tags");
        for node in declared {
            if let Some(name) = node.text("name") {
                let tag = Tag {
                    name,
                    node: node.get("name").unwrap_or(node),
                    description: node.text("description").unwrap_or_default(),
                    operations: Vec::new(),
                };
                tags.entry(name).or_insert(tag);
            }
        }
        // The same word in another spelling is the same resource.
        let mut spelled: IndexMap<String, &str> = IndexMap::new();
        for name in tags.keys() {
            spelled.entry(names::resource_name(name)).or_insert(name);
        }
        for operation in self.operations() {
            let written = operation
                .node
                .get("tags")
                .and_then(|tags| tags.items().next());
            let name = written.and_then(Node::as_text).unwrap_or_else(|| {
                let word = operation.path.split('/').find(|word| !word.is_empty());
                let word = word.unwrap_or("root");
                spelled
                    .get(&names::resource_name(word))
                    .copied()
                    .unwrap_or(word)
            });
            spelled.entry(names::resource_name(name)).or_insert(name);
            let tag = tags.entry(name).or_insert_with(|| Tag {
                name,
                node: written.unwrap_or(operation.node),
                description: "",
                operations: Vec::new(),
            });
            tag.operations.push(operation);
        }
        tags.into_values().collect()
    }
}

impl<'d> Operation<'d> {
    /// Its id, unless it is blank.
    pub fn id(&self) -> Option<&'d str> {
        let id = self.node.text("operationId");
        id.filter(|id| !id.trim().is_empty())
    }

    /// Its id; without one, what it requests.
    pub fn name(&self) -> Cow<'d, str> {
        let request = || format!("{} {}", self.method.as_str(), self.path);
        self.id().map_or_else(|| request().into(), Cow::Borrowed)
    }

    /// All parameters that are listed, those of the path first.
    pub fn listed_parameters(&self) -> impl Iterator<Item = Parameter<'d>> + use<'d> {
        let lists = [(self.item, false), (self.node, true)];
        lists.into_iter().flat_map(|(node, is_own)| {
            let listed = node.items_of("parameters");
            listed.map(move |listed| Parameter {
                listed,
                node: listed.resolved().unwrap_or(listed),
                is_own,
            })
        })
    }

    /// The parameters that count: the operation's own take the place of its path's.
    pub fn parameters(&self) -> impl Iterator<Item = (Place, Parameter<'d>)> + use<'d> {
        let mut parameters = IndexMap::new();
        for parameter in self.listed_parameters() {
            if let Some(place) = parameter.place() {
                parameters.insert((place, parameter.name()), parameter);
            }
        }
        let parameters = parameters.into_iter();
        parameters.map(|((place, _), parameter)| (place, parameter))
    }

    /// The request body.
    pub fn body(&self) -> Option<Message<'d>> {
        self.node.get("requestBody").map(Message::of)
    }

    /// The responses by status, but for extensions.
    pub fn responses(&self) -> impl Iterator<Item = (&'d str, Message<'d>)> + use<'d> {
        let responses = self.node.members_of("responses");
        let responses = responses.filter(|(status, _)| !status.starts_with("x-"));
        responses.map(|(status, response)| (status, Message::of(response)))
    }

    /// The responses of a success.
    pub fn successes(&self) -> impl Iterator<Item = (&'d str, Message<'d>)> + use<'d> {
        self.responses()
            .filter(|(status, _)| status.starts_with('2'))
    }
}

impl<'d> Parameter<'d> {
    /// Its name.
    pub fn name(&self) -> &'d str {
        self.node.text("name").unwrap_or_default()
    }

    /// Where it goes; nothing if a call cannot put anything there.
    pub fn place(&self) -> Option<Place> {
        match self.node.text("in")? {
            "path" => Some(Place::Path),
            "query" => Some(Place::Query),
            "header" => Some(Place::Header),
            _ => None,
        }
    }

    /// Whether a call must have it.
    pub fn is_required(&self) -> bool {
        self.node.flag("required")
    }

    /// The schema of its values.
    pub fn schema(&self) -> Option<Node<'d>> {
        self.node.get("schema")
    }
}

impl<'d> Message<'d> {
    fn of(listed: Node<'d>) -> Self {
        Self {
            listed,
            node: listed.resolved().unwrap_or(listed),
        }
    }

    /// The kinds of content that it may be.
    pub fn content(&self) -> impl Iterator<Item = (&'d str, Node<'d>)> + use<'d> {
        self.node.members_of("content")
    }

    /// The JSON among them.
    pub fn json(&self) -> Option<Node<'d>> {
        let mut content = self.content();
        content
            .find(|(kind, _)| is_json(kind))
            .map(|(_, media)| media)
    }

    /// The schema of its JSON.
    pub fn schema(&self) -> Option<Node<'d>> {
        self.json()?.get("schema")
    }
}

impl<'d> Envelope<'d> {
    /// What a reply of this schema is wrapped in.
    pub fn of(schema: Node<'d>) -> Self {
        let object = |node: Node<'d>| Schema::of(node)?.object();
        let Some(data) = object(schema).and_then(|reply| reply.property("data")) else {
            return Self::Whole(schema);
        };
        let shape = Schema::of(data).map(|data| data.shape());
        let meta = object(schema).and_then(|reply| reply.property("meta"));
        let is_page = |meta| {
            let meta = object(meta);
            meta.is_some_and(|meta| META.iter().all(|name| meta.property(name).is_some()))
        };
        match (shape, meta) {
            (Some(Shape::List(Some(item))), Some(meta)) if is_page(meta) => Self::Page(item),
            // A `meta` of another kind says something that would be lost.
            (_, Some(_)) => Self::Whole(schema),
            (_, None) => Self::Data(data),
        }
    }
}

/// Whether a media type is JSON.
pub fn is_json(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or(kind).trim();
    kind == "application/json" || kind.ends_with("+json")
}
