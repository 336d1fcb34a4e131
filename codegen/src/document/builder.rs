//! A tree that is being built: whatever its text is, its nodes come in their order.

use std::ops::Range;

use super::node::{Node, escape};
use super::tree::{Document, Id, Value};
use crate::diagnostic::Diagnostic;

/// How deep nodes may be nested, which is deeper than anyone writes.
const DEEPEST: usize = 100;

pub(super) struct Builder {
    pub(super) document: Document,
    open: Vec<Open>,
    faults: Vec<Diagnostic>,
}

/// A mapping or a list that is not closed yet.
struct Open {
    id: Id,
    /// Of a mapping, the key whose value comes next.
    key: Option<(String, Range<usize>)>,
}

impl Builder {
    pub(super) fn new(name: &str, text: &str) -> Self {
        Self {
            document: Document::new(name, text),
            open: Vec::new(),
            faults: Vec::new(),
        }
    }

    /// Adds a fault of a piece of the text.
    pub(super) fn fault(&mut self, fault: Diagnostic, range: Range<usize>) {
        let span = Some(self.document.span(range));
        self.faults.push(Diagnostic { span, ..fault });
    }

    /// Adds a fault of a node.
    pub(super) fn fault_of(&mut self, id: Id, fault: Diagnostic) {
        let node = Node::new(&self.document, id);
        self.faults.push(node.diagnose(fault));
    }

    pub(super) fn too_deep(&mut self, range: Range<usize>) {
        let message = format!("the document is nested more than {DEEPEST} deep");
        let help = "name the inner parts under `components` and refer to them";
        self.fault(Diagnostic::error("too-deep", message, help), range);
    }

    /// The mapping whose next key is expected.
    pub(super) fn expecting_key(&self) -> Option<Id> {
        let open = self.open.last().filter(|open| open.key.is_none())?;
        let is_map = Node::new(&self.document, open.id).is_map();
        is_map.then_some(open.id)
    }

    /// Takes the key of the next node, which is there once.
    pub(super) fn key(&mut self, key: &str, range: Range<usize>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.key = Some((key.to_owned(), range.clone()));
        let map = Node::new(&self.document, open.id);
        if let Some(first) = map.get(key) {
            let line = first.span().line;
            let message = format!("the key `{key}` is here again, after line {line}");
            let help = "remove one of the two: only one of them would count";
            let pointer = format!("{}/{}", map.pointer(), escape(key));
            let fault = Diagnostic::error("duplicate-key", message, help);
            self.fault(Diagnostic { pointer, ..fault }, range);
        }
    }

    /// Adds a node to the innermost that is open. One with a key is where that is.
    pub(super) fn add(&mut self, value: Value, range: Range<usize>) -> Id {
        let Some(open) = self.open.last_mut() else {
            return self.document.add(None, value, range);
        };
        let key = open.key.take();
        let (key, range) = key.map_or((None, range), |(key, range)| (Some(key), range));
        self.document.add(Some((open.id, key)), value, range)
    }

    /// Adds a mapping or a list, to which the next nodes belong; nothing if it is too deep.
    pub(super) fn start(&mut self, value: Value, range: Range<usize>) -> Option<Id> {
        if self.open.len() >= DEEPEST {
            self.too_deep(range);
            return None;
        }
        let id = self.add(value, range);
        self.open.push(Open { id, key: None });
        Some(id)
    }

    /// Closes the innermost mapping or list.
    pub(super) fn end(&mut self) -> Option<Id> {
        self.open.pop().map(|open| open.id)
    }

    /// The document, if it has no fault.
    pub(super) fn finish(self) -> Result<Document, Vec<Diagnostic>> {
        if self.faults.is_empty() {
            Ok(self.document)
        } else {
            Err(self.faults)
        }
    }
}
