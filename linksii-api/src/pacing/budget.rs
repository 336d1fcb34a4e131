//! The budget of one endpoint, shared by all calls to it.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker, ready};

use tokio::time::{Instant, Sleep, sleep_until};

use super::queue::Ticket;
use super::schedule::{Outcome, Schedule, Terms, Turn};
use super::window::Slot;
use crate::error::NotSentError;
use crate::limit::Limit;

/// What an endpoint allows, and what is spent of it.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: &'static Limit,
    /// The limit's own path, or where it has none the first segment of the request's.
    path: Box<str>,
    schedule: Mutex<Schedule>,
}

impl Budget {
    pub(super) fn new(limit: &'static Limit, path: &str) -> Self {
        Self {
            limit,
            path: path.into(),
            schedule: Mutex::new(Schedule::new(limit, Instant::now())),
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
        // Most calls need none.
        let mut timer: Option<Pin<Box<Sleep>>> = None;
        poll_fn(|context| {
            loop {
                let at = match place.ask(&terms, context.waker()) {
                    Ok(Ok(slot)) => return Poll::Ready(Ok(self.permit(slot))),
                    Ok(Err(at)) => at,
                    Err(error) => return Poll::Ready(Err(error)),
                };
                let timer = timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
                timer.as_mut().reset(at);
                ready!(timer.as_mut().poll(context));
            }
        })
        .await
    }

    fn permit(self: &Arc<Self>, slot: Slot) -> Permit {
        Permit {
            budget: Arc::clone(self),
            slot: Some(slot),
        }
    }

    fn schedule(&self) -> MutexGuard<'_, Schedule> {
        self.schedule.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A caller's place in the queue. It leaves the queue when it is dropped.
struct Place<'a> {
    budget: &'a Budget,
    ticket: Option<Ticket>,
}

impl Place<'_> {
    /// Takes a slot, or says when to ask again. Until then `waker` is woken when it may be our turn.
    fn ask(&mut self, terms: &Terms, waker: &Waker) -> Result<Result<Slot, Instant>, NotSentError> {
        let now = Instant::now();
        let mut schedule = self.budget.schedule();
        match schedule.turn(self.ticket, terms, now) {
            Turn::At(at) => {
                self.ticket = Some(schedule.wait(self.ticket, waker, now));
                Ok(Err(at))
            }
            Turn::Now => Ok(Ok(schedule.take(self.ticket.take(), terms, now))),
            Turn::Never(reason, wait) => {
                schedule.leave(self.ticket.take(), now);
                Err(NotSentError::new(reason, &self.budget.path, wait))
            }
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.budget.schedule().leave(Some(ticket), Instant::now());
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

impl Permit {
    /// A reply has come.
    pub(crate) fn settle(mut self, outcome: &Outcome<'_>) {
        if let Some(slot) = self.slot.take() {
            let mut schedule = self.budget.schedule();
            schedule.settle(slot, outcome, Instant::now());
        }
    }

    /// The request never reached the service.
    pub(crate) fn refund(mut self) {
        if let Some(slot) = self.slot.take() {
            self.budget.schedule().refund(slot, Instant::now());
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(slot) = self.slot.take() {
            self.budget.schedule().lose(slot, Instant::now());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use std::time::Duration;

    use tokio::task::yield_now;
    use tokio::time::advance;

    use super::*;
    use crate::error::NotSentReason;
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

    fn settle(permit: Permit, success: bool) {
        permit.settle(&Outcome {
            rate_limit: None,
            server_time: NOON,
            success,
            refused: None,
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
        let (waited, ()) = tokio::join!(waiting, async { settle(first, true) });
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
        settle(first, true);
        drop(second);
        let start = Instant::now();
        third.await.unwrap().unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_the_service_did_counts_against_the_quota_of_a_day() {
        let budget = budget(&DAY);
        for _ in 0..10 {
            settle(budget.acquire(patient()).await.unwrap(), false);
            budget.acquire(patient()).await.unwrap().refund();
            drop(budget.acquire(patient()).await.unwrap());
        }
        settle(budget.acquire(patient()).await.unwrap(), true);
        let second = budget.acquire(patient()).await.unwrap();
        // It may fail, so the quota is not spent yet.
        let mut third = left(&budget).await;
        settle(second, false);
        let third = poll_fn(|context| third.as_mut().poll(context))
            .await
            .unwrap();
        settle(third, true);
        let error = budget.acquire(patient()).await.unwrap_err();
        assert_eq!(error.reason(), NotSentReason::DailyQuota);
        assert_eq!(error.retry_after(), seconds(12 * 3600));
        advance(seconds(12 * 3600)).await;
        budget.acquire(patient()).await.unwrap();
    }
}
