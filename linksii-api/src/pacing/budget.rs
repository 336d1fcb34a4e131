//! The budget of one endpoint, shared by all calls to it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::window::{Place, Told, Window};
use crate::Error;
use crate::error::ApiError;
use crate::limit::Limit;
use crate::rate_limit::RateLimit;

/// What an endpoint allows, and what is spent of it.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: &'static Limit,
    /// The limit's own path, or where it has none the first segment of the request's.
    path: Box<str>,
    /// Held by the caller whose turn it is; the others queue up behind it in order.
    turn: tokio::sync::Mutex<()>,
    state: Mutex<State>,
    /// A request has come back, so there may be room.
    settled: Notify,
}

#[derive(Debug)]
struct State {
    window: Window,
    day: Day,
    clock: ServiceClock,
}

/// What time it is for the service: what it told last, and when.
#[derive(Debug)]
struct ServiceClock {
    /// In seconds since 1970.
    told: u64,
    at: Instant,
}

impl ServiceClock {
    fn now(&self) -> u64 {
        self.told + self.at.elapsed().as_secs()
    }
}

/// What is spent of a daily quota.
#[derive(Debug, Default)]
struct Day {
    /// Counted from 1970, in UTC.
    number: u64,
    spent: u32,
}

impl Day {
    const SECONDS: u64 = 24 * 60 * 60;

    /// The day that it is. A new one has nothing spent.
    fn at(&mut self, now: u64) -> &mut Self {
        let number = now / Self::SECONDS;
        if self.number != number {
            *self = Self { number, spent: 0 };
        }
        self
    }

    fn left(now: u64) -> Duration {
        Duration::from_secs(Self::SECONDS - now % Self::SECONDS)
    }
}

impl Budget {
    pub(super) fn new(limit: &'static Limit, path: &str) -> Self {
        Self {
            limit,
            path: path.into(),
            turn: tokio::sync::Mutex::new(()),
            state: Mutex::new(State {
                window: Window::new(limit.requests_per_minute, Instant::now()),
                day: Day::default(),
                clock: ServiceClock {
                    told: seconds(Utc::now()),
                    at: Instant::now(),
                },
            }),
            settled: Notify::new(),
        }
    }

    /// Whether requests under this limit to this path are paid from it.
    pub(super) fn is_of(&self, limit: &Limit, path: &str) -> bool {
        *self.path == *path && self.limit.access == limit.access
    }

    /// Waits until there is room for a request. Where that would take longer than `longest`, or the
    /// daily quota is spent, the error says when there will be.
    ///
    /// Nothing is lost if the caller stops waiting.
    pub(crate) async fn acquire(
        self: &Arc<Self>,
        longest: Duration,
        attempts: u32,
    ) -> Result<Permit, Error> {
        let _turn = self.turn.lock().await;
        loop {
            let settled = self.settled.notified();
            let room_at = {
                let mut state = self.state();
                self.check_quota(&mut state, attempts)?;
                match state.window.take(Instant::now()) {
                    Ok(place) => {
                        state.day.spent += 1;
                        return Ok(Permit {
                            budget: Arc::clone(self),
                            day: state.day.number,
                            place: Some(place),
                        });
                    }
                    Err(room_at) => room_at,
                }
            };
            let wait = room_at.saturating_duration_since(Instant::now());
            if wait > longest {
                return Err(self.spent("for now", wait, attempts));
            }
            // Either way there may be room now.
            let _ = timeout_at(room_at, settled).await;
        }
    }

    fn check_quota(&self, state: &mut State, attempts: u32) -> Result<(), Error> {
        let Some(quota) = self.limit.requests_per_day else {
            return Ok(());
        };
        let now = state.clock.now();
        if state.day.at(now).spent < quota {
            return Ok(());
        }
        Err(self.spent(
            "for today (it starts anew at 00:00 UTC)",
            Day::left(now),
            attempts,
        ))
    }

    fn spent(&self, when: &str, wait: Duration, attempts: u32) -> Error {
        let path = &self.path;
        let message = format!("not sent, as the limit of {path} is spent {when}");
        Error::Api(ApiError::quota_spent(message, wait, attempts))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Since 1970, as days and what is left of one need no calendar.
fn seconds(time: DateTime<Utc>) -> u64 {
    u64::try_from(time.timestamp()).unwrap_or_default()
}

/// Leave to send one request. Dropped before the reply, it counts as spent.
#[derive(Debug)]
pub(crate) struct Permit {
    budget: Arc<Budget>,
    /// The day that it was counted in.
    day: u64,
    /// Nothing once it is settled.
    place: Option<Place>,
}

/// What a reply means to the budget.
pub(crate) struct Outcome<'a> {
    pub(crate) rate_limit: Option<&'a RateLimit>,
    pub(crate) server_time: DateTime<Utc>,
    /// Whether the service did what was asked: a refused analysis is none.
    pub(crate) success: bool,
    /// Until when the service refuses further requests.
    pub(crate) closed_for: Option<Duration>,
}

impl Permit {
    /// Tells the budget what the service said.
    pub(crate) fn settle(mut self, outcome: &Outcome<'_>) {
        let now = Instant::now();
        let told = outcome.rate_limit.map(|it| Told {
            limit: it.limit,
            remaining: it.remaining,
            ends: now + it.resets_in,
        });
        {
            let mut state = self.budget.state();
            if let Some(place) = self.place.take() {
                state.window.settle(place, told);
            }
            let time = seconds(outcome.server_time);
            state.clock = ServiceClock {
                told: time,
                at: now,
            };
            let day = state.day.at(time);
            let counted = u32::from(day.number == self.day);
            day.spent = (day.spent + u32::from(outcome.success)).saturating_sub(counted);
            if let Some(wait) = outcome.closed_for {
                state.window.close(now + wait);
            }
        }
        self.budget.settled.notify_one();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            self.budget.state().window.settle(place, None);
            self.budget.settled.notify_one();
        }
    }
}
