//! Where each node of a YAML document stands, by its JSON pointer.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::OnceLock;

use saphyr_parser::{Event, Marker, Parser, Span as Marked};

use super::{escape, unplaced};
use crate::diagnostic::{Diagnostic, Span};

/// How deep nodes may be nested, which is deeper than anyone writes.
const DEEPEST: usize = 100;

/// Where each node of a document stands. That of a mapping's value is its key's.
///
/// They are read when first asked for: of most documents there is nothing to tell.
#[derive(Clone, Debug, Default)]
pub struct Places(OnceLock<BTreeMap<String, Span>>);

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
        let mut reader = Reader {
            places: BTreeMap::new(),
            open: Vec::new(),
            faults: Vec::new(),
            characters: Characters::of(text),
        };
        for event in Parser::new_from_str(text) {
            match event {
                Ok((Event::DocumentStart(_), marked)) if !reader.places.is_empty() => {
                    let help = "keep one document to a file";
                    let message = "a second document starts here".to_owned();
                    reader.faults.push(Diagnostic {
                        span: Some(reader.characters.span(&marked.start, 1)),
                        ..unplaced("invalid-yaml", message, help)
                    });
                    break;
                }
                Ok((event, marked)) => {
                    reader.take(&event, &marked);
                    if reader.open.len() > DEEPEST {
                        let help = "name the inner parts under `components` and refer to them";
                        let message = format!("the document is nested more than {DEEPEST} deep");
                        return Err(vec![Diagnostic {
                            span: Some(reader.characters.span(&marked.start, 1)),
                            ..unplaced("too-deep", message, help)
                        }]);
                    }
                }
                Err(error) => {
                    let span = reader.characters.span(error.marker(), 1);
                    let help = "YAML wants the indentation and quotes right around here";
                    let fault = unplaced("invalid-yaml", error.info().to_owned(), help);
                    reader.faults.push(Diagnostic {
                        span: Some(span),
                        ..fault
                    });
                    break;
                }
            }
        }
        if reader.faults.is_empty() {
            Ok(Self(OnceLock::from(reader.places)))
        } else {
            Err(reader.faults)
        }
    }

    /// Where a node of the text stands, or the nearest around it.
    pub(super) fn span(&self, text: &str, pointer: &str) -> Option<Span> {
        let read = || {
            let read = Self::read(text).ok();
            read.and_then(|places| places.0.into_inner())
        };
        let places = self.0.get_or_init(|| read().unwrap_or_default());
        let mut pointer = pointer;
        loop {
            if let Some(span) = places.get(pointer) {
                return Some(*span);
            }
            pointer = &pointer[..pointer.rfind('/')?];
        }
    }
}

/// Whether the text is one YAML document and not nested too deep: whether [`Places::read`] would find
/// a fault in it, other than keys that stand twice.
pub(super) fn is_sound(text: &str) -> bool {
    let (mut documents, mut depth) = (0, 0);
    Parser::new_from_str(text).all(|event| {
        match event {
            Ok((Event::DocumentStart(_), _)) => documents += 1,
            Ok((Event::MappingStart(..) | Event::SequenceStart(..), _)) => depth += 1,
            Ok((Event::MappingEnd | Event::SequenceEnd, _)) => depth -= 1,
            Ok(_) => {}
            Err(_) => return false,
        }
        documents <= 1 && depth <= DEEPEST
    })
}

struct Reader {
    places: BTreeMap<String, Span>,
    open: Vec<Open>,
    faults: Vec<Diagnostic>,
    characters: Characters,
}

impl Reader {
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
        let span = self.characters.span(&marked.start, length);
        match self.open.last_mut() {
            None => {
                self.places.insert(String::new(), span);
                String::new()
            }
            Some(Open::Sequence { pointer, index }) => {
                let pointer = format!("{pointer}/{index}");
                *index += 1;
                self.places.insert(pointer.clone(), span);
                pointer
            }
            Some(Open::Mapping { pointer, key }) => match key.take() {
                // The value stands where its key does, which is already noted.
                Some(key) => below(pointer, &key),
                None => {
                    let name = scalar.unwrap_or_default().to_owned();
                    let pointer = below(pointer, &name);
                    *key = Some(name.clone());
                    match self.places.entry(pointer.clone()) {
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

/// Where each character of a text starts, as the parser counts characters and not bytes.
struct Characters(Vec<usize>);

impl Characters {
    fn of(text: &str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte);
        Self(starts.chain(std::iter::once(text.len())).collect())
    }

    /// A stretch from a mark on, of at least one character.
    fn span(&self, mark: &Marker, length: usize) -> Span {
        let end = self.0.len() - 1;
        let start = mark.index().min(end);
        Span {
            line: mark.line(),
            column: mark.col() + 1,
            start: self.0[start],
            end: self.0[(start + length.max(1)).min(end)],
        }
    }
}
