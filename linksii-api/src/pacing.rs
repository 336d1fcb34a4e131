//! Keeping to the limits before the service has to insist.
//!
//! A [`Budget`] counts the requests to one endpoint. It starts from the documented limit and
//! believes the service from the first reply on: `remaining` is the least that the service has told in
//! this window, and whatever is in flight counts against it, as the service may not have counted
//! that yet. What it tells also shows whether others spend from the same limit; then they are left
//! their share.

mod budget;
mod window;

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

pub(crate) use budget::{Budget, Outcome, Permit};

use crate::limit::{Access, Limit};

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
    budgets: Mutex<HashMap<Endpoint, Arc<Budget>>>,
}

/// What has a budget of its own: a path, or the reading or the writing of it.
type Endpoint = (Cow<'static, str>, Access);

impl Pacer {
    /// The budget that a request is paid from: that of its limit's path, and for a path that has
    /// no limit of its own that of its first segment.
    pub(crate) fn budget(&self, limit: &'static Limit, path: &str) -> Arc<Budget> {
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        let endpoint = match limit.path {
            "" => {
                let path = path.trim_start_matches('/');
                Cow::Owned(path.split('/').next().unwrap_or(path).to_owned())
            }
            path => Cow::Borrowed(path),
        };
        let budget = budgets.entry((endpoint, limit.access));
        Arc::clone(budget.or_insert_with(|| Arc::new(Budget::new(limit))))
    }
}
