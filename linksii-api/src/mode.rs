//! How calls are made: awaited, or blocking the thread.

use std::fmt::Debug;

/// How calls are made: by [`Async`] programs, or by those that block.
pub trait Mode: Clone + Debug + Send + Sync + Unpin + 'static + Sealed {}

/// Only this crate knows how to make a call.
pub trait Sealed {}

/// Calls are awaited.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Async;

impl Mode for Async {}
impl Sealed for Async {}
