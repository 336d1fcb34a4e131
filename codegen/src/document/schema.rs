//! One view of a schema, however the document spells it.

use super::node::Node;

/// A schema whose references have been followed.
#[derive(Clone, Copy, Debug)]
pub struct Schema<'d> {
    /// The schema itself.
    pub node: Node<'d>,
    /// The component that it was found in, if it has a name.
    pub component: Option<&'d str>,
}

/// What the values of a schema are.
#[derive(Clone, Debug)]
pub enum Shape<'d> {
    /// Text.
    Text(Format),
    /// Text with documented values.
    Enum(Vec<&'d str>),
    /// Whole numbers.
    Integer {
        /// Of 32 bits, and not 64.
        small: bool,
        /// From 0.
        unsigned: bool,
    },
    /// Numbers.
    Number,
    /// `true` and `false`.
    Flag,
    /// Lists of this, or of anything.
    List(Option<Node<'d>>),
    /// Objects.
    Object(Object<'d>),
    /// Those of another schema: a description beside it is why it is written so, or that it may
    /// be null.
    Same(Node<'d>),
    /// Anything, or a choice.
    Any,
}

/// What text represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Nothing but itself.
    Plain,
    /// A time.
    DateTime,
    /// What is not to be shown.
    Password,
}

/// The parts of an object; those of `allOf` are merged.
#[derive(Clone, Debug, Default)]
pub struct Object<'d> {
    /// The properties with their schemas, in the document's order.
    pub properties: Vec<(&'d str, Node<'d>)>,
    /// The names of those that are always there.
    pub required: Vec<&'d str>,
    /// What it says of properties that it does not name.
    pub additional: Option<Node<'d>>,
}

impl<'d> Object<'d> {
    /// The schema of a property.
    pub fn property(&self, name: &str) -> Option<Node<'d>> {
        let mut properties = self.properties.iter();
        properties
            .find(|(known, _)| *known == name)
            .map(|(_, node)| *node)
    }

    /// Whether it says that there are properties that it does not name.
    pub fn is_open(&self) -> bool {
        let says_so = |node: Node<'_>| node.is_map() || node.as_bool() == Some(true);
        self.additional.is_some_and(says_so)
    }

    /// The schema of the properties that it does not name.
    pub fn values(&self) -> Option<Node<'d>> {
        self.additional.filter(|node| node.is_map())
    }
}

/// The types that a schema can have.
pub const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// The keys that choose between schemas, or put several together.
pub const CHOICES: [&str; 4] = ["allOf", "anyOf", "oneOf", "not"];

/// The keys that say what a schema's values are, apart from choices: those for some types only.
const STRUCTURE: [(&str, &[&str]); 19] = [
    ("format", &["string", "number", "integer"]),
    ("enum", &["string", "number", "integer", "boolean"]),
    ("pattern", &["string"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("multipleOf", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
];

/// Whether a key means something for a type of schema.
pub fn applies(key: &str, kind: &str) -> bool {
    let mut keys = STRUCTURE.iter();
    keys.find(|(known, _)| *known == key)
        .is_none_or(|(_, types)| types.contains(&kind))
}

/// Whether a component of this name holds ids, if it is text.
pub fn is_id(component: &str) -> bool {
    ["Id", "ID", "_id"]
        .iter()
        .any(|end| component.ends_with(end))
}

/// Whether a property or a parameter of this name holds an id.
pub fn holds_id(name: &str) -> bool {
    name == "id" || name.ends_with("_id") || name.ends_with("Id")
}

impl<'d> Schema<'d> {
    /// The schema that a node's references end at; nothing where they lead nowhere.
    pub fn of(node: Node<'d>) -> Option<Self> {
        let node = node.resolved()?;
        Some(Self {
            node,
            component: node.component(),
        })
    }

    /// What it is made of: itself, then the members of its `allOf`, and of theirs.
    pub fn parts(&self) -> Vec<Node<'d>> {
        let mut parts = Vec::new();
        gather(self.node, &mut parts);
        parts
    }

    /// What its values are.
    pub fn shape(&self) -> Shape<'d> {
        let kind = self.plain_type();
        if kind == Some("array") {
            return Shape::List(self.node.get("items"));
        }
        let values = self.values();
        if !values.is_empty() {
            return Shape::Enum(values);
        }
        if let Some(only) = self.only_member() {
            return Shape::Same(only);
        }
        match kind {
            Some("string") => Shape::Text(match self.node.text("format") {
                Some("date-time") => Format::DateTime,
                Some("password") => Format::Password,
                _ => Format::Plain,
            }),
            Some("integer") => Shape::Integer {
                small: self.node.text("format") == Some("int32"),
                unsigned: self.is_unsigned(),
            },
            Some("number") => Shape::Number,
            Some("boolean") => Shape::Flag,
            _ => self.object().map_or(Shape::Any, Shape::Object),
        }
    }

    /// Its type, unless it is a choice as well.
    fn plain_type(&self) -> Option<&'d str> {
        let is_choice = CHOICES.iter().any(|key| self.node.get(key).is_some());
        self.node.text("type").filter(|_| !is_choice)
    }

    fn is_unsigned(&self) -> bool {
        let minimum = self.node.get("minimum").and_then(Node::as_number);
        minimum.is_some_and(|minimum| !minimum.is_negative())
    }

    /// The documented values of text, open ones first.
    fn values(&self) -> Vec<&'d str> {
        if self.plain_type() != Some("string") {
            return Vec::new();
        }
        let mut values = Vec::new();
        for key in ["x-extensible-enum", "enum"] {
            let listed = self.node.items_of(key);
            for value in listed.filter_map(Node::as_text) {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        values
    }

    /// The schema that is all that this one consists of.
    fn only_member(&self) -> Option<Node<'d>> {
        let says_more =
            |key: &str| key == "type" || STRUCTURE.iter().any(|(known, _)| *known == key);
        let mut choices = CHOICES.iter().filter_map(|key| self.node.get(key));
        let choice = choices.next()?;
        if choices.next().is_some() || self.node.keys().any(says_more) {
            return None;
        }
        let mut members = choice.items();
        let only = members.next()?;
        members.next().is_none().then_some(only)
    }

    /// The parts of an object; nothing for any other schema.
    pub fn object(&self) -> Option<Object<'d>> {
        let mut object = Object::default();
        merge(self.node, &mut object, &mut Vec::new()).then_some(object)
    }
}

fn gather<'d>(schema: Node<'d>, parts: &mut Vec<Node<'d>>) {
    // A schema may be a part of itself.
    if !parts.contains(&schema) {
        parts.push(schema);
        let members = schema.items_of("allOf").filter_map(Node::resolved);
        members.for_each(|member| gather(member, parts));
    }
}

/// Takes a schema's parts in; false where it is not an object. `seen` are the schemas whose parts
/// are there already.
fn merge<'d>(schema: Node<'d>, object: &mut Object<'d>, seen: &mut Vec<Node<'d>>) -> bool {
    if seen.contains(&schema) {
        return true;
    }
    seen.push(schema);
    let is_other = ["oneOf", "anyOf", "not"]
        .iter()
        .any(|key| schema.get(key).is_some());
    let kind = schema.text("type");
    if is_other || kind.is_some_and(|kind| kind != "object") {
        return false;
    }
    let members = schema.items_of("allOf");
    let mut members = members.peekable();
    let properties = schema.members_of("properties");
    let mut properties = properties.peekable();
    if kind.is_none() && members.peek().is_none() && properties.peek().is_none() {
        return false;
    }
    for member in members {
        let is_object = member
            .resolved()
            .is_some_and(|member| merge(member, object, seen));
        if !is_object {
            return false;
        }
    }
    for (name, node) in properties {
        match object
            .properties
            .iter_mut()
            .find(|(known, _)| *known == name)
        {
            Some((_, known)) => *known = node,
            None => object.properties.push((name, node)),
        }
    }
    let required = schema.items_of("required");
    object.required.extend(required.filter_map(Node::as_text));
    object.additional = schema.get("additionalProperties").or(object.additional);
    true
}
