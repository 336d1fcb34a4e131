//! Asks the service, call by call, and holds each reply against the document.

use std::time::Duration;

use serde_json::Value as Json;

use super::calls::{Operation, operations};
use super::compare::{Comparer, Ids};
use super::differences::differences;
use super::edit::diff;
use super::pace::{LONGEST, Pace, wait};
use super::redact::Redactor;
use super::{Checked, Contract, Reply, Request, Service, Unchecked};
use codegen::document::Document;
use codegen::model::model;

/// How often a call that is answered with 429 is made.
const MOST_ATTEMPTS: usize = 3;

/// After how many failed calls on end nobody is taken to be there.
const MOST_FAILURES: usize = 2;

/// Holds a document against a running service. `key` is what is kept out of the result, and
/// `most_requests` are made, at most.
///
/// The document is one that [`check`](crate::check::check) has found no error in.
pub fn hold(
    document: &Document,
    service: &mut dyn Service,
    key: &str,
    most_requests: usize,
) -> Contract {
    let mut run = Run {
        service,
        redactor: Redactor::new(key),
        comparer: Comparer::default(),
        pace: Pace::default(),
        requests: 0,
        most_requests,
        failures: 0,
        stopped: None,
    };
    let (checked, unchecked) = run.all(operations(document, &model(document)));
    let (requests, comparer) = (run.requests, run.comparer);
    let (differences, patched) = differences(document, &comparer);
    Contract {
        differences,
        checked,
        unchecked,
        more: comparer.found.beyond.is_some(),
        requests,
        ignored_headers: comparer.ignored,
        patch: patched.map(|text| diff(&document.name, &document.text, &text)),
    }
}

/// A session with the service.
pub(super) struct Run<'s> {
    service: &'s mut dyn Service,
    redactor: Redactor,
    pub(super) comparer: Comparer,
    pace: Pace,
    requests: usize,
    most_requests: usize,
    failures: usize,
    /// Why no further call is made.
    stopped: Option<String>,
}

impl Run<'_> {
    /// Looks into each operation once its ids are known, in the document's order.
    fn all(&mut self, operations: Vec<Operation<'_>>) -> (Vec<Checked>, Vec<Unchecked>) {
        let (mut checked, mut unchecked) = (Vec::new(), Vec::new());
        let mut waiting = operations;
        loop {
            let ids = &self.comparer.ids;
            let mut all = waiting.iter().enumerate();
            let next = all.find_map(|(index, it)| Some((index, it.arguments(ids).ok()?)));
            let Some((index, arguments)) = next else {
                break;
            };
            let operation = waiting.remove(index);
            match self.operation(&operation, &arguments) {
                Ok(seen) => checked.push(seen),
                Err(why) => unchecked.push(Unchecked {
                    operation: operation.id,
                    why: self.redactor.text(&why),
                }),
            }
        }
        for operation in waiting {
            let unknown = operation.arguments(&self.comparer.ids).err();
            unchecked.push(Unchecked {
                why: unknown.unwrap_or_default(),
                operation: operation.id,
            });
        }
        (checked, unchecked)
    }

    /// Looks into an operation: what it gives, its next page, and how it refuses.
    fn operation(&mut self, operation: &Operation<'_>, all: &[Ids]) -> Result<Checked, String> {
        let before = self.requests;
        let mut seen = Checked {
            operation: operation.id.clone(),
            ..Checked::default()
        };
        let mut refused = None;
        let mut page_is_due = operation.paged;
        for arguments in all {
            let (status, json) = match self.call(operation, arguments, &[]) {
                Ok(answer) => answer,
                // What was seen before counts all the same.
                Err(why) => {
                    refused = Some(why);
                    break;
                }
            };
            seen.statuses.insert(status);
            if !(200..300).contains(&status) {
                refused = Some(refusal(status, json.as_ref()));
                if status == 401 {
                    self.stopped = refused.clone();
                }
                continue;
            }
            seen.replies += 1;
            let Some(page) = json.filter(|it| it["data"].is_array()) else {
                continue;
            };
            let items = page["data"].as_array().map_or(0, Vec::len);
            *seen.items.get_or_insert_default() += items;
            if items > 1 && page_is_due {
                page_is_due = false;
                refused = self.page(operation, arguments, &page).err().or(refused);
            }
        }
        if seen.replies == 0 {
            return Err(refused.unwrap_or_default());
        }
        let incomplete = all.first().and_then(|it| operation.incomplete(it));
        if let Some(arguments) = incomplete {
            match self.call(operation, &arguments, &[]) {
                Ok((status, _)) => drop(seen.statuses.insert(status)),
                Err(why) => refused = Some(why),
            }
        }
        seen.unfinished = refused;
        seen.requests = self.requests - before;
        Ok(seen)
    }

    /// Makes a call, and holds its reply against the document.
    pub(super) fn call(
        &mut self,
        operation: &Operation<'_>,
        arguments: &Ids,
        further: &[(&str, &str)],
    ) -> Result<(u16, Option<Json>), String> {
        let request = operation.request(arguments, further);
        let mut attempt = 1;
        loop {
            let reply = self.send(operation, &request)?;
            let first = self.comparer.ids.len();
            let json = self.comparer.reply(operation, &reply)?;
            // What stands in one reply belongs to what was asked for.
            for ids in &mut self.comparer.ids[first..] {
                for (name, value) in operation.named(arguments) {
                    ids.entry(name).or_insert(value);
                }
            }
            if (300..400).contains(&reply.status) {
                let to = reply.header("location").unwrap_or("nowhere");
                return Err(format!(
                    "it answers {} and leads to {to}, where no key is sent; is the base URL right?",
                    reply.status
                ));
            }
            if reply.status != 429 {
                return Ok((reply.status, json));
            }
            let wait = wait(&reply, self.service.now());
            if attempt == MOST_ATTEMPTS || wait > LONGEST {
                return Err(format!(
                    "it answers 429 and asks to wait for {} s; try again then",
                    wait.as_secs()
                ));
            }
            attempt += 1;
            self.wait(wait);
        }
    }

    /// Sends a request when its time has come.
    fn send(&mut self, operation: &Operation<'_>, request: &Request) -> Result<Reply, String> {
        if let Some(why) = &self.stopped {
            return Err(why.clone());
        }
        if self.requests == self.most_requests {
            return Err(format!(
                "the requests that may be made are spent: {}",
                self.most_requests
            ));
        }
        let wait = self.pace.before(&operation.limit, self.service.now());
        self.wait(wait);
        self.requests += 1;
        let answer = self.service.get(request);
        let now = self.service.now();
        self.pace.after(&operation.limit, answer.as_ref().ok(), now);
        match answer {
            Ok(reply) => {
                self.failures = 0;
                Ok(self.redacted(reply))
            }
            Err(why) => {
                self.failures += 1;
                if self.failures == MOST_FAILURES {
                    self.stopped = Some(why.clone());
                }
                Err(why)
            }
        }
    }

    fn wait(&mut self, time: Duration) {
        if time > Duration::ZERO {
            self.service.wait(time);
        }
    }

    /// The reply without the key.
    fn redacted(&self, reply: Reply) -> Reply {
        let headers = reply.headers.iter();
        let headers =
            headers.map(|(name, value)| (self.redactor.text(name), self.redactor.text(value)));
        let body = match serde_json::from_slice(&reply.body) {
            Ok(json) => self.redactor.json(json).to_string().into_bytes(),
            Err(_) => reply.body,
        };
        Reply {
            status: reply.status,
            headers: headers.collect(),
            body,
        }
    }
}

/// What a status without success says.
pub(super) fn refusal(status: u16, json: Option<&Json>) -> String {
    let said = json.and_then(|it| it["error"].as_str());
    let said = said.map_or_else(String::new, |said| format!(": {said}"));
    format!("it answers {status}{said}")
}
