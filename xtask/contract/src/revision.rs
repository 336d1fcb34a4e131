//! A document after an edit, and whether the edit is right.
//!
//! A patch is suggested only if the document is still one that a client is generated from, the
//! difference is gone, and that client reads what was seen.

use std::collections::BTreeSet;

use codegen::check::check;
use codegen::diagnostic::Severity;
use codegen::document::Document;
use codegen::model::{Api, model};

use crate::client::Client;
use crate::compare::{Compared, compare};
use crate::edit::edited;
use crate::finding::{Entry, Fault, Kind};
use crate::observation::Seen;
use crate::operation::operations;
use crate::patch::edits;
use crate::sharing::{User, places};

/// How often what only shows once other differences are gone is looked for.
const MOST_ROUNDS: usize = 6;

/// A document, the client that it makes, and what a service does that it does not say.
pub(crate) struct Revision {
    pub(crate) document: Document,
    api: Api,
    pub(crate) compared: Compared,
}

impl Revision {
    /// The document is one that a client can be generated from.
    pub(crate) fn new(document: Document, seen: &Seen) -> Self {
        let api = model(&document);
        Self {
            compared: compare(&document, &api, seen),
            document,
            api,
        }
    }

    /// The document after the edit of a difference.
    ///
    /// # Errors
    ///
    /// Why no edit is right.
    pub(crate) fn without(
        &self,
        fault: &Fault,
        entry: &Entry,
        seen: &Seen,
    ) -> Result<Self, String> {
        let document = self.edited(fault, entry, seen)?;
        let mut faults = check(&document).into_iter();
        // Examples are to follow an edit.
        let error =
            faults.find(|it| it.severity == Severity::Error && it.rule != "example-mismatch");
        if let Some(error) = error {
            return Err(format!(
                "no client could be generated then: {}",
                error.message
            ));
        }
        let next = Self::new(document, seen);
        if !Client::new(&self.api).is_kept_in(&Client::new(&next.api)) {
            return Err(
                "its operation would not be paginated then, or not be in the client".to_owned(),
            );
        }
        let (before, after) = (&self.compared, &next.compared);
        let found = &after.findings.entries;
        let mut unreadable = found.keys().filter(|it| it.kind == Kind::Unreadable);
        if unreadable.any(|it| !before.findings.entries.contains_key(it))
            || !after.failures.is_subset(&before.failures)
        {
            return Err("the client cannot read it, however it is described".to_owned());
        }
        let is_left = found.iter().any(|(left, now)| {
            let is_same =
                left.kind == fault.kind && now.places().any(|it| entry.places().any(|at| at == it));
            is_same && (left.kind != Kind::NewValue || now.values.len() >= entry.values.len())
        });
        if is_left {
            return Err(
                "no edit of one part of the document makes the difference go away".to_owned(),
            );
        }
        Ok(next)
    }

    fn edited(&self, fault: &Fault, entry: &Entry, seen: &Seen) -> Result<Document, String> {
        let operations = operations(&self.document, &self.api);
        let affected: Vec<User> = users(entry.places().map(|it| (it.operation.clone(), it.status)));
        let answered = seen.observations.iter();
        let all = users(answered.map(|it| (it.operation.clone(), it.reply.status)));
        // What only adds to the document is right for all.
        let is_for_all = matches!(
            fault.kind,
            Kind::UnknownField | Kind::NewValue | Kind::IdPrefix | Kind::Status
        );
        let parts: Vec<&String> = match entry.pointers.is_empty() {
            true => vec![&fault.pointer],
            false => entry.pointers.iter().collect(),
        };
        let mut document = self.document.clone();
        for part in parts {
            let mut pointers = vec![part.clone()];
            if !is_for_all {
                (document, pointers) = places(&document, &operations, part, &affected, &all)?;
            }
            for pointer in pointers {
                let edits = edits(&document, &pointer, fault, entry, &self.compared.findings)?;
                let why = "the text there cannot be edited by a program";
                document = edited(&document, &edits).ok_or(why)?;
            }
        }
        Ok(document)
    }

    /// The document after all edits that are right, those included that are due only once others are
    /// made.
    pub(crate) fn without_all(self, seen: &Seen) -> Document {
        let mut current = self;
        for _ in 0..MOST_ROUNDS {
            let due: Vec<(Fault, Entry)> = current
                .compared
                .findings
                .entries
                .iter()
                .map(|(fault, entry)| (fault.clone(), entry.clone()))
                .collect();
            let mut is_changed = false;
            for (fault, entry) in due {
                // An earlier edit may have changed where or what it is: the next round sees that.
                if let Ok(next) = current.without(&fault, &entry, seen) {
                    is_changed = true;
                    current = next;
                }
            }
            if !is_changed {
                break;
            }
        }
        current.document
    }
}

fn users(all: impl Iterator<Item = User>) -> Vec<User> {
    let users: BTreeSet<User> = all.collect();
    users.into_iter().collect()
}
