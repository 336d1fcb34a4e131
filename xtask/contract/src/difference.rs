//! What was found, in words, with the edits that fix it.

use codegen::document::Document;

use crate::edit::diff;
use crate::finding::{Entry, Fault, Kind};
use crate::observation::Seen;
use crate::outcome::Difference;
use crate::place::Place;
use crate::revision::Revision;
use crate::sanitize::{MESSAGE, NAME, bounded};

/// Each difference with its own patch, whether there are more, and one patch for all.
pub(crate) fn differences(
    document: &Document,
    seen: &Seen,
) -> (Vec<Difference>, bool, Option<String>) {
    let revision = Revision::new(document.clone(), seen);
    let patch = |to: &Document| diff(&document.name, &document.text, &to.text);
    let mut only = None;
    let mut differences = Vec::new();
    for (fault, entry) in &revision.compared.findings.entries {
        let next = revision.without(fault, entry, seen);
        let patched = next
            .as_ref()
            .map(|it| patch(&it.document))
            .map_err(|why| bounded(why, MESSAGE));
        differences.push(difference(document, &revision, fault, entry, patched));
        only = next.ok();
    }
    let more = revision.compared.findings.more;
    // A single one was edited already; what only shows after it is still due.
    let start = match differences.len() {
        1 => only.unwrap_or(revision),
        _ => revision,
    };
    let all = start.without_all(seen);
    let all = (all.text != document.text).then(|| patch(&all));
    (differences, more, all)
}

fn difference(
    document: &Document,
    revision: &Revision,
    fault: &Fault,
    entry: &Entry,
    patch: Result<String, String>,
) -> Difference {
    let seen = revision.compared.findings.sightings(entry);
    let pointer = entry.pointers.first().unwrap_or(&fault.pointer);
    let span = document.root().nearest(pointer).span();
    let (patch, by_hand) = match patch {
        Ok(patch) => (Some(patch), None),
        Err(why) => (None, Some(why)),
    };
    let is_failure = |place: &Place| revision.compared.failures.contains(place);
    Difference {
        kind: fault.kind,
        message: fault.message(entry, seen.first().map_or("", |it| &it.path)),
        file: document.name.clone(),
        line: span.line,
        column: span.column,
        pointer: bounded(pointer, MESSAGE),
        types: entry.shape.types(),
        values: entry.values.iter().map(|it| bounded(it, NAME)).collect(),
        client_reads: fault.kind != Kind::Unreadable && !entry.places().any(is_failure),
        seen,
        patch,
        by_hand,
        name: bounded(&fault.name, NAME),
    }
}

impl Fault {
    /// What is wrong at a path, in words.
    fn message(&self, entry: &Entry, path: &str) -> String {
        let name = bounded(&self.name, NAME);
        let path = match path {
            "" => "the body".to_owned(),
            path => format!("`{path}`"),
        };
        let types = entry.shape.types().join(" or ");
        match self.kind {
            Kind::UnknownField if name == "*" => {
                format!(
                    "{path}: fields ({types}) that are named by ids or the like are not documented"
                )
            }
            Kind::UnknownField => format!("the field `{name}` ({types}) is not documented"),
            Kind::MissingField => format!("the field `{name}` is required, and missing"),
            Kind::Null => format!("{path} is null, and not documented to be"),
            Kind::NewValue if entry.values.is_empty() => {
                format!("{path} has values ({types}) that are not documented")
            }
            Kind::NewValue => {
                let values = entry
                    .values
                    .iter()
                    .map(|it| format!("`{}`", bounded(it, NAME)));
                let values = values.collect::<Vec<_>>().join(", ");
                format!("{path} has values that are not documented: {values}")
            }
            Kind::OtherType if name.is_empty() => {
                format!("{path} is {types}, which none of the documented alternatives allows")
            }
            Kind::OtherType => format!("{path} is {types}, and documented as {name}"),
            Kind::Constraint => format!("{path} does not match `{name}`"),
            Kind::IdPrefix => {
                format!("{path} does not start with `{name}`, as its ids are documented to")
            }
            Kind::WriteOnly => {
                format!("the field `{name}` is documented to be in requests alone")
            }
            Kind::DuplicateKey => format!("{path} is there more than once in one object"),
            Kind::Status => format!("the status {name} is not documented"),
            Kind::Header => format!("the header `{name}` ({types}) is not documented"),
            Kind::MissingHeader => format!("the header `{name}` is required, and missing"),
            Kind::MediaType => format!("the body is {name}, and not documented to be"),
            Kind::EmptyBody => "the body is empty, and documented not to be".to_owned(),
            Kind::MalformedBody => {
                let why = bounded(&self.name, MESSAGE);
                format!("the body is said to be JSON, and cannot be read as that: {why}")
            }
            Kind::Encoding => format!("the body has {name}, and JSON is plain UTF-8"),
            Kind::Unreadable => format!("the client cannot read {path}, which the document allows"),
            Kind::OptionalParameter => {
                format!("the parameter `{name}` is required, and the call succeeds without it")
            }
            Kind::IgnoredParameter => format!("the parameter `{name}` changes nothing"),
            Kind::Unfiltered => {
                format!("items came that name another `{name}` than the one asked for")
            }
            Kind::PageSize => format!("a page has at least {name} items, whatever `limit` says"),
            Kind::PageOffset => format!("`{name}` counts pages, and is documented to count items"),
            Kind::Pagination => bounded(&self.name, MESSAGE),
        }
    }
}
