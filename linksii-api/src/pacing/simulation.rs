//! Several clients on one key, simulated: without a network and without waiting, many minutes can
//! be tried, with replies of any speed. Each client always has more to send.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::time::Duration;

use chrono::DateTime;
use tokio::time::Instant;

use super::window::{Slot, Window};
use crate::rate_limit::RateLimit;

const MINUTE: u64 = 60_000;

enum Event {
    /// A client looks whether it may send.
    Look(usize),
    /// A request arrives at the service.
    Arrive(usize, Slot),
    /// A reply arrives at the client.
    Reply(usize, Slot, RateLimit, bool),
}

struct Simulation {
    start: Instant,
    random: fastrand::Rng,
    clients: Vec<Window>,
    events: BTreeMap<(u64, u64), Event>,
    number: u64,
    latency: RangeInclusive<u64>,
    limit: u32,
    /// Of the service's present minute.
    minute: u64,
    spent: u32,
    served: u32,
    refused: u32,
}

impl Simulation {
    fn new(limit: u32, clients: usize, seed: u64, latency: RangeInclusive<u64>) -> Self {
        let start = Instant::now();
        let mut this = Self {
            start,
            random: fastrand::Rng::with_seed(seed),
            clients: (0..clients).map(|_| Window::new(limit, start)).collect(),
            events: BTreeMap::new(),
            number: 0,
            latency,
            limit,
            minute: 0,
            spent: 0,
            served: 0,
            refused: 0,
        };
        for client in 0..clients {
            this.at(0, Event::Look(client));
        }
        this
    }

    fn at(&mut self, time: u64, event: Event) {
        self.number += 1;
        self.events.insert((time, self.number), event);
    }

    fn instant(&self, time: u64) -> Instant {
        self.start + Duration::from_millis(time)
    }

    fn delay(&mut self) -> u64 {
        self.random.u64(self.latency.clone())
    }

    fn run(&mut self, end: u64) {
        while let Some(((time, _), event)) = self.events.pop_first() {
            if time >= end {
                return;
            }
            let now = self.instant(time);
            match event {
                Event::Look(client) => {
                    self.clients[client].refresh(now);
                    while self.clients[client].free(now) > 0 {
                        let slot = self.clients[client].take(now, Duration::from_secs(30));
                        let arrives = time + self.delay();
                        self.at(arrives, Event::Arrive(client, slot));
                    }
                    let next = self.clients[client].opens(now, 0) - self.start;
                    let next = (next.as_millis() as u64).max(time + 1);
                    self.at(next, Event::Look(client));
                }
                Event::Arrive(client, slot) => {
                    if time / MINUTE != self.minute {
                        (self.minute, self.spent) = (time / MINUTE, 0);
                    }
                    let success = self.spent < self.limit;
                    self.spent += u32::from(success);
                    if success {
                        self.served += 1;
                    } else {
                        self.refused += 1;
                    }
                    let report = RateLimit {
                        limit: self.limit,
                        remaining: self.limit - self.spent,
                        reset: DateTime::UNIX_EPOCH,
                        resets_in: Duration::from_millis((self.minute + 1) * MINUTE - time),
                    };
                    let back = time + self.delay();
                    self.at(back, Event::Reply(client, slot, report, success));
                }
                Event::Reply(client, slot, report, success) => {
                    self.clients[client].refresh(now);
                    self.clients[client].settle(slot, Some(&report), now);
                    if !success {
                        let until = (time / MINUTE + 1) * MINUTE;
                        let until = self.instant(until);
                        self.clients[client].close(until);
                    }
                    self.at(time, Event::Look(client));
                }
            }
        }
    }
}

#[test]
fn clients_on_one_key_spend_each_minute_and_are_not_refused() {
    for (limit, least) in [(100, 95), (20, 18)] {
        for latency in [0..=0, 20..=40, 5..=300, 200..=1500] {
            for clients in 1..=5 {
                let mut simulation = Simulation::new(limit, clients, 1, latency.clone());
                simulation.run(5 * MINUTE);
                let case = format!("{clients} clients, {limit} a minute, {latency:?} ms");
                assert_eq!(simulation.refused, 0, "{case}");
                assert!(
                    simulation.served >= 5 * least,
                    "{case}: {} served",
                    simulation.served
                );
            }
        }
    }
}

#[test]
fn where_replies_are_slow_one_client_still_spends_each_minute() {
    let mut simulation = Simulation::new(100, 1, 1, 3000..=9000);
    simulation.run(5 * MINUTE);
    assert_eq!(simulation.refused, 0);
    assert!(simulation.served >= 475, "{} served", simulation.served);
}
