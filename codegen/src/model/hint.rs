//! What a schema is called after its position.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::document::{Document, Node, Step};
use crate::names;

/// What positions begin with.
pub(super) struct Hints<'a> {
    pub(super) document: &'a Document,
    /// The names of the components' types.
    pub(super) components: HashMap<&'a str, &'a str>,
    /// The names of the operations, by their nodes.
    pub(super) operations: &'a HashMap<usize, String>,
}

impl Hints<'_> {
    /// The component or the operation, and the steps from there on.
    pub(super) fn hint(&self, schema: Node<'_>) -> String {
        let path = schema.path();
        let (start, rest) = self.start(&path);
        let mut words: Vec<Cow<'_, str>> = start.into_iter().map(Cow::Borrowed).collect();
        add_steps(rest, &mut words);
        names::type_name(&words.join(" "))
    }

    fn start<'p>(&'p self, path: &'p [Step<'p>]) -> (Vec<&'p str>, &'p [Step<'p>]) {
        use Step::{Index, Key};
        let (item, method, rest) = match path {
            [Key("components"), Key(section), Key(name), rest @ ..] => {
                let words = match *section {
                    "schemas" => vec![self.components.get(name).copied().unwrap_or(name)],
                    "responses" => vec![name, "Reply"],
                    "requestBodies" => vec![name, "Body"],
                    _ => vec![*name],
                };
                return (words, rest);
            }
            [Key("paths"), Key(item), Key(method), rest @ ..] => (*item, *method, rest),
            rest => return (Vec::new(), rest),
        };
        let paths = self.document.root().get("paths");
        let node = paths.and_then(|paths| paths.get(item));
        let operation = node.and_then(|node| node.get(method));
        let name = operation.and_then(|it| self.operations.get(&it.id()));
        let name = name.map_or(item, String::as_str);
        match rest {
            [Key("requestBody"), rest @ ..] => (vec![name, "Body"], rest),
            [Key("responses"), Key(status), rest @ ..] => {
                (vec![name, replied(operation, status)], rest)
            }
            [Key("parameters"), Index(index), rest @ ..] => {
                (vec![name, parameter(operation, *index)], rest)
            }
            // The path's own parameters.
            [Index(index), rest @ ..] => (vec![name, parameter(node, *index)], rest),
            rest => (vec![name], rest),
        }
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
fn add_steps<'p>(steps: &[Step<'p>], words: &mut Vec<Cow<'p, str>>) {
    use Step::{Index, Key};
    let (word, rest) = match steps {
        [] => return,
        [Key("properties"), Key(name), rest @ ..] => (Some((*name).into()), rest),
        [Key("oneOf" | "anyOf"), Index(index), rest @ ..] => {
            (Some(format!("Option {}", index + 1).into()), rest)
        }
        [Key("items"), rest @ ..] => (Some("Item".into()), rest),
        [Key("additionalProperties"), rest @ ..] => (Some("Value".into()), rest),
        [Key("content"), _, rest @ ..] | [_, rest @ ..] => (None, rest),
    };
    words.extend(word);
    add_steps(rest, words);
}
