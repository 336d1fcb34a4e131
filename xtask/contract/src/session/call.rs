//! Makes a call: when its time has come, again after a 429, and within what bounds the run.

use std::time::Duration;

use codegen::document::{holds_id, is_id};

use super::Session;
use crate::headers::is_ignored;
use crate::observation::Observation;
use crate::operation::Operation;
use crate::pace::{LONGEST, wait};
use crate::place::Place;
use crate::reply::Read;
use crate::service::{Reply, Request};
use crate::value::Ids;

/// How often a call that is answered with 429 is made.
const MOST_ATTEMPTS: usize = 3;

/// After how many failed calls in a row no service is taken to be there.
const MOST_FAILURES: usize = 2;

/// How many bytes of replies are kept.
const LARGEST: usize = 64 << 20;

impl<'s> Session<'s> {
    /// Makes a call, and keeps its reply.
    pub(super) fn call(
        &mut self,
        operation: &Operation<'s>,
        arguments: &Ids,
    ) -> Result<Read, String> {
        let request = operation.request(arguments);
        let mut attempt = 1;
        loop {
            let reply = self.send(operation, &request)?;
            let read = Read::of(&reply, self.sanitizer);
            self.keep(operation, arguments, &read);
            if (300..400).contains(&reply.status) {
                let to = reply.header("location").unwrap_or("nowhere");
                return Err(format!(
                    "it answers {} and leads to {to}, where no key is sent; is the base URL right?",
                    reply.status
                ));
            }
            if reply.status != 429 {
                return Ok(read);
            }
            let wait = wait(&reply, self.service.now());
            if attempt == MOST_ATTEMPTS || wait > LONGEST {
                return Err(format!(
                    "it answers 429 and asks to wait for {} s; try again then",
                    wait.as_secs()
                ));
            }
            attempt += 1;
            self.wait(wait)?;
        }
    }

    /// Keeps a reply, and the ids in it.
    fn keep(&mut self, operation: &Operation<'s>, arguments: &Ids, reply: &Read) {
        let names = reply.headers.iter();
        let names = names.map(|(name, _)| name.to_ascii_lowercase());
        let ignored = names.filter(|name| is_ignored(name));
        self.seen.ignored_headers.extend(ignored);
        // What answers with another status may still be what is documented.
        let response = operation.response(reply.status);
        let response = response.or_else(|| operation.success());
        let schema = response.and_then(|it| it.schema());
        if let (Some(schema), Some(json)) = (schema, reply.json()) {
            let place = Place::of(operation.id(), reply.status);
            self.comparison.value(schema, json, &place);
            let mut ids = std::mem::take(&mut self.comparison.ids);
            // What is in one reply belongs to what was asked for.
            for ids in &mut ids {
                for (name, value) in operation.named(arguments) {
                    ids.entry(name).or_insert(value);
                }
            }
            let named = ids.iter().flatten();
            let named = named.filter(|(name, _)| is_id(name) || holds_id(name));
            self.seen.ids.extend(named.map(|(_, id)| id.clone()));
            self.ids.extend(ids);
        }
        self.seen.observations.push(Observation {
            operation: operation.id().to_owned(),
            reply: reply.clone(),
        });
    }

    /// Sends a request when its time has come.
    fn send(&mut self, operation: &Operation<'s>, request: &Request) -> Result<Reply, String> {
        if let Some(why) = &self.stopped {
            return Err(why.clone());
        }
        if self.seen.requests == self.limits.requests {
            return Err(format!(
                "no request is left of the run's {}",
                self.limits.requests
            ));
        }
        if self.bytes > LARGEST {
            return Err(format!("the replies have more than {} MiB", LARGEST >> 20));
        }
        let wait = self.pace.before(&operation.limit, self.service.now());
        self.wait(wait)?;
        let left = self.left()?;
        self.seen.requests += 1;
        let answer = self.service.get(request, left);
        let now = self.service.now();
        self.pace.after(&operation.limit, answer.as_ref().ok(), now);
        match answer {
            Ok(reply) => {
                self.failures = 0;
                self.bytes += reply.body.len();
                Ok(reply)
            }
            Err(why) => {
                self.failures += 1;
                if self.failures == MOST_FAILURES {
                    self.stopped = Some(why.clone());
                }
                // Time that ran out during a request is the run's.
                self.left()?;
                Err(why)
            }
        }
    }

    /// How much time is left.
    fn left(&mut self) -> Result<Duration, String> {
        let now = self.service.now();
        let left = self.until.duration_since(now).unwrap_or_default();
        if left.is_zero() {
            return Err(self.out_of_time());
        }
        Ok(left)
    }

    /// Waits, if there is time to.
    fn wait(&mut self, time: Duration) -> Result<(), String> {
        if time > self.left()? {
            return Err(self.out_of_time());
        }
        if time > Duration::ZERO {
            self.service.wait(time);
        }
        Ok(())
    }

    fn out_of_time(&mut self) -> String {
        let time = self.limits.time.as_secs_f64();
        let why = format!("no time is left of the run's {time} s");
        self.stopped = Some(why.clone());
        why
    }
}
