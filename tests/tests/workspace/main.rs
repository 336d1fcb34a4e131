//! The workspace as a whole: its documents, its commands, its structure, and what a maintainer does with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
mod command;
mod drift;
mod endpoint;
mod golden;
mod modules;
mod readme;
