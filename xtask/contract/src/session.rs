//! Asks the service, operation by operation, and keeps what comes.

mod call;

use std::time::{Duration, SystemTime};

use codegen::document::Document;

use crate::filter::{self, Answer};
use crate::finding::Kind;
use crate::identifier::Identifiers;
use crate::observation::{Fact, Seen};
use crate::operation::Operation;
use crate::outcome::{Checked, Unchecked};
use crate::pace::Pace;
use crate::pagination::{self, Asked, Known, Page};
use crate::reply::Read;
use crate::sanitize::{MESSAGE, Sanitizer};
use crate::service::Service;
use crate::value::{Comparison, Ids};

/// What bounds a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many requests are made, at most.
    pub requests: usize,
    /// How long the run may take, waits included.
    pub time: Duration,
}

/// A run against a service.
struct Session<'s> {
    service: &'s mut dyn Service,
    sanitizer: &'s Sanitizer,
    limits: Limits,
    until: SystemTime,
    pace: Pace,
    seen: Seen,
    /// Knows which parts of a reply are ids.
    comparison: Comparison<'s>,
    ids: Vec<Ids>,
    bytes: usize,
    failures: usize,
    /// Why no further call is made.
    stopped: Option<String>,
}

/// Asks each operation once its ids are known, in the document's order.
pub(crate) fn run<'s>(
    document: &'s Document,
    operations: &[Operation<'s>],
    service: &'s mut dyn Service,
    sanitizer: &'s Sanitizer,
    limits: Limits,
) -> Seen {
    let now = service.now();
    let mut session = Session {
        until: now.checked_add(limits.time).unwrap_or(now),
        service,
        sanitizer,
        limits,
        pace: Pace::default(),
        seen: Seen::default(),
        comparison: Comparison::new(document, Identifiers::default()),
        ids: Vec::new(),
        bytes: 0,
        failures: 0,
        stopped: None,
    };
    let mut waiting: Vec<&Operation<'_>> = operations.iter().collect();
    loop {
        let ids = &session.ids;
        let mut all = waiting.iter().enumerate();
        let next = all.find_map(|(index, it)| Some((index, it.arguments(ids).ok()?)));
        let Some((index, arguments)) = next else {
            break;
        };
        let operation = waiting.remove(index);
        match session.operation(operation, &arguments) {
            Ok(checked) => session.seen.checked.push(checked),
            Err(why) => session.unchecked(operation, &why),
        }
    }
    for operation in waiting {
        let why = operation.arguments(&session.ids).err().unwrap_or_default();
        session.unchecked(operation, &why);
    }
    session.seen
}

impl<'s> Session<'s> {
    fn unchecked(&mut self, operation: &Operation<'s>, why: &str) {
        self.seen.unchecked.push(Unchecked {
            operation: operation.id().to_owned(),
            why: self.sanitizer.line(why, MESSAGE),
        });
    }

    /// Looks into an operation: what it gives, its pages, and how it refuses.
    fn operation(&mut self, operation: &Operation<'s>, all: &[Ids]) -> Result<Checked, String> {
        let before = self.seen.requests;
        let mut checked = Checked {
            operation: operation.id().to_owned(),
            ..Checked::default()
        };
        let mut refused = None;
        let mut are_pages_due = operation.paged;
        let mut answers = Vec::new();
        let mut succeeded = false;
        let mut status = 0;
        for arguments in all {
            let reply = match self.call(operation, arguments) {
                Ok(reply) => reply,
                // What was seen before counts all the same.
                Err(why) => {
                    refused = Some(why);
                    break;
                }
            };
            checked.statuses.insert(reply.status);
            if !is_success(&reply) {
                let why = refusal(&reply);
                if reply.status == 401 {
                    self.stopped = Some(why.clone());
                }
                refused = Some(why);
                continue;
            }
            succeeded = true;
            let Some(json) = reply.json() else {
                continue;
            };
            status = reply.status;
            answers.push((arguments.clone(), filter::items(json)));
            let Some(page) = Page::of(json) else {
                continue;
            };
            *checked.items.get_or_insert_default() += page.rows.len();
            if are_pages_due && page.rows.len() > 1 {
                are_pages_due = false;
                let pages = self.pages(operation, arguments, &page, status);
                refused = pages.err().or(refused);
            }
        }
        let filters = self.filters(operation, status, answers);
        refused = filters.err().or(refused);
        if !succeeded {
            return Err(refused.unwrap_or_default());
        }
        let incomplete = all.first().map(|it| operation.incomplete(it));
        for (name, arguments) in incomplete.unwrap_or_default() {
            match self.call(operation, &arguments) {
                Ok(reply) => {
                    checked.statuses.insert(reply.status);
                    // An error may come as a success.
                    let is_page = || reply.json().and_then(Page::of).is_some();
                    if is_success(&reply) && (checked.items.is_none() || is_page()) {
                        let known = (name, Kind::OptionalParameter, name.to_owned());
                        self.know(operation, reply.status, known);
                    }
                }
                Err(why) => refused = Some(why),
            }
        }
        checked.unfinished = refused.map(|why| self.sanitizer.line(&why, MESSAGE));
        checked.requests = self.seen.requests - before;
        Ok(checked)
    }

    /// Looks into the parameters that items name the values of.
    fn filters(
        &mut self,
        operation: &Operation<'s>,
        status: u16,
        mut answers: Vec<Answer>,
    ) -> Result<(), String> {
        if let Some((arguments, items)) = answers.first().cloned() {
            for (name, value) in filter::choices(operation, status, &items) {
                let mut arguments = arguments.clone();
                arguments.insert(name.to_owned(), value);
                let reply = self.call(operation, &arguments)?;
                let json = reply.json().filter(|_| is_success(&reply));
                answers.extend(json.map(|json| (arguments, filter::items(json))));
            }
        }
        for (name, kind) in filter::look(operation, status, &answers, &self.comparison) {
            self.know(operation, status, (name, kind, name.to_owned()));
        }
        Ok(())
    }

    fn pages(
        &mut self,
        operation: &Operation<'s>,
        arguments: &Ids,
        first: &Page,
        status: u16,
    ) -> Result<(), String> {
        let known = pagination::look(first, operation.least(), &mut |Asked(limit, offset)| {
            let mut arguments = arguments.clone();
            let offset = Some(offset).filter(|it| *it > 0);
            for (name, value) in [("limit", limit), ("offset", offset)] {
                arguments.extend(value.map(|it| (name.to_owned(), it.to_string())));
            }
            let reply = self.call(operation, &arguments)?;
            match reply.status {
                400 | 422 => Ok(Err(Some(reply.status))),
                _ if is_success(&reply) => Ok(reply.json().and_then(Page::of).ok_or(None)),
                _ => Err(refusal(&reply)),
            }
        })?;
        known
            .into_iter()
            .for_each(|it| self.know(operation, status, it));
        Ok(())
    }

    fn know(&mut self, operation: &Operation<'s>, status: u16, (parameter, kind, said): Known) {
        self.seen.facts.push(Fact {
            operation: operation.id().to_owned(),
            status,
            parameter: parameter.to_owned(),
            kind,
            said,
        });
    }
}

fn is_success(reply: &Read) -> bool {
    (200..300).contains(&reply.status)
}

/// What a status without success says.
fn refusal(reply: &Read) -> String {
    let said = reply.json().and_then(|it| it["error"].as_str());
    let said = said.map_or_else(String::new, |said| format!(": {said}"));
    format!("it answers {}{said}", reply.status)
}
