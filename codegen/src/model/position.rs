//! The names of types that the document gives none.
//!
//! A type is called after where its schema is written: the component or the operation, and the
//! properties that lead there. So it is one type wherever it is used, and no operation that is
//! added changes its name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::direction::Direction;
use super::hint::Hints;
use crate::document::{Document, Node};
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

/// What the names of a type's forms end with.
const FORMS: [&str; 3] = ["", "Request", "Reply"];

/// The names of schemas as types.
#[derive(Default)]
pub(super) struct Positions {
    /// Each with the direction that is meant where its name or its position says only one.
    names: HashMap<usize, (String, Direction)>,
    taken: BTreeSet<String>,
}

impl Positions {
    /// Names the schemas of a document that may become types. `operations` are the names of its
    /// operations.
    pub(super) fn of(document: &Document, operations: &HashMap<usize, String>) -> Self {
        let components: Vec<(&str, Node<'_>)> = document.components("schemas").collect();
        let raw: Vec<&str> = components.iter().map(|(name, _)| *name).collect();
        let types = names::distinct(&raw, names::type_name);
        let mut positions = Self::default();
        for ((_, node), name) in components.iter().zip(&types) {
            let forms = FORMS.iter().map(|form| format!("{name}{form}"));
            positions.taken.extend(forms);
            let named = (name.clone(), usual(name));
            positions.names.insert(node.id(), named);
        }
        let hints = Hints {
            document,
            components: raw
                .into_iter()
                .zip(types.iter().map(String::as_str))
                .collect(),
            operations,
        };
        let mut inline: BTreeMap<String, Vec<Node<'_>>> = BTreeMap::new();
        for schema in document.schemas() {
            if may_be_a_type(schema) && !positions.names.contains_key(&schema.id()) {
                inline.entry(hints.hint(schema)).or_default().push(schema);
            }
        }
        for (hint, mut nodes) in inline {
            // Not by their order in the document: what is added to it changes no name.
            nodes.sort_by_cached_key(|node| node.pointer());
            for node in nodes {
                let name = positions.vacant(&hint);
                let usual = if is_in_request(node) {
                    Direction::Sent
                } else {
                    usual(&name)
                };
                positions.names.insert(node.id(), (name, usual));
            }
        }
        positions
    }

    /// A name like this one that no type has.
    pub(super) fn vacant(&mut self, hint: &str) -> String {
        let is_taken = |name: &str| {
            let mut forms = FORMS.iter();
            forms.any(|form| self.taken.contains(&format!("{name}{form}")))
        };
        let mut name = hint.to_owned();
        let mut count = 2;
        while is_taken(&name) {
            name = format!("{hint}{count}");
            count += 1;
        }
        self.taken.insert(name.clone());
        name
    }

    /// The name of a schema's type; of one that differs by direction, that of its other form.
    pub(super) fn name(&self, schema: Node<'_>, form: Option<Direction>) -> String {
        let Some((name, usual)) = self.names.get(&schema.id()) else {
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
    let keys = "properties enum x-extensible-enum allOf oneOf anyOf";
    keys.split(' ').any(|key| schema.get(key).is_some())
}

fn is_in_request(schema: Node<'_>) -> bool {
    let mut keys = schema.around().filter_map(Node::key);
    keys.any(|key| matches!(key, "requestBody" | "requestBodies" | "parameters"))
}
