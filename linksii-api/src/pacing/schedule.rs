//! Whose turn it is: what is left of an endpoint's limits, and who waits. It is given the time.

use std::task::Waker;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use super::queue::{GRACE, LOOK, Queue, Ticket};
use super::quota::Quota;
use super::window::{Slot, Window};
use crate::error::NotSentReason;
use crate::limit::Limit;
use crate::rate_limit::RateLimit;
use crate::server_time::WINDOW;

/// The shortest sleep before looking again, so that a moment that has just passed is not waited for
/// in a loop.
const PAUSE: Duration = Duration::from_millis(1);

/// What is left of an endpoint's limits, and who waits for it.
#[derive(Debug)]
pub(super) struct Schedule {
    window: Window,
    quota: Option<Quota>,
    queue: Queue,
}

/// How long a caller waits for its turn, and then for the reply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// The longest wait for a limit that is spent.
    pub(crate) max_wait: Duration,
    /// When the call must have ended.
    pub(crate) deadline: Option<Instant>,
    /// How long the attempt may take once it is sent.
    pub(crate) attempt: Duration,
}

impl Terms {
    /// The longest that the caller waits from now on.
    fn patience(&self, now: Instant) -> Duration {
        let left = self
            .deadline
            .map(|deadline| deadline.saturating_duration_since(now));
        left.map_or(self.max_wait, |left| left.min(self.max_wait))
    }
}

/// Whether it is a caller's turn.
pub(super) enum Turn {
    Now,
    /// No sooner than this, unless another request comes back first.
    At(Instant),
    Never(NotSentReason, Duration),
}

/// What a reply means to the budget.
pub(crate) struct Outcome<'a> {
    pub(crate) rate_limit: Option<&'a RateLimit>,
    /// The time by the service's clock, in seconds since 1970.
    pub(crate) server_time: u64,
    /// Whether the service did what was asked.
    pub(crate) success: bool,
    /// Whether it refused because of the limit, and how long it asks to wait.
    pub(crate) refused: Option<Option<Duration>>,
}

impl Schedule {
    pub(super) fn new(limit: &Limit, now: Instant) -> Self {
        let here = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let quota = limit.requests_per_day;
        Self {
            window: Window::new(limit.requests_per_minute, now),
            quota: quota.map(|per_day| Quota::new(per_day, here.as_secs(), now)),
            queue: Queue::default(),
        }
    }

    /// How many are left for today, besides those in flight.
    fn left_today(&mut self, now: Instant) -> u32 {
        let quota = self.quota.as_mut();
        quota.map_or(u32::MAX, |quota| {
            quota.left(now).saturating_sub(self.window.in_flight())
        })
    }

    /// Whether it is a caller's turn, who may have a place in the queue.
    pub(super) fn turn(&mut self, ticket: Option<Ticket>, terms: &Terms, now: Instant) -> Turn {
        self.window.refresh(now);
        let ahead = self.queue.ahead(ticket, now) as u32;
        let patience = terms.patience(now);
        if let Some(quota) = &mut self.quota
            && quota.left(now) == 0
        {
            let wait = quota.starts_again_in(now);
            return if wait > patience {
                Turn::Never(NotSentReason::DailyQuota, wait)
            } else {
                Turn::At(now + wait)
            };
        }
        let left_today = self.left_today(now);
        let window = &self.window;
        let free = window.free(now).min(left_today);
        if free > 0 && ahead == 0 {
            return Turn::Now;
        }
        let opens = window.opens(now, ahead).max(now);
        // One who cannot wait for an even pace may go ahead of it, if there is enough for those
        // before it as well.
        let is_urgent = opens >= now + patience;
        if is_urgent && window.left().min(left_today) > ahead {
            return Turn::Now;
        }
        let closed_for = window.ends().saturating_duration_since(now);
        if window.is_spent() && closed_for > patience {
            let reason = if closed_for > WINDOW {
                NotSentReason::DailyQuota
            } else {
                NotSentReason::RateLimit
            };
            return Turn::Never(reason, closed_for);
        }
        if terms.deadline.is_some_and(|deadline| now >= deadline) {
            return Turn::Never(NotSentReason::Deadline, opens - now);
        }
        let at = if free > 0 {
            // Those before have been called. If none of them comes, it is the next one's turn.
            now + GRACE
        } else {
            let given_up = window.gives_up().unwrap_or(opens);
            let look = if ahead > 0 { now + LOOK } else { opens };
            opens.min(given_up).min(look).max(now + PAUSE)
        };
        Turn::At(terms.deadline.map_or(at, |deadline| deadline.min(at)))
    }

    /// A caller joins the queue, or stays where it is. `waker` is woken when it may be its turn.
    pub(super) fn wait(&mut self, ticket: Option<Ticket>, waker: &Waker, now: Instant) -> Ticket {
        let ticket = self.queue.wait(ticket, waker);
        self.call(now, Some(ticket));
        ticket
    }

    /// A caller whose turn it is takes a slot.
    pub(super) fn take(&mut self, ticket: Option<Ticket>, terms: &Terms, now: Instant) -> Slot {
        let slot = self.window.take(now, terms.attempt);
        self.leave(ticket, now);
        slot
    }

    /// A caller leaves the queue, if it is there. It may have been called.
    pub(super) fn leave(&mut self, ticket: Option<Ticket>, now: Instant) {
        if let Some(ticket) = ticket {
            self.queue.leave(ticket);
        }
        self.call(now, None);
    }

    /// A reply has come.
    pub(super) fn settle(&mut self, slot: Slot, outcome: &Outcome<'_>, now: Instant) {
        self.window.refresh(now);
        self.window.settle(slot, outcome.rate_limit, now);
        let mut longest = WINDOW;
        if let Some(quota) = &mut self.quota {
            quota.settle(outcome.success, outcome.server_time, now);
            longest = quota.starts_again_in(now);
        }
        if let Some(asked) = outcome.refused {
            // Where nothing says when, this window is spent.
            let wait = asked.map_or(self.window.ends() - now, |asked| asked.min(longest));
            self.window.close(now + wait);
        }
        self.call(now, None);
    }

    /// The request never reached the service.
    pub(super) fn refund(&mut self, slot: Slot, now: Instant) {
        self.window.refund(slot);
        self.call(now, None);
    }

    /// Nobody knows what became of the request.
    pub(super) fn lose(&mut self, slot: Slot, now: Instant) {
        self.window.lose(slot);
        self.call(now, None);
    }

    /// Calls the next in the queue if there is room, unless it is the one who is here.
    fn call(&mut self, now: Instant, here: Option<Ticket>) {
        if !self.queue.is_empty() && self.window.free(now).min(self.left_today(now)) > 0 {
            self.queue.call(now, here);
        }
    }
}
