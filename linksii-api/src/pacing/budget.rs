//! The budget of one endpoint, shared by all calls to it.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::time::{Instant, sleep_until};

use super::queue::{GRACE, LOOK, Queue, Ticket};
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
    /// How many are left for today, besides those in flight.
    fn left_today(&mut self, now: Instant) -> u32 {
        let quota = self.quota.as_mut();
        quota.map_or(u32::MAX, |quota| {
            quota.left(now).saturating_sub(self.window.in_flight())
        })
    }

    /// Whether it is the turn of a caller with `ahead` others before it.
    fn turn(&mut self, ahead: u32, terms: &Terms, now: Instant) -> Turn {
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

    /// Calls the next in the queue if there is room, unless it is the one who is here.
    fn call(&mut self, now: Instant, here: Option<Ticket>) {
        if !self.queue.is_empty() && self.window.free(now).min(self.left_today(now)) > 0 {
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
        let ahead = state.queue.ahead(self.ticket, now) as u32;
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
            resets_in: it.resets_in,
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

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::future::Future;
    use std::pin::Pin;

    use futures_util::future::join_all;
    use tokio::task::yield_now;
    use tokio::time::{advance, sleep};

    use super::*;
    use crate::limit::Access;

    /// Noon, by the service's clock.
    const NOON: u64 = 20_000 * 86_400 + 12 * 3600;

    static MINUTE: Limit = limit(10, None);
    static DAY: Limit = limit(100, Some(2));

    const fn limit(requests_per_minute: u32, requests_per_day: Option<u32>) -> Limit {
        Limit {
            path: "/analyze",
            access: Access::Any,
            requests_per_minute,
            requests_per_day,
        }
    }

    fn budget(limit: &'static Limit) -> Arc<Budget> {
        Arc::new(Budget::new(limit, limit.path))
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn patient() -> Terms {
        Terms {
            max_wait: seconds(90),
            deadline: None,
            attempt: seconds(30),
        }
    }

    fn hasty(wait: u64) -> Terms {
        Terms {
            deadline: Some(Instant::now() + seconds(wait)),
            ..patient()
        }
    }

    fn settle(permit: Permit, success: bool, refused: Option<Option<Duration>>) {
        permit.settle(&Outcome {
            rate_limit: None,
            server_time: NOON,
            success,
            refused,
        });
    }

    type Waiting<'a> = Pin<Box<dyn Future<Output = Result<Permit, NotSentError>> + 'a>>;

    /// One who has asked, and does not come when it is called.
    async fn left<'a>(budget: &'a Arc<Budget>) -> Waiting<'a> {
        let mut waiting: Waiting<'a> = Box::pin(budget.acquire(patient()));
        poll_fn(|context| {
            assert!(waiting.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        waiting
    }

    #[tokio::test(start_paused = true)]
    async fn turns_come_in_the_order_of_asking() {
        let budget = budget(&MINUTE);
        let order = Mutex::new(Vec::new());
        let calls = (0..25).map(|number| {
            let (budget, order) = (&budget, &order);
            async move {
                let permit = budget.acquire(patient()).await.unwrap();
                order.lock().unwrap().push(number);
                sleep(Duration::from_millis(100)).await;
                settle(permit, true, None);
            }
        });
        join_all(calls).await;
        assert_eq!(*order.lock().unwrap(), (0..25).collect::<Vec<_>>());
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_do_not_come_when_they_are_called_are_passed_over_until_they_do() {
        let budget = budget(&MINUTE);
        let first = budget.acquire(patient()).await.unwrap();
        let absent = [
            left(&budget).await,
            left(&budget).await,
            left(&budget).await,
        ];
        let waiting = async {
            let start = Instant::now();
            budget.acquire(patient()).await.unwrap();
            start.elapsed()
        };
        let (waited, ()) = tokio::join!(waiting, async { settle(first, true, None) });
        assert!(waited < seconds(1), "{waited:?}");
        // They have their places still: the first of them is before one who comes now.
        let [first, ..] = absent;
        let (first, next) = tokio::join!(first, async {
            yield_now().await;
            budget.acquire(hasty(1)).await
        });
        drop(first.unwrap());
        assert!(next.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn one_who_leaves_the_queue_calls_the_next() {
        let budget = budget(&MINUTE);
        let first = budget.acquire(patient()).await.unwrap();
        let second = left(&budget).await;
        let third = tokio::spawn({
            let budget = Arc::clone(&budget);
            async move { budget.acquire(patient()).await.map(drop) }
        });
        yield_now().await;
        settle(first, true, None);
        drop(second);
        let start = Instant::now();
        third.await.unwrap().unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_ends_the_wait() {
        let budget = budget(&MINUTE);
        let mut permits = Vec::new();
        for _ in 0..10 {
            permits.push(budget.acquire(hasty(0)).await.unwrap());
        }
        // All are in flight, and nobody knows yet whether they count.
        let start = Instant::now();
        let error = budget.acquire(hasty(5)).await.unwrap_err();
        assert_eq!(error.reason(), NotSentReason::Deadline);
        assert_eq!(start.elapsed(), seconds(5));
        for permit in permits {
            settle(permit, true, None);
        }
        // Now it is known.
        let error = budget.acquire(hasty(5)).await.unwrap_err();
        assert_eq!(error.reason(), NotSentReason::RateLimit);
        assert_eq!(error.retry_after(), seconds(55));
        assert_eq!(start.elapsed(), seconds(5));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_closes_an_endpoint_for_a_window_at_most() {
        for (asked, closed) in [
            (Some(seconds(7)), seconds(7)),
            (Some(seconds(365 * 86_400)), WINDOW),
            // Without a word about when, the present window is spent.
            (None, seconds(40)),
        ] {
            let budget = budget(&MINUTE);
            settle(budget.acquire(patient()).await.unwrap(), true, None);
            advance(seconds(20)).await;
            let refused = budget.acquire(patient()).await.unwrap();
            settle(refused, false, Some(asked));
            let start = Instant::now();
            let error = budget.acquire(hasty(1)).await.unwrap_err();
            assert_eq!(error.retry_after(), closed, "{asked:?}");
            let probe = budget.acquire(patient()).await.unwrap();
            assert_eq!(start.elapsed(), closed, "{asked:?}");
            // The others wait for what it brings.
            let mut next = left(&budget).await;
            settle(probe, true, None);
            yield_now().await;
            poll_fn(|context| next.as_mut().poll(context))
                .await
                .unwrap();
            assert_eq!(start.elapsed(), closed);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_the_service_did_counts_against_the_quota_of_a_day() {
        let budget = budget(&DAY);
        for _ in 0..10 {
            settle(budget.acquire(patient()).await.unwrap(), false, None);
            budget.acquire(patient()).await.unwrap().refund();
            drop(budget.acquire(patient()).await.unwrap());
        }
        settle(budget.acquire(patient()).await.unwrap(), true, None);
        let second = budget.acquire(patient()).await.unwrap();
        // It may fail, so the quota is not spent yet.
        let mut third = left(&budget).await;
        settle(second, false, None);
        let third = poll_fn(|context| third.as_mut().poll(context))
            .await
            .unwrap();
        settle(third, true, None);
        let error = budget.acquire(patient()).await.unwrap_err();
        assert_eq!(error.reason(), NotSentReason::DailyQuota);
        assert_eq!(error.retry_after(), seconds(12 * 3600));
        advance(seconds(12 * 3600)).await;
        budget.acquire(patient()).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_until_tomorrow_closes_an_endpoint_with_a_quota_until_midnight() {
        let budget = budget(&DAY);
        let refused = budget.acquire(patient()).await.unwrap();
        settle(refused, false, Some(Some(seconds(30 * 86_400))));
        let error = budget.acquire(patient()).await.unwrap_err();
        assert_eq!(error.reason(), NotSentReason::DailyQuota);
        assert_eq!(error.retry_after(), seconds(12 * 3600));
    }
}
