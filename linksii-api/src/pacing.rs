//! Staying within the rate limits before the service has to refuse.
//!
//! A [`Budget`] counts the requests to one endpoint. It starts from the documented limit and
//! corrects itself from the `X-RateLimit-…` headers of each reply, which also cover other programs
//! on the same key. Its [`schedule`] says whose turn it is, by three parts. All are plain values that are given
//! the time:
//!
//! - [`window`]: what is left of the current minute, and how fast it may be spent;
//! - [`quota`]: what is left of the day, where a daily quota is documented;
//! - [`queue`]: who waits for a turn, in order.
//!
//! No lock is held while anything waits, and nobody's turn depends on another future being polled: a
//! caller who does not come when it is called is passed over, and a request that nobody drives
//! gives its slot back when its time is up.

mod budget;
mod queue;
mod quota;
mod rivals;
mod schedule;
#[cfg(test)]
mod simulation;
mod window;

use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use budget::{Budget, Permit};
pub(crate) use schedule::{Outcome, Terms};

use crate::limit::Limit;

/// Whether the client stays within the documented limits by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pacing {
    /// Calls wait until the limit of their endpoint has room, in the order in which they came. The
    /// `X-RateLimit-…` headers of replies correct the count, so that other programs on the same key
    /// are allowed for. All clones of a client share one count.
    #[default]
    Documented,
    /// Calls are sent at once. The service answers 429 to those that are too many, which are then
    /// repeated by the [`RetryPolicy`](crate::RetryPolicy).
    Off,
}

/// The budgets of one client and its clones.
#[derive(Debug, Default)]
pub(crate) struct Pacer {
    /// Few: one for each documented limit, and for each first segment that has none.
    budgets: Mutex<Vec<Arc<Budget>>>,
}

impl Pacer {
    /// The budget that pays for a request: that of its limit's path, and for a path without a limit
    /// of its own that of its first segment.
    pub(crate) fn budget(&self, limit: &'static Limit, path: &str) -> Arc<Budget> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        let path = match limit.path {
            "" => first_segment(path),
            path => path,
        };
        if let Some(budget) = budgets.iter().find(|budget| budget.pays_for(limit, path)) {
            return Arc::clone(budget);
        }
        let budget = Arc::new(Budget::new(limit, path));
        budgets.push(Arc::clone(&budget));
        budget
    }
}

/// `/webhooks` of `/webhooks/wh_1`.
fn first_segment(path: &str) -> &str {
    let length = path.bytes().skip(1).position(|byte| byte == b'/');
    length.map_or(path, |length| &path[..length + 1])
}
