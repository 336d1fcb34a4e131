//! YAML text to a tree.
//!
//! Plain scalars are read as YAML 1.2's core schema has it. What JSON does not have is a fault:
//! keys that are not text, tags, infinite numbers. Aliases become copies, up to a bound.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as Marked, Tag};

use super::fault::{INDENTATION, duplicate_key, fault, too_deep};
use super::node::Node;
use super::number::Number;
use super::tree::{DEEPEST, Document, Id, Value};
use crate::diagnostic::Diagnostic;

/// How many nodes aliases may add.
const MOST_COPIES: usize = 1_000_000;

/// Reads a document, or says what keeps it from being read.
pub(super) fn read(name: &str, text: &str) -> Result<Document, Vec<Diagnostic>> {
    let mut reader = Reader {
        document: Document::new(name, text),
        bytes: Bytes::of(text),
        open: Vec::new(),
        anchors: HashMap::new(),
        copies: 0,
        faults: Vec::new(),
    };
    for event in Parser::new_from_str(text) {
        let goes_on = match event {
            Ok((event, marked)) => reader.take(event, &marked),
            Err(error) => {
                let range = reader.bytes.range(error.marker(), 1);
                reader.fault(fault("invalid-yaml", error.info(), INDENTATION), range);
                false
            }
        };
        if !goes_on {
            break;
        }
    }
    if reader.faults.is_empty() {
        Ok(reader.document)
    } else {
        Err(reader.faults)
    }
}

/// A mapping or a list that is not closed yet.
struct Open {
    id: Id,
    anchor: usize,
    /// Of a mapping, the key whose value comes next.
    key: Option<(String, Range<usize>)>,
}

struct Reader {
    document: Document,
    bytes: Bytes,
    open: Vec<Open>,
    /// The nodes that aliases can name.
    anchors: HashMap<usize, Id>,
    copies: usize,
    faults: Vec<Diagnostic>,
}

impl Reader {
    fn fault(&mut self, fault: Diagnostic, range: Range<usize>) {
        self.faults.push(fault.at(self.document.span(range)));
    }

    /// Adds a fault of a node.
    fn fault_of(&mut self, id: Id, fault: Diagnostic) {
        let node = Node::new(&self.document, id);
        self.faults
            .push(fault.at(node.span()).below(node.pointer()));
    }

    /// Takes the next event in; false if the others are not needed.
    fn take(&mut self, event: Event<'_>, marked: &Marked) -> bool {
        match event {
            Event::DocumentStart(_) if !self.document.is_empty() => {
                let message = "a second document starts here";
                let fault = fault("invalid-yaml", message, "keep one document to a file");
                self.fault(fault, self.bytes.range(&marked.start, 1));
                return false;
            }
            Event::MappingStart(anchor, tag) => {
                return self.start(Value::Map(Default::default()), anchor, tag, marked);
            }
            Event::SequenceStart(anchor, tag) => {
                return self.start(Value::List(Vec::new()), anchor, tag, marked);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(closed) = self.open.pop().filter(|it| it.anchor > 0) {
                    // Only now, so that none is in itself.
                    self.anchors.insert(closed.anchor, closed.id);
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let range = self.bytes.scalar(marked);
                if self.expects_key() {
                    self.key(&text, style, range);
                    return true;
                }
                let value = scalar(&text, style, tag.as_deref());
                let is_infinite = value.is_none();
                let id = self.add(value.unwrap_or(Value::Null), range);
                if is_infinite {
                    let message = format!("JSON has no number `{text}`");
                    let help = "put it in quotes if it is text";
                    self.fault_of(id, fault("invalid-yaml", message, help));
                }
                self.tag(id, tag);
                if anchor > 0 {
                    self.anchors.insert(anchor, id);
                }
            }
            Event::Alias(anchor) => return self.alias(anchor, marked),
            _ => {}
        }
        true
    }

    fn start(
        &mut self,
        value: Value,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        marked: &Marked,
    ) -> bool {
        let range = self.bytes.range(&marked.start, 1);
        if self.open.len() >= DEEPEST {
            self.fault(too_deep(), range);
            return false;
        }
        if self.expects_key() {
            self.key_is_not_text("…");
            return false;
        }
        let id = self.add(value, range);
        self.tag(id, tag);
        self.open.push(Open {
            id,
            anchor,
            key: None,
        });
        true
    }

    /// Whether the next node is a key.
    fn expects_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.key.is_none() && Node::new(&self.document, open.id).is_map())
    }

    fn key(&mut self, text: &str, style: ScalarStyle, range: Range<usize>) {
        let is_text = match scalar(text, style, None) {
            Some(Value::Text(_)) => true,
            // Without quotes a status is a number.
            Some(Value::Number(number)) => number.is_whole(),
            _ => false,
        };
        if !is_text {
            self.key_is_not_text(text);
        }
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let map = Node::new(&self.document, open.id);
        if let Some(first) = map.get(text) {
            let fault = duplicate_key(map, text, first);
            self.faults
                .push(fault.at(self.document.span(range.clone())));
        }
        open.key = Some((text.to_owned(), range));
    }

    fn key_is_not_text(&mut self, key: &str) {
        let message = format!("the key `{key}` is not text");
        let fault = fault("invalid-yaml", message, "put it in quotes");
        if let Some(open) = self.open.last() {
            self.fault_of(open.id, fault);
        }
    }

    /// Adds a node to the innermost that is open.
    fn add(&mut self, value: Value, range: Range<usize>) -> Id {
        let Some(open) = self.open.last_mut() else {
            return self.document.add(None, value, range);
        };
        let parent = open.id;
        match open.key.take() {
            Some((key, range)) => self.document.add(Some((parent, Some(key))), value, range),
            None => self.document.add(Some((parent, None)), value, range),
        }
    }

    fn tag(&mut self, id: Id, tag: Option<Cow<'_, Tag>>) {
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            let message = format!("the tag `{tag}` means nothing here");
            self.fault_of(id, fault("invalid-yaml", message, "remove it"));
        }
    }

    fn alias(&mut self, anchor: usize, marked: &Marked) -> bool {
        let range = self.bytes.range(&marked.start, 1);
        if self.expects_key() {
            self.key_is_not_text("*");
            return false;
        }
        let Some(source) = self.anchors.get(&anchor).copied() else {
            let message = "the alias is inside the node that it names";
            self.fault(fault("invalid-yaml", message, "write the node out"), range);
            return false;
        };
        let id = self.add(Value::Null, range.clone());
        let fault = self.copy(source, id, self.open.len());
        let copied = fault.is_none();
        fault
            .into_iter()
            .for_each(|fault| self.fault(fault, range.clone()));
        copied
    }

    /// Makes a node a copy of another, or says why not.
    fn copy(&mut self, source: Id, target: Id, depth: usize) -> Option<Diagnostic> {
        self.copies += 1;
        if self.copies > MOST_COPIES {
            let message = format!("the aliases add more than {MOST_COPIES} nodes");
            return Some(fault("invalid-yaml", message, "use fewer of them"));
        }
        if depth > DEEPEST {
            return Some(too_deep());
        }
        let children: Vec<(Option<String>, Id)> = match self.document.value(source) {
            Value::Map(members) => {
                let members = members.iter();
                members.map(|(key, id)| (Some(key.clone()), *id)).collect()
            }
            Value::List(items) => items.iter().map(|id| (None, *id)).collect(),
            _ => Vec::new(),
        };
        let value = match self.document.value(source) {
            Value::Map(_) => Value::Map(Default::default()),
            Value::List(_) => Value::List(Vec::new()),
            other => other.clone(),
        };
        self.document.set(target, value);
        children.into_iter().find_map(|(key, child)| {
            let range = self.document.range(child);
            let copy = self.document.add(Some((target, key)), Value::Null, range);
            self.copy(child, copy, depth + 1)
        })
    }
}

/// What a scalar is; nothing for a number that is not finite.
fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Option<Value> {
    let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
    if style != ScalarStyle::Plain || is_text {
        return Some(Value::Text(text.to_owned()));
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Value::Null),
        "true" | "True" | "TRUE" => Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => Some(Value::Bool(false)),
        ".nan" | ".NaN" | ".NAN" => None,
        _ => match text.strip_prefix(['+', '-']).unwrap_or(text) {
            ".inf" | ".Inf" | ".INF" => None,
            _ => {
                Some(Number::yaml(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number))
            }
        },
    }
}

/// The byte at which each character of a text starts, as the parser counts characters. Those of
/// ASCII are one byte each.
struct Bytes {
    starts: Option<Vec<usize>>,
    length: usize,
}

impl Bytes {
    fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(byte, _)| byte).collect();
        Self {
            starts: (!text.is_ascii()).then(starts),
            length: text.len(),
        }
    }

    fn at(&self, character: usize) -> usize {
        match &self.starts {
            Some(starts) => starts.get(character).copied().unwrap_or(self.length),
            None => character.min(self.length),
        }
    }

    /// This many characters from a mark on.
    fn range(&self, mark: &Marker, characters: usize) -> Range<usize> {
        self.at(mark.index())..self.at(mark.index() + characters)
    }

    /// A scalar on one line, or the start of a longer one.
    fn scalar(&self, marked: &Marked) -> Range<usize> {
        let (start, end) = (&marked.start, &marked.end);
        let length = if start.line() == end.line() {
            end.col().saturating_sub(start.col())
        } else {
            1
        };
        self.range(start, length.max(1))
    }
}
