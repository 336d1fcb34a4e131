//! What the sandbox promises, over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod caller;
mod control;
mod creation;
mod data;
mod faults;
mod hostile;
mod limits;
mod operations;
mod page;
#[cfg(unix)]
mod process;
mod readme;
mod validation;
