//! The names of types that the document gives none.
//!
//! A type is called after where its schema is written: the component or the operation, and the
//! properties that lead there. So it is one type wherever it is used, and no operation that is
//! added changes its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::direction::Direction;
use crate::document::{Document, Node, Step};
use crate::names;

/// What the names of types begin with that are for requests.
const OF_REQUESTS: [&str; 14] = [
    "Add", "Build", "Change", "Create", "Edit", "Insert", "Invite", "New", "Patch", "Post", "Put",
    "Replace", "Set", "Update",
];

/// What the names of types end with that are for requests.
const FOR_REQUESTS: [&str; 11] = [
    "Args", "Body", "Create", "Form", "Input", "Options", "Params", "Patch", "Payload", "Request",
    "Update",
];

/// The names of schemas as types.
pub(super) struct Positions {
    names: HashMap<usize, Position>,
    taken: BTreeSet<String>,
}

struct Position {
    name: String,
    /// Where its name or its place says that only one direction is meant.
    usual: Direction,
}

impl Positions {
    /// Names the schemas of a document that may become types. `operations` are the names of its
    /// operations.
    pub(super) fn of(document: &Document, operations: &HashMap<usize, String>) -> Self {
        let components: Vec<(&str, Node<'_>)> = document.components("schemas").collect();
        let raw: Vec<&str> = components.iter().map(|(name, _)| *name).collect();
        let types = names::distinct(&raw, names::type_name);
        let named = raw.iter().copied().zip(types.iter().map(String::as_str));
        let namer = Namer {
            components: named.collect(),
            operations,
            document,
        };
        let mut found = HashMap::new();
        let mut taken = BTreeSet::new();
        for ((_, node), name) in components.iter().zip(&types) {
            taken.insert(name.clone());
            taken.insert(format!("{name}Request"));
            taken.insert(format!("{name}Reply"));
            let usual = usual(name);
            let name = name.clone();
            found.insert(node.id(), Position { name, usual });
        }
        let mut inline: BTreeMap<String, Vec<Node<'_>>> = BTreeMap::new();
        for schema in document.schemas() {
            if may_be_a_type(schema) && !found.contains_key(&schema.id()) {
                inline.entry(namer.hint(schema)).or_default().push(schema);
            }
        }
        for (hint, mut nodes) in inline {
            // Not by their order in the document: what is added to it changes no name.
            nodes.sort_by_cached_key(|node| node.pointer());
            let in_request = |node: Node<'_>| {
                let keys = node.around().filter_map(Node::key);
                keys.into_iter()
                    .any(|key| matches!(key, "requestBody" | "requestBodies" | "parameters"))
            };
            for node in nodes {
                let name = vacant(&hint, &mut taken);
                let usual = if in_request(node) {
                    Direction::Sent
                } else {
                    usual(&name)
                };
                found.insert(node.id(), Position { name, usual });
            }
        }
        Self {
            names: found,
            taken,
        }
    }

    /// A name like this one for a type that no schema is.
    pub(super) fn vacant(&mut self, hint: &str) -> String {
        vacant(hint, &mut self.taken)
    }

    /// The name of a schema's type; of one that differs by direction, that of its other form.
    pub(super) fn name(&self, schema: Node<'_>, form: Option<Direction>) -> String {
        let Some(Position { name, usual }) = self.names.get(&schema.id()) else {
            return names::type_name("unnamed");
        };
        match form.filter(|form| form != usual) {
            None => name.clone(),
            Some(Direction::Sent) => format!("{name}Request"),
            Some(Direction::Received) => format!("{name}Reply"),
        }
    }
}

/// The direction that the name of a type says, replies where it says none.
fn usual(name: &str) -> Direction {
    let begins = |start: &str| {
        let rest = name.strip_prefix(start);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase()))
    };
    let is_for_requests = OF_REQUESTS.iter().any(|start| begins(start))
        || FOR_REQUESTS.iter().any(|end| name.ends_with(end));
    if is_for_requests {
        Direction::Sent
    } else {
        Direction::Received
    }
}

fn may_be_a_type(schema: Node<'_>) -> bool {
    let keys = [
        "properties",
        "enum",
        "x-extensible-enum",
        "allOf",
        "oneOf",
        "anyOf",
    ];
    keys.iter().any(|key| schema.get(key).is_some())
}

fn vacant(hint: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = hint.to_owned();
    let mut count = 2;
    while [&name, &format!("{name}Request"), &format!("{name}Reply")]
        .iter()
        .any(|it| taken.contains(*it))
    {
        name = format!("{hint}{count}");
        count += 1;
    }
    taken.insert(name.clone());
    name
}

struct Namer<'a> {
    components: HashMap<&'a str, &'a str>,
    operations: &'a HashMap<usize, String>,
    document: &'a Document,
}

impl Namer<'_> {
    /// What a schema is called after its position.
    fn hint(&self, schema: Node<'_>) -> String {
        let path = schema.path();
        let mut words = Vec::new();
        let rest = match path.as_slice() {
            [
                Step::Key("components"),
                Step::Key("schemas"),
                Step::Key(name),
                rest @ ..,
            ] => {
                words.push(self.components.get(name).copied().unwrap_or(name));
                rest
            }
            [
                Step::Key("components"),
                Step::Key(section),
                Step::Key(name),
                rest @ ..,
            ] => {
                words.push(name);
                match *section {
                    "responses" => words.push("Reply"),
                    "requestBodies" => words.push("Body"),
                    _ => {}
                }
                rest
            }
            [
                Step::Key("paths"),
                Step::Key(path),
                Step::Key(method),
                rest @ ..,
            ] => {
                let item = self
                    .document
                    .root()
                    .get("paths")
                    .and_then(|it| it.get(path));
                let operation = item.and_then(|item| item.get(method));
                let name = operation.and_then(|it| self.operations.get(&it.id()));
                words.push(name.map_or(*path, String::as_str));
                match rest {
                    [Step::Key("requestBody"), rest @ ..] => {
                        words.push("Body");
                        rest
                    }
                    [Step::Key("responses"), Step::Key(status), rest @ ..] => {
                        words.push(replied(operation, status));
                        rest
                    }
                    [Step::Key("parameters"), Step::Index(index), rest @ ..] => {
                        words.push(parameter(operation, *index));
                        rest
                    }
                    // The path's own parameters.
                    [Step::Index(index), rest @ ..] => {
                        words.push(parameter(item, *index));
                        rest
                    }
                    rest => rest,
                }
            }
            rest => rest,
        };
        let mut hint = words.join(" ");
        add_steps(rest, &mut hint);
        names::type_name(&hint)
    }
}

/// What a reply is called: that of a success alone is the reply.
fn replied(operation: Option<Node<'_>>, status: &str) -> &'static str {
    let responses = operation
        .into_iter()
        .flat_map(|it| it.members_of("responses"));
    let successes = responses.filter(|(status, _)| status.starts_with('2'));
    if successes.count() > 1 {
        super::status::status_name(status)
    } else {
        "Reply"
    }
}

fn parameter<'d>(lister: Option<Node<'d>>, index: usize) -> &'d str {
    let parameter = lister.and_then(|it| it.items_of("parameters").nth(index));
    parameter
        .and_then(|it| it.text("name"))
        .unwrap_or("parameter")
}

/// Adds the steps from a component or an operation on.
fn add_steps(steps: &[Step<'_>], hint: &mut String) {
    let mut add = |word: &str| {
        hint.push(' ');
        hint.push_str(word);
    };
    let mut rest = steps;
    while let [step, after @ ..] = rest {
        rest = after;
        match (step, after) {
            (Step::Key("properties"), [Step::Key(name), after @ ..]) => {
                add(name);
                rest = after;
            }
            (Step::Key("oneOf" | "anyOf"), [Step::Index(index), after @ ..]) => {
                add(&format!("Option {}", index + 1));
                rest = after;
            }
            (Step::Key("items"), _) => add("Item"),
            (Step::Key("additionalProperties"), _) => add("Value"),
            (Step::Key("content"), [_, after @ ..]) => rest = after,
            _ => {}
        }
    }
}
