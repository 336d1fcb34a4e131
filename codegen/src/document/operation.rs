//! The operations of a document, with what belongs to each.

use std::borrow::Cow;

use indexmap::IndexMap;

use super::message::Message;
use super::node::Node;
use super::parameter::{Parameter, Place};
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

/// The methods by their keys in the document.
const METHODS: [(&str, Method); 6] = [
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("head", Method::Head),
    ("patch", Method::Patch),
];

impl Method {
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
    pub item: Node<'d>,
    /// The path template.
    pub path: &'d str,
    /// The method.
    pub method: Method,
}

/// A tag with its operations.
pub struct Tag<'d> {
    /// Its name, or the first word of a path.
    pub name: &'d str,
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

    /// The operations, in the document's order, but for those that are left out.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.paths().flat_map(|(path, item)| {
            METHODS.into_iter().filter_map(move |(key, method)| {
                let node = item.get(key).filter(|node| !node.is_left_out())?;
                Some(Operation {
                    node,
                    item,
                    path,
                    method,
                })
            })
        })
    }

    /// The tags: those declared, then those that only operations have. The same words in another
    /// spelling are the same tag; an operation without one belongs to the first word of its path.
    pub fn tags(&self) -> Vec<Tag<'_>> {
        let declared = self.root().items_of("tags");
        let declared = declared.filter_map(|tag| {
            let description = tag.text("description").unwrap_or_default();
            Some((tag.text("name")?, description, None))
        });
        let used = self.operations().map(|operation| {
            let written = operation.node.items_of("tags").next();
            let mut words = operation.path.split('/').filter(|word| !word.is_empty());
            let word = || words.next().unwrap_or("root");
            let name = written.and_then(Node::as_text).unwrap_or_else(word);
            (name, "", Some(operation))
        });
        let mut tags: IndexMap<String, Tag<'_>> = IndexMap::new();
        for (name, description, operation) in declared.chain(used) {
            let tag = tags.entry(names::resource_name(name));
            let tag = tag.or_insert_with(|| Tag {
                name,
                description,
                operations: Vec::new(),
            });
            tag.operations.extend(operation);
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

    /// What it requests: `GET /ships/{ship_id}`.
    pub fn request(&self) -> String {
        format!("{} {}", self.method.as_str(), self.path)
    }

    /// Its id; without one, a name of what it requests.
    pub fn name(&self) -> Cow<'d, str> {
        let request = || names::request_name(&self.request()).into();
        self.id().map_or_else(request, Cow::Borrowed)
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
    pub fn documented_parameters(&self) -> impl Iterator<Item = Parameter<'d>> + use<'d> {
        let mut parameters = IndexMap::new();
        for parameter in self.listed_parameters() {
            parameters.insert((parameter.place(), parameter.name()), parameter);
        }
        parameters.into_values()
    }

    /// Those of them that a call can pass.
    pub fn parameters(&self) -> impl Iterator<Item = (Place, Parameter<'d>)> + use<'d> {
        let path = self.path;
        let parameters = self.documented_parameters();
        parameters.filter_map(move |parameter| {
            let place = parameter.place()?;
            let is_named = place != Place::Path || names_of(path).any(|it| it == parameter.name());
            let can_be_passed = is_named && !parameter.is_ours() && parameter.style().is_ok();
            can_be_passed.then_some((place, parameter))
        })
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

    /// The responses of a success; where none is documented, the one for all statuses.
    pub fn successes(&self) -> impl Iterator<Item = (&'d str, Message<'d>)> + use<'d> {
        let is_documented = self.responses().any(|(status, _)| status.starts_with('2'));
        let start = if is_documented { "2" } else { "default" };
        let responses = self.responses();
        responses.filter(move |(status, _)| status.starts_with(start))
    }
}

/// The names in a path template, in its order.
pub fn names_of(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0))
}
