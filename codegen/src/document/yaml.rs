//! YAML text to a tree.
//!
//! Plain scalars are read as YAML 1.2's core schema has it. What JSON does not have is a fault:
//! keys that are not text, tags, infinite numbers. Aliases become copies, up to a bound.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span as Marked, Tag};

use super::builder::Builder;
use super::number::Number;
use super::tree::{Document, Id, Value};
use crate::diagnostic::Diagnostic;

/// How many nodes aliases may add.
const MOST_COPIES: usize = 1_000_000;

/// Reads a document, or says what keeps it from being read.
pub(super) fn read(name: &str, text: &str) -> Result<Document, Vec<Diagnostic>> {
    let mut reader = Reader {
        builder: Builder::new(name, text),
        bytes: Bytes::of(text),
        started: false,
        open: Vec::new(),
        anchors: HashMap::new(),
        copies: 0,
    };
    for event in Parser::new_from_str(text) {
        let next = match event {
            Ok((event, marked)) => reader.take(event, &marked),
            Err(error) => {
                let help = "check the indentation and the quotes around here";
                let range = reader.bytes.range(error.marker(), 1);
                reader.refuse(error.info(), help, range)
            }
        };
        if next.is_none() {
            break;
        }
    }
    reader.builder.finish()
}

/// Its functions give nothing if the next events are not needed, as there is a fault.
struct Reader {
    builder: Builder,
    bytes: Bytes,
    /// Whether there is a document already.
    started: bool,
    /// The anchors of the mappings and lists that are not closed yet, 0 for none.
    open: Vec<usize>,
    /// The nodes that aliases can name.
    anchors: HashMap<usize, Id>,
    copies: usize,
}

impl Reader {
    fn refuse(&mut self, message: &str, help: &str, range: Range<usize>) -> Option<()> {
        let fault = Diagnostic::error("invalid-yaml", message, help);
        self.builder.fault(fault, range);
        None
    }

    fn refuse_node(&mut self, id: Id, message: String, help: &str) -> Option<()> {
        let fault = Diagnostic::error("invalid-yaml", message, help);
        self.builder.fault_of(id, fault);
        None
    }

    /// Whether no key is expected; a fault otherwise.
    fn is_no_key(&mut self, written: &str) -> Option<()> {
        match self.builder.expecting_key() {
            Some(map) => {
                let message = format!("the key `{written}` is not text");
                self.refuse_node(map, message, "put it in quotes")
            }
            None => Some(()),
        }
    }

    fn take(&mut self, event: Event<'_>, marked: &Marked) -> Option<()> {
        let start = self.bytes.range(&marked.start, 1);
        match event {
            Event::DocumentStart(_) if self.started => {
                let help = "keep one document to a file";
                return self.refuse("a second document starts here", help, start);
            }
            Event::DocumentStart(_) => self.started = true,
            Event::MappingStart(anchor, tag) => {
                self.start(Value::Map(Default::default()), anchor, tag, start)?;
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(Value::List(Vec::new()), anchor, tag, start)?;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                // Only now, so that none is in itself.
                let (id, anchor) = (self.builder.end()?, self.open.pop()?);
                self.anchors.insert(anchor, id);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let range = self.bytes.scalar(marked);
                if self.builder.expecting_key().is_some() {
                    self.key(&text, style, range);
                    return Some(());
                }
                let value = scalar(&text, style, tag.as_deref());
                let is_infinite = value.is_none();
                let id = self.builder.add(value.unwrap_or(Value::Null), range);
                if is_infinite {
                    let message = format!("JSON has no number `{text}`");
                    self.refuse_node(id, message, "put it in quotes if it is text");
                }
                self.tag(id, tag);
                self.anchors.insert(anchor, id);
            }
            Event::Alias(anchor) => {
                self.is_no_key("*")?;
                let Some(source) = self.anchors.get(&anchor).copied() else {
                    let message = "the alias is inside the node that it names";
                    return self.refuse(message, "write the node out", start);
                };
                let copied = self.copy(source, start.clone());
                if self.copies > MOST_COPIES {
                    let message = format!("the aliases add more than {MOST_COPIES} nodes");
                    return self.refuse(&message, "use fewer of them", start);
                }
                return copied;
            }
            _ => {}
        }
        Some(())
    }

    fn start(
        &mut self,
        value: Value,
        anchor: usize,
        tag: Option<Cow<'_, Tag>>,
        range: Range<usize>,
    ) -> Option<()> {
        self.is_no_key("…")?;
        let id = self.builder.start(value, range)?;
        self.open.push(anchor);
        self.tag(id, tag);
        Some(())
    }

    fn key(&mut self, text: &str, style: ScalarStyle, range: Range<usize>) {
        let is_text = match scalar(text, style, None) {
            Some(Value::Text(_)) => true,
            // Without quotes a status is a number.
            Some(Value::Number(number)) => number.is_whole(),
            _ => false,
        };
        if !is_text {
            self.is_no_key(text);
        }
        self.builder.key(text, range);
    }

    fn tag(&mut self, id: Id, tag: Option<Cow<'_, Tag>>) {
        if let Some(tag) = tag.filter(|tag| !tag.is_yaml_core_schema()) {
            let message = format!("the tag `{tag}` means nothing here");
            self.refuse_node(id, message, "remove it");
        }
    }

    /// Adds a copy of a node.
    fn copy(&mut self, source: Id, range: Range<usize>) -> Option<()> {
        self.copies += 1;
        if self.copies > MOST_COPIES {
            return None;
        }
        let mut value = self.builder.document.entry(source).value.clone();
        let children: Vec<(Option<String>, Id)> = match &mut value {
            Value::Map(members) => members.drain(..).map(|(key, id)| (Some(key), id)).collect(),
            Value::List(items) => items.drain(..).map(|id| (None, id)).collect(),
            _ => {
                self.builder.add(value, range);
                return Some(());
            }
        };
        self.builder.start(value, range)?;
        for (key, id) in children {
            let range = self.builder.document.entry(id).range.clone();
            if let Some(key) = key {
                self.builder.key(&key, range.clone());
            }
            self.copy(id, range)?;
        }
        self.builder.end();
        Some(())
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

/// The byte at which each character of a text starts, as the parser counts characters, and its end.
struct Bytes(Vec<usize>);

impl Bytes {
    fn of(text: &str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte);
        Self(starts.chain([text.len()]).collect())
    }

    /// This many characters from a mark on.
    fn range(&self, mark: &Marker, characters: usize) -> Range<usize> {
        let at = |index: usize| self.0[index.min(self.0.len() - 1)];
        at(mark.index())..at(mark.index() + characters)
    }

    /// A scalar on one line, or the start of a longer one.
    fn scalar(&self, marked: &Marked) -> Range<usize> {
        let (start, end) = (&marked.start, &marked.end);
        let length = match end.line() == start.line() {
            true => end.col().saturating_sub(start.col()),
            false => 1,
        };
        self.range(start, length.max(1))
    }
}
