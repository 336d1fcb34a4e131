//! What was found, in words, with the edits that mend it.

use super::compare::Comparer;
use super::edit::{Editor, diff};
use super::found::{Entry, Fault};
use super::{Difference, Kind, patch};
use codegen::document::Document;

/// Each difference with its own patch, and the text with all of them.
pub(super) fn differences(
    document: &Document,
    comparer: &Comparer,
) -> (Vec<Difference>, Option<String>) {
    let found = &comparer.found;
    let all = Editor::of(&document.text);
    let mut differences = Vec::new();
    for (fault, entry) in &found.entries {
        let edits = patch::edits(document, fault, entry, found);
        let own = Editor::of(&document.text).filter(|it| it.make(&edits).is_some());
        let own = own
            .map(|editor| editor.text())
            .filter(|text| *text != document.text);
        if let Some(all) = all.as_ref().filter(|_| own.is_some()) {
            // Where two are in each other's way, the next run finds the second again.
            let _ = all.make(&edits);
        }
        let seen = found.sightings(entry);
        let place = entry.pointers.first().unwrap_or(&fault.pointer);
        differences.push(Difference {
            kind: fault.kind,
            message: fault.message(entry, seen.first().map_or("", |it| &it.path)),
            pointer: place.clone(),
            span: Some(document.root().nearest(place).span()),
            types: entry.shape.types(),
            values: entry.values.iter().cloned().collect(),
            seen,
            patch: own.map(|text| diff(&document.name, &document.text, &text)),
            name: fault.name.clone(),
        });
    }
    let patched = all
        .map(|all| all.text())
        .filter(|text| *text != document.text);
    (differences, patched)
}

impl Fault {
    /// What is wrong at a path, in words.
    fn message(&self, entry: &Entry, path: &str) -> String {
        let name = &self.name;
        let path = match path {
            "" => "the body".to_owned(),
            path => format!("`{path}`"),
        };
        let types = entry.shape.types().join(" or ");
        match self.kind {
            Kind::UnknownField => format!("the field `{name}` ({types}) is not documented"),
            Kind::MissingField => format!("the field `{name}` is required, and missing"),
            Kind::Null => format!("{path} is null, and not documented to be"),
            Kind::NewValue if entry.values.is_empty() => {
                format!("{path} has values ({types}) that are not documented")
            }
            Kind::NewValue => {
                let values = entry.values.iter().map(|it| format!("`{it}`"));
                let values = values.collect::<Vec<_>>().join(", ");
                format!("{path} has values that are not documented: {values}")
            }
            Kind::OtherType if name.is_empty() => {
                format!("{path} is {types}, which fits none of the documented alternatives")
            }
            Kind::OtherType => format!("{path} is {types}, and documented as {name}"),
            Kind::Constraint => format!("{path} does not keep to `{name}`"),
            Kind::Status => format!("the status {name} is not documented"),
            Kind::Header => format!("the header `{name}` ({types}) is not documented"),
            Kind::MissingHeader => format!("the header `{name}` is required, and missing"),
            Kind::MediaType => format!("the body is {name}, and not documented to be"),
            Kind::EmptyBody => "the body is empty, and documented not to be".to_owned(),
            Kind::IgnoredParameter => format!("the parameter `{name}` changes nothing"),
        }
    }
}
