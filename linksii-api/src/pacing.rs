//! Keeping to the limits before the service has to insist.
//!
//! A [`Budget`] counts the requests to one endpoint. It starts from the documented limit and
//! believes the service from the first reply on: `remaining` is the least that the service has told in
//! this window, and whatever is in flight counts against it, as the service may not have counted
//! that yet. What it tells also shows whether others spend from the same limit; then they are left
//! their share.

mod budget;
mod window;

use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use budget::{Budget, Outcome, Permit};

use crate::limit::Limit;

/// Whether the client keeps to the documented limits by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pacing {
    /// Calls wait until the limit of their endpoint has room, in the order in which they came. The
    /// service's `X-RateLimit-…` headers correct the count, so that other programs that use the same key
    /// are reckoned with. All clones of a client share one count.
    #[default]
    Documented,
    /// Calls go out at once. The service answers 429 to those that are too many, which are then
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
    /// The budget that a request is paid from: that of its limit's path, and for a path that has
    /// no limit of its own that of its first segment.
    pub(crate) fn budget(&self, limit: &'static Limit, path: &str) -> Arc<Budget> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        let path = match limit.path {
            "" => first_segment(path),
            path => path,
        };
        if let Some(budget) = budgets.iter().find(|budget| budget.is_of(limit, path)) {
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
