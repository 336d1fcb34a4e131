//! Who waits for a turn, in order.

use std::collections::VecDeque;
use std::task::Waker;
use std::time::Duration;

use tokio::time::Instant;

/// How long a caller has to come when it is called. One that does not is not being polled, and is
/// passed over until it is.
pub(super) const GRACE: Duration = Duration::from_millis(25);

/// Callers in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Queue {
    next: u64,
    waiting: VecDeque<Waiter>,
}

/// A caller's place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ticket(u64);

#[derive(Debug)]
struct Waiter {
    ticket: Ticket,
    waker: Waker,
    /// When it was last called, if it has not come since.
    called: Option<Instant>,
}

impl Waiter {
    fn is_passed_over(&self, now: Instant) -> bool {
        self.called.is_some_and(|called| now >= called + GRACE)
    }
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// How many are before a ticket, or before one who has still to join. Those who were called and
    /// did not come do not count.
    pub(super) fn ahead(&self, ticket: Option<Ticket>, now: Instant) -> u32 {
        let before = ticket.map_or(self.waiting.len(), |ticket| self.position(ticket));
        let before = self.waiting.iter().take(before);
        before.filter(|waiter| !waiter.is_passed_over(now)).count() as u32
    }

    /// Joins at the end, or stays where the ticket is.
    pub(super) fn wait(&mut self, ticket: Option<Ticket>, waker: &Waker) -> Ticket {
        let position = ticket.map(|ticket| self.position(ticket));
        if let (Some(ticket), Some(waiter)) =
            (ticket, position.and_then(|at| self.waiting.get_mut(at)))
        {
            waiter.called = None;
            waiter.waker.clone_from(waker);
            return ticket;
        }
        let ticket = Ticket(self.next);
        self.next += 1;
        self.waiting.push_back(Waiter {
            ticket,
            waker: waker.clone(),
            called: None,
        });
        ticket
    }

    /// Leaves.
    pub(super) fn leave(&mut self, ticket: Ticket) {
        let position = self.position(ticket);
        if self
            .waiting
            .get(position)
            .is_some_and(|it| it.ticket == ticket)
        {
            self.waiting.remove(position);
        }
    }

    /// Calls the first, who calls the next in turn: so those who share a limit take turns too. The
    /// second takes over if the first does not come. `here` has just asked, and need not be called.
    pub(super) fn call(&mut self, now: Instant, here: Option<Ticket>) {
        let waiting = self.waiting.iter_mut();
        let present = waiting.filter(|waiter| !waiter.is_passed_over(now));
        for waiter in present.take(2) {
            if waiter.called.is_none() && Some(waiter.ticket) != here {
                waiter.called = Some(now);
                waiter.waker.wake_by_ref();
            }
        }
    }

    fn position(&self, ticket: Ticket) -> usize {
        self.waiting
            .partition_point(|waiter| waiter.ticket < ticket)
    }
}
