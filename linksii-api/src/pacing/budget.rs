//! The budget of one endpoint, shared by all calls to it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::{Instant, sleep_until};

use super::queue::{GRACE, Queue, Ticket};
use super::quota::Quota;
use super::window::{Report, Slot, Window};
use crate::error::{NotSentError, NotSentReason};
use crate::limit::Limit;
use crate::rate_limit::RateLimit;
use crate::server_time::WINDOW;

/// What an endpoint allows, and what is spent of it.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: &'static Limit,
    /// The limit's own path, or where it has none the first segment of the request's.
    path: Box<str>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
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
enum Turn {
    Now,
    /// No sooner than this, unless another request comes back first.
    At(Instant),
    Never(NotSentReason, Duration),
}

impl Budget {
    pub(super) fn new(limit: &'static Limit, path: &str) -> Self {
        let now = Instant::now();
        let here = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let quota = limit.requests_per_day;
        Self {
            limit,
            path: path.into(),
            state: Mutex::new(State {
                window: Window::new(limit.requests_per_minute, now),
                quota: quota.map(|per_day| Quota::new(per_day, here.as_secs(), now)),
                queue: Queue::default(),
            }),
        }
    }

    /// Whether it pays for requests under this limit to this path.
    pub(super) fn pays_for(&self, limit: &Limit, path: &str) -> bool {
        *self.path == *path && self.limit.access == limit.access
    }

    /// Waits for a turn to send a request. Nothing is lost if the caller stops waiting.
    ///
    /// # Errors
    ///
    /// If there is no turn for longer than the caller waits: at once where that is known, otherwise
    /// at the deadline.
    pub(crate) async fn acquire(self: &Arc<Self>, terms: Terms) -> Result<Permit, NotSentError> {
        let mut place = Place {
            budget: self,
            ticket: None,
        };
        let first = match place.ask(&terms, Waker::noop()) {
            Ok(Ok(slot)) => return Ok(self.permit(slot)),
            Ok(Err(at)) => at,
            Err(error) => return Err(error),
        };
        let mut timer = pin!(sleep_until(first));
        let slot = poll_fn(|context| {
            loop {
                match place.ask(&terms, context.waker()) {
                    Ok(Ok(slot)) => return Poll::Ready(Ok(slot)),
                    Ok(Err(at)) => timer.as_mut().reset(at),
                    Err(error) => return Poll::Ready(Err(error)),
                }
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
            }
        });
        Ok(self.permit(slot.await?))
    }

    fn permit(self: &Arc<Self>, slot: Slot) -> Permit {
        Permit {
            budget: Arc::clone(self),
            slot: Some(slot),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Whether it is the turn of a caller with so many before it.
    fn turn(&mut self, ahead: u32, terms: &Terms, now: Instant) -> Turn {
        let patience = terms.patience(now);
        let window = &mut self.window;
        let mut left_today = u32::MAX;
        if let Some(quota) = &mut self.quota {
            let left = quota.left(now);
            let wait = quota.starts_again_in(now);
            if left == 0 && wait > patience {
                return Turn::Never(NotSentReason::DailyQuota, wait);
            }
            if left == 0 {
                return Turn::At(now + wait);
            }
            left_today = left.saturating_sub(window.in_flight());
        }
        let free = window.free(now).min(left_today);
        if free > 0 && ahead == 0 {
            return Turn::Now;
        }
        let opens = window.opens(now, ahead).max(now);
        // One who cannot wait for an even pace may go ahead of it, if there is enough for those
        // before it as well.
        let is_urgent = opens > now + patience;
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
        // Those before have been called. Where one does not come, it is the next one's turn.
        let at = if free > 0 {
            now + GRACE
        } else {
            opens.max(now + PAUSE)
        };
        Turn::At(terms.deadline.map_or(at, |deadline| deadline.min(at)))
    }

    /// Calls the next in the queue if there is room, unless it is the one who is here.
    fn call(&mut self, now: Instant, here: Option<Ticket>) {
        if !self.queue.is_empty() && self.window.free(now) > 0 {
            self.queue.call(now, here);
        }
    }
}

/// The shortest sleep before looking again, so that a moment that has just passed is not waited for
/// in a loop.
const PAUSE: Duration = Duration::from_millis(1);

/// A caller's place in the queue. It leaves the queue when it is dropped.
struct Place<'a> {
    budget: &'a Budget,
    ticket: Option<Ticket>,
}

impl Place<'_> {
    /// Takes a slot, or says when to ask again. Until then `waker` is woken when it may be our turn.
    fn ask(&mut self, terms: &Terms, waker: &Waker) -> Result<Result<Slot, Instant>, NotSentError> {
        let now = Instant::now();
        let mut state = self.budget.state();
        let state = &mut *state;
        state.window.refresh(now);
        let ahead = state.queue.ahead(self.ticket, now);
        let turn = state.turn(ahead, terms, now);
        match turn {
            Turn::At(at) => {
                self.ticket = Some(state.queue.wait(self.ticket, waker));
                state.call(now, self.ticket);
                return Ok(Err(at));
            }
            Turn::Now | Turn::Never(..) => {
                if let Some(ticket) = self.ticket.take() {
                    state.queue.leave(ticket);
                }
            }
        }
        let outcome = match turn {
            Turn::Never(reason, wait) => Err(NotSentError::new(reason, &self.budget.path, wait)),
            _ => Ok(Ok(state.window.take(now, terms.attempt))),
        };
        state.call(now, None);
        outcome
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            let mut state = self.budget.state();
            state.queue.leave(ticket);
            // It may have been called.
            state.call(Instant::now(), None);
        }
    }
}

/// Leave to send one request. Dropped before the reply, it counts as spent.
#[derive(Debug)]
pub(crate) struct Permit {
    budget: Arc<Budget>,
    /// Nothing once it is settled.
    slot: Option<Slot>,
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

impl Permit {
    /// A reply has come.
    pub(crate) fn settle(mut self, outcome: &Outcome<'_>) {
        let Some(slot) = self.slot.take() else {
            return;
        };
        let now = Instant::now();
        let report = outcome.rate_limit.map(|it| Report {
            limit: it.limit,
            remaining: it.remaining,
            ends: now + it.resets_in,
        });
        let mut state = self.budget.state();
        state.window.refresh(now);
        state.window.settle(slot, report, now);
        let mut longest = WINDOW;
        if let Some(quota) = &mut state.quota {
            quota.settle(outcome.success, outcome.server_time, now);
            longest = quota.starts_again_in(now);
        }
        if let Some(asked) = outcome.refused {
            // Without a word about when, this window is spent.
            let wait = asked.map_or(state.window.ends() - now, |asked| asked.min(longest));
            state.window.close(now + wait);
        }
        state.call(now, None);
    }

    /// The request never reached the service.
    pub(crate) fn refund(mut self) {
        if let Some(slot) = self.slot.take() {
            let mut state = self.budget.state();
            state.window.refund(slot);
            state.call(Instant::now(), None);
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            let mut state = self.budget.state();
            state.window.lose(slot);
            state.call(Instant::now(), None);
        }
    }
}
