//! The operations of a document, with what belongs to each.

use std::borrow::Cow;
use std::collections::BTreeSet;

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

    /// The operations, in the document's order, but for those that are left out.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.paths().flat_map(|(path, item)| {
            let methods = Method::ALL.into_iter();
            methods.filter_map(move |method| {
                Some(Operation {
                    node: item.get(method.key()).filter(|node| !node.is_left_out())?,
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
        let mut declared_names = BTreeSet::new();
        for node in declared {
            if let Some(name) = node.text("name")
                && declared_names.insert(names::resource_name(name))
            {
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
                word.unwrap_or("root")
            });
            let name = *spelled.entry(names::resource_name(name)).or_insert(name);
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
        let request = || names::request_name(self.method.key(), self.path);
        self.id().map_or_else(|| request().into(), Cow::Borrowed)
    }

    /// What the document says of its path.
    pub fn item(&self) -> Node<'d> {
        self.item
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
        let of = |start: &str| -> Vec<(&'d str, Message<'d>)> {
            let responses = self.responses();
            responses
                .filter(|(status, _)| status.starts_with(start))
                .collect()
        };
        let documented = of("2");
        let successes = if documented.is_empty() {
            of("default")
        } else {
            documented
        };
        successes.into_iter()
    }
}

/// The names in a path template, in its order.
pub fn names_of(path: &str) -> impl Iterator<Item = &str> {
    let parts = path.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0))
}
