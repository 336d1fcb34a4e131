//! Where each node of a YAML document stands, by its JSON pointer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use saphyr_parser::{Event, Parser, Span as Marked};

use super::{escape, unplaced};
use crate::diagnostic::{Diagnostic, Span};

/// How deep nodes may be nested, which is deeper than anyone writes.
const DEEPEST: usize = 100;

/// Where each node of a document stands. That of a mapping's value is its key's.
#[derive(Clone, Debug, Default)]
pub struct Places(BTreeMap<String, Span>);

/// A node that is not closed yet.
enum Open {
    Mapping {
        pointer: String,
        key: Option<String>,
    },
    Sequence {
        pointer: String,
        index: usize,
    },
}

impl Places {
    /// Reads the places, and finds keys that stand twice on the way.
    pub(super) fn read(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let lines = Lines::of(text);
        let mut reader = Reader {
            places: Self::default(),
            open: Vec::new(),
            faults: Vec::new(),
            lines,
        };
        for event in Parser::new_from_str(text) {
            match event {
                Ok((event, marked)) => reader.take(&event, &marked),
                Err(error) => {
                    let span = reader
                        .lines
                        .span(error.marker().line(), error.marker().col(), 1);
                    let help = "YAML wants the indentation and quotes right around here";
                    let fault = unplaced("invalid-yaml", error.info().to_owned(), help);
                    reader.faults.push(Diagnostic {
                        span: Some(span),
                        ..fault
                    });
                    break;
                }
            }
            if reader.open.len() > DEEPEST {
                let help = "name the inner parts under `components` and refer to them";
                let message = format!("the document is nested more than {DEEPEST} deep");
                return Err(vec![unplaced("too-deep", message, help)]);
            }
        }
        if reader.faults.is_empty() {
            Ok(reader.places)
        } else {
            Err(reader.faults)
        }
    }

    /// Where a node stands, or the nearest around it.
    pub(super) fn span(&self, pointer: &str) -> Option<Span> {
        let mut pointer = pointer;
        loop {
            if let Some(span) = self.0.get(pointer) {
                return Some(*span);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

struct Reader<'t> {
    places: Places,
    open: Vec<Open>,
    faults: Vec<Diagnostic>,
    lines: Lines<'t>,
}

impl Reader<'_> {
    fn take(&mut self, event: &Event<'_>, marked: &Marked) {
        match event {
            Event::MappingStart(..) => {
                let pointer = self.node(marked, None);
                self.open.push(Open::Mapping { pointer, key: None });
            }
            Event::SequenceStart(..) => {
                let pointer = self.node(marked, None);
                self.open.push(Open::Sequence { pointer, index: 0 });
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
            }
            Event::Scalar(text, ..) => {
                self.node(marked, Some(text));
            }
            Event::Alias(_) => {
                self.node(marked, None);
            }
            _ => {}
        }
    }

    /// Notes a node's place, and gives its pointer. A scalar may be a mapping's key.
    fn node(&mut self, marked: &Marked, scalar: Option<&str>) -> String {
        let length = match scalar {
            Some(_) if marked.start.line() == marked.end.line() => {
                marked.end.col().saturating_sub(marked.start.col())
            }
            _ => 1,
        };
        let span = self
            .lines
            .span(marked.start.line(), marked.start.col(), length);
        match self.open.last_mut() {
            None => {
                self.places.0.insert(String::new(), span);
                String::new()
            }
            Some(Open::Sequence { pointer, index }) => {
                let pointer = format!("{pointer}/{index}");
                *index += 1;
                self.places.0.insert(pointer.clone(), span);
                pointer
            }
            Some(Open::Mapping { pointer, key }) => match key.take() {
                // The value stands where its key does, which is already noted.
                Some(key) => below(pointer, &key),
                None => {
                    let name = scalar.unwrap_or_default().to_owned();
                    let pointer = below(pointer, &name);
                    *key = Some(name.clone());
                    match self.places.0.entry(pointer.clone()) {
                        Entry::Vacant(entry) => {
                            entry.insert(span);
                        }
                        Entry::Occupied(first) => {
                            let line = first.get().line;
                            let message =
                                format!("the key `{name}` stands here again, after line {line}");
                            let help = "remove one of the two: only one of them would count";
                            let fault = unplaced("duplicate-key", message, help);
                            self.faults.push(Diagnostic {
                                pointer: pointer.clone(),
                                span: Some(span),
                                ..fault
                            });
                        }
                    }
                    pointer
                }
            },
        }
    }
}

/// The pointer of a mapping's value.
fn below(pointer: &str, key: &str) -> String {
    [pointer, &escape(key)].join("/")
}

/// The lines of a text, to find bytes by line and column.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(index, _)| index + 1);
        Self {
            text,
            starts: std::iter::once(0).chain(after_breaks).collect(),
        }
    }

    /// A stretch of one line; `column` counts characters from 0.
    fn span(&self, line: usize, column: usize, length: usize) -> Span {
        let start = self
            .starts
            .get(line.saturating_sub(1))
            .copied()
            .unwrap_or(self.text.len());
        let rest = &self.text[start..];
        let byte = |column| {
            rest.char_indices()
                .nth(column)
                .map_or(rest.len(), |(byte, _)| byte)
        };
        Span {
            line,
            column: column + 1,
            start: start + byte(column),
            end: start + byte(column + length.max(1)),
        }
    }
}
