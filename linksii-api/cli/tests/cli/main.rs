//! The program as its users run it, against a sandbox over loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod analyses;
mod failures;
mod harness;
mod help;
mod output;
mod pictures;
mod settings;
mod watch;
