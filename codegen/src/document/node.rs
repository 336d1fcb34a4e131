//! One node of the document: what it is, what is in it, where it is.

use std::borrow::Cow;
use std::fmt;
use std::iter::successors;

use percent_encoding::percent_decode_str;

use super::number::Number;
use super::tree::{Document, Id, ROOT, Value};
use crate::diagnostic::{Diagnostic, Span};

/// How many references may follow on one another before they are taken for a circle.
pub(super) const LONGEST_CHAIN: usize = 64;

/// A node of a document. It is cheap to copy.
#[derive(Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    id: Id,
}

impl Document {
    /// The document as a whole.
    pub fn root(&self) -> Node<'_> {
        Node::new(self, ROOT)
    }

    /// The node at a JSON pointer.
    pub fn at(&self, pointer: &str) -> Option<Node<'_>> {
        let mut keys = pointer.split('/');
        let root = keys.next().filter(|first| first.is_empty());
        root.and(keys.try_fold(self.root(), |node, key| node.child(&unescape(key))))
    }

    /// The named parts of one section of `components`.
    pub fn components(&self, section: &str) -> impl Iterator<Item = (&str, Node<'_>)> {
        let components = self.root().get("components");
        let section = components.and_then(|components| components.get(section));
        section.into_iter().flat_map(Node::members)
    }
}

impl<'d> Node<'d> {
    pub(super) fn new(document: &'d Document, id: Id) -> Self {
        Self { document, id }
    }

    /// A number that no other node of the document has.
    pub fn id(self) -> usize {
        self.id
    }

    fn value(self) -> &'d Value {
        &self.document.entry(self.id).value
    }

    fn with(self, id: Id) -> Self {
        Self { id, ..self }
    }

    /// The document that it is of.
    pub fn document(self) -> &'d Document {
        self.document
    }

    /// A member of a mapping.
    pub fn get(self, key: &str) -> Option<Self> {
        match self.value() {
            Value::Map(members) => members.get(key).map(|id| self.with(*id)),
            _ => None,
        }
    }

    /// A member of a mapping, or an item of a list by its index.
    fn child(self, key: &str) -> Option<Self> {
        match self.value() {
            Value::List(items) => Some(self.with(*items.get(key.parse::<usize>().ok()?)?)),
            _ => self.get(key),
        }
    }

    /// The node at a JSON pointer from here, or the nearest around it.
    pub fn nearest(self, pointer: &str) -> Self {
        let mut keys = pointer.split('/').skip(1);
        let steps = successors(Some(self), |node| node.child(&unescape(keys.next()?)));
        steps.last().unwrap_or(self)
    }

    /// The members of a mapping; none of anything else.
    pub fn members(self) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        let members = match self.value() {
            Value::Map(members) => Some(members),
            _ => None,
        };
        let members = members.into_iter().flatten();
        members.map(move |(key, id)| (key.as_str(), self.with(*id)))
    }

    /// The keys of a mapping; none of anything else.
    pub fn keys(self) -> impl Iterator<Item = &'d str> + use<'d> {
        self.members().map(|(key, _)| key)
    }

    /// The items of a list; none of anything else.
    pub fn items(self) -> impl Iterator<Item = Self> + use<'d> {
        let items = match self.value() {
            Value::List(items) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(move |id| self.with(*id))
    }

    /// The nodes in it: members or items.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'d> {
        self.items().chain(self.members().map(|(_, node)| node))
    }

    /// The members of a member.
    pub fn members_of(self, key: &str) -> impl Iterator<Item = (&'d str, Self)> + use<'d> {
        self.get(key).into_iter().flat_map(Self::members)
    }

    /// The items of a member.
    pub fn items_of(self, key: &str) -> impl Iterator<Item = Self> + use<'d> {
        self.get(key).into_iter().flat_map(Self::items)
    }

    /// The text that it is.
    pub fn as_text(self) -> Option<&'d str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number that it is.
    pub fn as_number(self) -> Option<&'d Number> {
        match self.value() {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The whole number from 0 that it is.
    pub fn as_count(self) -> Option<u32> {
        self.as_number()?.text().parse().ok()
    }

    /// The truth value that it is.
    pub fn as_bool(self) -> Option<bool> {
        match self.value() {
            Value::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The text, number or truth value that it is, as text.
    pub(super) fn written(self) -> Option<Cow<'d, str>> {
        let text = self.as_text().or_else(|| Some(self.as_number()?.text()));
        let flag = || Some(self.as_bool()?.to_string());
        text.map(Cow::Borrowed).or_else(|| flag().map(Cow::Owned))
    }

    /// Whether it is a mapping.
    pub fn is_map(self) -> bool {
        matches!(self.value(), Value::Map(_))
    }

    /// Whether it is a list.
    pub fn is_list(self) -> bool {
        matches!(self.value(), Value::List(_))
    }

    /// Whether it is `null`, or nothing was written.
    pub fn is_null(self) -> bool {
        matches!(self.value(), Value::Null)
    }

    /// A member that is text.
    pub fn text(self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_text()
    }

    /// A member that is text, or empty text.
    pub fn owned_text(self, key: &str) -> String {
        self.text(key).unwrap_or_default().to_owned()
    }

    /// Whether it has one of these members.
    pub fn has_any(self, keys: &[&str]) -> bool {
        keys.iter().any(|key| self.get(key).is_some())
    }

    /// Whether a member is `true`.
    pub fn flag(self, key: &str) -> bool {
        self.get(key).and_then(Self::as_bool) == Some(true)
    }

    /// Whether nothing is made of it.
    pub fn is_left_out(self) -> bool {
        self.document.left_out.contains(&self.id)
    }

    /// What it is, in a word for messages.
    pub fn what(self) -> &'static str {
        match self.value() {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// Whether another node has the same in it, wherever that is.
    pub fn says_the_same(self, other: Self) -> bool {
        self == other
            || match (self.value(), other.value()) {
                (Value::Map(one), Value::Map(another)) => {
                    let mut members = self.members();
                    one.len() == another.len()
                        && members.all(|(key, node)| {
                            other.get(key).is_some_and(|it| node.says_the_same(it))
                        })
                }
                (Value::List(one), Value::List(another)) => {
                    let mut pairs = self.items().zip(other.items());
                    one.len() == another.len() && pairs.all(|(one, other)| one.says_the_same(other))
                }
                (one, other) => one == other,
            }
    }

    /// It and all in it as JSON.
    pub fn json(self) -> serde_json::Value {
        match self.value() {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(number) => number.to_json(),
            Value::Text(text) => text.as_str().into(),
            Value::List(_) => self.items().map(Self::json).collect(),
            Value::Map(_) => {
                let members = self.members();
                let members = members.map(|(key, node)| (key.to_owned(), node.json()));
                serde_json::Value::Object(members.collect())
            }
        }
    }

    /// The node around it, and the key or index that leads here.
    fn parent(self) -> Option<(Self, Step<'d>)> {
        let (parent, index) = self.document.entry(self.id).parent?;
        let parent = self.with(parent);
        let step = match parent.value() {
            Value::Map(members) => Step::Key(members.get_index(index)?.0),
            _ => Step::Index(index),
        };
        Some((parent, step))
    }

    /// The steps from the root to it.
    pub fn path(self) -> Vec<Step<'d>> {
        let steps = successors(self.parent(), |(node, _)| node.parent());
        let mut steps: Vec<Step<'d>> = steps.map(|(_, step)| step).collect();
        steps.reverse();
        steps
    }

    /// Its JSON pointer: `/paths/~1keys/post`.
    pub fn pointer(self) -> String {
        self.path().iter().map(Step::to_string).collect()
    }

    /// It, and the nodes that it is in, from the inside out.
    pub fn around(self) -> impl Iterator<Item = Self> {
        successors(Some(self), |node| Some(node.parent()?.0))
    }

    /// The key that leads to it, where it is a member of a mapping.
    pub fn key(self) -> Option<&'d str> {
        match self.parent()?.1 {
            Step::Key(key) => Some(key),
            Step::Index(_) => None,
        }
    }

    /// The name of the component schema that it is, if it is one.
    pub fn component(self) -> Option<&'d str> {
        let schemas = self.document.root().get("components")?.get("schemas")?;
        match self.parent()? {
            (parent, Step::Key(name)) if parent == schemas => Some(name),
            _ => None,
        }
    }

    /// A diagnostic of it.
    pub(crate) fn diagnose(self, diagnostic: Diagnostic) -> Diagnostic {
        Diagnostic {
            pointer: self.pointer(),
            span: Some(self.span()),
            ..diagnostic
        }
    }

    /// Where it is in the text: its key, or where it starts.
    pub fn span(self) -> Span {
        self.document
            .span(self.document.entry(self.id).range.clone())
    }

    /// What it refers to; nothing if it is not a reference, or leads nowhere.
    pub fn target(self) -> Option<Self> {
        let reference = self.text("$ref")?.strip_prefix('#')?;
        let pointer = percent_decode_str(reference).decode_utf8().ok()?;
        self.document.at(&pointer)
    }

    /// The node that its references end at, itself if it is none; nothing where they lead nowhere
    /// or in a circle.
    pub fn resolved(self) -> Option<Self> {
        let end = self.chain().take(LONGEST_CHAIN).last();
        end.filter(|node| node.text("$ref").is_none())
    }

    /// Whether its references lead in a circle.
    pub fn is_circular(self) -> bool {
        self.chain().nth(LONGEST_CHAIN).is_some()
    }

    /// It, and what its references lead to, one after another.
    fn chain(self) -> impl Iterator<Item = Self> {
        successors(Some(self), |node| node.target())
    }
}

/// Two nodes are the same if they are at the same place of the same document.
impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.document, other.document) && self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.what(), self.pointer())
    }
}

/// A step into a node, a part of a JSON pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'d> {
    /// To a member of a mapping.
    Key(&'d str),
    /// To an item of a list.
    Index(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "/{}", escape(key)),
            Self::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// A key as a part of a JSON pointer.
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The key that a part of a JSON pointer represents.
pub fn unescape(part: &str) -> Cow<'_, str> {
    if part.contains('~') {
        Cow::Owned(part.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(part)
    }
}
