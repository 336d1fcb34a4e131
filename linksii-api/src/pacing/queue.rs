//! Who waits for a turn, in order.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

/// How long a caller has to come when it is called. One that does not is not being polled, and is
/// passed over until it is.
pub(super) const GRACE: Duration = Duration::from_millis(25);

/// How often a caller looks by itself whether those before it come. Nobody else may be there to call
/// it.
pub(super) const LOOK: Duration = Duration::from_secs(1);

/// Callers in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Queue {
    next: u64,
    /// By ticket.
    waiting: VecDeque<(Ticket, Waker)>,
    /// Those of them who were called and have not come, and when they were.
    called: Vec<(Ticket, Instant)>,
}

/// A caller's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(u64);

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many are before a ticket, or before one who has still to join. Those who are passed over
    /// do not count.
    pub(super) fn ahead(&self, ticket: Option<Ticket>, now: Instant) -> usize {
        let before = ticket.map_or(self.waiting.len(), |ticket| self.position(ticket));
        let called = self.called.iter().copied();
        let passed = called.filter(|(called, at)| {
            ticket.is_none_or(|ticket| *called < ticket) && is_passed_over(*at, now)
        });
        before - passed.count()
    }

    /// Joins at the end, or stays where the ticket is.
    pub(super) fn wait(&mut self, ticket: Option<Ticket>, waker: &Waker) -> Ticket {
        if let Some(ticket) = ticket {
            self.called.retain(|(called, _)| *called != ticket);
            let position = self.position(ticket);
            if let Some((_, old)) = self.waiting.get_mut(position) {
                old.clone_from(waker);
            }
            return ticket;
        }
        let ticket = Ticket(self.next);
        self.next += 1;
        self.waiting.push_back((ticket, waker.clone()));
        ticket
    }

    /// Leaves.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        self.called.retain(|(called, _)| *called != ticket);
        let position = self.position(ticket);
        self.waiting.remove(position);
    }

    /// Calls the first that is not passed over, who calls the next in turn: so those who share a limit
    /// take turns too. `here` has just asked, and need not be called.
    pub(super) fn call(&mut self, now: Instant, here: Option<Ticket>) {
        for (ticket, waker) in &self.waiting {
            let mut called = self.called.iter();
            match called.find(|(called, _)| called == ticket) {
                Some((_, at)) if is_passed_over(*at, now) => continue,
                None if Some(*ticket) != here => {
                    self.called.push((*ticket, now));
                    waker.wake_by_ref();
                }
                _ => {}
            }
            return;
        }
    }

    fn position(&self, ticket: Ticket) -> usize {
        self.waiting.partition_point(|(it, _)| *it < ticket)
    }
}

fn is_passed_over(called: Instant, now: Instant) -> bool {
    now >= called + GRACE
}
