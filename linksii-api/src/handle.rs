//! What each call needs of its client.

use std::fmt;
use std::sync::Arc;

use crate::executor::Executor;

/// A client, and how its calls are made.
#[derive(Clone)]
pub(crate) struct Handle<M> {
    pub(crate) executor: Arc<Executor>,
    pub(crate) mode: M,
}

/// Without the key.
impl<M: fmt::Debug> fmt::Debug for Handle<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("base_url", &self.executor.endpoint.url().as_str())
            .field("mode", &self.mode)
            .finish_non_exhaustive()
    }
}
